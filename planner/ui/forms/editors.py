"""The editors of single values: number or range, choice, switch, date, text.

An editor shows a value (`show_value`, which never emits) and says when the user has given another one (`committed`).
What cannot be read stays in the editor, marked, with a sentence (`refused`): nothing that was typed is ever replaced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDate, QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QFocusEvent, QKeyEvent, QKeySequence, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from planner.analysis.charts.words import Words
from planner.plan.amounts import Amount, Range, likely, numbers
from planner.plan.language import Language
from planner.plan.typed_values import format_amount, parse_amount
from planner.plan.units import Unit
from planner.plan.wording import PlannerError


class LineEdit(QLineEdit):
    """A line of text whose own undo ends where the plan's begins: with nothing typed, Ctrl+Z is the plan's."""

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window while nothing is being typed."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self.isModified():
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to the window, which opens them; a path is no value."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)


class AmountEdit(LineEdit):
    """A number or a range, typed as people type it. Up and down step by a tenth of its size."""

    committed = Signal(object, str)
    """(Amount or None, gesture)"""
    refused = Signal(object)
    """(Message): what was typed cannot be read; None once it can."""

    def __init__(
        self,
        unit: Unit,
        language: Language,
        *,
        may_be_empty: bool,
        rates: Callable[[], Mapping[str, float]] = dict,
        parent: QWidget | None = None,
    ) -> None:
        """`rates` says which foreign currencies may be typed, as `parse_amount` takes them."""
        super().__init__(parent)
        self._unit = unit
        self._rates = rates
        self._language = language
        self._may_be_empty = may_be_empty
        self._shown: Amount | None = None
        self._visit = 0
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editingFinished.connect(self._commit)

    def show_value(self, value: Amount | None) -> None:
        """Show a value, unless the user is in the middle of typing another one or a wrong one waits to be mended."""
        if value == self._shown and (self.text() or self.isModified()):
            return
        self._shown = value
        text = "" if value is None else shown_text(value, self._unit, self._language)
        self._mark(wrong=False)
        self.setText(text)
        self.setCursorPosition(0)

    def restore(self) -> None:
        """Show the plan's value again and forget what was typed."""
        value, self._shown = self._shown, None
        self.setText("")
        self.show_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys; Escape gives the plan's value back."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._shown is not None:
            self.step(1 if event.key() == Qt.Key.Key_Up else -1)
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.restore()
            self.refused.emit(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A stay in the field is one gesture: its steps are one undo step."""
        self._visit += 1
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def step(self, direction: int) -> None:
        """Raise or lower the number by one step of its size."""
        if self.isReadOnly() or self._shown is None:
            return
        shown = likely(self._shown) / self._unit.scale
        size = 10.0 ** (len(f"{abs(int(shown))}") - 2) if abs(shown) >= 10 else 1.0 if abs(shown) >= 1 else 0.0
        size = size or 10.0**-self._unit.decimals
        raised = round((shown + direction * size) * self._unit.scale, 12)
        self.committed.emit(raised, f"visit {self._visit}")

    def _commit(self) -> None:
        if not self.isModified():
            return
        text = self.text().strip()
        try:
            value = None if not text and self._may_be_empty else self._read(text)
        except PlannerError as error:
            self._mark(wrong=True)
            self.refused.emit(error.message)
            return
        self._mark(wrong=False)
        self.setModified(False)
        self.refused.emit(None)
        if value == self._shown:
            self.restore()
        else:
            self.committed.emit(value, "")

    def _read(self, text: str) -> Amount:
        return parse_amount(text, self._unit, self._language, self._rates())

    def refuse(self) -> None:
        """Mark what was typed as wrong: the plan did not take it."""
        self._mark(wrong=True)

    def _mark(self, *, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)


class ChoiceEdit(QComboBox):
    """One of a few values. The wheel scrolls the form unless the editor has the focus."""

    committed = Signal(object, str)
    """(value, gesture)"""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for value, text in choices:
            self.addItem(text, value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.activated.connect(lambda _: self.committed.emit(self.currentData(), ""))

    def show_value(self, value: Any) -> None:
        """Show a value."""
        row = self.findData(value)
        if row != self.currentIndex():
            with QSignalBlocker(self):
                self.setCurrentIndex(row)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the choice, elided where it is too long."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 4
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the value only where the user is."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SwitchEdit(QCheckBox):
    """Yes or no."""

    committed = Signal(object, str)
    """(bool, gesture)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(lambda checked: self.committed.emit(checked, ""))

    def show_value(self, value: bool) -> None:
        """Show a value."""
        with QSignalBlocker(self):
            self.setChecked(value)


class DateEdit(QDateEdit):
    """A day, typed or chosen from a calendar."""

    committed = Signal(object, str)
    """(date, gesture)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dateChanged.connect(self._commit)

    def show_value(self, value: dt.date) -> None:
        """Show a value."""
        with QSignalBlocker(self):
            self.setDate(QDate(value.year, value.month, value.day))

    def _commit(self, date: QDate) -> None:
        self.committed.emit(dt.date(date.year(), date.month(), date.day()), "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the value only where the user is."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TextEdit(LineEdit):
    """Free text."""

    committed = Signal(object, str)
    """(str, gesture)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editingFinished.connect(self._commit)

    def show_value(self, value: str) -> None:
        """Show a value."""
        if value != self.text():
            self.setText(value)
            self.setCursorPosition(0)

    def _commit(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.committed.emit(self.text(), "")


def shown_text(value: Amount, unit: Unit, language: Language) -> str:
    """Return a value as the editor shows it: ranges with k and M where that loses nothing, because they are long."""
    full = format_amount(value, unit, language)
    if not isinstance(value, Range) or unit.scale != 1.0 or value.likely < 10_000:
        return full
    words = Words(language)
    brief = " .. ".join(words.short(number, 4) for number in numbers(value))
    try:
        return brief if parse_amount(brief, unit, language) == value else full
    except PlannerError:
        return full


def widened(value: Amount, share: float = 0.3) -> Range:
    """Return a value as a range of plus and minus a share."""
    middle = likely(value)
    low, high = sorted((middle * (1.0 - share), middle * (1.0 + share)))
    return Range(low=low, likely=middle, high=high)
