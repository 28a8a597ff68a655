"""Drag a field's label sideways and its number follows, as one undo step: a slider without a slider's room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from planner.plan.fields import FieldSpec

PIXELS_FOR_TENFOLD = 240.0
PIXELS_FOR_WHOLE_RANGE = 300.0
LEAST_PIXELS = 4


class Scrub(QObject):
    """Turns drags on a label into values. `read` gives the present number, None where there is none to drag."""

    def __init__(
        self,
        label: QWidget,
        spec: FieldSpec,
        read: Callable[[], float | None],
        write: Callable[[float, str], object],
    ) -> None:
        super().__init__(label)
        self._spec = spec
        self._read = read
        self._write = write
        self._start: float | None = None
        self._from = 0.0
        self._drags = 0
        label.setCursor(Qt.CursorShape.SizeHorCursor)
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse from press to release."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._start, self._from = self._read(), event.globalPosition().x()
            self._drags += 1
            return True
        if event.type() == QEvent.Type.MouseMove and self._start is not None:
            moved = event.globalPosition().x() - self._from
            if abs(moved) >= LEAST_PIXELS:
                self._write(dragged(self._spec, self._start, moved), f"drag {self._drags}")
            return True
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._start = None
        return super().eventFilter(watched, event)


def dragged(spec: FieldSpec, start: float, pixels: float) -> float:
    """Return the value after a drag: tenfold every so many pixels, or along the range where nil is a value too.

    Rounded to two or three significant digits, kept within the field's bounds and whole where the field is.
    """
    ui = spec.ui
    least = ui.minimum if ui.minimum is not None else -abs(start) * 10.0 - 1.0
    most = ui.maximum if ui.maximum is not None else max(abs(start) * 1e6, 1e6)
    top = ui.soft_maximum if ui.soft_maximum is not None else most
    if start > 0.0 and top > 20.0 * ui.unit.scale:
        value = start * 10.0 ** (pixels / PIXELS_FOR_TENFOLD)
        value = float(f"{value:.2g}")
    else:
        reach = min(top, max(abs(start) * 4.0, 1.0 * ui.unit.scale * 100.0)) - max(least, -1.0)
        value = float(f"{start + pixels / PIXELS_FOR_WHOLE_RANGE * reach:.3g}")
    value = min(max(value, least), most)
    return float(round(value)) if ui.whole else value


def number_of(value: Any) -> float | None:
    """Return a plain number to drag; None for a range, an empty field or anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value)
