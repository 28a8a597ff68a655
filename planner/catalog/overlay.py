"""A user's own records: negotiated prices, own hardware, own models, in one private file.

The file is JSON, one record per line inside a list, so that it can be read, compared and mended by hand:
`{"format": "llm-cost-planner/overlay", "version": 1, "records": [...]}`. Each record names its `kind`.

Most users have none. So that nobody waits for the kinds of records at start, they are imported where one is read.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.plan.wording import N_, Message, PlannerError

if TYPE_CHECKING:
    from planner.catalog.records import Record

FORMAT = "llm-cost-planner/overlay"
VERSION = 1
LARGEST_FILE = 16 * 2**20


class BrokenOverlay(PlannerError):  # noqa: N818 - says what it is
    """The overlay cannot be read. Carries the file, the line where it breaks, and why."""

    def __init__(self, path: Path, line: int, reason: Message) -> None:
        self.path = path
        self.line = line
        self.reason = reason
        super().__init__(
            N_("Your own records in {path} cannot be read, line {line}: {reason}"),
            path=str(path),
            line=line,
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class Overlay:
    """A user's own records. Editing returns a new overlay; `write_overlay` saves it."""

    records: tuple[Record, ...] = ()

    def with_record(self, record: Record) -> Overlay:
        """Add a record, or put it in place of the one with its id. It is marked as private."""
        from planner.catalog.rows import kind_of, record_from_row, row_of

        record_from_row(kind_of(record), row_of(kind_of(record), record))
        kept = tuple(old for old in self.records if old.id != record.id)
        return Overlay((*kept, replace(record, private=True)))

    def without_record(self, record_id: str) -> Overlay:
        """Remove the record of this id; the shipped one of the same id, if any, answers again."""
        return Overlay(tuple(record for record in self.records if record.id != record_id))

    def merged(self, other: Overlay) -> Overlay:
        """Take over the records of another overlay (an import); they stand in place of those with their ids."""
        merged = self
        for record in other.records:
            merged = merged.with_record(record)
        return merged


def overlay_text(overlay: Overlay) -> str:
    """Return the overlay as the text of its file, one record a line, in the order of their ids."""
    from planner.catalog.rows import kind_of, row_of

    rows = []
    for record in sorted(overlay.records, key=lambda record: record.id):
        kind = kind_of(record)
        row = {"kind": kind} | {
            ("item_kind" if key == "kind" else key): value for key, value in row_of(kind, record).items()
        }
        row.pop("private", None)
        rows.append("  " + json.dumps(row, ensure_ascii=False, allow_nan=False))
    body = ",\n".join(rows)
    records = f"[\n{body}\n]" if rows else "[]"
    return f'{{"format": "{FORMAT}", "version": {VERSION}, "records": {records}}}\n'


def write_overlay(path: Path, overlay: Overlay) -> None:
    """Save an overlay, whole or not at all: written beside the file, flushed, then put in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(overlay_text(overlay))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise PlannerError(
            N_("Your own records could not be saved to {path}: {reason}. Free some space or choose another place."),
            path=str(path),
            reason=error.strerror or "",
        ) from error


def read_overlay(path: Path) -> Overlay:
    """Read an overlay. A file that cannot be understood raises `BrokenOverlay`; nothing is changed or deleted."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would never end
            raise BrokenOverlay(path, 1, Message(N_("it is not a file.")))
        if path.stat().st_size > LARGEST_FILE:
            raise BrokenOverlay(path, 1, Message(N_("the file is far larger than any list of own records.")))
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise PlannerError(
            N_("The file {path} could not be opened: {reason}."), path=str(path), reason=error.strerror or ""
        ) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BrokenOverlay(path, line, Message(N_("it is not text in UTF-8."))) from error
    return parse_overlay(text, path)


def parse_overlay(text: str, path: Path) -> Overlay:
    """Understand the text of an overlay file; `path` is only named in errors."""
    try:
        content: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenOverlay(path, error.lineno, Message(N_("it is not valid JSON."))) from error
    except (ValueError, RecursionError) as error:
        raise BrokenOverlay(path, 1, Message(N_("it is not valid JSON."))) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BrokenOverlay(path, 1, Message(N_("it is not a file of own records (its 'format' says otherwise).")))
    version = content.get("version")
    if not isinstance(version, int) or version < 1:
        raise BrokenOverlay(path, 1, Message(N_("its 'version' is not a whole number.")))
    if version > VERSION:
        raise PlannerError(
            N_("The file {path} was written by a newer version of this program. Install that version to read it."),
            path=str(path),
        )
    rows = content.get("records")
    if not isinstance(rows, list):
        raise BrokenOverlay(path, 1, Message(N_("it has no list 'records'.")))
    records: dict[str, Record] = {}
    for position, row in enumerate(rows):
        try:
            record = _record(row)
            if record.id in records:
                raise PlannerError(N_("two records have the id '{record}'."), record=record.id[:80])
        except PlannerError as error:
            raise BrokenOverlay(path, _line_of(text, row, position), error.message) from error
        records[record.id] = record
    return Overlay(tuple(records.values()))


def _record(row: object) -> Record:
    from planner.catalog.rows import record_from_row

    if not isinstance(row, dict):
        raise PlannerError(N_("A catalogue record must be a JSON object."))
    values = dict(row)
    kind = values.pop("kind", None)
    if not isinstance(kind, str):
        raise PlannerError(N_("A record needs its 'kind', such as 'models' or 'api-prices'."))
    if "item_kind" in values:
        values["kind"] = values.pop("item_kind")
    values.pop("private", None)
    return replace(record_from_row(kind, values), private=True)


def _line_of(text: str, row: object, position: int) -> int:
    """Find the line of a record: by its id where it has one, else by its place among the lines."""
    record_id = row.get("id") if isinstance(row, dict) else None
    lines = text.splitlines()
    if isinstance(record_id, str):
        wanted = json.dumps(record_id, ensure_ascii=False)
        hits = [number for number, line in enumerate(lines, 1) if wanted in line]
        if hits:
            return hits[-1]
    return min(position + 2, max(len(lines), 1))


def set_aside(path: Path, today: dt.date) -> Path:
    """Rename a broken overlay to `NAME.DATE.broken`, so that work can go on; it is never deleted."""
    target = path.with_name(f"{path.name}.{today.isoformat()}.broken")
    number = 2
    while target.exists():
        target = path.with_name(f"{path.name}.{today.isoformat()}-{number}.broken")
        number += 1
    path.rename(target)
    return target
