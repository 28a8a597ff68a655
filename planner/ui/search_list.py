"""A search field over a list: what the catalogue pickers and the command palette are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from planner.ui.fonts import Type, font_for
from planner.ui.text import label, separator
from planner.ui.theme import tokens_of

Index = QModelIndex | QPersistentModelIndex
MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class Option:
    """One line to choose: what it is, what is said about it, and what is written at its right end."""

    key: Any
    title: str
    detail: str = ""
    aside: str = ""
    words: str = field(default="")  # further words that find it


def plain(text: str) -> str:
    """Return text as it is compared: without case and accents."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).casefold()


class OptionModel(QAbstractListModel):
    """The options that contain every word of the search, those whose title begins with it first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[tuple[str, Option]] = []
        self.shown: list[Option] = []

    def show_options(self, options: Sequence[Option]) -> None:
        """Offer these options."""
        self._all = [
            (plain(f"{option.title} {option.detail} {option.aside} {option.words}"), option) for option in options
        ]
        self.search("")

    def search(self, text: str) -> None:
        """Keep what contains every word of `text`."""
        words = plain(text).split()
        found = [(known, option) for known, option in self._all if all(word in known for word in words)]
        if words:
            found.sort(key=lambda item: (not item[0].startswith(words[0]), words[0] not in plain(item[1].title)))
        self.beginResetModel()
        self.shown = [option for _, option in found[:MOST_ROWS]]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: ARG002 - a list has no children
        """Return the number of options found."""
        return len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what an option says."""
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        option = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return option.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (option.title, option.detail, option.aside) if part)
        return option if role == Qt.ItemDataRole.UserRole else None


class OptionDelegate(QStyledItemDelegate):
    """Title over detail, the aside at the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._body = font_for(Type.BODY)
        self._small = font_for(Type.SMALL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one option."""
        rect = option.rect
        tokens = tokens_of(option.palette)
        item: Option = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.selection))
        inner = rect.adjusted(12, 4, -12, -4)
        aside_width = QFontMetrics(self._small).horizontalAdvance(item.aside)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(inner, align | Qt.AlignmentFlag.AlignRight, item.aside)
        room = inner.width() - (aside_width + 12 if item.aside else 0)
        title_height = QFontMetrics(self._body).height()
        top = inner.adjusted(0, 0, 0, 0)
        if item.detail:
            top.setHeight(title_height)
            below = inner.adjusted(0, title_height, 0, 0)
            elided = QFontMetrics(self._small).elidedText(item.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(below, align | Qt.AlignmentFlag.AlignLeft, elided)
        painter.setFont(self._body)
        painter.setPen(QColor(tokens.text))
        elided = QFontMetrics(self._body).elidedText(item.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, align | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """One line, or two with a detail."""
        item: Option = index.data(Qt.ItemDataRole.UserRole)
        lines = QFontMetrics(self._body).height()
        if item.detail:
            lines += QFontMetrics(self._small).height()
        return QSize(200, lines + 10)


class SearchList(QFrame):
    """Type to search, arrows to walk, Enter to choose, Escape to leave. A popup of its own."""

    chosen = Signal(object)
    """(key): the user chose an option."""

    def __init__(self, placeholder: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = QLineEdit()
        self._field.setPlaceholderText(placeholder)
        self._field.setAccessibleName(placeholder)
        self._field.setClearButtonEnabled(True)
        self._model = OptionModel(self)
        self._list = QListView()
        self._list.setAccessibleName(placeholder)
        self._list.setModel(self._model)
        self._list.setItemDelegate(OptionDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(False)
        self._empty = label(empty, Type.BODY, "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._field)
        layout.addWidget(separator())
        layout.addWidget(self._list)
        layout.addWidget(self._empty, 1)
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list.clicked.connect(self._choose)
        self.setFocusProxy(self._field)

    def show_options(self, options: Sequence[Option], current: Any = None) -> None:
        """Offer these options and mark the current one."""
        self._model.show_options(options)
        self._update_empty()
        keys = [option.key for option in self._model.shown]
        self._mark(keys.index(current) if current in keys else 0)

    def _search(self, text: str) -> None:
        self._model.search(text)
        self._update_empty()
        self._mark(0)

    def _update_empty(self) -> None:
        found = self._model.rowCount() > 0
        self._list.setVisible(found)
        self._empty.setVisible(not found)

    def _mark(self, row: int) -> None:
        index = self._model.index(row)
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def _choose(self, index: Index) -> None:
        option = index.data(Qt.ItemDataRole.UserRole)
        if option is not None:
            self.close()
            self.chosen.emit(option.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk through the list while the search field keeps the focus."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row, last = self._list.currentIndex().row(), self._model.rowCount() - 1
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }
            if event.key() in steps:
                self._mark(max(0, min(last, row + steps[Qt.Key(event.key())])))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)
