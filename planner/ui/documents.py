"""Keeps the plan on screen and the plan on disk together: opening, saving in the background, changes by others.

A shipped example or template becomes the user's own plan, in the library, with the first edit.
"""

from __future__ import annotations

import logging
import os
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from planner.plan.fields import Path as FieldPath
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message, PlannerError
from planner.storage.clock import Clock
from planner.storage.data_folder import copy_data, make
from planner.storage.directories import Directories
from planner.storage.documents import opened_plan
from planner.storage.errors import ChangedOnDiskError, StorageError
from planner.storage.library import Library
from planner.storage.locks import locked
from planner.storage.plan_file import PlanFile, digest_on_disk, write_plan_file
from planner.storage.preferences import Preferences
from planner.storage.recovery import Recovery, recover_all
from planner.storage.session import PlanSession, SaveStatus
from planner.storage.undo_file import carry_undo_steps
from planner.ui.envelope import Envelope
from planner.ui.file_status import FileStatus
from planner.ui.homeless_edits import HomelessEdits
from planner.ui.remembered_steps import recall_steps, remember_steps
from planner.ui.store import Store
from planner.ui.troubles import changed_on_disk, read_only

RETRY_MS = 2_000
SAVED = Message(N_("Saved"))


class NotSavedError(PlannerError):
    """The open plan has edits that cannot be saved; another one is opened only when the user discards them."""


