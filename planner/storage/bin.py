"""Deleted plans, which can be taken back until the bin is emptied."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.errors import save_failed
from planner.storage.file_names import move_to_free_path, safe_stem
from planner.storage.locks import locked
from planner.storage.plan_file import SUFFIX
from planner.storage.plan_head import read_plan_head

_STAMP = "%Y%m%dT%H%M%SZ"
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class BinEntry:
    """One deleted plan."""

    path: Path
    name: str
    deleted_at: datetime


class Bin:
    """The bin of the user's library."""

    def __init__(self, directories: Directories, *, clock: Clock | None = None) -> None:
        """Use the folders of `directories`, which `Directories.create` has made."""
        self._directories = directories
        self._clock = clock or Clock()

    def put(self, path: Path) -> BinEntry:
        """Move a plan that nobody has open into the bin; LockedError when somebody has, SaveFailedError when refused.

        A broken file can be put there too: nothing is read but its name.
        """
        deleted_at = self._clock.now().astimezone(UTC).replace(microsecond=0)
        name = f"{deleted_at.strftime(_STAMP)}{_SEPARATOR}{path.name.removesuffix(SUFFIX)}"
        with locked(path, self._clock):
            try:
                moved = move_to_free_path(path, self._directories.bin, name)
            except OSError as error:
                raise save_failed(path, error) from error
        return BinEntry(moved, _name(moved), deleted_at)

    def entries(self) -> tuple[BinEntry, ...]:
        """Return the deleted plans, last deleted first."""
        found = []
        with contextlib.suppress(OSError):
            for path in self._directories.bin.glob(f"*{SUFFIX}"):
                with contextlib.suppress(ValueError):
                    stamp = path.name.partition(_SEPARATOR)[0]
                    found.append(BinEntry(path, _name(path), datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)))
        return tuple(sorted(found, key=lambda entry: (entry.deleted_at, entry.path.name), reverse=True))

    def restore(self, entry: BinEntry) -> Path:
        """Move a plan back into the library, under a free name, and return where it is."""
        stem = entry.path.name.removesuffix(SUFFIX).partition(_SEPARATOR)[2]
        try:
            return move_to_free_path(entry.path, self._directories.plans, safe_stem(stem))
        except OSError as error:
            raise save_failed(entry.path, error) from error

    def empty(self, *, older_than: timedelta = timedelta(0)) -> int:
        """Delete for good what has been in the bin for longer than `older_than`; return how many plans."""
        limit = self._clock.now() - older_than
        deleted = 0
        for entry in self.entries():
            if entry.deleted_at <= limit:
                try:
                    entry.path.unlink(missing_ok=True)
                except OSError as error:
                    raise save_failed(entry.path, error) from error
                deleted += 1
        return deleted


def _name(path: Path) -> str:
    return read_plan_head(path).name or path.name.removesuffix(SUFFIX).partition(_SEPARATOR)[2]
