"""Everything that can be reached has a name, and no two entries of a menu share a letter, in both languages."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QMenu, QMenuBar, QWidget


@pytest.fixture(params=["en", "es"])
def spoken_window(request, window, application):
    """The window with every section unfolded, in each language."""
    if request.param != "en":
        application.choose_language(request.param)
    application.store.select("rented")
    inputs = application.window.panels.inputs
    inputs.unfold("workload", "model", "tuning", "hosting", "levers", "people", "money")
    return application.window


def reachable(window):
    for widget in window.findChildren(QWidget):
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if by_tab and widget.isVisibleTo(window) and widget.isEnabled() and widget.focusProxy() is None:
            yield widget


def spoken_name(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    said = interface.text(QAccessible.Text.Name) if interface is not None else ""
    return said or widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_every_control_that_can_be_reached_has_a_name(spoken_window):
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in reachable(spoken_window)
        if not spoken_name(widget).strip()
    ]

    assert not nameless


def mnemonics(actions):
    return [
        match.group(1).casefold()
        for action in actions
        if (match := re.search(r"&([^&\s])", action.text())) and not action.isSeparator()
    ]


def test_no_two_entries_of_a_menu_share_a_letter(spoken_window):
    bar = spoken_window.menuWidget().findChild(QMenuBar)
    menus = [bar.actions(), *(menu.actions() for menu in bar.findChildren(QMenu))]

    doubled = [
        [action.text() for action in actions]
        for actions in menus
        if len(set(mnemonics(actions))) != len(mnemonics(actions))
    ]

    assert not doubled


def test_no_two_actions_share_a_shortcut(spoken_window):
    keys = [action.shortcut().toString() for action in spoken_window.action_table.all() if action.shortcut().toString()]

    assert len(set(keys)) == len(keys)


def test_tab_walks_from_the_search_to_the_inputs_and_on(window, qtbot):
    widget = window.panels.tree
    order = [widget]
    for _ in range(5_000):
        widget = widget.nextInFocusChain()
        if widget in order:
            break
        order.append(widget)

    # Of exclusive buttons Tab reaches one, the arrow keys the others.
    alone = [found for found in reachable(window) if getattr(found, "group", lambda: None)() is None]
    names = {spoken_name(found) for found in alone}
    walked = {spoken_name(found) for found in order if found.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert names <= walked


@pytest.mark.parametrize("code", ["en", "es"])
def test_no_label_is_cut_off_at_1280_by_800(window, application, code):
    if code != "en":
        application.choose_language(code)
    application.window.resize(1280, 800)
    application.qt.processEvents()

    cut = [
        button.text()
        for button in application.window.findChildren(QAbstractButton)
        if button.isVisibleTo(application.window)
        and button.text()
        and type(button).__name__ in ("QToolButton", "QPushButton")
        and button.width() < button.minimumSizeHint().width()
    ]

    assert not cut


def test_the_tab_key_goes_from_the_heading_of_a_section_through_its_fields(window):
    box = window.panels.inputs.boxes()[0]
    editors = [row.editor for row in box.rows()]
    met, widget = [], box.heading
    while widget is not editors[-1]:
        widget = widget.nextInFocusChain()
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            met.append(widget)

    assert met == editors
