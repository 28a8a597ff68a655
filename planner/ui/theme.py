"""How the program looks: every colour once, for a light and a dark room.

Widgets and charts ask `tokens_of(palette)` and nothing else, so that a change of theme is one change of palette and
no widget keeps a colour of its own. Series colours were chosen to stay apart for the common kinds of colour
blindness, on both backgrounds; each comes with a marker, so that no reader depends on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from planner.ui.fonts import install_fonts
from planner.ui.style_sheet import style_sheet


class Theme(StrEnum):
    """What the user chose."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, by what they are for."""

    is_dark: bool
    background: str  # behind everything
    surface: str  # panels and charts
    raised: str  # editors, menus, hovered rows
    text: str
    muted: str  # secondary text, 4.5 : 1 on every surface
    faint: str  # disabled text and empty marks
    line: str  # separators
    border: str  # around editors
    accent: str  # the one colour that asks to be clicked
    accent_text: str  # on the accent
    selection: str  # behind a selected row
    good: str
    warning: str
    error: str
    axis: str
    grid: str
    series: tuple[str, ...]

    def colour(self, number: int) -> str:
        """Return the colour of the scenario with this colour number."""
        return self.series[number % len(self.series)]


LIGHT = Tokens(
    is_dark=False,
    background="#f3f4f6",
    surface="#ffffff",
    raised="#ffffff",
    text="#171b24",
    muted="#596273",
    faint="#9aa2b1",
    line="#e4e7ec",
    border="#cdd3dc",
    accent="#2456c9",
    accent_text="#ffffff",
    selection="#e8eefb",
    good="#1f7a4d",
    warning="#9a5b00",
    error="#b3261e",
    axis="#596273",
    grid="#e9ecf1",
    series=(
        "#2f6fb7",
        "#d1622b",
        "#2a9175",
        "#8a59a8",
        "#b58409",
        "#c13f6c",
        "#3f9cc4",
        "#6d7b33",
        "#5a5ac2",
        "#94502a",
        "#2f7f86",
        "#757b86",
    ),
)

DARK = Tokens(
    is_dark=True,
    background="#12151a",
    surface="#191d24",
    raised="#222730",
    text="#e7eaf0",
    muted="#9aa4b4",
    faint="#626c7c",
    line="#2a303a",
    border="#3a424f",
    accent="#82a4ff",
    accent_text="#0d1420",
    selection="#232e47",
    good="#5fc493",
    warning="#e3ab55",
    error="#f28b82",
    axis="#9aa4b4",
    grid="#272d37",
    series=(
        "#6aa5e8",
        "#f0905c",
        "#55c2a3",
        "#b98bd8",
        "#dcb03f",
        "#ec7a9f",
        "#74c5e6",
        "#a6b660",
        "#9a9af0",
        "#cf8e66",
        "#62b4bb",
        "#a9b0bc",
    ),
)

MARKERS = ("o", "s", "t1", "d", "t", "p", "h", "star", "t2", "t3", "+", "x")
"""The marker of each series colour, by pyqtgraph's names."""


def tokens_of(palette: QPalette) -> Tokens:
    """Return the colours that go with a palette: `tokens_of(self.palette())`."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette_of(tokens: Tokens) -> QPalette:
    """Return Qt's palette for a theme, every role set, so that nothing is left to the platform."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in (
        (role.Window, tokens.background),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.background),
        (role.Text, tokens.text),
        (role.Button, tokens.raised),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.error),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.accent_text),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Light, tokens.raised),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.border),
        (role.Dark, tokens.border),
        (role.Shadow, tokens.border),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.faint))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.border))
    return palette


def resolved(theme: Theme) -> Tokens:
    """Return the colours of a theme; the system's choice where the user left it to the system."""
    if theme is Theme.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if theme is Theme.DARK else LIGHT


def apply_theme(application: QApplication, theme: Theme, text_size: float = 1.0) -> Tokens:
    """Give the whole application a theme and a text size (1.0 = 13 pixels at 96 dpi); return its colours."""
    tokens = resolved(theme)
    # Under a style sheet the style says no name of its own: it was set with the first sheet.
    if not application.styleSheet() and application.style().objectName().lower() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(install_fonts(text_size))
    application.setPalette(palette_of(tokens))
    application.setStyleSheet(style_sheet(tokens, text_size))
    return tokens
