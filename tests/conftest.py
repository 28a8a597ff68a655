"""What every test gets: the same language, clock zone, fonts and hypothesis choices everywhere, and a home of its own.

A test that leaves a window, a running timer or a thread behind fails, because the next test would pay for it. Nothing
here imports Qt; what needs Qt acts only once something else has loaded it.
"""

import os
import sys
import threading
import time
import weakref
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Tests import what they share from the modules that stand beside this file.
sys.path.append(str(Path(__file__).parent))

# Before anything reads them. C.UTF-8 is the one UTF-8 locale that a bare system has.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update({"LANGUAGE": "en", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"})
for name in ("QT_SCALE_FACTOR", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)
if hasattr(time, "tzset"):
    time.tzset()

# How long it takes to think an example up says nothing of the program, and much of what else the machine does.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", derandomize=True, max_examples=50, print_blob=True, **UNTIMED)
settings.register_profile("search", max_examples=1000, print_blob=True, **UNTIMED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

SECONDS_FOR_A_THREAD_TO_END = 3.0
PATIENCE_MS = 120_000
"""How long a test waits for what must happen: a machine that is busy with other things takes its time."""


@pytest.fixture(scope="session")
def qapp(qapp):
    """Qt's application with a fixed font, a cursor that does not blink and menus that do not fade in."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont

    qapp.setFont(QFont("DejaVu Sans", 9))
    qapp.setCursorFlashTime(0)
    for effect in Qt.UIEffect:
        qapp.setEffectEnabled(effect, enable=False)
    return qapp


@pytest.fixture
def qtbot(qtbot):
    """pytest-qt's, with patience: how fast something happens is no matter of a test."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=PATIENCE_MS)
    qtbot.waitSignal = partial(qtbot.waitSignal, timeout=PATIENCE_MS)
    return qtbot


@pytest.fixture(autouse=True)
def planner_home(tmp_path, monkeypatch):
    """An empty home and an empty planner directory, so that no test reads or writes what a person keeps."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    planner_home = home / "planner"
    monkeypatch.setenv("LLM_COST_PLANNER_HOME", str(planner_home))
    return planner_home


@pytest.fixture(autouse=True)
def no_thread_left_behind():
    """Fail a test whose threads outlive it."""
    before = set(threading.enumerate())
    yield
    started = [thread for thread in threading.enumerate() if thread not in before]
    # A dummy stands for a thread that Python did not start, such as one of Qt's pool; nobody can wait for it.
    own = [thread for thread in started if not isinstance(thread, threading._DummyThread)]
    for thread in own:
        thread.join(SECONDS_FOR_A_THREAD_TO_END)
    left = [thread.name for thread in own if thread.is_alive()]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def nothing_of_qt_left_behind():
    """Fail a test that leaves a top-level widget or a running timer; what it left is removed for the tests after it."""
    if "PySide6.QtWidgets" not in sys.modules:
        yield
        return
    from applications import finish_deletions
    from PySide6.QtCore import QTimer

    started = []
    start = QTimer.start

    def start_and_note(timer, *arguments):
        started.append(weakref.ref(timer))  # a strong one would keep alive what the test let go
        return start(timer, *arguments)

    widgets_before = {address for address, _ in top_level_widgets()}
    QTimer.start = start_and_note
    try:
        yield
    finally:
        QTimer.start = start
    finish_deletions()
    widgets = [widget for address, widget in top_level_widgets() if address not in widgets_before]
    timers = [timer for timer in (reference() for reference in started) if is_running(timer)]
    described = [f"{type(widget).__name__} '{widget.objectName()}'" for widget in widgets]
    for timer in timers:
        timer.stop()
    for widget in widgets:
        widget.deleteLater()
    finish_deletions()
    assert not described, f"top-level widgets left behind: {described}"
    assert not timers, f"timers left running: {[(timer.objectName(), timer.interval()) for timer in timers]}"


def top_level_widgets():
    """Every top-level widget with the address of its C++ object, which identifies it while it lives."""
    import shiboken6
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    return [(shiboken6.getCppPointer(widget)[0], widget) for widget in QApplication.topLevelWidgets()]


def is_running(timer):
    """Say whether a timer still exists and still runs."""
    import shiboken6

    return timer is not None and shiboken6.isValid(timer) and timer.isActive()
