"""A chart on the screen: pyqtgraph's view and axes, with the marks painted by the code that also draws the exports.

One item paints every mark, so an edit costs one repaint and no item is ever built anew. Ranges are the chart's own;
pyqtgraph's automatic ranges, menus and zoom are off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontInfo, QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import QGraphicsGridLayout, QToolTip, QWidget

from planner.analysis.charts.marks import Axis, Chart
from planner.analysis.charts.palette import Palette
from planner.export.drawing import UNUSED, Stage, draw_marks, measuring_stage
from planner.export.figure import draw_bottom_ticks, draw_bottom_title, draw_grid, draw_side_ticks, side_room
from planner.ui.charts.lazy_qt import pyqtgraph as pg

POINTS_OF_BODY = 9.0
END_ROOM = 10.0
"""Points that are free at the right of every plot."""


def view_range(axis: Axis) -> tuple[float, float]:
    """Return an axis' ends as pyqtgraph counts them: logarithms on a logarithmic axis."""
    return (float(np.log10(axis.low)), float(np.log10(axis.high))) if axis.scale == "log" else (axis.low, axis.high)


class MarksItem(pg.GraphicsObject):
    """Paints the grid and the marks over the whole view."""

    def __init__(self, plot: ChartPlot) -> None:
        super().__init__()
        self._plot = plot

    def boundingRect(self) -> QRectF:
        """Return the rectangle of the view."""
        return QRectF(self._plot.view.rect())

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Paint grid and marks."""
        chart = self._plot.chart
        if chart is None or chart.nothing:
            return
        stage = self._plot.stage(painter, self.boundingRect())
        draw_grid(stage)
        draw_marks(stage, chart.marks)


class MarksAxis(pg.AxisItem):
    """An axis whose ticks are the chart's, in the reader's language, scenarios with colour and symbol."""

    def __init__(self, plot: ChartPlot, orientation: str) -> None:
        super().__init__(orientation)
        self._plot = plot
        self.setZValue(0.5)

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Paint ticks and title."""
        chart = self._plot.chart
        if chart is None or chart.nothing:
            return
        area = QRectF(self.mapRectFromItem(self._plot.view, self._plot.view.rect()))
        stage = self._plot.stage(painter, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.orientation == "left":
            draw_side_ticks(stage, 0.0)
        else:
            draw_bottom_title(stage, draw_bottom_ticks(stage), self.mapFromScene(0.0, 0.0).x())


class ChartPlot(pg.GraphicsView):
    """Shows one chart; `show_chart` replaces what it shows.

    It is put together from a view and two axes: pyqtgraph's own PlotWidget builds a dozen menus that nobody deletes.
    """

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        self.chart: Chart | None = None
        self.chart_palette = palette
        self.is_moving = False
        self.read: Callable[[float, float], str] = lambda _x, _y: ""
        self._axes = {side: MarksAxis(self, side) for side in ("left", "bottom")}
        super().__init__(parent, background=palette.surface)
        self.view = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.view.disableAutoRange()
        self._ground = pg.GraphicsWidget()
        self._grid = QGraphicsGridLayout(self._ground)
        self._grid.setSpacing(0.0)
        self._grid.addItem(self._axes["left"], 0, 0)
        self._grid.addItem(self.view, 0, 1)
        self._grid.addItem(self._axes["bottom"], 1, 1)
        self._grid.setColumnStretchFactor(1, 1)
        self._grid.setRowStretchFactor(0, 1)
        for axis in self._axes.values():
            axis.linkToView(self.view)
        self.setCentralItem(self._ground)
        self.setFrameShape(self.Shape.NoFrame)
        self._marks = MarksItem(self)
        # A child of the view would be clipped to it, and with it the symbols at the end of a line.
        self._marks.setParentItem(self._ground)
        self._marks.setZValue(1)
        self.view.sigResized.connect(self._follow_view)

    @property
    def point(self) -> float:
        """Pixels of one point of type, from the size of the widget's font."""
        return QFontInfo(self.font()).pixelSize() / POINTS_OF_BODY

    def stage(self, painter: QPainter, area: QRectF) -> Stage:
        """Return the stage for painting into a rectangle of the view."""
        chart = self.chart
        x, y = (chart.x, chart.y) if chart is not None else (UNUSED, UNUSED)
        return Stage(painter, area, x, y, self.chart_palette, self.point, hairlines=self.is_moving)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart, or the same one after an edit."""
        self.chart = chart
        low, high = view_range(chart.x)
        bottom, top = view_range(chart.y)
        self.view.invertY(chart.y.scale == "category")
        self.view.setRange(xRange=(low, high), yRange=(bottom, top), padding=0.0, update=False)
        self._fit_axes()
        self.repaint_all()

    def set_moving(self, moving: bool) -> None:
        """Draw hairlines while something is dragged: wide lines cost five times as much."""
        if moving != self.is_moving:
            self.is_moving = moving
            self._marks.update()

    def set_palette(self, palette: Palette) -> None:
        """Show the chart in other colours."""
        self.chart_palette = palette
        self.setBackground(palette.surface)
        self.repaint_all()

    def repaint_all(self) -> None:
        """Paint marks and axes again."""
        self._marks.update()
        for axis in self._axes.values():
            axis.update()

    def value_at(self, place: QPointF) -> tuple[float, float]:
        """Return the data values under a place of the scene."""
        found = self.view.mapSceneToView(place)
        chart = self.chart
        x, y = found.x(), found.y()
        if chart is not None:
            x = 10.0**x if chart.x.scale == "log" else x
            y = 10.0**y if chart.y.scale == "log" else y
        return x, y

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what stands under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self.read(*self.value_at(self.mapToScene(event.pos()))) if self.chart is not None else ""
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: Any) -> None:
        """Keep the ticks' share of the width."""
        super().resizeEvent(event)
        if self.chart is not None:
            self._fit_axes()

    def _follow_view(self) -> None:
        self._marks.prepareGeometryChange()
        self._marks.setPos(self.view.pos())

    def _fit_axes(self) -> None:
        if self.chart is None:
            return
        point = self.point
        stage = measuring_stage(self.chart_palette, point, self.chart.x, self.chart.y)
        margins = (0.0, 5.0 * point, self._end_room(stage), 0.0)
        if self._grid.getContentsMargins() != margins:
            self._grid.setContentsMargins(*margins)
        lines = int(bool(self.chart.x.ticks)) + int(bool(self.chart.x.title))
        height = round((11.0 * lines + 3.0) * point)
        plot = self.height() - height - margins[1]
        width = round(side_room(stage, self.chart.y, self.width(), plot) + 2 * point)
        # Asking for the size it has would lay the whole scene out again.
        wanted = QSizeF(width, height)
        if self._axes["left"].width() != wanted.width():
            self._axes["left"].setWidth(width)
        if self._axes["bottom"].height() != wanted.height():
            self._axes["bottom"].setHeight(height)

    def _end_room(self, stage: Stage) -> float:
        """Return the room at the right for the half of the last tick that stands beyond the axis."""
        if not stage.x.ticks:
            return END_ROOM * self.point
        half = QFontMetricsF(stage.font()).horizontalAdvance(stage.x.ticks[-1].label) / 2
        beyond = half - (1.0 - stage.x.position(stage.x.ticks[-1].position)) * self.width() / 2
        return float(round(max(END_ROOM * self.point, beyond + self.point)))
