"""The typeface of every picture: the one that ships, so that a file looks the same wherever it was made."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from planner.catalog.locations import resource_path

FAMILY = "Inter"
FALLBACKS = (FAMILY, "Helvetica Neue", "Segoe UI", "Noto Sans", "DejaVu Sans")


@lru_cache(maxsize=1)
def load_typefaces() -> None:
    """Make the shipped typeface known to Qt; needs a QGuiApplication."""
    if FAMILY in QFontDatabase.families():
        return
    for path in sorted(resource_path("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


@lru_cache(maxsize=64)
def typeface(units: int, *, bold: bool = False) -> QFont:
    """Return the typeface at a size in units of the painter.

    Its other forms of figures and brackets (equal widths, context) stay off: a PDF knows the letter only of a form that
    the typeface names directly, and of the others nothing could be searched, copied or read aloud.
    """
    font = QFont()
    font.setFamilies(list(FALLBACKS))
    font.setPixelSize(max(units, 1))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.clearFeatures()  # a new font has those of the window's
    font.setFeature(QFont.Tag.fromString("calt"), 0)
    return font
