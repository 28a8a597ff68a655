"""Blocks of a document on paper: paragraphs, tables, charts, each knowing its height, and how they fill pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from planner.analysis.charts.marks import FAINT, INK, MUTED, Chart, Colour
from planner.analysis.charts.palette import LIGHT
from planner.export.drawing import UNUSED, Stage, draw_symbol, measuring_stage
from planner.export.figure import MARGIN, draw_figure, wrapped
from planner.export.pictures import UNITS_PER_POINT, Draw

POINT = UNITS_PER_POINT
FOOT = 26 * POINT


class Block(Protocol):
    """A piece of a document."""

    def height(self, stage: Stage, width: float) -> float:
        """Return the height it needs at a width."""

    def draw(self, stage: Stage, area: QRectF) -> None:
        """Draw it at the top of an area."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in one size and colour."""

    text: str
    size: float = 9.0
    bold: bool = False
    colour: Colour = INK
    before: float = 0.0
    after: float = 4.0

    def height(self, stage: Stage, width: float) -> float:
        """Return the height of its lines and the space around them."""
        return (self.before + self.after) * POINT + len(self._lines(stage, width)) * self._line(stage)

    def draw(self, stage: Stage, area: QRectF) -> None:
        """Write its lines."""
        font = stage.font(self.size, bold=self.bold)
        baseline = area.top() + self.before * POINT + QFontMetricsF(font).ascent()
        for line in self._lines(stage, area.width()):
            stage.write(QPointF(area.left(), baseline), line, font, stage.colour(self.colour))
            baseline += self._line(stage)

    def _line(self, stage: Stage) -> float:
        return QFontMetricsF(stage.font(self.size, bold=self.bold)).height() * 1.12

    def _lines(self, stage: Stage, width: float) -> list[str]:
        metrics = QFontMetricsF(stage.font(self.size, bold=self.bold))
        return [line for text in self.text.splitlines() for line in wrapped(text, metrics, width)]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; a scenario's carries its colour and symbol."""

    text: str
    colour: Colour | None = None
    symbol: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: words to the left, the other cells to the right or to the left."""

    cells: tuple[str, ...]
    heads: tuple[Head, ...] = ()
    widths: tuple[float, ...] = ()  # shares of the width
    figures: bool = True  # cells after the first stand to the right
    size: float = 8.0

    def height(self, stage: Stage, width: float) -> float:
        """Return the height of its tallest cell."""
        line = QFontMetricsF(stage.font(self.size)).height()
        return max(len(lines) for lines in self._wrapped(stage, width)) * line + 4 * POINT

    def draw(self, stage: Stage, area: QRectF) -> None:
        """Write the cells over a hairline."""
        font = stage.font(self.size, bold=bool(self.heads))
        metrics = QFontMetricsF(font)
        left = area.left()
        for place, (lines, share) in enumerate(zip(self._wrapped(stage, area.width()), self._shares(), strict=True)):
            width = share * area.width()
            baseline = area.top() + 2 * POINT + metrics.ascent()
            for line in lines:
                x = left
                if self.figures and place:
                    x = left + width - metrics.horizontalAdvance(line)
                    head = self.heads[place] if self.heads else None
                    if head is not None and head.symbol is not None and head.colour is not None and line == lines[0]:
                        at = QPointF(x - 6 * POINT, baseline - metrics.capHeight() / 2)
                        draw_symbol(stage, at, head.symbol, head.colour, 6.5)
                stage.write(QPointF(x, baseline), line, font, stage.colour(INK if place or self.heads else MUTED))
                baseline += metrics.height()
            left += width
        bottom = area.top() + self.height(stage, area.width())
        stage.painter.setPen(QPen(stage.colour(FAINT), 0.6 * POINT))
        stage.painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))

    def _texts(self) -> tuple[str, ...]:
        return tuple(head.text for head in self.heads) or self.cells

    def _shares(self) -> tuple[float, ...]:
        return self.widths or tuple([1.0 / len(self._texts())] * len(self._texts()))

    def _wrapped(self, stage: Stage, width: float) -> list[list[str]]:
        metrics = QFontMetricsF(stage.font(self.size, bold=bool(self.heads)))
        room = [share * width - (16 if self.heads else 5) * POINT for share in self._shares()]
        mode = Qt.TextElideMode.ElideRight
        return [
            [metrics.elidedText(line, mode, space) for line in wrapped(text, metrics, space)[:3]] or [""]
            for text, space in zip(self._texts(), room, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart over the whole width."""

    chart: Chart
    points: float = 228.0

    def height(self, _stage: Stage, _width: float) -> float:
        """Return its fixed height."""
        return self.points * POINT

    def draw(self, stage: Stage, area: QRectF) -> None:
        """Draw the chart, its margin outside of the column."""
        place = QRectF(area.left(), area.top(), area.width(), self.points * POINT)
        margin = MARGIN * POINT
        draw_figure(stage.painter, self.chart, place.adjusted(-margin, 0, margin, 0), POINT, footer=False)


def pages_of(blocks: Sequence[Block], page: QRectF, margin: float, footer: Callable[[int, int], str]) -> list[Draw]:
    """Return the drawings of the pages that the blocks fill. A heading is not left alone at the foot of a page."""
    measuring = measuring_stage(LIGHT, POINT)
    body = page.adjusted(margin, margin, -margin, -margin)
    pages: list[list[tuple[Block, QRectF]]] = [[]]
    top = body.top()
    for place, block in enumerate(blocks):
        height = block.height(measuring, body.width())
        following = blocks[place + 1].height(measuring, body.width()) if place + 1 < len(blocks) else 0.0
        needed = height + (following if isinstance(block, Words) and block.bold else 0.0)
        if top + needed > body.bottom() - FOOT and pages[-1]:
            pages.append([])
            top = body.top()
        pages[-1].append((block, QRectF(body.left(), top, body.width(), height)))
        top += height
    return [_page(content, body, footer(number, len(pages))) for number, content in enumerate(pages, start=1)]


def _page(content: list[tuple[Block, QRectF]], body: QRectF, footer: str) -> Draw:
    def draw(painter: QPainter, area: QRectF, *, as_outlines: bool) -> None:
        stage = Stage(painter, area, UNUSED, UNUSED, LIGHT, POINT, as_outlines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block, place in content:
            block.draw(stage, place)
        font = stage.font(7)
        shown = QFontMetricsF(font).elidedText(footer, Qt.TextElideMode.ElideRight, body.width())
        stage.write(QPointF(body.left(), body.bottom()), shown, font, stage.colour(MUTED))

    return draw
