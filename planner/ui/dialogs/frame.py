"""What every dialog shares: heading, sentence, body, buttons, spacing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.ui.fonts import Type, set_type
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
        self._heading = label(title, Type.DISPLAY)
        self._sentence = paragraph(sentence)
        outer.addWidget(self._heading)
        outer.addWidget(self._sentence)
        self._sentence.setVisible(bool(sentence))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 8, 0, 8)
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)

    def retitle(self, title: str, sentence: str) -> None:
        """Give the dialog another heading and sentence, in the text size of now."""
        self.setWindowTitle(title)
        self._heading.setText(title)
        set_type(self._heading, Type.DISPLAY)
        self._sentence.setText(sentence)
        set_type(self._sentence, Type.BODY)
        self._sentence.setVisible(bool(sentence))

    def add_button(self, text: str, *, is_primary: bool = False) -> QPushButton:
        """Add a button at the foot."""
        button = QPushButton(text)
        button.setAutoDefault(is_primary)
        button.setDefault(is_primary)
        self._buttons.addWidget(button)
        return button

    def widen(self, letters: int, lines: int) -> None:
        """Make the dialog so many letters wide and lines high, but not larger than the screen or the window below."""
        room = self.screen().availableSize()
        parent = self.parentWidget()
        if parent is not None:
            room = room.expandedTo(parent.window().size())
        wanted = QSize(self.fontMetrics().averageCharWidth() * letters, self.fontMetrics().height() * lines)
        self.resize(wanted.boundedTo(room))
