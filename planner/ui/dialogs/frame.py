"""What every dialog shares: heading, sentence, body, buttons, spacing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.ui.fonts import Type
from planner.ui.text import label, paragraph


class Frame(QDialog):
    """A dialog with a heading; add to `body`, then add buttons."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(8)
        outer.addWidget(label(title, Type.DISPLAY))
        if sentence:
            outer.addWidget(paragraph(sentence))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 8, 0, 8)
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)

    def add_button(self, text: str, *, is_primary: bool = False) -> QPushButton:
        """Add a button at the foot."""
        button = QPushButton(text)
        button.setAutoDefault(is_primary)
        button.setDefault(is_primary)
        self._buttons.addWidget(button)
        return button

    def widen(self, letters: int, lines: int) -> None:
        """Make the dialog so many letters wide and lines high."""
        self.resize(self.fontMetrics().averageCharWidth() * letters, self.fontMetrics().height() * lines)
