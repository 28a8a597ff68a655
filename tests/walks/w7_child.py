"""Walk W7 up to its kill, in a process of its own: dark, Spanish, text at twice its size, keyboard only.

Each step that a person would see is printed as a line of JSON; then it types until it is killed.
"""

import json
import sys
import time

from keyboard import PATIENCE_MS, Keyboard, clipped, reachable, spoken_name, tabbed  # beside this script
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from planner.app import Application
from planner.storage.directories import user_directories
from planner.ui.theme import DARK, tokens_of

UNDONE = 20


def say(step, **facts):
    print(json.dumps({"step": step, **facts}), flush=True)


def wait_for(claim):
    end = time.monotonic() + PATIENCE_MS / 1e3
    while not claim():
        assert time.monotonic() < end, "waited in vain"
        QTest.qWait(20)


def set_up(application, keyboard):
    """Spanish, dark, 200 %: through the settings, as a person does it."""
    keyboard.press("Ctrl+,")
    keyboard.tab_to("Language")
    keyboard.choose("Español")
    keyboard.tab_to("Tema")
    keyboard.choose("Oscuro")
    keyboard.tab_to("Tamaño del texto")
    keyboard.choose("200 %")
    say("settings", clipped=clipped(QApplication.activeWindow()))
    keyboard.press("Esc")
    window = application.window
    wait_for(lambda: len(window.panels.deck.charts) > 0)
    say("look", language=application.language.code, dark=tokens_of(window.palette()) is DARK)


def go_to(keyboard, words):
    """Reach a field by its name."""
    keyboard.press("Ctrl+K")
    keyboard.type(words)
    keyboard.press("Return")


def build(application, keyboard):
    """Add a scenario, name it, choose its model, and set its workload: at least twenty edits."""
    store = application.store
    keyboard.press("Ctrl+Shift+N")
    keyboard.press("F2")
    keyboard.press("Ctrl+A")
    keyboard.type("Año ñandú €")
    keyboard.press("Return")
    go_to(keyboard, "Modelo")
    keyboard.press("Down")
    keyboard.type("llama 2 13b")
    keyboard.press("Return")
    number = 0
    while store.undo_stack.count() < UNDONE + 3:
        number += 1
        go_to(keyboard, ("Respuesta", "Pregunta", "Contexto")[number % 3])
        keyboard.press("Ctrl+A")
        keyboard.type(f"{300 + number},5")
        keyboard.press("Return")
        assert number < 60, "the edits are not taken"
    scenario = store.plan.scenarios[-1] if not store.selection else store.plan.scenario(store.selection)
    say("built", steps=store.undo_stack.count(), name=scenario.name, model=scenario.model.model)


def undo_and_redo(application, keyboard):
    store = application.store
    built, at = store.plan, store.undo_stack.index()
    for _ in range(UNDONE):
        keyboard.press("Ctrl+Z")
    say("undone", steps=at - store.undo_stack.index(), differs=store.plan != built)
    for _ in range(UNDONE):
        keyboard.press("Ctrl+Shift+Z")
    say("redone", same=store.plan == built)


def look_around(application):
    """Come to every control of every panel by Tab, hear its name, and see its text whole."""
    window, store = application.window, application.store
    store.select(store.plan.baseline)  # the new scenario has no price, and so no figures
    wait_for(lambda: store.result is not None and store.result.scenario(store.selection).figures)
    tabs = window.panels.workspace._tabs
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        QTest.qWait(200)
        describe("panel", window, tabs.tabText(number))


def look_into_dialogs(keyboard):
    """The dialogs about files and settings, each opened by its keys and left with Escape."""
    for keys in ("Ctrl+L", "Ctrl+E", "Ctrl+,"):
        keyboard.press(keys)
        wait_for(lambda: QApplication.activeModalWidget() is not None)
        describe("dialog", QApplication.activeModalWidget())
        keyboard.press("Esc")
        wait_for(lambda: QApplication.activeModalWidget() is None)


def describe(step, window, title=""):
    """Say what in a window Tab misses, what has no name, and whose text does not fit."""
    come_to = tabbed(window)
    wanted = [one for one in reachable(window) if getattr(one, "group", lambda: None)() is None]
    say(
        step,
        title=title or window.windowTitle(),
        controls=len(wanted),
        missed=[f"{type(one).__name__} '{spoken_name(one)}'" for one in wanted if one not in come_to],
        nameless=[type(one).__name__ for one in come_to if not spoken_name(one).strip()],
        clipped=clipped(window),
    )


def type_until_killed(application, keyboard):
    typed = 1000
    while True:
        typed += 1
        go_to(keyboard, "Respuesta")
        keyboard.press("Ctrl+A")
        keyboard.type(str(typed))
        keyboard.press("Return")
        shown = application.store.plan.workload.lengths.answer
        say("typed", value=shown, at=time.monotonic())


def main():
    qt = QApplication(sys.argv[:1])
    application = Application(qt, user_directories())
    window, keyboard = application.window, Keyboard(application.window)
    window.resize(1280, 800)
    application.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, PATIENCE_MS)
    wait_for(lambda: application.store.result is not None and window.panels.deck.charts)
    set_up(application, keyboard)
    build(application, keyboard)
    undo_and_redo(application, keyboard)
    look_around(application)
    look_into_dialogs(keyboard)
    type_until_killed(application, keyboard)


if __name__ == "__main__":
    main()
