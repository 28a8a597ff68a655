"""The first lines of a plan file: enough for a list of plans, without reading their snapshots."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from planner.plan.wording import Message
from planner.storage.errors import StorageError
from planner.storage.migrations import CURRENT_VERSION
from planner.storage.plan_file import FORMAT, read_plan_file

_HEAD_BYTES = 8192
_SPACE = re.compile(r"[ \t\r\n]*")
_WANTED = ("format", "version", "id", "name")


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What a list shows of a plan file."""

    plan_id: str
    name: str
    problem: Message | None = None
    """Why the file cannot be opened; None when it looks right."""


def read_plan_head(path: Path) -> PlanHead:
    """Return id and name of the plan at `path`; a file that is no plan has a problem instead of an exception.

    Files of this program begin with what is wanted; a file from elsewhere is read whole.
    """
    fields: dict[str, object] = {}
    # A pipe would never end; reading the file whole says what it is instead.
    with contextlib.suppress(OSError, ValueError):
        if path.is_file():
            with path.open("rb") as file:
                fields = _leading_fields(file.read(_HEAD_BYTES).decode("utf-8-sig", "ignore"))
    complete = all(key in fields for key in _WANTED)
    if not complete or fields["format"] != FORMAT or fields["version"] != CURRENT_VERSION:
        try:
            fields = read_plan_file(path).document
        except StorageError as error:
            return PlanHead("", "", error.message)
    plan_id, name = fields.get("id"), fields.get("name")
    return PlanHead(plan_id if isinstance(plan_id, str) else "", name if isinstance(name, str) else "")


def _leading_fields(text: str) -> dict[str, object]:
    """Return the text, number and truth fields at the start of a JSON object, up to the first other or cut one."""
    fields: dict[str, object] = {}
    decoder = json.JSONDecoder()
    position = _skip(text, 0)
    if not text.startswith("{", position):
        return fields
    while True:
        try:
            key, position = decoder.raw_decode(text, _skip(text, position + 1))
            position = _skip(text, position)
            if not isinstance(key, str) or not text.startswith(":", position):
                return fields
            position = _skip(text, position + 1)
            if text[position : position + 1] in {"{", "[", ""}:
                return fields
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return fields
        position = _skip(text, position)
        if not text.startswith((",", "}"), position):
            return fields  # the value may be cut off
        fields.setdefault(key, value)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()
