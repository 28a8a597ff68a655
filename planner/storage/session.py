"""One open plan: its lock, its file, its history, its recovery journal and the worker that saves it.

The window opens a session, hands it a snapshot after every edit and shows the status that comes back. Everything
that must hold when something fails is decided here: an edit is in the plan's file or in the recovery journal, or
the status says that it is in neither and why.
"""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.plan.wording import N_, Message
from planner.storage.atomic import remove_leftovers
from planner.storage.autosave import Saved, SaveFailure, SaveWorker, ignore
from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.errors import ChangedOnDiskError, LockedError, StorageError, reason, save_failed
from planner.storage.history import History
from planner.storage.journal import RecoveryJournal
from planner.storage.json_text import read_limited
from planner.storage.locks import PlanLock
from planner.storage.plan_file import (
    PlanFile,
    create_plan_file,
    digest_on_disk,
    parse_plan,
    plan_bytes,
    save_bytes,
    write_plan_file,
)

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
        path: Path,
        file: PlanFile,
        lock: PlanLock | None,
        read_only_reason: Message | None,
        directories: Directories,
        *,
        clock: Clock,
        on_status: Callable[[SaveStatus], None],
    ) -> None:
        """Use `PlanSession.open`."""
        self.file = file
        """The plan as it was read."""
        self.read_only_reason = read_only_reason
        """Why the plan cannot be edited here; None when it can."""
        self._path = path
        self._lock = lock
        self._directories = directories
        self._clock = clock
        self._on_status = on_status
        self._digest = file.digest
        self._device = _device_of(path)
        self._last_change = _modified(path, clock)
        self._history = History(directories.history, plan_key(file.document, path), clock=clock)
        self._journal = RecoveryJournal(directories.recovery, str(path), clock=clock)
        self._is_in_journal = False
        self._is_first_save = True
        # Held while the file is written or while the session turns to another file.
        self._writing = threading.RLock()
        self._worker: SaveWorker[DocumentSnapshot] = SaveWorker(
            self._save, on_saved=self._report_saved, on_failure=self._report_failure, clock=clock
        )

    @classmethod
    def open(
        cls,
        path: Path,
        directories: Directories,
        *,
        clock: Clock | None = None,
        on_status: Callable[[SaveStatus], None] = ignore,
    ) -> PlanSession:
        """Read and lock the plan at `path`; StorageError when it cannot be read.

        Where somebody else has it, or its folder cannot be written, the session is read-only and says why.
        `on_status` is called on the saving thread.
        """
        clock = clock or Clock()
        path = path.absolute()
        lock: PlanLock | None = PlanLock(path, clock=clock)
        read_only_reason = None
        try:
            holder = None if lock is None else lock.acquire()
        except OSError as error:
            lock = None
            read_only_reason = Message(
                N_("This plan is read-only because its folder cannot be written: {reason}. You can edit a copy."),
                {"reason": reason(error)},
            )
        else:
            if holder is not None:
                lock, read_only_reason = None, holder.message
        try:
            file = parse_plan(read_limited(path), str(path))
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        remove_leftovers(path.parent)
        return cls(path, file, lock, read_only_reason, directories, clock=clock, on_status=on_status)

    @property
    def path(self) -> Path:
        """The file that edits are saved to."""
        return self._path

    @property
    def history(self) -> History:
        """The plan's previous and named versions."""
        return self._history

    @property
    def crash_notice(self) -> Message | None:
        """After a crash with this plan open: what is here, and from when. None when it was closed properly."""
        if self._lock is None or self._lock.left_by is None:
            return None
        return Message(
            N_("The program stopped while “{name}” was open. Everything saved up to {time} is here."),
            {
                "name": str(self.file.document.get("name", "")),
                "time": f"{self._last_change.astimezone():%Y-%m-%d %H:%M:%S}",
            },
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the file as it was read or saved last."""
        return self._digest

    @property
    def is_clean(self) -> bool:
        """Whether every edit is in the file."""
        return self._worker.is_clean

    def submit(self, snapshot: DocumentSnapshot) -> int:
        """Take the plan as it is after an edit; it is in the file within two seconds. Returns its generation."""
        if self.read_only_reason is not None:
            raise LockedError(self.read_only_reason.msgid, **self.read_only_reason.parameters)
        return self._worker.submit(snapshot)

    def flush(self, timeout_s: float = 10.0) -> SaveFailure | None:
        """Save now; None when every edit is in the file."""
        return self._worker.flush(timeout_s)

    def save_as(self, path: Path, document: Mapping[str, Any], *, overwrite: bool = False) -> None:
        """Save `document` at `path` and go on editing there: the way on when the old place fails.

        An existing file is only replaced with `overwrite`, and never while somebody has it open.
        """
        path = path.absolute()
        with self._writing:
            lock = self._lock if path == self._path and self._lock is not None else PlanLock(path, clock=self._clock)
            try:
                holder = lock.acquire()
            except OSError:
                holder = None  # creating the file below says why
            if holder is not None:
                raise LockedError(holder.message.msgid, **holder.message.parameters)
            try:
                write = write_plan_file if overwrite else create_plan_file
                digest = write(path, document)
            except BaseException:
                if lock is not self._lock:
                    lock.release()
                raise
            if self._lock is not None and self._lock is not lock:
                self._lock.release()
            self._journal.delete()
            self._path, self._lock, self._digest, self.read_only_reason = path, lock, digest, None
            self._device = _device_of(path)
            self._journal = RecoveryJournal(self._directories.recovery, str(path), clock=self._clock)
            self._history = History(self._directories.history, plan_key(document, path), clock=self._clock)
            self._is_in_journal, self._is_first_save = False, False
        self.submit(lambda: document)

    def read_from_disk(self) -> PlanFile:
        """Read the file as it is now, for a comparison after a ChangedOnDiskError."""
        return parse_plan(read_limited(self._path), str(self._path))

    def accept_disk_version(self) -> PlanFile:
        """Return the version on disk and go on from it; the window installs it as an undoable edit."""
        with self._writing:
            file = self.read_from_disk()
            self._digest = file.digest
            self._is_first_save = True
            return file

    def keep_own_version(self) -> None:
        """Let the next save replace the version on disk, which goes to the history first."""
        with self._writing:
            self._digest = digest_on_disk(self._path) or self._digest
            self._is_first_save = True
        self._worker.flush()

    def close(self, *, discard: bool = False, timeout_s: float = 10.0) -> SaveFailure | None:
        """Save what is pending and let the plan go; a failure leaves the session open and is returned.

        With `discard`, the user has said that edits which cannot be saved may be lost.
        """
        failure = None if discard else self._worker.close(timeout_s)
        if failure is not None:
            return failure
        self._worker.discard()
        if self._is_in_journal:
            self._journal.delete()
        if self._lock is not None:
            self._lock.release()
        return None

    def _save(self, snapshot: DocumentSnapshot) -> None:
        document = snapshot()
        data = plan_bytes(document)
        with self._writing:
            try:
                self._check_drive()
                self._check_lock()
                self._keep_previous()
                self._digest = save_bytes(self._path, data, expected_digest=self._digest)
            except StorageError:
                self._journal_instead(document)
                raise
            self._is_first_save = False
            if self._is_in_journal:
                self._journal.delete()
                self._is_in_journal = False

    def _check_drive(self) -> None:
        """Refuse to write where the plan's drive was: into the empty folder that an unmounted drive leaves."""
        device = _device_of(self._path)
        if device is None or device == self._device:
            return
        if digest_on_disk(self._path) is None:
            raise save_failed(self._path, OSError(errno.ENODEV, "the drive is gone"))
        self._device = device  # mounted again

    def _check_lock(self) -> None:
        if self._lock is None or self._lock.is_held:
            return
        try:
            holder = self._lock.acquire()  # a lock file that somebody tidied away is simply made again
        except OSError as error:
            raise save_failed(self._path, error) from error
        if holder is not None:
            raise LockedError(
                N_("{path} was taken over by {user} on {host}. Save a copy to keep your edits."),
                path=str(self._path),
                user=holder.process.user or "?",
                host=holder.process.host,
            )

    def _keep_previous(self) -> None:
        """Put the file that is about to be replaced into the history; a full history never stops a save."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return
        try:
            if self._is_first_save:
                self._history.keep_always(data)
            else:
                self._history.keep(data)
        except StorageError as error:
            logging.getLogger(__name__).warning("the previous version was not kept: %s", error)

    def _journal_instead(self, document: Mapping[str, Any]) -> None:
        try:
            self._journal.write(document, plan_path=self._path, base_digest=self._digest)
        except StorageError as error:
            self._is_in_journal = False
            logging.getLogger(__name__).warning("the recovery journal was not written: %s", error)
        else:
            self._is_in_journal = True

    def _report_saved(self, saved: Saved) -> None:
        self._on_status(SaveStatus(self._path, self._clock.now(), saved.generation))

    def _report_failure(self, failure: SaveFailure) -> None:
        self._on_status(
            SaveStatus(self._path, self._clock.now(), failure.generation, failure.error, self._is_in_journal)
        )


def _device_of(path: Path) -> int | None:
    try:
        return path.parent.stat().st_dev
    except OSError:
        return None


def _modified(path: Path, clock: Clock) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return clock.now()


def plan_key(document: Mapping[str, Any], path: Path) -> str:
    """Return what the plan's history is filed under: its id, or its path where it has none."""
    plan_id = document.get("id")
    return plan_id if isinstance(plan_id, str) and plan_id else str(path)


def is_conflict(status: SaveStatus) -> bool:
    """Return whether the save failed because somebody else has changed the file."""
    return isinstance(status.failure, ChangedOnDiskError)
