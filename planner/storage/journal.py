"""The recovery journal: edits that are not in their file yet, kept where a kill cannot take them.

One small file per open plan in the state directory, written atomically and forced to the device, deleted when
the edits are in the plan's own file. What is found at the next start, and whose process is gone, was lost by a
crash and is offered back, with what it is and when it was written.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from planner.plan.wording import N_, Message
from planner.storage.atomic import write_atomically
from planner.storage.clock import Clock
from planner.storage.errors import StorageError, save_failed
from planner.storage.json_text import parse_object, read_limited, readable_bytes
from planner.storage.plan_file import digest_on_disk
from planner.storage.processes import Process, this_process

FORMAT = "llm-cost-planner/recovery"
_SUFFIX = ".recovery.json"


@dataclass(frozen=True, slots=True)
class Recoverable:
    """Edits that a process left behind without saving them."""

    journal_path: Path
    plan_path: Path | None
    """The file that the edits belong to; None for a plan that was never saved."""
    plan_name: str
    written_at: datetime
    document: dict[str, Any]
    file_changed_since: bool
    """The plan's file is no longer the one that the edits were made on; compare before saving."""

    def discard(self) -> None:
        """Delete the journal: its edits are saved, or nobody wants them."""
        with contextlib.suppress(OSError):
            self.journal_path.unlink()

    @property
    def message(self) -> Message:
        """What was recovered, and from when."""
        parameters = {"name": self.plan_name, "time": self.written_at}
        if self.file_changed_since:
            return Message(
                N_("Recovered unsaved edits of “{name}” from {time}. Its file was changed since: compare them."),
                parameters,
            )
        return Message(N_("Recovered unsaved edits of “{name}” from {time}."), parameters)


class RecoveryJournal:
    """The journal of one open plan."""

    def __init__(self, folder: Path, key: str, *, clock: Clock | None = None) -> None:
        """Keep the journal in `folder`; `key` tells open plans apart, such as the plan's path or id."""
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        # The random part keeps a journal of this session from replacing one that a crash left for the same plan.
        self._path = folder / f"{digest[:24]}-{secrets.token_hex(4)}{_SUFFIX}"
        self._clock = clock or Clock()

    @property
    def path(self) -> Path:
        """Where the journal lies."""
        return self._path

    def write(self, document: Mapping[str, Any], *, plan_path: Path | None, base_digest: str | None) -> None:
        """Keep `document` safe; on return it is on the device. SaveFailedError when the system refuses.

        `base_digest` is the digest of the plan's file that the edits were made on (None: never saved).
        """
        data = readable_bytes(
            {
                "format": FORMAT,
                "version": 1,
                "written_at": self._clock.now().isoformat(),
                "plan_path": None if plan_path is None else str(plan_path),
                "base_digest": base_digest,
                "process": this_process().as_json(),
                "document": dict(document),
            }
        )
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, data)
        except OSError as error:
            raise save_failed(self._path, error) from error

    def delete(self) -> None:
        """Forget the journal: its edits are saved, or the user has discarded them."""
        with contextlib.suppress(OSError):
            self._path.unlink()


def recoverable(folder: Path) -> tuple[Recoverable, ...]:
    """Return what processes that are gone left in `folder`, newest first.

    Journals of processes that still run are theirs. A journal that cannot be read is set aside, not deleted, and
    never stops the start.
    """
    found: list[Recoverable] = []
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            try:
                entry = _read(path)
            except StorageError:
                with contextlib.suppress(OSError):
                    path.replace(path.with_suffix(".unreadable"))
                continue
            if entry is not None:
                found.append(entry)
    return tuple(sorted(found, key=lambda entry: entry.written_at, reverse=True))


def _read(path: Path) -> Recoverable | None:
    content = parse_object(read_limited(path), str(path))
    try:
        if content["format"] != FORMAT or not isinstance(content["document"], dict):
            raise ValueError(FORMAT)
        written_at = datetime.fromisoformat(content["written_at"])
        if written_at.tzinfo is None:
            raise ValueError(written_at)
        owner = Process.from_json(content["process"])
        plan_path = None if content["plan_path"] is None else Path(content["plan_path"])
        base_digest: str | None = content["base_digest"]
    except (KeyError, TypeError, ValueError) as error:
        raise StorageError(N_("{path} is not a recovery journal."), path=str(path)) from error
    if owner.may_be_running:
        return None
    document = content["document"]
    on_disk = None if plan_path is None else digest_on_disk(plan_path)
    return Recoverable(
        journal_path=path,
        plan_path=plan_path,
        plan_name=str(document.get("name", "")),
        written_at=written_at,
        document=document,
        file_changed_since=on_disk is not None and on_disk != base_digest,
    )
