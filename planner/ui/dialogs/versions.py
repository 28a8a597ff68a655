"""Previous versions of the open plan: compare one with the plan on screen, restore it as an undoable edit, name one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QTabWidget, QTreeWidget, QTreeWidgetItem, QWidget

from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import PlannerError
from planner.storage.documents import opened_plan
from planner.storage.history import History, Version
from planner.storage.plan_file import PlanFile
from planner.ui.dialogs.comparison import DifferenceTable
from planner.ui.dialogs.cost_differences import CostDifferences
from planner.ui.dialogs.frame import Frame
from planner.ui.differences import differences
from planner.ui.prompts import Prompts
from planner.ui.store import Store
from planner.ui.text import paragraph, say

VERSION = Qt.ItemDataRole.UserRole
LIST_LETTERS = 27


class VersionsDialog(Frame):
    """Lists the kept versions, newest first, and what differs between the chosen one and the plan on screen."""

    restored = Signal(object)
    """(PlanFile): the user wants this version back."""

    def __init__(
        self,
        history: History,
        store: Store,
        document: Callable[[], dict[str, object]],
        prompts: Prompts,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        _ = language.translate
        super().__init__(
            _("Previous versions"),
            _("Kept hourly for a day, daily for a month, and under a name for good. Restoring can be undone."),
            parent,
        )
        self._history, self._store = history, store
        self._document = document
        self._prompts, self._language = prompts, language
        self._chosen: tuple[Version, PlanFile] | None = None
        self.listed = QTreeWidget()
        self.listed.setAccessibleName(_("Previous versions"))
        self.listed.setHeaderLabels([_("Saved"), _("Name")])
        self.listed.setRootIsDecorated(False)
        self.listed.setFrameShape(QFrame.Shape.NoFrame)
        self.listed.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.listed.setMinimumWidth(self.fontMetrics().averageCharWidth() * LIST_LETTERS)
        self.listed.ensurePolished()  # rows are measured in the style, not before it
        self.table = DifferenceTable(language, _("This version"))
        self.costs = CostDifferences(store, language, _("This version"))
        self.compared = QTabWidget()
        self.compared.setAccessibleName(_("Differences from the plan on screen"))
        self.compared.addTab(self.table, _("Fields"))
        self.compared.addTab(self.costs, _("Total cost"))
        beside = QHBoxLayout()
        beside.setSpacing(16)
        beside.addWidget(self.listed, 1)
        beside.addWidget(self.compared, 3)
        self.outcome = paragraph()
        self.body.addLayout(beside, 1)
        self.body.addWidget(self.outcome)
        self.name_button = self.add_button(_("Name the present one…"))
        self.delete_button = self.add_button(_("Delete"))
        self.restore_button = self.add_button(_("Restore"), is_primary=True)
        self.name_button.clicked.connect(self._name)
        self.delete_button.clicked.connect(self._delete)
        self.restore_button.clicked.connect(self._restore)
        self.listed.currentItemChanged.connect(self._compare)
        self.widen(120, 36)
        self.refresh()

    def refresh(self) -> None:
        """List the kept versions and compare the newest."""
        self.listed.clear()
        for version in self._history.versions():
            item = QTreeWidgetItem(self.listed, [self._language.minute(version.saved_at), version.name])
            item.setToolTip(1, version.name)
            item.setData(0, VERSION, version)
        self.listed.setCurrentIndex(self.listed.model().index(0, 0))
        self._compare()

    def _compare(self, *_ignored: object) -> None:
        """Show what differs between the chosen version and the plan on screen."""
        _ = self._language.translate
        self._chosen = None
        self.table.clear()
        self.costs.clear()
        version = self._version()
        if version is None:
            say(self.outcome, _("No earlier version is kept yet."))
        else:
            try:
                file = self._history.read(version)
                self._show(opened_plan(file).plan)
            except PlannerError as error:
                say(self.outcome, error.message.text(_), "error")
            else:
                self._chosen = version, file
        self.restore_button.setEnabled(self._chosen is not None and not self._store.is_read_only)
        self.delete_button.setEnabled(version is not None)

    def _version(self) -> Version | None:
        chosen: list[Version] = [item.data(0, VERSION) for item in self.listed.selectedItems()]
        return chosen[0] if chosen else None

    def _show(self, theirs: Plan) -> None:
        _ = self._language.translate
        mine = self._store.plan
        theirs = theirs.model_copy(update={"id": mine.id})
        found = differences(mine, theirs, self._store, self._language)
        self.table.show_differences(found)
        self.costs.show_costs(mine, theirs)
        self.compared.setTabText(0, _("Fields ({count})").format(count=len(found)))
        say(self.outcome, "" if found else _("This version is the same as the plan on screen."))

    def _restore(self) -> None:
        if self._chosen is not None:
            self.restored.emit(self._chosen[1])
            self.accept()

    def _name(self) -> None:
        _ = self._language.translate
        name = self._prompts.text(_("Name this version"), _("Name"), "")
        if name:
            self._try(lambda: self._history.name_version(self._document(), name))

    def _delete(self) -> None:
        _ = self._language.translate
        version = self._version()
        if version is None:
            return
        question = _("Delete the version of {time} for good?").format(time=self._language.minute(version.saved_at))
        if self._prompts.agrees(_("Delete"), question, _("Delete")):
            self._try(lambda: self._history.delete(version))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PlannerError as error:
            say(self.outcome, error.message.text(self._language.translate), "error")
        else:
            self.refresh()