class Documents(QObject):
    """The plan that is open, where it is saved, and whether it is safe."""

    noticed = Signal(object)
    """(Message): something the user should know but need not answer."""
    file_changed = Signal()
    """Another plan, or another file for the same plan."""
    preferences_changed = Signal()
    """The settings, or the list of recent plans, should be kept."""
    _save_reported = Signal(object)

    def __init__(
        self, store: Store, directories: Directories, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.directories = directories
        self.preferences = preferences
        self.session: PlanSession | None = None
        self.is_waiting_for_edit = True
        self.status = FileStatus(self)
        self.saved_at: datetime | None = None
        """When every edit was in the file last; None for a plan without a file."""
        self._shipped: tuple[Path, Plan] | None = None
        self._envelope = Envelope()
        self._clock = Clock()
        self._is_installing = False
        self._homeless = HomelessEdits()
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self.find_home)
        self._save_reported.connect(self._report, Qt.ConnectionType.QueuedConnection)
        store.changed.connect(self._take_edit)

    @property
    def library(self) -> Library:
        """The user's plans."""
        return Library(self.directories)

    @property
    def path(self) -> Path | None:
        """Where the plan is saved; None for an example that nobody has edited."""
        return self.session.path if self.session is not None else None

    @property
    def identity(self) -> str:
        """The id that the plan is saved under."""
        return self._envelope.identity or self.store.plan.id

    @property
    def is_safe(self) -> bool:
        """Whether every edit is in a file."""
        if self.session is None:
            return not self.status.has_failed
        return self.session.is_clean

    def is_open(self, path: Path) -> bool:
        """Say whether `path` is the open plan's file, by whatever way it is named."""
        return self.path is not None and os.path.realpath(path) == os.path.realpath(self.path)

    @property
    def untouched_starter(self) -> Path | None:
        """The shipped plan that is on screen as it came; None once it was edited, and for every other plan."""
        path, plan = self._shipped or (None, None)
        return path if self.session is None and self.store.plan is plan else None

    def show(self, plan: Plan, starter: Path | None = None) -> None:
        """Show a plan that has no file yet; it gets one with the first edit. NotSavedError keeps the open one.

        `starter` is the shipped plan that it is.
        """
        self._leave()
        self._envelope = Envelope()
        self.store.is_read_only = False
        self.is_waiting_for_edit = True
        self._install(plan)
        self.note_starter(starter)
        self.announce()
        self.file_changed.emit()

    def note_starter(self, starter: Path | None) -> None:
        """Remember that the plan on screen is the shipped one at `starter`."""
        self._shipped = None if starter is None else (starter, self.store.plan)

    def announce(self) -> None:
        """Say where the plan stands, once there is somebody to hear it."""
        if self.session is None and self.status.trouble is None:
            unchanged = N_("New plan, not changed") if self._shipped is None else N_("Example, not changed")
            self.status.say(Message(unchanged))
        self.status.repeat()

    def open(self, path: Path, *, take_over: bool = False) -> None:
        """Open the plan at `path` and edit it in place; `take_over` ends the lock of whoever else has it open.

        Raises StorageError when it cannot be read and NotSavedError when the open one cannot be saved; the open one
        then stays.
        """
        if self.is_open(path) and self.session is not None and self.session.read_only_reason is None:
            self.noticed.emit(Message(N_("“{name}” is open already."), {"name": self.store.plan.name}))
            return
        session = PlanSession.open(path, self.directories, on_status=self._save_reported.emit, take_over=take_over)
        try:
            opened = opened_plan(session.file)
            self._leave()
        except PlannerError:
            session.close(discard=True)
            raise
        self._envelope = Envelope(opened.unknown)
        self._take_session(session)
        self._install(opened.plan)
        if session.read_only_reason is None:
            recall_steps(self.store, self.directories.undo, session)
        for change in session.file.changes:
            self.noticed.emit(change)
        if session.crash_notice is not None:
            self.noticed.emit(session.crash_notice)
        self._say_opened()

    def import_file(self, source: Path) -> None:
        """Copy a plan from anywhere into the library and open the copy."""
        self.directories.create()
        self.open(self.library.import_file(source))

    def open_copy(self) -> None:
        """Go on with a copy of the open plan in the library, as when somebody else has the plan itself."""
        self.directories.create()
        self.open(self.library.add_copy(self._document(self.store.plan)))

    def save_copy(self, path: Path) -> None:
        """Save the plan at `path` and go on editing there; an existing file is replaced.

        Where the old file could not be written this is the same plan elsewhere; else it is another plan from here on,
        with an id of its own.
        """
        if self.is_open(path):
            self.save_now()
            return
        if not self.status.has_failed:
            self._envelope = replace(self._envelope, identity=uuid.uuid4().hex)
        document = self._document(self.store.plan)
        was_read_only = self.store.is_read_only
        if self.session is not None:
            self.session.save_as(path, document, overwrite=True)
        else:
            with locked(path, self._clock):
                write_plan_file(path, document)
            self.session = PlanSession.open(path, self.directories, on_status=self._save_reported.emit)
        self._take_session(self.session)
        self._settle()
        if was_read_only:
            self._install(self.store.plan)
        self._say_opened()

    def save_now(self) -> bool:
        """Save what waits; True when everything is safe."""
        if self.session is None:
            return self.find_home()
        if self.session.read_only_reason is not None:
            return True
        return self.session.flush() is None

    def restore(self, file: PlanFile) -> None:
        """Install an earlier version as an undoable edit."""
        plan = opened_plan(file).plan.model_copy(update={"id": self.store.plan.id})
        self.store.replace(plan, Message(N_("Restore a version")))

    def close_file(self, *, discard: bool = False) -> bool:
        """Save and let the file go; False when that failed and nothing was discarded."""
        if not discard and not self.find_home():
            return False
        if self.session is None:
            self._settle()
            return True
        stack_is_good = self.session.read_only_reason is None and not discard
        if self.session.close(discard=discard) is not None:
            return False
        if stack_is_good:
            remember_steps(self.store, self.directories.undo, self.session)
        self.session = None
        self._settle()
        return True

    def keep_plans_in(self, directories: Directories, *, copies: bool) -> None:
        """Keep plans in the data folder of `directories` from here on, with or without copies of those there are.

        The open plan goes along with the copies, with its undo steps; without copies it is edited where it is.
        PlannerError when that is not possible: plans then stay where they are.
        """
        self.find_home()
        path = self.path
        self._leave()
        try:
            moved = copy_data(self.directories, directories) if copies else {}
            make(directories)
        except StorageError:
            if path is not None:
                self.open(path)
            raise
        self.directories = directories
        recent = tuple(str(moved.get(Path(item), item)) for item in self.preferences.recent)
        self.preferences = replace(self.preferences, recent=recent)
        if path is None:
            return
        home = moved.get(path, path)
        if home != path:
            carry_undo_steps(directories.undo, str(path), str(home), digest_on_disk(path) or "")
        self.open(home)

    def recover(self) -> Recovery:
        """Put edits that a crash left behind back into their files and say so."""
        recovery = recover_all(self.directories, clock=self._clock)
        for message in (*(found.message for found in recovery.recovered), *recovery.failures):
            self.noticed.emit(message)
        return recovery

    def check_disk(self) -> None:
        """Look whether somebody else has changed the file; asked when the window becomes active."""
        session = self.session
        if session is None or not session.is_changed_on_disk:
            return
        if session.read_only_reason is not None:
            try:
                self.open(session.path)  # what the other one has saved since
            except PlannerError as error:
                self.noticed.emit(error.message)
        else:
            self.status.report(changed_on_disk(session.path.name))

    def theirs(self) -> Plan:
        """Return the plan as it is on disk. StorageError when it cannot be read."""
        if self.session is None:
            return self.store.plan
        return opened_plan(self.session.read_from_disk()).plan

    def keep_mine(self) -> None:
        """Put the plan on screen in the place of the one on disk, which goes to the previous versions."""
        if self.session is None:
            return
        self._submit(self.store.plan)
        if self.session.keep_own_version() is None:
            self._settle()

    def take_theirs(self) -> None:
        """Show the version on disk, as an undoable edit. StorageError when it cannot be read; nothing changes then."""
        if self.session is None:
            return
        opened = opened_plan(self.session.read_from_disk())
        self.session.accept_disk_version()
        self._settle()
        self._envelope = replace(self._envelope, unknown=opened.unknown)
        plan = opened.plan.model_copy(update={"id": self.store.plan.id})
        if plan == self.store.plan:
            self._submit(plan)  # edits that waited must not come after what was taken
        self.store.replace(plan, Message(N_("Take the version on disk")))

    def find_home(self) -> bool:
        """Try again to make a file for a plan whose first edit could not be saved; True when all is safe."""
        if self.session is not None or self.is_safe:
            return True
        self._retry.stop()
        return self._adopt(self.store.plan)

    def _leave(self) -> None:
        if not self.close_file():
            raise NotSavedError(
                N_("“{name}” has edits that could not be saved, so it stays open."), name=self.store.plan.name
            )

    def _install(self, plan: Plan) -> None:
        self._is_installing = True
        try:
            self.store.open(plan)
        finally:
            self._is_installing = False

    def _take_session(self, session: PlanSession) -> None:
        self.session = session
        self.is_waiting_for_edit = False
        self.saved_at = self._clock.now()
        self.store.is_read_only = session.read_only_reason is not None
        self.preferences = self.preferences.with_recent(session.path)
        self.preferences_changed.emit()

    def _say_opened(self) -> None:
        reason = self.session.read_only_reason if self.session is not None else None
        if self.session is not None and reason is not None:
            self.status.report(read_only(reason, self.session.left_for))
            self.status.say(Message(N_("Read-only")), is_safe=False)
        else:
            self.status.say(SAVED)
        self.file_changed.emit()

    def _document(self, plan: Plan) -> dict[str, Any]:
        return self._envelope.document(plan, self.store.evaluator)

    def _take_edit(self, plan: Plan, _path: FieldPath) -> None:
        if self._is_installing or self.store.is_read_only:
            return
        if self.session is not None:
            self._submit(plan)
        elif self.is_waiting_for_edit and not self._retry.isActive():
            self._adopt(plan)

    def _submit(self, plan: Plan) -> None:
        if self.session is None:
            return
        envelope = self._envelope  # as it is now: the document is made later, by another thread
        self.session.submit(lambda: envelope.document(plan, self.store.evaluator))
        if self.status.trouble is None:
            self.status.say(Message(N_("Saving…")))

    def _adopt(self, plan: Plan) -> bool:
        """Give a plan its file in the library; where that fails its edits go to the recovery journal."""
        document = self._document(plan)
        try:
            self.directories.create()
            path = self.library.add(document)
            self._take_session(PlanSession.open(path, self.directories, on_status=self._save_reported.emit))
        except StorageError as error:
            self._homeless.keep(document, self.directories.recovery)
            self.status.fail(error.message)
            self._retry.start()
            return False
        self._settle()
        self.status.say(SAVED)
        self.file_changed.emit()
        return True

    def _settle(self) -> None:
        """Nothing stands between the plan and its file any more."""
        self._retry.stop()
        self._homeless.forget()
        self.status.report(None)

    def _report(self, status: SaveStatus) -> None:
        if self.session is None or status.path != self.session.path:
            return  # of a file that has been left since
        if status.failure is None:
            self.saved_at = status.at
            if self.session.is_clean:
                self._settle()
                self.status.say(SAVED)
        elif self.session.is_clean:
            return  # another attempt has succeeded since
        elif isinstance(status.failure, ChangedOnDiskError):
            self.status.report(changed_on_disk(status.path.name))
            self.status.say(Message(N_("Not saved: changed on disk")), is_safe=False)
        elif isinstance(status.failure, PlannerError):
            self.status.fail(status.failure.message)
        else:
            logging.getLogger(__name__).error("saving failed", exc_info=status.failure)
            self.status.fail(Message(N_("Not saved: {reason}"), {"reason": str(status.failure)}))
