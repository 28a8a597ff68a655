"""What the library shows beside a plan's name, the answer and a small picture, kept a moment after they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QObject, Qt, QTimer

from planner.ui.documents import Documents

if TYPE_CHECKING:
    from planner.ui.window import MainWindow

PAUSE_MS = 1_500
WIDTH, HEIGHT = 240, 150


class Summaries(QObject):
    """Describes the open plan to the library."""

    def __init__(self, documents: Documents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents = documents
        self.window: MainWindow | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.describe)
        documents.store.results_ready.connect(self._wait)
        documents.store.opened.connect(self._drop)

    def close(self) -> None:
        """Stop; called once before the window goes."""
        self._pause.stop()
        self._documents.store.results_ready.disconnect(self._wait)

    def describe(self) -> None:
        """Tell the library the answer and show it the first chart."""
        window, session = self.window, self._documents.session
        if window is None or session is None or session.read_only_reason is not None:
            return
        identity = self._documents.identity
        self._documents.library.describe(
            identity, answer=window.panels.answer.headline, thumbnail_png=self._picture(window)
        )

    def _wait(self, _result: object) -> None:
        self._pause.start()

    def _drop(self, _plan: object) -> None:
        self._pause.stop()

    def _picture(self, window: MainWindow) -> bytes | None:
        charts = window.panels.deck.charts
        if not charts or not charts[0].isVisible():
            return None
        picture = (
            charts[0]
            .grab()
            .scaled(WIDTH, HEIGHT, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        return bytes(buffer.data().data())
