"""The guards of conftest.py bite: what a test leaves behind fails that test, and each starts in an empty home."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LEAKY_TESTS = """
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

kept = []


def test_window(qapp):
    kept.append(QWidget())


def test_timer(qapp):
    timer = QTimer(qapp)
    timer.start(60_000)


def test_thread():
    kept.append(threading.Event())
    threading.Thread(target=kept[-1].wait, args=(8,), daemon=True).start()


def test_tidy(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QTimer(window).start(60_000)
    thread = threading.Thread(target=int)
    thread.start()
"""


def test_a_window_a_timer_or_a_thread_left_behind_fails_its_test_and_no_other(tmp_path):
    for name in ("conftest.py", "applications.py"):
        shutil.copy(Path(__file__).with_name(name), tmp_path)
    (tmp_path / "test_leaks.py").write_text(LEAKY_TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nqt_api = pyside6\n", encoding="utf-8")

    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider"]
    wide = {**os.environ, "COLUMNS": "200"}
    output = subprocess.run(command, cwd=tmp_path, env=wide, capture_output=True, text=True, check=False).stdout

    summary = output[output.index("short test summary") :]
    assert "ERROR test_leaks.py::test_window - AssertionError: top-level widgets left behind" in summary
    assert "ERROR test_leaks.py::test_timer - AssertionError: timers left running" in summary
    assert "ERROR test_leaks.py::test_thread - AssertionError: threads left running" in summary
    assert "ERROR test_leaks.py::test_tidy" not in summary
    assert "4 passed, 3 errors" in summary


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_home_to_itself(planner_home, tmp_path, turn):
    assert Path(os.environ["LLM_COST_PLANNER_HOME"]) == planner_home
    assert planner_home.is_relative_to(tmp_path)
    assert Path.home() == planner_home.parent
    assert list(planner_home.parent.iterdir()) == []

    planner_home.mkdir()


def test_qt_draws_offscreen_in_one_font_everywhere(qapp):
    assert qapp.platformName() == os.environ["QT_QPA_PLATFORM"]
    assert (qapp.font().family(), qapp.font().pointSize()) == ("DejaVu Sans", 9)
