"""The legend beside a plot: colour, symbol, name and a figure, in the order of the lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontInfo, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.analysis.charts.marks import INK, LegendEntry
from planner.analysis.charts.palette import Palette
from planner.export.drawing import UNUSED, Stage, measuring_stage
from planner.export.figure import draw_key

POINTS_OF_BODY = 9.0
ROW = 14.5
LEAST_ROW = 10.0
SIGN = 15.0
LEAST_WIDTH = 60.0


class Legend(QWidget):
    """Paints the entries in one column, or in several where it is wider than high."""

    scenario_clicked = Signal(str)
    """(id): somebody clicked the entry of a scenario."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._entries: tuple[LegendEntry, ...] = ()
        self._is_below = False
        self._most_width = 200.0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show other entries."""
        if entries == self._entries:
            return
        before, self._entries = self._entries, entries
        if [(each.label, len(each.value)) for each in before] != [(each.label, len(each.value)) for each in entries]:
            self.updateGeometry()
            self.setAccessibleName(", ".join(f"{each.label} {each.value}".strip() for each in entries))
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Show the entries in other colours."""
        self._palette = palette
        self.update()

    def set_below(self, below: bool) -> None:
        """Stand below the plot in columns, or beside it in one."""
        if below != self._is_below:
            self._is_below = below
            policy = QSizePolicy.Policy
            self.setSizePolicy(*((policy.Expanding, policy.Fixed) if below else (policy.Maximum, policy.Expanding)))
            self.updateGeometry()

    @property
    def is_below(self) -> bool:
        """Whether it stands below the plot."""
        return self._is_below

    def set_most_width(self, width: float) -> None:
        """Take no more than this width beside the plot."""
        if width != self._most_width:
            self._most_width = width
            self.updateGeometry()

    @property
    def _point(self) -> float:
        return QFontInfo(self.font()).pixelSize() / POINTS_OF_BODY

    def _entry_width(self) -> float:
        stage = measuring_stage(self._palette, self._point)
        plain, bold = QFontMetricsF(stage.font()), QFontMetricsF(stage.font(bold=True))
        labels = max((plain.horizontalAdvance(each.label) for each in self._entries), default=0.0)
        values = max((bold.horizontalAdvance(each.value) for each in self._entries), default=0.0)
        return min(SIGN * self._point + labels + (values + 8 * self._point if values else 0), self._most_width)

    def _columns(self, width: float) -> int:
        return max(1, int(width // (self._entry_width() + 10 * self._point))) if self._is_below else 1

    def sizeHint(self) -> QSize:
        """Return the space that the entries need."""
        if not self._entries:
            return QSize(0, 0)
        columns = self._columns(self._around())
        rows = -(-len(self._entries) // columns)
        return QSize(round(self._entry_width()) + 1, round(rows * ROW * self._point) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the least space: beside the plot rows may be cut off, the table has them all."""
        return (
            self.sizeHint()
            if self._is_below
            else QSize(min(self.sizeHint().width(), round(LEAST_WIDTH * self._point)), 0)
        )

    def _around(self) -> float:
        """Return the width that the legend may have when it stands below."""
        parent = self.parentWidget()
        return self.width() if parent is None else parent.width()

    def _row(self) -> float:
        """Return the height of a line: less where many must fit beside a small plot."""
        if self._is_below or not self._entries:
            return ROW * self._point
        return self._point * max(LEAST_ROW, min(ROW, self.height() / self._point / len(self._entries)))

    def _place(self, number: int) -> QRectF:
        columns = self._columns(self.width())
        row, column = divmod(number, columns)
        width = self.width() / columns
        return QRectF(column * width, row * self._row(), width - (10 * self._point if columns > 1 else 0), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stage = Stage(painter, QRectF(self.rect()), UNUSED, UNUSED, self._palette, self._point)
        point = self._point
        plain, bold = stage.font(), stage.font(bold=True)
        metrics, bold_metrics = QFontMetricsF(plain), QFontMetricsF(bold)
        ink = stage.colour(INK)
        for number, entry in enumerate(self._entries):
            place = self._place(number)
            middle = place.top() + self._row() / 2
            if middle > self.height() - point:
                break
            draw_key(stage, QPointF(place.left() + 6 * point, middle), entry)
            baseline = middle + metrics.capHeight() / 2
            value = bold_metrics.horizontalAdvance(entry.value)
            room = place.width() - SIGN * point - (value + 6 * point if value else 0.0)
            label = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, room + 1)
            stage.write(QPointF(place.left() + SIGN * point, baseline), label, plain, ink)
            if value:
                stage.write(QPointF(place.right() - value, baseline), entry.value, bold, ink)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Report a click on a scenario."""
        for number, entry in enumerate(self._entries):
            place = self._place(number).adjusted(0, 0, 0, self._row())
            if entry.scenario and place.contains(event.position()):
                self.scenario_clicked.emit(entry.scenario)
