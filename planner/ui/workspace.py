"""Lays the four panels out: side by side where there is room, in tabs where text is large or the window small."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget

from planner.plan.language import Language

NARROW = 108
"""Below this width, in average letters, the panels stand in tabs."""
TREE_LETTERS, INPUTS_LETTERS, LEAST_RESULT_LETTERS = 38, 51, 40


class Workspace(QStackedWidget):
    """Plan tree, inputs, results and inspector."""

    narrowed = Signal(bool)
    """(is narrow): the layout has changed."""

    def __init__(
        self,
        tree: QWidget,
        inputs: QWidget,
        results: QWidget,
        inspector: QWidget,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        _ = language.translate
        self._parts = (
            (tree, _("Plan")),
            (inputs, _("Inputs")),
            (results, _("Results")),
            (inspector, _("Inspector")),
        )
        self.is_narrow = False
        self._inspector_rests = False
        self._rows = QSplitter(Qt.Orientation.Vertical)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        for splitter in (self._rows, self._columns):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(_("Panels"))
        self.addWidget(self._columns)
        self.addWidget(self._tabs)
        self._put_side_by_side()

    def bring(self, panel: QWidget) -> None:
        """Bring a panel into view."""
        if self.is_narrow:
            self._tabs.setCurrentWidget(panel)

    def give_room_to_results(self, all_of_it: bool) -> None:
        """Let the results have the room of the inspector too, or give it back; in tabs they have it anyway."""
        self._inspector_rests = all_of_it
        if not self.is_narrow:
            self._parts[-1][0].setVisible(not all_of_it)

    def sizes(self) -> tuple[QByteArray, QByteArray]:
        """Return where the splitters stand."""
        return self._columns.saveState(), self._rows.saveState()

    def restore_sizes(self, sizes: tuple[QByteArray, QByteArray]) -> None:
        """Put the splitters where they stood."""
        self._columns.restoreState(sizes[0])
        self._rows.restoreState(sizes[1])

    def share_width(self, width: int) -> None:
        """Give tree and inputs what they need and the results the rest."""
        letter = self.fontMetrics().averageCharWidth()
        tree, inputs = letter * TREE_LETTERS, letter * INPUTS_LETTERS
        self._columns.setSizes([tree, inputs, max(letter * LEAST_RESULT_LETTERS, width - tree - inputs)])

    def _put_side_by_side(self) -> None:
        tree, inputs, results, inspector = (part for part, _title in self._parts)
        for part in (tree, inputs, self._rows):
            self._columns.addWidget(part)
        self._columns.setStretchFactor(2, 1)
        self._rows.addWidget(results)
        self._rows.addWidget(inspector)
        self._rows.setSizes([560, 260])
        self._rows.setStretchFactor(0, 1)
        for part, _title in self._parts:
            part.setVisible(part is not inspector or not self._inspector_rests)
        self.setCurrentWidget(self._columns)

    def _put_in_tabs(self) -> None:
        for part, title in self._parts:
            self._tabs.addTab(part, title)
        self.setCurrentWidget(self._tabs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the layout with the room."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW
        if narrow == self.is_narrow:
            return
        self.is_narrow = narrow
        if narrow:
            self._put_in_tabs()
        else:
            self._put_side_by_side()
            self.share_width(self.width())
        self.narrowed.emit(narrow)
