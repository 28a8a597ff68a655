"""A person without a mouse: keys go to whatever has the focus, as a keyboard's do."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QScrollArea, QWidget

from planner.ui.text import ElidedLabel

NAMED_BY = QAccessible.Text.Name
MOST_TABS = 400
PATIENCE_MS = 60_000


class Keyboard:
    """Presses keys; knows no widget but the one that has the focus."""

    def __init__(self, window):
        self._window = window

    @property
    def at(self):
        """What has the focus, in whichever window is in front."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        if QApplication.activeWindow() is None:
            # What a window manager does when a dialog closes, and the offscreen platform does not.
            self._window.activateWindow()
            assert QTest.qWaitForWindowActive(self._window, PATIENCE_MS)
        return QApplication.focusWidget() or QApplication.activeWindow()

    def press(self, keys):
        """Press one combination: `press("Ctrl+Shift+N")`."""
        combination = QKeySequence(keys)[0]
        QTest.keyClick(self.at, combination.key(), combination.keyboardModifiers())
        QTest.qWait(10)

    def type(self, text):
        """Type a text; letters outside ASCII come as an input method sends them."""
        for letter in text:
            if letter.isascii():
                QTest.keyClick(self.at, letter)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(self.at, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        QTest.qWait(10)

    def tab_to(self, name):
        """Press Tab until the control of that name has the focus."""
        for _ in range(MOST_TABS):
            if spoken_name(self.at) == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reaches '{name}', it is at {self.at} in {QApplication.activeWindow()}")

    def choose(self, text):
        """Walk a list that has the focus until it shows a text."""
        self.press("Home")
        for _ in range(self.at.count()):
            if self.at.currentText() == text:
                return
            self.press("Down")
        raise AssertionError(f"'{text}' is not offered")


def spoken_name(widget):
    """What a screen reader says of a control."""
    if isinstance(widget, QComboBox):  # Qt says its value there
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    said = interface.text(NAMED_BY) if interface is not None else ""
    return said or widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def reachable(window):
    """The controls in sight that Tab should come to; of exclusive buttons it comes to one."""
    for widget in window.findChildren(QWidget):
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if by_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            yield widget


def tabbed(window):
    """The controls that Tab comes to until it is back where it was; within a text it walks from link to link."""
    keyboard, found, last = Keyboard(window), [], None
    for _ in range(MOST_TABS):
        at = keyboard.at
        if found and at is found[0] and last is not at:
            return found
        if at not in found:
            found.append(at)
        last = at
        QTest.keyClick(at, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes back; it is at {spoken_name(keyboard.at)}")


def clipped(window):
    """The labels and buttons in sight whose text does not fit, neither whole nor, where it may, elided with a tip."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton)) or not widget.text():
            continue
        if isinstance(widget, ElidedLabel):
            continue
        needed = widget.minimumSizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            short = widget.height() < widget.heightForWidth(widget.width())
        else:
            short = widget.width() < needed.width() or widget.height() < needed.height() - 1
        beyond = beyond_its_panel(widget)
        if short or beyond:
            found.append(f"{type(widget).__name__} '{plain(widget.text())}'{' beyond its panel' if beyond else ''}")
    return found


def beyond_its_panel(widget):
    """Say whether the right end of a widget lies outside what its panel shows; below may be scrolled to."""
    end = widget.rect().right()
    above = widget.parentWidget()
    while above is not None:
        right = widget.mapTo(above, QPoint(end, 0)).x()
        if right > above.width() and not isinstance(above.parentWidget(), QScrollArea):
            return True
        if above.isWindow():
            return False
        above = above.parentWidget()
    return False


def plain(text):
    return re.sub(r"<[^>]*>", "", text)[:60]
