"""The user's own records while the program runs: read at start, saved with each change, put before the shipped ones.

They live in one file in the user's data directory. A file that cannot be read is set aside, never deleted, and the
user is told which line broke it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.catalog.overlay import BrokenOverlay, Overlay, read_overlay, set_aside, write_overlay
from planner.plan.wording import N_, Message, PlannerError
from planner.ui.store import Store

if TYPE_CHECKING:
    from planner.catalog.catalogue import Catalogue
    from planner.catalog.records import Record


class OwnRecords(QObject):
    """The overlay of this user."""

    changed = Signal()
    """A record was added, changed or removed; the catalogue answers with it already."""
    noticed = Signal(object)
    """(Message): something the user should know but need not answer."""

    def __init__(self, store: Store, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._shipped: Catalogue | None = None
        self.path = path
        self.overlay = Overlay()

    def load(self) -> None:
        """Read the file, if there is one; called after the first paint and before anything is computed."""
        if not self.path.exists():
            return
        try:
            self.overlay = read_overlay(self.path)
        except BrokenOverlay as error:
            self.noticed.emit(error.message)
            self._set_aside()
        except PlannerError as error:
            self.noticed.emit(error.message)
        self._install()

    def move(self, path: Path) -> None:
        """Keep own records in another file from here on, and read those that are there."""
        self.path = path
        self.overlay = Overlay()
        self._install()
        self.load()
        self.changed.emit()

    def put(self, *records: Record) -> None:
        """Add records, or put them in place of those with their ids; raises `PlannerError` and changes nothing."""
        overlay = self.overlay
        for record in records:
            overlay = overlay.with_record(record)
        self._save(overlay)

    def remove(self, *record_ids: str) -> None:
        """Remove records; shipped ones of the same ids answer again."""
        overlay = self.overlay
        for record_id in record_ids:
            overlay = overlay.without_record(record_id)
        self._save(overlay)

    def has(self, record_id: str) -> bool:
        """Say whether a record is the user's own."""
        return any(record.id == record_id for record in self.overlay.records)

    def export_to(self, path: Path) -> None:
        """Save all own records as one file."""
        write_overlay(path, self.overlay)

    def import_from(self, path: Path) -> int:
        """Take over the records of a file and return how many they are; own ones of the same ids are replaced."""
        other = read_overlay(path)
        self._save(self.overlay.merged(other))
        return len(other.records)

    def _save(self, overlay: Overlay) -> None:
        write_overlay(self.path, overlay)
        self.overlay = overlay
        self._install()
        self.changed.emit()

    def _install(self) -> None:
        if self._shipped is None:
            self._shipped = self._store.evaluator.catalogue
        self._store.evaluator.install(self._shipped.with_overlay(self.overlay.records))
        self._store.answer_again()

    def _set_aside(self) -> None:
        from planner.ui.catalogue.record_words import local_today

        try:
            aside = set_aside(self.path, local_today())
        except OSError:
            return
        self.noticed.emit(Message(N_("The file was set aside as {path}; mend it and import it."), {"path": str(aside)}))
