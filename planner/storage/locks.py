"""One plan, one editor: a lock file beside the plan says who has it open.

The lock names its process so precisely (number, computer, start time) that a lock left by a crash is recognised
and taken over; nobody is locked out by the dead. A lock on another computer cannot be judged from here and counts
as held; the user may take it over once the plan has been quiet for long enough.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.plan.wording import N_, Message
from planner.storage.atomic import create_exclusively
from planner.storage.clock import Clock
from planner.storage.errors import LockedError, StorageError, save_failed
from planner.storage.json_text import parse_object, readable_bytes
from planner.storage.processes import Process, this_process

TAKEN_OVER_AFTER = timedelta(hours=1)
"""How long a plan that another computer has locked must have been quiet before it may be taken over."""
_ATTEMPTS = 50
_LARGEST_LOCK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who has a plan open for editing."""

    process: Process
    since: datetime
    token: str
    """Tells two windows of one process apart."""

    def quiet_for(self, plan_path: Path, now: datetime) -> timedelta:
        """Return how long neither the lock nor the plan has changed, by whatever clock they were written.

        A time in the future comes from a clock that is wrong: it counts as that long ago, so that a wrong clock
        does not lock anyone out for ever.
        """
        times = [self.since]
        with contextlib.suppress(OSError, ValueError, OverflowError):
            times.append(datetime.fromtimestamp(plan_path.stat().st_mtime, UTC))
        return min(abs(now - time) for time in times)

    @property
    def message(self) -> Message:
        """Who and since when, and what can be done."""
        time = self.since.replace(second=0)
        if self.process.is_this_one:
            return Message(
                N_("This plan is open in another window since {time}. Here it is read-only."), {"time": time}
            )
        return Message(
            N_("This plan is open by {user} on {host} since {time}. Here it is read-only; you can edit a copy."),
            {"user": self.process.user or "?", "host": self.process.host, "time": time},
        )


class PlanLock:
    """The right to write one plan."""

    def __init__(self, plan_path: Path, *, clock: Clock | None = None) -> None:
        """Prepare a lock for the plan at `plan_path`; nothing is written yet."""
        self._path = lock_path(plan_path)
        self._clock = clock or Clock()
        self._token = secrets.token_hex(8)
        self.left_by: LockHolder | None = None
        """Who was found to be gone when the lock was taken: that program did not end as it should."""

    @property
    def path(self) -> Path:
        """Where the lock file lies."""
        return self._path

    def acquire(self) -> LockHolder | None:
        """Take the lock and return None, or return who has it.

        A lock of a process that is gone is taken over. OSError when the folder cannot be written.
        """
        holder: LockHolder | None = None
        for _attempt in range(_ATTEMPTS):
            try:
                create_exclusively(self._path, self._content())
            except FileExistsError:
                holder, content = _read(self._path)
                if holder is not None and holder.token == self._token:
                    return None
                if holder is not None and holder.process.may_be_running:
                    return holder
                if content is not None:
                    self.left_by = holder
                    _remove_stale(self._path, content)
            else:
                return None
        # Others keep winning the race for a stale lock; one of them has it now.
        return holder or LockHolder(Process(0, "?", "?", ""), self._clock.now(), "")

    def take_over(self) -> None:
        """Take the lock whoever has it: the user has said that the other one is gone. OSError as in `acquire`."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        create_exclusively(self._path, self._content())

    @property
    def is_held(self) -> bool:
        """Whether the lock file still names this lock; somebody may have taken it over."""
        holder, _content = _read(self._path)
        return holder is not None and holder.token == self._token

    def release(self) -> None:
        """Give the lock back; a lock that somebody else took over is left alone."""
        if self.is_held:
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _content(self) -> bytes:
        return readable_bytes(
            {"since": self._clock.now().isoformat(), "token": self._token, "process": this_process().as_json()}
        )


@contextlib.contextmanager
def locked(path: Path, clock: Clock) -> Iterator[None]:
    """Hold the lock of a plan; LockedError when somebody has it open."""
    lock = PlanLock(path, clock=clock)
    try:
        holder = lock.acquire()
    except OSError as error:
        raise save_failed(path, error) from error
    if holder is not None:
        raise LockedError(holder.message.msgid, **holder.message.parameters)
    try:
        yield
    finally:
        lock.release()


def lock_path(plan_path: Path) -> Path:
    """Return where the lock of the plan lies: beside it, so that other computers on a shared drive see it too.

    The name is a digest, since a plan's own name may be as long as the system allows, and the same for names that
    a case-insensitive file system does not tell apart.
    """
    target = Path(os.path.realpath(plan_path))
    name = unicodedata.normalize("NFC", target.name).casefold().encode("utf-8", "surrogatepass")
    return target.parent / f".planner-{hashlib.sha256(name).hexdigest()[:16]}.lock"


if sys.platform == "win32":

    def _remove_stale(path: Path, content: bytes) -> None:
        """Remove a stale lock if it is still the one that was read."""
        if _bytes(path) == content:
            with contextlib.suppress(OSError):
                path.unlink()

else:
    import fcntl

    def _remove_stale(path: Path, content: bytes) -> None:
        """Remove a stale lock, but never a live one that replaced it a moment ago."""
        with contextlib.suppress(OSError), path.open("rb") as file:
            # Whoever removes the file holds this lock on it, so that what is compared here is what is removed.
            with contextlib.suppress(OSError):  # a drive without such locks
                fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            if file.read(_LARGEST_LOCK_BYTES) == content and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                path.unlink()


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_LOCK_BYTES)
    except OSError:
        return None


def _read(path: Path) -> tuple[LockHolder | None, bytes | None]:
    """Return the holder (None for a lock that cannot be understood) and the bytes it was read from (None: no lock)."""
    data = _bytes(path)
    if data is None:
        return None, None
    try:
        content = parse_object(data, str(path))
        since = datetime.fromisoformat(content["since"])
        return LockHolder(Process.from_json(content["process"]), since, str(content["token"])), data
    except (StorageError, KeyError, TypeError, ValueError):
        return None, data
