"""Icons: strokes drawn for this program, in the colour of the text around them, sharp at any scale."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from planner.catalog.locations import resource_path

_SIZES = (16, 24, 32)  # Qt does not enlarge a picture, so that each text size needs its own
_SCALES = (1.0, 2.0)


@cache
def stroke(name: str) -> str:
    """Return the drawing of an icon, read once whatever its colours and sizes."""
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int = 16, scale: float = 1.0) -> QPixmap:
    """Draw an icon of `resources/icons` in one colour, `size` logical pixels wide."""
    drawing = stroke(name).replace("currentColor", colour)
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """Return an icon in one colour for every density of screen."""
    result = QIcon()
    for pixels in {size, *_SIZES}:
        for scale in _SCALES:
            result.addPixmap(pixmap(name, colour, pixels, scale))
    return result
