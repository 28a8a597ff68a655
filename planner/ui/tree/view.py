"""The plan tree as a widget: selects, renames, reorders, and offers the scenario menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QWidget

from planner.plan.language import Language
from planner.ui.store import Store
from planner.ui.tree.delegate import PlanTreeDelegate
from planner.ui.tree.model import PlanTreeModel


class PlanTree(QListView):
    """The plan and its scenarios. `scenario_menu` builds the context menu of the selected scenario."""

    def __init__(
        self,
        store: Store,
        language: Language,
        scenario_menu: Callable[[QWidget], QMenu],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._scenario_menu = scenario_menu
        self._model = PlanTreeModel(store, language, self)
        self.setModel(self._model)
        self.setItemDelegate(PlanTreeDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(language.translate("Plan and scenarios"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.selectionModel().currentChanged.connect(self._select_in_store)
        self._model.modelReset.connect(self._show_selection)
        store.selection_changed.connect(self._show_selection)
        self._show_selection()

    def rename_selected(self) -> None:
        """Let the user type another name for the selected row."""
        self.setFocus()
        self.edit(self.currentIndex())

    def _select_in_store(self, *_: object) -> None:
        if self.currentIndex().isValid():
            self._store.select(self._model.id_at(self.currentIndex()))

    def _show_selection(self, *_: object) -> None:
        row = self._model.row_of(self._store.selection)
        if self.currentIndex().row() != row:
            self.setCurrentIndex(self._model.index(row))

    def _show_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.setCurrentIndex(index)
        menu = self._scenario_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def sizeHint(self) -> QSize:
        """Wide enough for a name and a cost."""
        return QSize(264, 400)
