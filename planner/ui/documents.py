"""Keeps the plan on screen and the plan on disk together: opening, saving in the background, recovering.

A shipped example or template becomes the user's own plan, in the library, with the first edit.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from planner.plan.fields import Path as FieldPath
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message, PlannerError
from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.documents import UnknownField, opened_plan, plan_document
from planner.storage.errors import StorageError
from planner.storage.library import Library
from planner.storage.plan_file import PlanFile
from planner.storage.preferences import Preferences
from planner.storage.session import PlanSession, SaveStatus
from planner.ui.store import Store


class Documents(QObject):
    """The plan that is open, where it is saved, and whether it is safe."""

    status_changed = Signal(object, bool)
    """(Message, is safe): what the status bar says about saving."""
    noticed = Signal(object)
    """(Message): something the user should know but need not answer."""
    file_changed = Signal()
    """Another plan, or another file for the same plan."""
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
        self._unknown: tuple[UnknownField, ...] = ()
        self._clock = Clock()
        self._is_installing = False
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

    def show(self, plan: Plan) -> None:
        """Show a plan that has no file yet; it gets one with the first edit."""
        self.close_file()
        self._unknown = ()
        self.store.is_read_only = False
        self.is_waiting_for_edit = True
        self._install(plan)
        self.announce()
        self.file_changed.emit()

    def announce(self) -> None:
        """Say where the plan stands, once there is somebody to hear it."""
        if self.session is None:
            self.status_changed.emit(Message(N_("Example, not changed")), True)  # noqa: FBT003 - a signal

    def open(self, path: Path) -> None:
        """Open the plan at `path` and edit it in place. Raises StorageError and leaves things as they are."""
        session = PlanSession.open(path, self.directories, on_status=self._save_reported.emit)
        try:
            opened = opened_plan(session.file)
        except StorageError:
            session.close(discard=True)
            raise
        self.close_file()
        self._take_session(session)
        self._unknown = opened.unknown
        self._install(opened.plan)
        for change in session.file.changes:
            self.noticed.emit(change)
        self._say_opened()

    def save_copy(self, path: Path) -> None:
        """Save the plan at `path` and go on editing there; an existing file is replaced."""
        document = self._document(self.store.plan)
        if self.session is None:
            self._take_session(self._new_file(document))
        if self.session is not None:
            self.session.save_as(path, document, overwrite=True)
            self.store.is_read_only = False
            self._remember(path)
        self.file_changed.emit()

    def save_now(self) -> bool:
        """Save what waits; True when everything is safe."""
        return self.session is None or self.session.flush() is None

    def restore(self, file: PlanFile) -> None:
        """Install an earlier version as an undoable edit."""
        plan = opened_plan(file).plan
        self.store.replace(plan.model_copy(update={"id": self.store.plan.id}), Message(N_("Restore a version")))

    def close_file(self, *, discard: bool = False) -> bool:
        """Save and let the file go; False when that failed and nothing was discarded."""
        if self.session is None:
            return True
        if self.session.close(discard=discard) is not None:
            return False
        self.session = None
        return True

    def recover(self) -> None:
        """Put edits that a crash left behind back into their plans and say so."""
        from planner.storage.journal import recoverable

        for found in recoverable(self.directories.recovery):
            try:
                if found.plan_path is not None and found.plan_path.exists() and not found.file_changed_since:
                    self.open(found.plan_path)
                    file = PlanFile(str(found.plan_path), found.document, 1, "")
                    self.restore(file)
                else:
                    self.open(self.library.add(found.document))
            except PlannerError as error:
                self.noticed.emit(error.message)
                continue
            self.noticed.emit(found.message)
            if self.save_now():
                found.discard()

    def _install(self, plan: Plan) -> None:
        self._is_installing = True
        self.store.open(plan)
        self._is_installing = False

    def _take_session(self, session: PlanSession) -> None:
        self.session = session
        self.is_waiting_for_edit = False
        self.store.is_read_only = session.read_only_reason is not None
        self._remember(session.path)

    def _say_opened(self) -> None:
        reason = self.session.read_only_reason if self.session is not None else None
        if reason is not None:
            self.noticed.emit(reason)
            self.status_changed.emit(Message(N_("Read-only")), False)  # noqa: FBT003 - a signal
        else:
            self.status_changed.emit(Message(N_("Saved")), True)  # noqa: FBT003 - a signal
        self.file_changed.emit()

    def _remember(self, path: Path) -> None:
        self.preferences = self.preferences.with_recent(path)

    def _new_file(self, document: dict[str, Any]) -> PlanSession:
        self.directories.create()
        path = self.library.add(document)
        return PlanSession.open(path, self.directories, on_status=self._save_reported.emit)

    def _document(self, plan: Plan) -> dict[str, Any]:
        return self._carrying(plan, self._unknown)

    def _carrying(self, plan: Plan, unknown: tuple[UnknownField, ...]) -> dict[str, Any]:
        """Return the document of a plan with the catalogue records it rests on, so that it opens alike anywhere."""
        try:
            plan = self.store.evaluator.with_records(plan)
        except Exception:  # edits are saved whatever the cost model thinks of them
            logging.getLogger(__name__).exception("saved without its records")
        return plan_document(plan, unknown)

    def _take_edit(self, plan: Plan, _path: FieldPath) -> None:
        if self._is_installing or self.store.is_read_only:
            return
        if self.session is None and self.is_waiting_for_edit:
            try:
                self._take_session(self._new_file(self._document(plan)))
            except StorageError as error:
                self.status_changed.emit(error.message, False)  # noqa: FBT003 - a signal
                return
            self.file_changed.emit()
        if self.session is not None:
            unknown = self._unknown
            self.session.submit(lambda: self._carrying(plan, unknown))
            self.status_changed.emit(Message(N_("Saving…")), True)  # noqa: FBT003 - a signal

    def _report(self, status: SaveStatus) -> None:
        if status.failure is None:
            if self.session is None or self.session.is_clean:
                self.status_changed.emit(Message(N_("Saved")), True)  # noqa: FBT003 - a signal
            return
        if isinstance(status.failure, PlannerError):
            self.status_changed.emit(status.failure.message, False)  # noqa: FBT003 - a signal
        else:
            logging.getLogger(__name__).error("saving failed", exc_info=status.failure)
            self.status_changed.emit(Message(N_("Not saved: {reason}"), {"reason": str(status.failure)}), False)  # noqa: FBT003 - a signal
