"""Draws the marks of a chart with a QPainter: the same code for the screen, for paper and for every file.

All sizes are in points of type; a stage says how many units of its painter one point has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from planner.analysis.charts.marks import (
    SURFACE,
    Axis,
    Band,
    Bar,
    Cells,
    Colour,
    Floats,
    Line,
    Mark,
    Marker,
    Rule,
    Span,
    Text,
    Whisker,
)
from planner.analysis.charts.palette import Palette
from planner.analysis.charts.symbols import outline
from planner.export.typefaces import typeface

TEXT_POINTS = 8.0
STROKES = {"solid": Qt.PenStyle.SolidLine, "dashed": Qt.PenStyle.DashLine, "dotted": Qt.PenStyle.DotLine}


UNUSED = Axis("", 0.0, 1.0)


@dataclass(slots=True)
class Stage:
    """Where a chart is drawn: the painter, the plot's rectangle, both axes, the colours and the size of a point.

    `as_outlines` turns letters into shapes, for files that cannot carry a typeface. `hairlines` draws every line
    one device pixel wide, which is several times faster while something is dragged.
    """

    painter: QPainter
    area: QRectF
    x: Axis
    y: Axis
    palette: Palette
    point: float
    as_outlines: bool = False
    hairlines: bool = False
    taken: list[QRectF] = field(default_factory=list)

    def across(self, value: float) -> float:
        """Return the horizontal place of a value."""
        return self.area.left() + self.x.position(value) * self.area.width()

    def up(self, value: float) -> float:
        """Return the vertical place of a value; a category axis counts from the top."""
        share = self.y.position(value)
        return self.area.top() + (share if self.y.scale == "category" else 1.0 - share) * self.area.height()

    def places(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the places of many points."""
        across, up = _positions(self.x, x), _positions(self.y, y)
        if self.y.scale != "category":
            up = 1.0 - up
        return self.area.left() + across * self.area.width(), self.area.top() + up * self.area.height()

    def colour(self, colour: Colour, opacity: float = 1.0) -> QColor:
        """Return a colour of the palette."""
        found = QColor(self.palette.hex(colour))
        found.setAlphaF(opacity)
        return found

    def pen(self, colour: Colour, points: float, stroke: str = "solid") -> QPen:
        """Return a pen of a width in points."""
        width = 0.0 if self.hairlines else points * self.point
        pen = QPen(self.colour(colour), width, STROKES[stroke], Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
        if stroke == "dashed":
            pen.setDashPattern([4.0, 3.0])
        return pen

    def font(self, points: float = TEXT_POINTS, *, bold: bool = False) -> QFont:
        """Return the typeface at a size in points."""
        return typeface(round(points * self.point), bold=bold)

    def write(self, place: QPointF, text: str, font: QFont, colour: QColor, *, halo: bool = False) -> None:
        """Write a line of text with its baseline starting at a place."""
        if self.as_outlines or halo:
            path = QPainterPath()
            path.addText(place, font, text)
            if halo:
                ground = QPen(self.colour(SURFACE), 2.4 * self.point)
                ground.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                self.painter.strokePath(path, ground)
            if self.as_outlines:
                self.painter.fillPath(path, colour)
                return
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(place, text)


def measuring_stage(palette: Palette, point: float, x: Axis = UNUSED, y: Axis = UNUSED) -> Stage:
    """Return a stage that knows sizes of text and cannot be drawn on."""
    return Stage(cast("QPainter", None), QRectF(), x, y, palette, point)


def _positions(axis: Axis, values: Floats) -> Floats:
    if axis.scale == "log":
        with np.errstate(divide="ignore", invalid="ignore"):
            shares: Floats = np.log(values / axis.low) / np.log(axis.high / axis.low)
            return shares
    return (values - axis.low) / (axis.high - axis.low)


@lru_cache(maxsize=64)
def symbol_path(symbol: int, size: float) -> QPainterPath:
    """Return the outline of a scenario's symbol around the origin, `size` wide."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x * size / 2, -y * size / 2) for x, y in outline(symbol)]))
    path.closeSubpath()
    return path


def draw_symbol(stage: Stage, at: QPointF, symbol: int, colour: Colour, points: float, *, filled: bool = True) -> None:
    """Draw a scenario's symbol, with a rim in the colour of the ground so that it stands off a line."""
    painter, path = stage.painter, symbol_path(symbol, points * stage.point).translated(at)
    if filled:
        painter.setPen(QPen(stage.colour(SURFACE), 0.8 * stage.point))
        painter.setBrush(stage.colour(colour))
    else:
        painter.setPen(QPen(stage.colour(colour), 1.4 * stage.point))
        painter.setBrush(stage.colour(SURFACE))
    painter.drawPath(path)


def draw_marks(stage: Stage, marks: Iterable[Mark]) -> None:
    """Draw every mark: what fills areas first, words last."""
    ordered = sorted(marks, key=lambda mark: LAYERS.index(type(mark)))
    painter = stage.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.setClipRect(stage.area.adjusted(-stage.point, -stage.point, stage.point, stage.point))
    for mark in ordered:
        if not isinstance(mark, (Marker, Text)):
            _draw(stage, mark)
    painter.restore()
    for mark in ordered:
        if isinstance(mark, (Marker, Text)):
            _draw(stage, mark)


def _draw(stage: Stage, mark: Mark) -> None:
    match mark:
        case Span():
            _span(stage, mark)
        case Cells():
            _cells(stage, mark)
        case Band():
            _band(stage, mark)
        case Bar():
            _bar(stage, mark)
        case Rule():
            _rule(stage, mark)
        case Line():
            _line(stage, mark)
        case Whisker():
            _whisker(stage, mark)
        case Marker():
            _marker(stage, mark)
        case Text():
            _text(stage, mark)


LAYERS = [Span, Cells, Band, Bar, Rule, Line, Whisker, Marker, Text]


def _span(stage: Stage, mark: Span) -> None:
    area = QRectF(stage.area)
    if mark.axis == "x":
        area.setLeft(stage.across(mark.low))
        area.setRight(stage.across(mark.high))
    else:
        area.setTop(min(stage.up(mark.low), stage.up(mark.high)))
        area.setBottom(max(stage.up(mark.low), stage.up(mark.high)))
    stage.painter.fillRect(area, stage.colour(mark.colour, mark.opacity))


def _cells(stage: Stage, mark: Cells) -> None:
    """Fill the cells in opaque colours, each a hair larger than itself: neither seams nor doubled edges show."""
    stage.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    columns = [stage.across(float(edge)) for edge in mark.x_edges]
    rows = [stage.up(float(edge)) for edge in mark.y_edges]
    overlap = 0.4 * stage.point
    for row, colours in enumerate(mark.colours):
        top, bottom = sorted((rows[row], rows[row + 1]))
        start = 0
        fills = [_blended(stage, colour, float(mark.opacity[row, column])) for column, colour in enumerate(colours)]
        for column, fill in enumerate(fills):
            if column + 1 < len(fills) and fills[column + 1] == fill:
                continue
            last = overlap if column + 1 < len(fills) else 0.0
            cell = QRectF(QPointF(columns[start], top), QPointF(columns[column + 1] + last, bottom + overlap))
            stage.painter.fillRect(cell.intersected(stage.area), fill)
            start = column + 1
    stage.painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _blended(stage: Stage, colour: Colour, opacity: float) -> QColor:
    """Return what a translucent colour looks like on the ground."""
    ground, ink = stage.colour(SURFACE), stage.colour(colour)
    parts = zip(ground.getRgb()[:3], ink.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(under + (over - under) * opacity) for under, over in parts))


