"""A chart for the clipboard: picture, drawing and table at once, so that every program finds what it can take."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF
from PySide6.QtGui import QPainter

from planner.analysis.charts.marks import Chart
from planner.analysis.charts.words import Words
from planner.export.figure import draw_figure
from planner.export.pictures import UNITS_PER_POINT, Size, image_of, svg
from planner.export.tables import tabbed

DPI = 192


def mime_data(chart: Chart, words: Words) -> QMimeData:
    """Return a chart as image, SVG and tab-separated text."""

    def draw(painter: QPainter, area: QRectF, *, as_outlines: bool) -> None:
        draw_figure(painter, chart, area, UNITS_PER_POINT, as_outlines=as_outlines)

    data = QMimeData()
    data.setImageData(image_of(draw, Size(), DPI))
    data.setData("image/svg+xml", svg(draw, Size(), chart.title, chart.description))
    data.setText(tabbed(chart.table, words))
    return data
