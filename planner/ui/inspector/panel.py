"""The inspector: its tabs, and which of them answers a question."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QTabWidget, QVBoxLayout, QWidget

from planner.plan.fields import Path
from planner.plan.language import Language
from planner.ui.inspector.changes import ChangesTab
from planner.ui.inspector.checks import ChecksTab
from planner.ui.inspector.data import DataTab
from planner.ui.inspector.notes import NotesTab
from planner.ui.inspector.working import WorkingTab
from planner.ui.store import Store


class Inspector(QFrame):
    """Tabs about what is selected."""

    field_asked = Signal(object)
    """(Path): the user wants to see a field."""
    asked = Signal()
    """Something here is to be seen."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        _ = language.translate
        self._language = language
        self.tabs = QTabWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.tabs)
        self.working = WorkingTab(store, language, self.tabs)
        self.changes = ChangesTab(store, language, self.tabs)
        self.checks = ChecksTab(store, language, self.tabs)
        self.notes = NotesTab(store, language, self.tabs)
        self.data = DataTab(store, language, self.tabs)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Inspector"))
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        for widget, title in (
            (self.working, _("Working")),
            (self.changes, _("Changes")),
            (self.checks, _("Checks")),
            (self.notes, _("Notes")),
            (self.data, _("Data")),
        ):
            self.tabs.addTab(widget, title)
        self.working.field_asked.connect(self.field_asked)
        self.data.field_asked.connect(self.field_asked)
        self.checks.field_asked.connect(self.field_asked)
        self.checks.counted.connect(self._show_count)
        store.figure_asked.connect(self.show_figure)

    def show_tab(self, tab: QWidget) -> None:
        """Bring a tab into view."""
        self.tabs.setCurrentWidget(tab)
        self.asked.emit()

    def _show_count(self, count: int) -> None:
        _ = self._language.translate
        title = _("Checks ({count})").format(count=count) if count else _("Checks")
        self.tabs.setTabText(self.tabs.indexOf(self.checks), title)

    def show_figure(self, scenario_id: str, quantity: str) -> None:
        """Show the working of a figure."""
        self.show_tab(self.working)
        self.working.show_figure(scenario_id, quantity)

    def show_note(self, path: Path) -> None:
        """Let the user write a note on a field."""
        self.show_tab(self.notes)
        self.notes.show_field(path)