def _polygon(x: Floats, y: Floats) -> QPolygonF:
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def _band(stage: Stage, mark: Band) -> None:
    x, low = stage.places(mark.x, mark.low)
    _, high = stage.places(mark.x, mark.high)
    stage.painter.setPen(Qt.PenStyle.NoPen)
    stage.painter.setBrush(stage.colour(mark.colour, mark.opacity))
    stage.painter.drawPolygon(_polygon(np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]])))


def _bar(stage: Stage, mark: Bar) -> None:
    left, right = sorted((stage.across(mark.left), stage.across(mark.right)))
    top, bottom = sorted((stage.up(mark.bottom), stage.up(mark.top)))
    # A sliver of ground between two parts shows where one ends without an outline around each.
    gap = min(0.5 * stage.point, (right - left) / 4)
    stage.painter.fillRect(
        QRectF(left, top, right - left - gap, bottom - top), QBrush(stage.colour(mark.colour, mark.opacity))
    )


def _rule(stage: Stage, mark: Rule) -> None:
    area = stage.area
    stage.painter.setPen(stage.pen(mark.colour, mark.width, mark.stroke))
    if mark.axis == "x":
        place = stage.across(mark.at)
        stage.painter.drawLine(QPointF(place, area.top()), QPointF(place, area.bottom()))
    else:
        place = stage.up(mark.at)
        stage.painter.drawLine(QPointF(area.left(), place), QPointF(area.right(), place))


