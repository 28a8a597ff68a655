"""Labels and separators by role, so that no view sets a font or a colour by hand."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from planner.ui.fonts import Type, set_type


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit is elided, and stands whole in the tip."""

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if text != self.text() else "")
        painter.drawText(self.rect(), self.alignment(), text)
        painter.end()


def elided(text: str = "", role: Type = Type.BODY, tone: str = "") -> ElidedLabel:
    """Return a label of one line that elides."""
    made = ElidedLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    set_type(made, role)
    if tone:
        made.setProperty("role", tone)
    return made


def label(text: str = "", role: Type = Type.BODY, tone: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label in a role of type and a tone: '', 'muted', 'faint', 'error' or 'accent'."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    set_type(made, role)
    if tone:
        made.setProperty("role", tone)
    return made


def paragraph(text: str = "", role: Type = Type.BODY, tone: str = "muted") -> QLabel:
    """Return a label whose text wraps."""
    made = label(text, role, tone)
    made.setWordWrap(True)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget another tone and repaint it."""
    if widget.property("role") != tone:
        widget.setProperty("role", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def say(outcome: QLabel, text: str, tone: str = "muted") -> None:
    """Say in a label what came of what was asked; with nothing to say it takes no room."""
    set_tone(outcome, tone)
    outcome.setText(text)
    outcome.setVisible(bool(text))


def separator() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("role", "line")
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setFixedHeight(1)
    return line
