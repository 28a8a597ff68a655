"""The results deck: charts in tiles, two by two where there is room; one can be enlarged, further ones have pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.plan.language import Language
from planner.ui.fonts import Type
from planner.ui.store import Store
from planner.ui.text import label
from planner.ui.theme import tokens_of

if TYPE_CHECKING:
    from planner.analysis.charts.inputs import Analyses
    from planner.analysis.charts.registry import ChartKind
    from planner.cost.results import PlanResult
    from planner.ui.charts import ChartFrame

    MakeChart = Callable[[ChartKind, QWidget], ChartFrame]

SKELETONS = 4
NARROW = 82
"""Below this width, in average letters, the tiles stand in one column."""
LOW = 32
"""Below this height, in lines of text, they stand in one row."""


class Skeleton(QFrame):
    """Holds the place of a chart until the charts are loaded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shadow of a chart."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens_of(self.palette()).grid))
        room = self.rect().adjusted(16, 16, -16, -16)
        painter.drawRoundedRect(room.left(), room.top(), room.width() // 3, 10, 5, 5)
        base, step = room.bottom() - 8, max(1, room.width() // 5)
        for number, share in enumerate((0.35, 0.6, 0.45, 0.7)):
            height = round((room.height() - 48) * share)
            painter.drawRoundedRect(room.left() + number * step, base - height, step * 2 // 3, height, 3, 3)
        painter.end()


def _strut() -> QToolButton:
    """Return what keeps the heading as high as the buttons of the pages, so that nothing moves when they come."""
    strut = QToolButton()
    strut.setText("1")
    strut.setProperty("role", "segment")
    strut.setFixedWidth(0)
    policy = strut.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    strut.setSizePolicy(policy)
    strut.hide()
    return strut


class ResultsDeck(QFrame):
    """Every chart, in pages of four, or of two where the deck is narrow.

    A chart is made when its page is first shown: most of the time at start is not spent on charts that nobody sees.
    """

    export_asked = Signal(str, str)
    """(chart id, basis): save this chart to a file."""
    asked = Signal()
    """A chart here is to be seen."""
    enlarged = Signal(bool)
    """(whether): a chart wants all the room that results can have, or gives it back."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        self._skeletons: list[QFrame] = [Skeleton(self) for _ in range(SKELETONS)]
        self._make: MakeChart | None = None
        self._charts: dict[str, ChartFrame] = {}
        self.kinds: tuple[ChartKind, ...] = ()
        """What there are charts of, in the order of their pages; nothing until they are loaded."""
        self.analyses: Analyses | None = None
        self._enlarged: QFrame | None = None
        self._page = 0
        self._columns, self._rows = 2, 2
        self._title = label(language.translate("Results"), Type.TITLE)
        self._pages = QButtonGroup(self)
        self._pages.idClicked.connect(self.show_page)
        self._page_row = QHBoxLayout()
        self._page_row.setSpacing(4)
        self._page_row.addWidget(_strut())
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 0, 16, 16)
        self._grid.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addLayout(self._page_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._grid, 1)
        self._arrange()
        store.results_ready.connect(self.show_results)

    @property
    def charts(self) -> Sequence[ChartFrame]:
        """The charts of the pages that were shown so far, in the order of their pages."""
        return tuple(self._charts[kind.id] for kind in self.kinds if kind.id in self._charts)

    @property
    def page_count(self) -> int:
        """The number of pages."""
        return max(1, -(-len(self.kinds or self._skeletons) // self._tiles_a_page))

    def show_charts(self, kinds: Sequence[ChartKind], make: MakeChart) -> None:
        """Put charts in the place of the skeletons; `make` is asked for a chart when it is first to be seen."""
        for tile in self._skeletons:
            tile.hide()
            tile.deleteLater()
        self._skeletons = []
        self.kinds, self._make = tuple(kinds), make
        self._make_page_buttons()
        self._arrange()

    def show_results(self, result: PlanResult) -> None:
        """Show new results; a chart that nobody sees waits until it is seen."""
        for chart in self.charts:
            chart.show_results(self._store.plan, result, self.analyses)

    def show_analyses(self, analyses: Analyses) -> None:
        """Show what the analyses found."""
        self.analyses = analyses
        if (result := self._store.current_result) is not None:
            self.show_results(result)

    def show_page(self, page: int) -> None:
        """Show a page, 0 = first."""
        self._page = max(0, min(page, self.page_count - 1))
        self._enlarge(None)

    def turn_page(self, step: int) -> None:
        """Go on or back by pages, round and round."""
        self.show_page((self._page + step) % self.page_count)

    def toggle_enlarged(self, chart_id: str) -> None:
        """Give a chart the whole deck, or put it back."""
        chart = self._chart(chart_id)
        self._enlarge(None if self._enlarged is chart else chart)

    def put_back(self) -> None:
        """Show an enlarged chart among the others again."""
        if self._enlarged is not None:
            self._enlarge(None)

    def show_chart(self, chart_id: str) -> None:
        """Bring a chart into view."""
        self.asked.emit()
        self.show_page([kind.id for kind in self.kinds].index(chart_id) // self._tiles_a_page)
        self._chart(chart_id).setFocus()

    def on_show(self) -> list[QFrame]:
        """Return the tiles of the page."""
        if self._enlarged is not None:
            return [self._enlarged]
        first = self._page * self._tiles_a_page
        page = slice(first, first + self._tiles_a_page)
        return self._skeletons[page] or [self._chart(kind.id) for kind in self.kinds[page]]

    def _enlarge(self, tile: QFrame | None) -> None:
        was_enlarged, self._enlarged = self._enlarged is not None, tile
        for chart in self.charts:
            chart.show_enlarged(chart is tile)
        self._arrange()
        if was_enlarged != (tile is not None):
            self.enlarged.emit(tile is not None)

    @property
    def _tiles_a_page(self) -> int:
        return self._columns * self._rows

    def _chart(self, chart_id: str) -> ChartFrame:
        """Return a chart; it is made the first time. Raises KeyError for an id that is none."""
        kind = next((kind for kind in self.kinds if kind.id == chart_id), None)
        if chart_id not in self._charts and kind is not None and self._make is not None:
            chart = self._make(kind, self)
            # All tiles of a page are of one size, whatever their content would like.
            chart.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            chart.enlarge_asked.connect(self.toggle_enlarged)
            chart.export_asked.connect(self.export_asked)
            chart.scenario_clicked.connect(self._store.select)
            if (result := self._store.current_result) is not None:
                chart.show_results(self._store.plan, result, self.analyses)
            self._charts[chart_id] = chart
        return self._charts[chart_id]

    def _make_page_buttons(self) -> None:
        _ = self._language.translate
        for old in self._pages.buttons():
            self._pages.removeButton(old)
            old.hide()
            old.deleteLater()
        for number in range(self.page_count if self.page_count > 1 else 0):
            button = QToolButton()
            button.setText(str(number + 1))
            button.setCheckable(True)
            button.setProperty("role", "segment")
            first = number * self._tiles_a_page
            titles = [_(kind.title) for kind in self.kinds[first : first + self._tiles_a_page]]
            button.setAccessibleName(
                _("Charts, page {number}: {titles}").format(number=number + 1, titles=", ".join(titles))
            )
            button.setToolTip("\n".join(titles))
            self._pages.addButton(button, number)
            self._page_row.addWidget(button)

    def _arrange(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        shown = self.on_show()
        for tile in {*self._skeletons, *self._charts.values()}.difference(shown):
            tile.hide()
        for button in self._pages.buttons():
            button.setChecked(self._pages.id(button) == self._page)
        columns = self._columns if len(shown) > 1 else 1
        for place, tile in enumerate(shown):
            self._grid.addWidget(tile, place // columns, place % columns)
        rows = -(-len(shown) // columns)
        for number in range(SKELETONS):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setRowStretch(number, 1 if number < rows else 0)
        for tile in shown:
            tile.show()  # once it has its place, so that a chart is drawn in its size at once

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two would be too narrow to read, one row where two would be too low."""
        super().resizeEvent(event)
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * NARROW else 1
        rows = 2 if self.height() >= self.fontMetrics().height() * LOW else 1
        if (columns, rows) != (self._columns, self._rows):
            first = self._page * self._tiles_a_page
            self._columns, self._rows = columns, rows
            self._page = first // self._tiles_a_page
            if self.kinds:
                self._make_page_buttons()
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Hand a change of theme on to the charts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for chart in self.charts:
                chart.set_tokens(tokens_of(self.palette()))
