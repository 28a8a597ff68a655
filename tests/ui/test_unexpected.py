"""What happens when something unexpected does: a dialog that says what is safe, and a program that goes on."""

import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from planner.storage.plan_file import read_plan_file
from planner.ui.dialogs.unexpected import UnexpectedDialog

ANSWER = ("workload", "lengths", "answer")


def shown_text(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_an_unexpected_error_of_any_thread_says_up_to_when_the_plan_is_saved(window, application, qtbot):
    window.store.edit(ANSWER, 500.0)
    assert application.documents.save_now()
    thread = threading.Thread(target=application.unexpected.tell, args=(RuntimeError("secret"),))
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: window.findChild(UnexpectedDialog) is not None)
    dialog = window.findChild(UnexpectedDialog)
    assert re.search(r"Your plan is saved up to \d+ \w+ 20\d\d, \d\d:\d\d", shown_text(dialog))
    assert "secret" not in shown_text(dialog)
    application.unexpected.tell(RuntimeError("again"))
    QApplication.processEvents()
    assert len(window.findChildren(UnexpectedDialog)) == 1
    dialog.accept()
    assert window.store.edit(ANSWER, 501.0)


def test_copy_diagnostics_holds_the_system_and_nothing_of_the_plan(window):
    window.action_table["diagnostics"].trigger()

    text = QApplication.clipboard().text()
    assert "LLM Cost Planner" in text
    assert "PySide6" in text
    assert window.store.plan.name not in text
    assert "on the clipboard" in window.panels.notices.text


def test_sigterm_saves_the_newest_edit_and_ends_in_peace(planner_home):
    child = Path(__file__).parents[1] / "editing_child.py"
    with subprocess.Popen([sys.executable, str(child), "20"], stdout=subprocess.PIPE, text=True) as process:
        first = float(process.stdout.readline().split()[0])
        process.send_signal(signal.SIGTERM)
        typed = [first, *(float(line.split()[0]) for line in process.stdout)]
        assert process.wait(20) == 0

    path = next((planner_home / "plans").glob("*.plan.json"))
    assert read_plan_file(path).document["workload"]["lengths"]["answer"] == typed[-1]
    assert list((planner_home / "plans").glob(".planner-*.lock")) == []
