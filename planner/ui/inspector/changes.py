"""The undo history as a list: click an entry to go back or forth to it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QUndoView, QWidget

from planner.plan.language import Language
from planner.ui.store import Store


class ChangesTab(QUndoView):
    """Every step since the plan was opened."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStack(store.undo_stack)
        self.setEmptyLabel(language.translate("As opened"))
        self.setAccessibleName(language.translate("Changes"))
        self.setFrameShape(QFrame.Shape.NoFrame)
