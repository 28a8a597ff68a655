"""What the walks share: the window as a stranger opens it, and a hand that counts what it does."""

import pytest
from applications import put_away
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar


@pytest.fixture
def opened(qapp, planner_home, qtbot):
    """The program on its first start: nothing of the user's is there yet."""
    from planner.app import Application
    from planner.storage.directories import user_directories

    with put_away(qapp) as started:
        started.append(application := Application(qapp, user_directories()))
        application.window.resize(1280, 800)
        application.show()
        qtbot.waitUntil(lambda: application.store.result is not None)
        qtbot.waitUntil(lambda: len(application.window.panels.deck.charts) > 0)
        yield application


@pytest.fixture
def hand(qtbot):
    return Hand(qtbot)


class Hand:
    """Clicks and types as a person does; every click, key and word typed is one interaction."""

    def __init__(self, qtbot):
        self._qtbot = qtbot
        self.interactions = 0

    def click(self, widget, place=None):
        self.interactions += 1
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())

    def press(self, widget, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.interactions += 1
        self._qtbot.keyClick(widget, key, modifier)

    def type(self, widget, text):
        self.interactions += 1
        self._qtbot.keyClicks(widget, text)

    def choose(self, window, *path):
        """Click through the menus: `choose(window, "File", "New from template", "Support chat")`."""
        menu = window.menuWidget().findChild(QMenuBar)
        for number, title in enumerate(path):
            actions = menu.actions()
            found = next(each for each in actions if each.text().replace("&", "") == title)
            self.click(menu, menu.actionGeometry(found).center())
            if number < len(path) - 1:
                before = menu
                self._qtbot.waitUntil(lambda before=before: QApplication.activePopupWidget() not in (None, before))
                menu = QApplication.activePopupWidget()
        self._qtbot.waitUntil(lambda: not any(isinstance(each, QMenu) for each in visible_windows()))

    def click_link(self, label, address):
        """Point along a text until the link is under the pointer, and click it."""
        hovered = []
        label.linkHovered.connect(hovered.append)
        for y in range(2, label.height(), 4):
            for x in range(2, label.width(), 6):
                self._qtbot.mouseMove(label, QPoint(x, y))
                if hovered and hovered[-1] == address:
                    self.click(label, QPoint(x, y))
                    return
        raise AssertionError(f"no link to {address} in '{label.text()}'")


def visible_windows():
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]
