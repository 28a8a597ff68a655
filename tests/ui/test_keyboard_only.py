"""Dark, Spanish, text at twice its size, no mouse: build a scenario, undo twenty steps, redo them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from planner.ui.search_list import SearchList
from planner.ui.theme import DARK, Theme, tokens_of


def test_a_scenario_is_built_and_taken_back_by_keyboard(application, window, qtbot):
    application.choose_language("es")
    application.choose_theme(Theme.DARK)
    for _ in range(8):
        window.action_table["larger"].trigger()
    store = application.store
    start = store.plan
    assert tokens_of(window.palette()) is DARK

    press(window, "add")
    built = store.selection
    press(window, "rename")
    editor = window.panels.tree.findChild(QLineEdit)
    editor.selectAll()
    editor.insert("Año ñandú €")  # QTest only knows the keys of ASCII
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: store.plan.scenario(built).name == "Año ñandú €")

    for number in range(18):
        go_to(window, qtbot, "Respuesta")
        row = window.panels.inputs.field_in_focus()
        assert row is not None
        row.editor.selectAll()
        qtbot.keyClicks(row.editor, f"{300 + number},5")
        qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert store.plan.workload.lengths.answer == 317.5
    built_plan = store.plan
    assert store.undo_stack.count() == 20

    for _ in range(20):
        press(window, "undo")
    assert store.plan == start
    for _ in range(20):
        press(window, "redo")
    assert store.plan == built_plan
    assert not cut_off(window)


def press(window, key):
    action = window.action_table[key]
    assert action.isEnabled()
    assert not action.shortcut().isEmpty()
    action.trigger()


def go_to(window, qtbot, words):
    """Reach a field as the keyboard does: Ctrl+K, its name, Enter."""
    press(window, "search")
    search = window.findChildren(SearchList)[-1]
    qtbot.keyClicks(search.focusProxy(), words)
    rows = search._model.shown
    place = next(number for number, option in enumerate(rows) if option.title == words)
    for _ in range(place):
        qtbot.keyClick(search.focusProxy(), Qt.Key.Key_Down)
    qtbot.keyClick(search.focusProxy(), Qt.Key.Key_Return)


def cut_off(window):
    return [
        button.text()
        for button in window.findChildren(QAbstractButton)
        if button.isVisibleTo(window)
        and button.text()
        and type(button).__name__ in ("QToolButton", "QPushButton", "QCheckBox")
        and button.width() < button.minimumSizeHint().width()
    ]
