"""Writes drawings as PNG, SVG and PDF of an exact physical size.

Every picture is drawn on a grid of a tenth of a point, always on white, so that a file depends neither on a window
nor on a theme.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, QUuid
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from planner.export.typefaces import load_typefaces

UNDATED = dt.date(2000, 1, 1)
UNITS_PER_POINT = 10.0
MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0
UNITS_PER_INCH = round(UNITS_PER_POINT * POINTS_PER_INCH)


class Draw(Protocol):
    """Draws into an area in tenths of a point, letters as outlines where asked."""

    def __call__(self, painter: QPainter, area: QRectF, *, as_outlines: bool) -> None:
        """Draw."""


@dataclass(frozen=True, slots=True)
class Size:
    """A physical size in millimetres."""

    width: float = 160.0
    height: float = 95.0

    @property
    def units(self) -> QSizeF:
        """Return the size in tenths of a point."""
        return QSizeF(self.width, self.height) * (UNITS_PER_INCH / MM_PER_INCH)

    def pixels(self, dpi: int) -> QSize:
        """Return the size in whole pixels at a resolution."""
        return QSize(round(self.width / MM_PER_INCH * dpi), round(self.height / MM_PER_INCH * dpi))


def ensure_application() -> QGuiApplication:
    """Return the running application, or one that needs no screen; keep it while drawing."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        load_typefaces()
        return running
    made = QGuiApplication(["llm-cost-planner", "-platform", "offscreen"])
    load_typefaces()
    return made


def image_of(draw: Draw, size: Size, dpi: int) -> QImage:
    """Return a drawing as an image at a resolution, which the image states."""
    pixels = size.pixels(dpi)
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(dpi / MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(dpi / MM_PER_INCH * 1000))
    image.fill(QColor("white"))
    painter = QPainter(image)
    units = size.units
    painter.scale(pixels.width() / units.width(), pixels.height() / units.height())
    draw(painter, QRectF(0, 0, units.width(), units.height()), as_outlines=False)
    painter.end()
    return image


def png(draw: Draw, size: Size, dpi: int) -> bytes:
    """Return a drawing as a PNG file."""
    data, buffer = _buffer()
    image_of(draw, size, dpi).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def svg(draw: Draw, size: Size, title: str, description: str) -> bytes:
    """Return a drawing as an SVG file; letters are outlines, the words are in its title and description."""
    data, buffer = _buffer()
    units = size.units
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(UNITS_PER_INCH)
    generator.setSize(units.toSize())
    generator.setViewBox(QRectF(0, 0, units.width(), units.height()))
    generator.setTitle(title)
    generator.setDescription(description)
    painter = QPainter(generator)
    draw(painter, QRectF(0, 0, units.width(), units.height()), as_outlines=True)
    painter.end()
    # Qt rounds the size to whole units; the file states the one that was asked for.
    exact = f'<svg width="{size.width:g}mm" height="{size.height:g}mm"'
    return re.sub(r'<svg width="[^"]*" height="[^"]*"', exact, bytes(data.data()).decode(), count=1).encode()


def pdf(pages: list[Draw], size: Size, title: str, dated: dt.date = UNDATED) -> bytes:
    """Return drawings as a PDF file with one page each; the typeface is embedded.

    `dated` stands as its date, so that the same plan gives the same bytes on any day.
    """
    data, buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS_PER_INCH)
    writer.setTitle(title)
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), f"{title} {dated}".encode()))
    writer.setCreator("LLM Cost Planner")
    page = QPageSize(
        QSizeF(size.width, size.height), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    for number, draw in enumerate(pages):
        if number:
            writer.newPage()
        units = size.units
        draw(painter, QRectF(0, 0, units.width(), units.height()), as_outlines=False)
    painter.end()
    return with_date(bytes(data.data()), dated)


def with_date(document: bytes, dated: dt.date) -> bytes:
    """Return a PDF with another date in it; every place keeps its length, so that the file's index still holds."""
    plain = re.sub(rb"\(D:\d{14}Z", f"(D:{dated:%Y%m%d}000000Z".encode(), document)
    return re.sub(rb'Date="[^"]{25}"', f'Date="{dated.isoformat()}T00:00:00+00:00"'.encode(), plain)


def _buffer() -> tuple[QByteArray, QBuffer]:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return data, buffer
