"""A child process that edits a plan in the real window until it is killed; it prints what it has typed and when.

Run with `LLM_COST_PLANNER_HOME` set: `python editing_child.py EDITS_PER_SECOND`.
"""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from planner.app import Application
from planner.storage.directories import user_directories
from planner.ui.ending import save_before_the_end

ANSWER = ("workload", "lengths", "answer")


def main() -> int:
    qt = QApplication(sys.argv[:1])
    application = Application(qt, user_directories())
    application.show()
    typed = 1000

    def edit() -> None:
        nonlocal typed
        typed += 1
        application.store.edit(ANSWER, float(typed))
        print(typed, time.monotonic(), flush=True)

    timer = QTimer(interval=round(1000 / float(sys.argv[1])))
    timer.timeout.connect(edit)
    application.window.shown.connect(timer.start)
    application.window.closed.connect(timer.stop)
    save_before_the_end(qt, application.documents.save_now, application.leave)
    return qt.exec()


if __name__ == "__main__":
    raise SystemExit(main())
