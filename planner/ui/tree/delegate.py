"""Paints the rows of the plan tree: check box, colour and marker, name over subtitle, cost over difference."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from planner.ui.fonts import Type, font_for
from planner.ui.icons import pixmap
from planner.ui.markers import paint_marker
from planner.ui.theme import Tokens, tokens_of
from planner.ui.tree.model import Role, Row

Index = QModelIndex | QPersistentModelIndex


class PlanTreeDelegate(QStyledItemDelegate):
    """Two lines a row, all sizes from the font."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._body = font_for(Type.BODY)
        self._strong = font_for(Type.STRONG)
        self._small = font_for(Type.SMALL)
        self._body_metrics = QFontMetrics(self._body)
        self._strong_metrics = QFontMetrics(self._strong)
        self._small_metrics = QFontMetrics(self._small)
        self._line = self._strong_metrics.height()
        self._small_line = self._small_metrics.height()
        self._unit = max(8, round(self._line / 2))  # 8 pixels at the usual text size

    def _box(self, row: QRect) -> QRect:
        side = round(self._unit * 1.75)
        return QRect(row.left() + self._unit * 2, row.center().y() - side // 2, side, side)

    def _text_left(self, row: QRect, is_plan: bool) -> int:
        return row.left() + (self._unit * 2 if is_plan else self._unit * 7)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette = option.palette
        tokens = tokens_of(palette)
        row: Row = index.data(Role.ROW)
        is_plan = not row.id
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, rect, state, tokens)
        if not is_plan:
            self._paint_box(painter, self._box(rect), tokens, shown=row.shown)
            colour = QColor(tokens.colour(row.colour))
            if not row.shown:
                colour.setAlphaF(0.35)
            centre = QPointF(rect.left() + self._unit * 5.25, rect.center().y() + 0.5)
            paint_marker(painter, row.colour, centre, self._unit * 0.62, colour)
        right = self._paint_cost(painter, rect, row, tokens)
        self._paint_names(painter, rect, right, row, tokens)
        if is_plan:
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.restore()

    def _paint_background(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, tokens: Tokens) -> None:
        flag = QStyle.StateFlag
        if state & flag.State_Selected:
            painter.fillRect(rect, QColor(tokens.selection))
            bar = QRectF(rect.left(), rect.top(), self._unit * 0.375, rect.height())
            painter.fillRect(bar, QColor(tokens.accent))
        elif state & flag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.background))

    def _paint_box(self, painter: QPainter, box: QRect, tokens: Tokens, *, shown: bool) -> None:
        painter.setPen(QPen(QColor(tokens.accent if shown else tokens.border), 1))
        painter.setBrush(QBrush(QColor(tokens.accent if shown else tokens.raised)))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if shown:
            side = box.width() - 2
            scale = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.left() + 1, box.top() + 1, pixmap("check", tokens.accent_text, side, scale))

    def _paint_cost(self, painter: QPainter, rect: QRect, row: Row, tokens: Tokens) -> int:
        cost, difference = row.cost, row.difference
        right = rect.right() - self._unit * 2
        width = max(self._body_metrics.horizontalAdvance(cost), self._small_metrics.horizontalAdvance(difference))
        top, bottom = self._lines(rect)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._body)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(right - width, top.top(), width, top.height()), align, cost)
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.muted if row.is_feasible else tokens.error))
        painter.drawText(QRect(right - width, bottom.top(), width, bottom.height()), align, difference)
        return right - width - (self._unit if width else 0)

    def _lines(self, rect: QRect) -> tuple[QRect, QRect]:
        height = self._line + self._small_line + 2
        top = rect.center().y() - height // 2 + 1
        return (
            QRect(rect.left(), top, rect.width(), self._line),
            QRect(rect.left(), top + self._line + 2, rect.width(), self._small_line),
        )

    def _paint_names(self, painter: QPainter, rect: QRect, right: int, row: Row, tokens: Tokens) -> None:
        is_plan = not row.id
        top, bottom = self._lines(rect)
        left = self._text_left(rect, is_plan)
        room = right - left
        star = self._line - 4 if row.is_baseline else 0
        metrics = self._strong_metrics
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, room - (star + 6 if star else 0))
        painter.setFont(self._strong)
        painter.setPen(QColor(tokens.text if row.shown else tokens.muted))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, top.top(), room, top.height()), align, name)
        if star:
            scale = painter.device().devicePixelRatioF()
            at = left + metrics.horizontalAdvance(name) + 6
            painter.drawPixmap(at, top.center().y() - star // 2, pixmap("star-filled", tokens.accent, star, scale))
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.muted))
        subtitle = self._small_metrics.elidedText(row.subtitle, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, bottom.top(), room, bottom.height()), align, subtitle)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Two lines and room to breathe."""
        return QSize(self._unit * 24, self._line + self._small_line + 2 + self._unit * 2)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the name editor over the name."""
        rect: QRect = option.rect
        left = self._text_left(rect, index.row() == 0) - self._unit
        height = editor.sizeHint().height()
        editor.setGeometry(left, rect.center().y() - height // 2, rect.right() - left - self._unit, height)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Edit the name as text."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(str(index.data()))
        editor.setMaxLength(200)
        return editor

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Toggle the check box on a click into it, or with the space bar."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        rect: QRect = option.rect
        if isinstance(event, QMouseEvent):
            inside = self._box(rect).adjusted(-6, -6, 6, 6).contains(event.position().toPoint())
            if not inside:
                return False
            if event.type() != QEvent.Type.MouseButtonRelease:
                return True
        elif not (isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space):
            return False
        shown = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if shown else Qt.CheckState.Checked
        return bool(model.setData(index, state, Qt.ItemDataRole.CheckStateRole))
