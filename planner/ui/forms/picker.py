"""The editor of a field that names a catalogue record or another scenario: a button that opens a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from planner.plan.language import Language
from planner.ui.icons import pixmap
from planner.ui.search_list import Option, SearchList
from planner.ui.theme import tokens_of


class PickerEdit(QPushButton):
    """Shows the name of what is chosen; click, Space or any letter opens the search."""

    committed = Signal(object, str)
    """(id, gesture)"""

    def __init__(
        self,
        options: Callable[[], Sequence[Option]],
        name_of: Callable[[str], str],
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = options
        self._name_of = name_of
        self._language = language
        self._value = ""
        self._title = ""
        self._placeholder = ""
        self.setProperty("role", "picker")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_search)

    def show_value(self, value: str) -> None:
        """Show the name of what is chosen."""
        self._value = value
        self._title = self._name_of(value) if value else ""
        self.setToolTip(self._title)
        self.setAccessibleDescription(self.text())
        self.update()

    def setPlaceholderText(self, text: str) -> None:
        """Show this while nothing is chosen."""
        self._placeholder = text
        self.update()

    def text(self) -> str:
        """Return what stands on the button; the button's own text stays empty, it is painted elided."""
        return self._title or self._placeholder

    def open_search(self) -> None:
        """Open the search below the button."""
        _ = self._language.translate
        search = SearchList(_("Type to search"), _("Nothing found. Try fewer words."), self)
        search.show_options(self._options(), self._value)
        search.chosen.connect(lambda key: self.committed.emit(key, ""))
        metrics = self.fontMetrics()
        width = max(self.width(), metrics.averageCharWidth() * 60)
        height = metrics.height() * 24
        at = self.mapToGlobal(QPoint(0, self.height() + 2))
        place = QRect(at, QSize(width, height))
        screen = self.screen().availableGeometry()
        place.moveRight(min(place.right(), screen.right()))
        if place.bottom() > screen.bottom():
            place.moveBottom(max(screen.top() + height, at.y() - self.height() - 4))
        search.setGeometry(place)
        search.show()
        search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the search on Down, as a choice does."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4):
            self.open_search()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the name, elided, and an arrow."""
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        tokens = tokens_of(self.palette())
        inner = self.rect().adjusted(9, 0, -24, 0)
        painter.setPen(self.palette().text().color() if self._title else self.palette().placeholderText().color())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        scale = self.devicePixelRatioF()
        painter.drawPixmap(
            self.width() - 19, (self.height() - 12) // 2, pixmap("chevron-down", tokens.muted, 12, scale)
        )
        painter.end()

    def sizeHint(self) -> QSize:
        """As high as the other editors."""
        return QSize(160, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """It may be narrow: the name is elided."""
        return QSize(60, self.sizeHint().height())
