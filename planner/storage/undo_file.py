"""The undo stack of a plan between two runs of the program.

It is written when a plan is closed and is only good for the very file it was written with. It is a comfort: a
missing, old or broken one means an empty undo stack and no message.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.storage.atomic import write_atomically
from planner.storage.errors import StorageError
from planner.storage.json_text import parse_object, read_limited, readable_bytes

LARGEST_BYTES = 4 * 1024 * 1024
FORMAT = "llm-cost-planner/undo"

Step = dict[str, Any]
"""One edit as the window describes it, in JSON."""


def save_undo_steps(folder: Path, key: str, plan_digest: str, steps: Sequence[Step], position: int) -> None:
    """Keep the newest steps that fit; `position` is how many of `steps` are done (the rest can be redone)."""
    kept = list(steps)
    data = _content(plan_digest, kept, position)
    while len(data) > LARGEST_BYTES and kept:
        dropped = max(1, len(kept) // 4)
        kept, position = kept[dropped:], max(0, position - dropped)
        data = _content(plan_digest, kept, position)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(_path(folder, key), data)


def load_undo_steps(folder: Path, key: str, plan_digest: str) -> tuple[tuple[Step, ...], int]:
    """Return the steps that were kept for the plan file with this digest, and how many of them are done."""
    try:
        content = parse_object(read_limited(_path(folder, key), largest_bytes=LARGEST_BYTES), key)
    except StorageError:
        return (), 0
    steps, position = content.get("steps"), content.get("position")
    if content.get("format") != FORMAT or content.get("plan_digest") != plan_digest:
        return (), 0
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        return (), 0
    if not isinstance(position, int) or not 0 <= position <= len(steps):
        return (), 0
    return tuple(steps), position


def carry_undo_steps(folder: Path, key: str, new_key: str, plan_digest: str) -> None:
    """Keep the steps of a plan file for its copy under another name too."""
    steps, position = load_undo_steps(folder, key, plan_digest)
    if steps:
        save_undo_steps(folder, new_key, plan_digest, steps, position)


def _content(plan_digest: str, steps: Sequence[Step], position: int) -> bytes:
    return readable_bytes({"format": FORMAT, "plan_digest": plan_digest, "position": position, "steps": list(steps)})


def _path(folder: Path, key: str) -> Path:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return folder / f"{digest[:24]}.undo.json"
