"""One open plan: the window hands it a snapshot after every edit and shows the status that comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from planner.plan.wording import N_, Message
from planner.storage.atomic import remove_leftovers
from planner.storage.autosave import Saved, SaveFailure, SaveWorker, ignore
from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.errors import LockedError, reason
from planner.storage.history import History
from planner.storage.json_text import read_limited
from planner.storage.locks import TAKEN_OVER_AFTER, LockHolder, PlanLock
from planner.storage.plan_file import PlanFile, parse_plan
from planner.storage.plan_writer import PlanWriter, plan_key

DocumentSnapshot = Callable[[], Mapping[str, Any]]
"""Turns an immutable plan into its JSON-ready document; called on the saving thread."""


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """What the status bar shows after an attempt to save."""

    path: Path
    at: datetime
    generation: int
    failure: Exception | None = None
    """None: saved. A PlannerError says path, reason and way on; a ChangedOnDiskError asks for a comparison."""
    is_in_journal: bool = False
    """After a failure: the edits are in the recovery journal and survive a crash."""


class PlanSession:
    """One open plan. Made by `open`; ended by `close`."""

    def __init__(
        self,
        file: PlanFile,
        writer: PlanWriter,
        *,
        read_only_reason: Message | None,
        holder: LockHolder | None,
        crash_notice: Message | None,
        directories: Directories,
        clock: Clock,
        on_status: Callable[[SaveStatus], None],
    ) -> None:
        """Use `PlanSession.open`."""
        self.file = file
        """The plan as it was read."""
        self.read_only_reason = read_only_reason
        """Why the plan cannot be edited here; None when it can."""
        self.holder = holder
        """Who has the plan open instead; None when nobody has."""
        self.crash_notice = crash_notice
        """After a crash with this plan open: what is here, and from when. None when it was closed properly."""
        self._directories = directories
        self._clock = clock
        self._on_status = on_status
        self._writer = writer
        self._worker = self._worker_for(writer, 0)

    @classmethod
    def open(
        cls,
        path: Path,
        directories: Directories,
        *,
        clock: Clock | None = None,
        on_status: Callable[[SaveStatus], None] = ignore,
        take_over: bool = False,
    ) -> PlanSession:
        """Read and lock the plan at `path`; StorageError when it cannot be read.

        With `take_over`, the user has said that whoever has the plan open is gone. Otherwise, where somebody else has
        it, or its folder cannot be written, the session is read-only and says why.
        `on_status` is called on the saving thread.
        """
        clock = clock or Clock()
        path = path.absolute()
        lock = PlanLock(path, clock=clock)
        holder, read_only_reason = _locked(lock, take_over=take_over)
        try:
            modified = _modified(path, clock)
            content = read_limited(path)
            file = parse_plan(content, str(path))
        except BaseException:
            lock.release()
            raise
        remove_leftovers(path.parent)
        writer = PlanWriter(
            path, content, plan_key(file.document, path), lock, directories, clock=clock, keeps_first=True
        )
        return cls(
            file,
            writer,
            read_only_reason=read_only_reason,
            holder=holder,
            crash_notice=_crash_notice(lock.left_by, file, modified),
            directories=directories,
            clock=clock,
            on_status=on_status,
        )

    @property
    def path(self) -> Path:
        """The file that edits are saved to."""
        return self._writer.path

    @property
    def digest(self) -> str:
        """SHA-256 of the file as it was read or saved last."""
        return self._writer.digest

    @property
    def left_for(self) -> timedelta | None:
        """How long the plan has been quiet under a lock of another computer that may be taken over; None if it may not.

        Whether that computer's window is still open cannot be seen from here.
        """
        if self.holder is None or not self.holder.process.is_elsewhere:
            return None
        quiet = self.holder.quiet_for(self.path, self._clock.now())
        return quiet if quiet >= TAKEN_OVER_AFTER else None

    @property
    def history(self) -> History:
        """The plan's previous and named versions."""
        return self._writer.history

    @property
    def is_clean(self) -> bool:
        """Whether every edit is in the file."""
        return self._worker.is_clean

    @property
    def is_changed_on_disk(self) -> bool:
        """Whether somebody else has changed the file: to be asked when the window becomes active."""
        return self._writer.is_changed_on_disk

    def submit(self, snapshot: DocumentSnapshot) -> int:
        """Take the plan as it is after an edit; it is in the file within two seconds. Returns its generation."""
        if self.read_only_reason is not None:
            raise LockedError(self.read_only_reason.msgid, **self.read_only_reason.parameters)
        return self._worker.submit(snapshot)

    def flush(self, timeout_s: float = 10.0) -> SaveFailure | None:
        """Save now; None when every edit is in the file."""
        return self._worker.flush(timeout_s)

    def save_as(self, path: Path, document: Mapping[str, Any], *, overwrite: bool = False) -> None:
        """Save `document` at `path` and go on editing there: the way on when the old place fails, even by hanging.

        An existing file is only replaced with `overwrite`, and never while somebody has it open. A plan that goes on
        beside the old one should have an id of its own in `document`.
        """
        path = path.absolute()
        if path == self.path and self.read_only_reason is None and overwrite:
            self.submit(lambda: document)
            self.flush()
            return
        writer = PlanWriter.create(path, document, self._directories, clock=self._clock, overwrite=overwrite)
        old_worker, old_writer = self._worker, self._writer
        self._writer = writer
        self._worker = self._worker_for(writer, old_worker.newest_generation)
        self.read_only_reason, self.holder = None, None
        old_worker.abandon()
        old_writer.release()

    def read_from_disk(self) -> PlanFile:
        """Read the file as it is now, for a comparison after a ChangedOnDiskError."""
        return self._writer.read_from_disk()

    def accept_disk_version(self) -> PlanFile:
        """Return the version on disk and go on from it; the window installs it as an undoable edit."""
        self._writer.go_on_from_disk()
        return self._writer.read_from_disk()

    def keep_own_version(self) -> SaveFailure | None:
        """Replace the version on disk, which goes to the history first, by what was submitted last."""
        self._writer.go_on_from_disk()
        return self._worker.flush()

    def close(self, *, discard: bool = False, timeout_s: float = 10.0) -> SaveFailure | None:
        """Save what is pending and let the plan go; a failure leaves the session open and is returned.

        With `discard`, the user has said that edits which cannot be saved may be lost.
        """
        failure = None if discard else self._worker.close(timeout_s)
        if failure is None:
            self._worker.discard()
            self._writer.release()
        return failure

    def _worker_for(self, writer: PlanWriter, newest_generation: int) -> SaveWorker[DocumentSnapshot]:
        def report_saved(saved: Saved) -> None:
            self._on_status(SaveStatus(writer.path, self._clock.now(), saved.generation))

        def report_failure(failure: SaveFailure) -> None:
            now = self._clock.now()
            self._on_status(SaveStatus(writer.path, now, failure.generation, failure.error, writer.is_in_journal))

        return SaveWorker(
            lambda snapshot: writer.write(snapshot()),
            on_saved=report_saved,
            on_failure=report_failure,
            clock=self._clock,
            newest_generation=newest_generation,
        )


def _locked(lock: PlanLock, *, take_over: bool) -> tuple[LockHolder | None, Message | None]:
    """Take the lock and return who has it instead, and why the plan is read-only; None and None when it was taken."""
    try:
        holder = lock.acquire()
        if holder is not None and take_over:
            lock.take_over()
            holder = None
    except OSError as error:
        return None, Message(
            N_("This plan is read-only because its folder cannot be written: {reason}. You can edit a copy."),
            {"reason": reason(error)},
        )
    return holder, None if holder is None else holder.message


def _crash_notice(left_by: LockHolder | None, file: PlanFile, modified: datetime) -> Message | None:
    if left_by is None:
        return None
    return Message(
        N_("The program stopped while “{name}” was open. Everything saved up to {time} is here."),
        {"name": str(file.document.get("name", "")), "time": modified},
    )


def _modified(path: Path, clock: Clock) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return clock.now()
