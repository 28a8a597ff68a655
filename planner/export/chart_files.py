"""Charts as files, one a chart, and the whole comparison on one page."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from planner.analysis.charts.marks import FAINT, INK, MUTED, SURFACE, Chart
from planner.analysis.charts.palette import LIGHT
from planner.analysis.charts.view import View
from planner.analysis.charts.words import HORIZON, Words
from planner.export.comparison import figure_label, figure_names, is_money, shown_unit, shown_value, unit_of
from planner.export.drawing import UNUSED, Stage, draw_symbol
from planner.export.figure import at_most_two, draw_figure
from planner.export.pictures import UNDATED, UNITS_PER_POINT, Draw, Size, ensure_application, pdf, png, svg
from planner.plan.wording import N_

CHART_SIZE = Size()
PAGE_WIDTH = 297.0
CHART_HEIGHT = 88.0
HEADING_HEIGHT = 18.0
ROW_HEIGHT = 5.6
PAGE_FIGURES = (
    "total_cost",
    "monthly_cost",
    "capex",
    "cost_per_request",
    "cost_per_successful_task",
    "cost_per_million_tokens",
    "break_even_month",
    "servers",
    "utilisation",
    "ttft_p95_ms",
    "quality",
)
SAID_BY_THE_NAME = ("1", "month", "server", "accelerator")
SHARES = ("utilisation", "roi", "irr")
EDGE = 28.0


def chart_picture(chart: Chart, picture: str, dpi: int, size: Size = CHART_SIZE, dated: dt.date = UNDATED) -> bytes:
    """Return a chart as the bytes of a PNG, SVG or PDF file."""
    application = ensure_application()

    def draw(painter: QPainter, area: QRectF, *, as_outlines: bool) -> None:
        draw_figure(painter, chart, area, UNITS_PER_POINT, as_outlines=as_outlines)

    made = _written(draw, size, picture, dpi, (chart.title, chart.description, dated))
    del application
    return made


def _written(draw: Draw, size: Size, picture: str, dpi: int, about: tuple[str, str, dt.date]) -> bytes:
    title, description, dated = about
    if picture == "png":
        return png(draw, size, dpi)
    if picture == "svg":
        return svg(draw, size, title, description)
    return pdf([draw], size, title, dated)


def page_picture(view: View, charts: list[Chart], picture: str, dpi: int) -> bytes:
    """Return the whole comparison on one page: heading, key figures, every chart."""
    application = ensure_application()
    figures = listed_figures(view)
    columns = min(len(charts), 2)
    rows = -(-len(charts) // columns)
    table_height = (len(figures) + 2) * ROW_HEIGHT
    size = Size(PAGE_WIDTH, HEADING_HEIGHT + table_height + rows * CHART_HEIGHT + 6.0)

    def draw(painter: QPainter, area: QRectF, *, as_outlines: bool) -> None:
        stage = Stage(painter, area, UNUSED, UNUSED, LIGHT, UNITS_PER_POINT, as_outlines)
        painter.fillRect(area, stage.colour(SURFACE))
        unit = area.width() / PAGE_WIDTH
        _heading(stage, view, area)
        _key_figures(stage, view, figures, QRectF(0, HEADING_HEIGHT * unit, area.width(), table_height * unit), unit)
        top = (HEADING_HEIGHT + table_height) * unit
        for number, chart in enumerate(charts):
            row, column = divmod(number, columns)
            place = QRectF(
                column * area.width() / columns,
                top + row * CHART_HEIGHT * unit,
                area.width() / columns,
                CHART_HEIGHT * unit,
            )
            draw_figure(painter, chart, place.adjusted(100, 0, -100, 0), UNITS_PER_POINT, as_outlines=as_outlines)

    title = view.plan.name or view.plan.id
    made = _written(draw, size, picture, dpi, (title, charts[0].description, view.plan.money.price_date))
    del application
    return made


def listed_figures(view: View) -> list[str]:
    """Return the names of the key figures for paper, as far as some scenario has them."""
    present = figure_names(view)
    return [name for name in PAGE_FIGURES if name in present]


def _heading(stage: Stage, view: View, area: QRectF) -> None:
    edge, point = EDGE * stage.point / 1.4, stage.point
    font = stage.font(15, bold=True)
    stage.write(QPointF(edge, 26 * point), view.plan.name or view.plan.id, font, stage.colour(INK))
    font = stage.font(8)
    line = view.footer(view.words.text(HORIZON, months=view.horizon))
    shown = QFontMetricsF(font).elidedText(line, Qt.TextElideMode.ElideRight, area.width() - 2 * edge)
    stage.write(QPointF(edge, 39 * point), shown, font, stage.colour(MUTED))


def _key_figures(stage: Stage, view: View, figures: list[str], area: QRectF, unit: float) -> None:
    """Draw the key figures: a row a figure, a column a scenario."""
    point, edge = stage.point, EDGE * stage.point / 1.4
    plain, strong = stage.font(8), stage.font(8, bold=True)
    metrics = QFontMetricsF(plain)
    label_width = area.width() * 0.2
    column = (area.width() - 2 * edge - label_width) / max(len(view.shown), 1)
    row = ROW_HEIGHT * unit
    for number, result in enumerate(view.shown):
        right = edge + label_width + (number + 1) * column
        colour = stage.colour(INK if result.feasible else MUTED)
        lines = at_most_two(view.name(result.id), QFontMetricsF(strong), column - 18 * point)
        baseline = area.top() + row * 0.7 - (len(lines) - 1) * metrics.height()
        for place, text in enumerate(lines):
            start = right - QFontMetricsF(strong).horizontalAdvance(text)
            stage.write(QPointF(start, baseline + place * metrics.height()), text, strong, colour)
            if not place:
                key = QPointF(start - 7 * point, baseline - metrics.capHeight() / 2)
                draw_symbol(stage, key, view.symbol(result.id), view.colour(result.id), 7)
    for line, name in enumerate(figures, start=1):
        top = area.top() + line * row
        stage.painter.setPen(QPen(stage.colour(FAINT), 0.6 * point))
        stage.painter.drawLine(QPointF(edge, top), QPointF(area.width() - edge, top))
        baseline = top + row * 0.68
        label = paper_label(view, name)
        label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, label_width)
        stage.write(QPointF(edge, baseline), label, plain, stage.colour(MUTED))
        for number, result in enumerate(view.shown):
            figure = result.figures.get(name)
            text = (
                "–"
                if figure is None
                else spoken(name, figure.unit, shown_value(figure, figure.value, view.words), view.words)
            )
            right = edge + label_width + (number + 1) * column
            stage.write(QPointF(right - metrics.horizontalAdvance(text), baseline), text, plain, stage.colour(INK))


def paper_label(view: View, name: str) -> str:
    """Return a key figure's name, with its unit where neither the name nor the figure says it."""
    unit = unit_of(view, name)
    said = is_money(unit) or unit in SAID_BY_THE_NAME
    return figure_label(name, view.words) + ("" if said else f" ({shown_unit(unit, view.words)})")


def spoken(name: str, unit: str, value: float | None, words: Words) -> str:
    """Return a key figure in short."""
    if value is None:
        return "–"
    if is_money(unit):
        return words.short_money(value)
    if name == "break_even_month" and value <= 0:
        return words.text(N_("from the start"))
    if name in SHARES:
        return words.percent(value)
    return words.short(value) if abs(value) < 100 or abs(value) >= 1e5 else words.exact(value, 0)
