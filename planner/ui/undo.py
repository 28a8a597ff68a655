"""The one undo command: a reference to the plan before and one to the plan after."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QUndoCommand

from planner.plan.fields import Path
from planner.plan.plan import Plan

if TYPE_CHECKING:
    from planner.ui.store import Store

_GESTURE = 1
_NO_MERGE = -1


class Replacement(QUndoCommand):
    """Puts one plan in the place of another. Replacements of one gesture on one path are one step."""

    def __init__(self, store: Store, after: Plan, text: str, path: Path, gesture: str) -> None:
        super().__init__(text)
        self._store = store
        self.before = store.plan
        self.after = after
        self.path = path
        self.gesture = gesture

    def id(self) -> int:
        """Say whether this step may merge with the one before."""
        return _GESTURE if self.gesture else _NO_MERGE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take up a later step of the same gesture; a gesture that ends where it began leaves no step."""
        later = cast("Replacement", other)
        if (later.path, later.gesture) != (self.path, self.gesture):
            return False
        self.after = later.after
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        """Install the plan after."""
        self._store.install(self.after, self.path)

    def undo(self) -> None:
        """Install the plan before."""
        self._store.install(self.before, self.path)
