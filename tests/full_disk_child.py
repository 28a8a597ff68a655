"""A child process whose files may not grow: it edits a plan in the Spanish window and prints what the user sees."""

import resource
import signal
import sys
import time

from PySide6.QtWidgets import QApplication

from planner.app import Application
from planner.storage.directories import user_directories

ANSWER = ("workload", "lengths", "answer")


def main() -> int:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    qt = QApplication(sys.argv[:1])
    application = Application(qt, user_directories())
    application.choose_language("es")
    application.show()
    application.store.edit(ANSWER, 900.0)
    application.documents.save_now()
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, resource.RLIM_INFINITY))
    application.store.edit(ANSWER, 901.0)
    assert not application.documents.save_now()
    banner = application.safety.banner
    for _turn in range(200):
        qt.processEvents()
        if banner.text:
            break
        time.sleep(0.02)
    print(banner.text)
    print([button.text() for button in banner.buttons.values() if not button.isHidden()])
    print("still on screen:", application.store.plan.workload.lengths.answer)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return 0 if application.window.close() else 1


if __name__ == "__main__":
    raise SystemExit(main())
