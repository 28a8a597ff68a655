"""The style sheet: what Fusion cannot do by palette alone. Sizes in pixels on an 8-pixel grid, times the text size."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.ui.theme import Tokens

_SHEET = Template("""
QWidget { outline: none; }
QMainWindow, QDialog { background: $background; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: ${p6}px; }

QMenuBar { background: $background; border: none; padding: ${p2}px ${p8}px; }
QMenuBar::item { padding: ${p4}px ${p8}px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $selection; color: $text; }
QMenu { background: $raised; border: 1px solid $border; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p24}px ${p6}px ${p24}px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QMenu::indicator { left: ${p6}px; width: ${p12}px; height: ${p12}px; }

QFrame[role="surface"] { background: $surface; border: none; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="notice"] { background: $selection; border: none; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="error"] { color: $error; }
QLabel[role="accent"] { color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit {
  background: $raised; color: $text; border: 1px solid $border; border-radius: 4px;
  padding: ${p2}px ${p8}px; selection-background-color: $accent; selection-color: $accent_text; }
QLineEdit, QComboBox, QDateEdit { min-height: ${p22}px; }
QDateEdit { min-height: ${date_height}px; }
QLineEdit:hover, QComboBox:hover, QDateEdit:hover { border-color: $faint; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus {
  border: 1px solid $accent; }
QLineEdit:read-only { background: $background; }
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled { color: $faint; background: $background; }
QLineEdit[wrong="true"] { border: 1px solid $error; color: $error; }
QComboBox::drop-down { border: none; width: ${p20}px; }
QComboBox::down-arrow { image: url("$chevron_down"); width: ${p12}px; height: ${p12}px; }
QDateEdit::drop-down { border: none; width: ${p20}px; }
QDateEdit::down-arrow { image: url("$chevron_down"); width: ${p12}px; height: ${p12}px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; padding: ${p4}px;
  selection-background-color: $selection; selection-color: $text; }

QPushButton { background: $raised; color: $text; border: 1px solid $border; border-radius: 4px;
  padding: ${p4}px ${p16}px; min-height: ${p20}px; }
QPushButton[role="picker"] { padding: ${p2}px ${p8}px; min-height: ${p22}px; }
QPushButton:hover { border-color: $faint; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border-color: $accent; }
QPushButton:default, QPushButton[role="primary"] {
  background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:disabled { color: $faint; background: $background; border-color: $line; }

QToolButton { qproperty-iconSize: ${p16}px ${p16}px;
  background: transparent; border: 1px solid transparent; border-radius: 4px; padding: ${p2}px; }
QToolButton:hover { background: $selection; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $selection; color: $accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="segment"] { padding: ${p4}px ${p8}px; color: $muted; border-radius: 4px; }
QToolButton[role="segment"]:checked { background: $selection; color: $accent; }
QToolButton[role="section"] { padding: 0; border: none; border-radius: 0; text-align: left; }
QToolButton[role="section"]:hover { background: transparent; }
QToolButton[role="search"] { background: $raised; border: 1px solid $line; color: $muted;
  padding: ${p4}px ${p8}px; }
QToolButton[role="search"]:hover { border-color: $border; }
QToolButton[role="search"]:focus { border-color: $accent; }

QCheckBox { spacing: ${p8}px; background: transparent; }
QCheckBox::indicator { width: ${p14}px; height: ${p14}px; border: 1px solid $border; border-radius: 3px;
  background: $raised; }
QCheckBox::indicator:hover { border-color: $faint; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox:focus::indicator { border-color: $accent; }

QListView, QTreeView, QTableView { background: $surface; border: none; alternate-background-color: $background;
  selection-background-color: $selection; selection-color: $text; }
QTreeView::item, QListView::item { padding: ${p4}px; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {
  background: $selection; color: $text; }
QTreeView::item:hover:!selected, QListView::item:hover:!selected { background: $background; }
QTableView { gridline-color: $line; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: ${p4}px ${p8}px; font-weight: 500; }
QTableCornerButton::section { background: $surface; border: none; }

QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent;
  padding: ${p6}px ${p4}px; margin: 0 ${p8}px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }

QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${p10}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p10}px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: ${p3}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QStatusBar { background: $background; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")

SPIN_BOX_FRAME = 3
"""Pixels that Qt adds to the height of a date field beyond the frame that the sheet gives it."""


def style_sheet(tokens: Tokens, text_size: float = 1.0) -> str:
    """Return the style sheet of a theme at a text size."""
    from planner.catalog.locations import resource_path

    suffix = "dark" if tokens.is_dark else "light"
    sizes = {f"p{pixels}": str(max(1, round(pixels * text_size))) for pixels in (2, 3, 4, 6, 8, 10, 12, 14, 16, 20)}
    sizes |= {f"p{pixels}": str(round(pixels * text_size)) for pixels in (22, 24, 32)}
    sizes["date_height"] = str(round(22 * text_size) - SPIN_BOX_FRAME)
    colours = {
        name: getattr(tokens, name)
        for name in ("background", "surface", "raised", "text", "muted", "faint", "line", "border")
    }
    colours |= {name: getattr(tokens, name) for name in ("accent", "accent_text", "selection", "error")}
    return _SHEET.substitute(
        sizes | colours,
        chevron_down=resource_path("icons", f"control-chevron-{suffix}.svg").as_posix(),
        check=resource_path("icons", f"control-check-{suffix}.svg").as_posix(),
    )
