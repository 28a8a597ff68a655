"""`--smoke`: prove that the window opens, computes, draws and exports, then leave."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer

from planner.ui.dialogs.export import Order

if TYPE_CHECKING:
    from planner.ui.window import MainWindow

PATIENCE_MS = 30_000
LOOK_EVERY_MS = 50


def leave_when_drawn(window: MainWindow) -> None:
    """Quit with 0 once the charts show results and an export is written, with 1 when that takes too long."""
    look = QTimer(window, interval=LOOK_EVERY_MS)
    give_up = QTimer(window, singleShot=True, interval=PATIENCE_MS)

    def check() -> None:
        if window.store.result is None or not window.panels.deck.charts:
            return
        look.stop()
        give_up.stop()
        with tempfile.TemporaryDirectory() as folder:
            written = window.dialogs.export_to(Order(Path(folder), ("csv", "png"), 96, force=False))
        sys.stdout.write(f"{window.panels.answer.headline}\n{len(written)} files\n")
        window.close()
        QCoreApplication.exit(0 if written else 1)

    def fail() -> None:
        sys.stderr.write("The window did not show results in time.\n")
        QCoreApplication.exit(1)

    look.timeout.connect(check)
    give_up.timeout.connect(fail)
    look.start()
    give_up.start()
