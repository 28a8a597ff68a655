"""Imports pyqtgraph without creating every class of Qt: PySide creates a class when it is first named.

pyqtgraph copies all names of QtCore, QtGui and QtWidgets into modules of its own, so that a thousand classes and
their enumerations come to be which no chart uses; that takes as long as the rest of its import. Here its modules
look a name up when it is asked for. Delete this once pyqtgraph does so itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

MIRRORED = {"QtCore": QtCore, "QtGui": QtGui, "QtWidgets": QtWidgets}


class _Mirror(ModuleType):
    """A module that hands on the names of another one, and keeps what is put into it for itself."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name)
        self._source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._source, name)
        setattr(self, name, value)
        return value


@contextmanager
def _without_names(modules: tuple[ModuleType, ...]) -> Iterator[None]:
    """Let `dir` of these modules find nothing, so that nothing is copied; and then as before."""
    before = [vars(module).get("__dir__") for module in modules]
    for module in modules:
        module.__dir__ = list  # type: ignore[method-assign]
    try:
        yield
    finally:
        for module, old in zip(modules, before, strict=True):
            if old is None:
                del module.__dir__
            else:
                module.__dir__ = old  # type: ignore[method-assign]


for _name, _source in MIRRORED.items():
    sys.modules.setdefault(f"pyqtgraph.Qt.{_name}", _Mirror(f"pyqtgraph.Qt.{_name}", _source))
with _without_names(tuple(MIRRORED.values())):
    import pyqtgraph

__all__ = ["pyqtgraph"]
