"""Type: one family that ships with the program, four sizes, figures of equal width.

Sizes are steps on the base size, so that a larger text size moves them all.
"""

from __future__ import annotations

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from planner.catalog.locations import resource_path

BASE_PIXELS = 13.0
FAMILIES = ("Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans")


class Type(Enum):
    """The roles of text: factor on the base size, and weight."""

    DISPLAY = (1.5, QFont.Weight.DemiBold)
    TITLE = (1.15, QFont.Weight.DemiBold)
    STRONG = (1.0, QFont.Weight.DemiBold)
    BODY = (1.0, QFont.Weight.Normal)
    SMALL = (0.88, QFont.Weight.Normal)
    CAPTION = (0.82, QFont.Weight.DemiBold)


def install_fonts(text_size: float = 1.0) -> QFont:
    """Load the shipped fonts once and return the base font at a text size."""
    _load_shipped_fonts()
    font = QFont()
    font.setFamilies(list(FAMILIES))
    screen = QGuiApplication.primaryScreen()
    dots_per_inch = screen.logicalDotsPerInchY() if screen is not None else 96.0
    font.setPointSizeF(BASE_PIXELS * text_size * 72.0 / dots_per_inch)
    # Figures of equal width stand under each other in columns.
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font


@cache
def _load_shipped_fonts() -> None:
    """Add the fonts that ship with the program; listing every family of the computer takes longer than that."""
    for path in sorted(resource_path("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


def font_for(role: Type, base: QFont | None = None) -> QFont:
    """Return the font of a role, on the application's base size."""
    font = QFont(base if base is not None else QApplication.font())
    factor, weight = role.value
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setWeight(weight)
    return font


def set_type(widget: QWidget, role: Type) -> None:
    """Give a widget the font of a role."""
    widget.setFont(font_for(role))