def _line(stage: Stage, mark: Line) -> None:
    x, y = stage.places(mark.x, mark.y)
    stage.painter.setPen(stage.pen(mark.colour, mark.width, mark.stroke))
    stage.painter.setBrush(Qt.BrushStyle.NoBrush)
    known = np.isfinite(x) & np.isfinite(y)
    ends = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    for start, stop in zip(ends[::2], ends[1::2], strict=True):
        stage.painter.drawPolyline(_polygon(x[start:stop], y[start:stop]))


def _whisker(stage: Stage, mark: Whisker) -> None:
    painter = stage.painter
    painter.setPen(stage.pen(Colour("ink"), 1.0))
    if mark.horizontal:
        low, high, middle = stage.across(mark.low), stage.across(mark.high), stage.up(mark.at)
        half = abs(stage.up(mark.at + mark.cap) - middle)
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for end in (low, high):
            painter.drawLine(QPointF(end, middle - half), QPointF(end, middle + half))
        return
    low, high, middle = stage.up(mark.low), stage.up(mark.high), stage.across(mark.at)
    half = abs(stage.across(mark.at + mark.cap) - middle)
    painter.drawLine(QPointF(middle, low), QPointF(middle, high))
    for end in (low, high):
        painter.drawLine(QPointF(middle - half, end), QPointF(middle + half, end))


def _marker(stage: Stage, mark: Marker) -> None:
    place = QPointF(stage.across(mark.x), stage.up(mark.y))
    slack = mark.size * stage.point
    if stage.area.adjusted(-slack, -slack, slack, slack).contains(place):
        stage.taken.append(QRectF(place.x() - slack / 2, place.y() - slack / 2, slack, slack))
        draw_symbol(stage, place, mark.symbol, mark.colour, mark.size, filled=mark.filled)


def _text(stage: Stage, mark: Text) -> None:
    """Write words inside the plot: shortened where they are too long, moved where others already stand."""
    font = stage.font(bold=mark.bold)
    metrics = QFontMetricsF(font)
    area, point = stage.area, stage.point
    x = stage.across(mark.x) + mark.dx * point
    end = area.right() + 9 * point
    room = {"left": end - x, "right": x - area.left(), "centre": area.width()}[mark.anchor]
    text = mark.text
    if not mark.whole and metrics.horizontalAdvance(text) > room:
        text = metrics.elidedText(mark.brief or text, Qt.TextElideMode.ElideRight, room)
        if len(text) <= 2 < len(mark.brief or mark.text):
            return
    width = metrics.horizontalAdvance(text)
    x -= {"left": 0.0, "right": width, "centre": width / 2}[mark.anchor]
    wanted = x
    x = min(max(x, area.left() + point), max(end - width, area.left()))
    # A figure that had to move may stand on a bar.
    halo = mark.halo or abs(x - wanted) > point
    place = _free_place(stage, mark, QRectF(x, 0.0, width, metrics.capHeight()))
    if place is None:
        return
    stage.taken.append(place)
    baseline = QPointF(x, place.center().y() + metrics.capHeight() / 2)
    stage.write(baseline, text, font, stage.colour(mark.colour), halo=halo)


def _free_place(stage: Stage, mark: Text, size: QRectF) -> QRectF | None:
    """Return where words can stand: at their place, an annotation also a line above or below; None if nowhere.

    In a chart of rows nothing moves, since on another row it would say something else.
    """
    point, area = stage.point, stage.area
    in_rows = stage.y.scale == "category"
    height = size.height() + (0.0 if in_rows else 4.0 * point)
    middle = stage.up(mark.y) - mark.dy * point
    for shift in (0,) if in_rows else (0, -1, 1):
        place = QRectF(size.left(), middle - height / 2 + shift * height, size.width(), height)
        free = not any(place.intersects(other) for other in stage.taken)
        if free and area.top() - point <= place.top() and place.bottom() <= area.bottom() + point:
            return place
    # An annotation far from its point would mislead, and the table twin has the figure; other words must be said.
    return None if mark.halo or in_rows else QRectF(size.left(), middle - height / 2, size.width(), height)
