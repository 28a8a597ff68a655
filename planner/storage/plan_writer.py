"""Writes one plan to its file, with everything that must be right around it.

An edit is in the plan's file, or in the recovery journal, or the error says that it is in neither and why.
"""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.plan.wording import N_
from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.errors import LockedError, StorageError, save_failed
from planner.storage.history import History
from planner.storage.journal import RecoveryJournal
from planner.storage.json_text import read_limited
from planner.storage.locks import PlanLock
from planner.storage.plan_file import (
    PlanFile,
    check_unchanged,
    create_plan_file,
    digest,
    digest_on_disk,
    parse_plan,
    plan_bytes,
    save_bytes,
    write_plan_file,
)


class PlanWriter:
    """The right and the means to write one plan file."""

    def __init__(
        self,
        path: Path,
        content: bytes,
        history_key: str,
        lock: PlanLock | None,
        directories: Directories,
        *,
        clock: Clock,
        keeps_first: bool,
    ) -> None:
        """Go on from the file at `path`; with `keeps_first`, its content goes to the history before the next save."""
        self.path = path
        self._content = content
        """The file as it was read or saved last."""
        self.digest = digest(content)
        """The digest of that content."""
        self.history = History(directories.history, history_key, clock=clock)
        self.is_in_journal = False
        """Whether the newest document is in the recovery journal instead of the file."""
        self._lock = lock
        self._journal = RecoveryJournal(directories.recovery, str(path), clock=clock)
        self._keeps_next = keeps_first
        self._is_released = False
        self._device = _device_of(path)
        self._writing = threading.Lock()

    @classmethod
    def create(
        cls, path: Path, document: Mapping[str, Any], directories: Directories, *, clock: Clock, overwrite: bool
    ) -> PlanWriter:
        """Save `document` as the file at `path`, replacing one only with `overwrite`, and never one that is open."""
        lock: PlanLock | None = PlanLock(path, clock=clock)
        try:
            holder = None if lock is None else lock.acquire()
        except OSError:
            lock, holder = None, None  # creating the file below says why
        if holder is not None:
            raise LockedError(holder.message.msgid, **holder.message.parameters)
        try:
            (write_plan_file if overwrite else create_plan_file)(path, document)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        content = plan_bytes(document)
        return cls(path, content, plan_key(document, path), lock, directories, clock=clock, keeps_first=False)

    def write(self, document: Mapping[str, Any]) -> None:
        """Save `document`; StorageError when it is not in the file, which is then as it was."""
        data = plan_bytes(document)
        with self._writing:
            try:
                self._check_drive()
                self._check_lock()
                check_unchanged(self.path, self.digest, data)
                self._keep_previous()
                self.digest = save_bytes(self.path, data, expected_digest=self.digest)
                self._content = data
            except StorageError:
                self._write_journal(document)
                raise
            self._forget_journal()

    def read_from_disk(self) -> PlanFile:
        """Read the file as it is now."""
        return parse_plan(read_limited(self.path), str(self.path))

    @property
    def is_changed_on_disk(self) -> bool:
        """Whether the file holds something else than was read or saved last; a missing file does not count."""
        return digest_on_disk(self.path) not in {None, self.digest}

    def go_on_from_disk(self) -> None:
        """Accept what somebody else wrote; it goes to the history before the next save, and the own content now."""
        with self._writing:
            try:
                found = read_limited(self.path)
            except StorageError:
                return
            self._keep_own()
            self._content, self.digest = found, digest(found)
            self._keeps_next = True

    def release(self) -> None:
        """Let the plan go: no journal, no lock. What somebody else has overwritten can be found in the history."""
        if not self._is_released and self.is_changed_on_disk:
            self._keep_own()
        self._is_released = True
        self._forget_journal()
        if self._lock is not None:
            self._lock.release()

    def _check_drive(self) -> None:
        """Refuse to write where the plan's drive was: into the empty folder that an unmounted drive leaves."""
        device = _device_of(self.path)
        if device is None or device == self._device:
            return
        if digest_on_disk(self.path) is None:
            raise save_failed(self.path, OSError(errno.ENODEV, "the drive is gone"))
        self._device = device  # mounted again

    def _check_lock(self) -> None:
        if self._lock is None or self._lock.is_held:
            return
        try:
            holder = self._lock.acquire()  # a lock file that somebody tidied away is simply made again
        except OSError as error:
            raise save_failed(self.path, error) from error
        if holder is not None:
            raise LockedError(
                N_("{path} was taken over by {user} on {host}. Save a copy to keep your edits."),
                path=str(self.path),
                user=holder.process.user or "?",
                host=holder.process.host,
            )

    def _keep_previous(self) -> None:
        """Put the file that is about to be replaced into the history; a full history never stops a save."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return
        try:
            (self.history.keep_always if self._keeps_next else self.history.keep)(data)
        except StorageError as error:
            logging.getLogger(__name__).warning("the previous version was not kept: %s", error)
        else:
            self._keeps_next = False

    def _keep_own(self) -> None:
        try:
            self.history.keep_always(self._content)
        except StorageError as error:
            logging.getLogger(__name__).warning("the overwritten version was not kept: %s", error)

    def _write_journal(self, document: Mapping[str, Any]) -> None:
        if self._is_released:
            return  # a save that hung comes back, but the edits live elsewhere by now
        try:
            self._journal.write(document, plan_path=self.path, base_digest=self.digest)
        except StorageError as error:
            self.is_in_journal = False
            logging.getLogger(__name__).warning("the recovery journal was not written: %s", error)
        else:
            self.is_in_journal = True

    def _forget_journal(self) -> None:
        self._journal.delete()
        self.is_in_journal = False


def plan_key(document: Mapping[str, Any], path: Path) -> str:
    """Return what the plan's history is filed under: its id, or its path where it has none."""
    plan_id = document.get("id")
    return plan_id if isinstance(plan_id, str) and plan_id else str(path)


def _device_of(path: Path) -> int | None:
    try:
        return path.parent.stat().st_dev
    except OSError:
        return None
