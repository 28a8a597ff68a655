"""Previous versions of the open plan: restore one as an undoable edit, or give the present one a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.plan.language import Language
from planner.plan.wording import PlannerError
from planner.storage.history import History, Version
from planner.storage.plan_file import PlanFile
from planner.ui.dialogs.frame import Frame
from planner.ui.prompts import Prompts
from planner.ui.text import paragraph


class VersionsDialog(Frame):
    """Lists the kept versions, newest first."""

    restored = Signal(object)
    """(PlanFile): the user wants this version back."""

    def __init__(
        self,
        history: History,
        document: Callable[[], dict[str, object]],
        prompts: Prompts,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        _ = language.translate
        super().__init__(
            _("Previous versions"), _("Kept hourly for a day and daily for a month. Restoring can be undone."), parent
        )
        self._history = history
        self._document = document
        self._prompts = prompts
        self._language = language
        self.listed = QTreeWidget()
        self.listed.setAccessibleName(_("Previous versions"))
        self.listed.setHeaderLabels([_("Saved"), _("Name")])
        self.listed.setRootIsDecorated(False)
        self.listed.setFrameShape(QFrame.Shape.NoFrame)
        self.listed.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.outcome = paragraph()
        self.body.addWidget(self.listed)
        self.body.addWidget(self.outcome)
        self.name_button = self.add_button(_("Name the present one…"))
        self.name_button.clicked.connect(self._name)
        self.restore_button = self.add_button(_("Restore"), is_primary=True)
        self.restore_button.clicked.connect(self._restore)
        self.widen(64, 30)
        self.refresh()

    def refresh(self) -> None:
        """List the kept versions."""
        self.listed.clear()
        for version in self._history.versions():
            item = QTreeWidgetItem(
                self.listed, [version.saved_at.astimezone().strftime("%Y-%m-%d %H:%M:%S"), version.name]
            )
            item.setData(0, Qt.ItemDataRole.UserRole, version)
        empty = self.listed.topLevelItemCount() == 0
        self.outcome.setText(self._language.translate("No earlier version is kept yet.") if empty else "")
        self.restore_button.setEnabled(not empty)
        if not empty:
            self.listed.setCurrentIndex(self.listed.model().index(0, 0))

    def _restore(self) -> None:
        chosen = self.listed.selectedItems()
        if not chosen:
            return
        version: Version = chosen[0].data(0, Qt.ItemDataRole.UserRole)
        try:
            file: PlanFile = self._history.read(version)
        except PlannerError as error:
            self.outcome.setText(error.message.text(self._language.translate))
            return
        self.restored.emit(file)
        self.accept()

    def _name(self) -> None:
        _ = self._language.translate
        name = self._prompts.text(_("Name this version"), _("Name"), "")
        if name:
            self._history.name_version(self._document(), name)
            self.refresh()
