"""Ending from outside: the system asks the program to stop, and every edit is saved first."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication


def save_before_the_end(qt: QApplication, save: Callable[[], bool], leave: Callable[[], object]) -> None:
    """Save when the user's session ends, and on SIGTERM or SIGHUP; then `leave`, if all is saved, else just end.

    What cannot be saved is in the recovery journal. Nobody is asked anything: nobody may be there.
    """
    qt.commitDataRequest.connect(lambda _manager: save())
    if sys.platform == "win32":
        return
    # A Python handler runs only when Python does; the pipe wakes Qt's loop up. It is a pipe, not a socket.
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: None)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, qt)

    def end_now() -> None:
        if not {signal.SIGTERM, signal.SIGHUP}.intersection(os.read(reading, 64)):
            return
        if save():
            leave()
        else:
            qt.exit(0)

    notifier.activated.connect(end_now)
