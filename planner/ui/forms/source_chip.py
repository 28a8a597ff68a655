"""The source chip of a field: how well its value is founded, and from when."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.catalog.provenance import Evidence, Provenance
from planner.plan.language import Language
from planner.plan.wording import N_
from planner.ui.fonts import Type, set_type
from planner.ui.theme import tokens_of

EVIDENCE_WORDS = {
    Evidence.MEASURED: N_("measured"),
    Evidence.QUOTED: N_("quoted"),
    Evidence.LIST_PRICE: N_("list price"),
    Evidence.PUBLISHED: N_("published"),
    Evidence.ESTIMATED: N_("estimated"),
    Evidence.ASSUMED: N_("assumed"),
}
_FILL = {
    Evidence.MEASURED: 1.0,
    Evidence.QUOTED: 1.0,
    Evidence.LIST_PRICE: 1.0,
    Evidence.PUBLISHED: 0.5,
    Evidence.ESTIMATED: 0.0,
    Evidence.ASSUMED: 0.0,
}


class SourceChip(QWidget):
    """A mark and a few words: full for a measured or quoted figure, half for a published one, hollow for a guess."""

    clicked = Signal()
    """Somebody wants to see the record behind the value."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._text = ""
        self._fill = 0.0
        self.hide()
        set_type(self, Type.SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_own(self, unit: str = "") -> None:
        """Say that the user set the value; `unit` where the editor has no room for it."""
        self._show(_joined(self._language.translate("set here"), unit), 1.0, "")

    def show_source(self, evidence: Evidence, provenance: Provenance | None, unit: str = "") -> None:
        """Say where the value comes from."""
        _ = self._language.translate
        text = _(EVIDENCE_WORDS[evidence])
        tip = ""
        if provenance is not None:
            text = f"{text} · {provenance.date:%Y-%m}"
            tip = "\n".join(part for part in (provenance.title, provenance.address, provenance.note) if part)
        self._show(_joined(text, unit), _FILL[evidence], tip)

    def clear(self) -> None:
        """Say nothing."""
        self._show("", 0.0, "")

    def text(self) -> str:
        """Return the words of the chip."""
        return self._text

    def _show(self, text: str, fill: float, tip: str) -> None:
        if (text, fill, tip) != (self._text, self._fill, self.toolTip()):
            self._text, self._fill = text, fill
            self.setVisible(bool(text))
            self.setToolTip(tip)
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the mark and the words."""
        if not self._text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(tokens_of(self.palette()).muted)
        radius = self.fontMetrics().height() * 0.22
        centre = QPointF(radius + 1.0, self.height() / 2.0)
        circle = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(colour, 1.0))
        painter.drawEllipse(circle)
        painter.setBrush(colour)
        if self._fill >= 1.0:
            painter.drawEllipse(circle)
        elif self._fill > 0.0:
            painter.drawChord(circle, 90 * 16, 180 * 16)
        left = round(2 * radius + 7)
        room = self.width() - left
        painter.setPen(colour)
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, 0, room, self.height(), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the record."""
        if self._text and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()
        super().mouseReleaseEvent(event)

    def sizeHint(self) -> QSize:
        """One small line."""
        return QSize(40, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        """The words are elided."""
        return self.sizeHint()


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
