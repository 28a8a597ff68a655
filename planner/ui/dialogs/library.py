"""The library: every plan with its answer; search, open, duplicate, rename, delete to the bin, restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from planner.plan.language import Language
from planner.plan.wording import P_, PlannerError
from planner.storage.bin import Bin, BinEntry
from planner.storage.library import Library, LibraryEntry
from planner.ui.dialogs.frame import Frame
from planner.ui.prompts import Prompts, plan_file_to_save, plan_kinds
from planner.ui.search_list import plain
from planner.ui.text import paragraph, say

ENTRY = Qt.ItemDataRole.UserRole


class LibraryDialog(Frame):
    """Lists the user's plans, newest first."""

    opened = Signal(object)
    """(Path): the user wants to open this plan."""

    def __init__(
        self,
        library: Library,
        deleted: Bin,
        prompts: Prompts,
        language: Language,
        open_now: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        _ = language.translate
        super().__init__(
            _("Plan library"), _("Your plans are saved as you work. Deleted ones wait in the bin."), parent
        )
        self._library, self._bin = library, deleted
        self._prompts = prompts
        self._language = language
        self._open_now = open_now
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search names and answers"))
        self.search.setAccessibleName(_("Search names and answers"))
        self.search.setClearButtonEnabled(True)
        self.shows_bin = QCheckBox(_("Show the bin"))
        self.listed = _list_of_plans(_("Plans"))
        self.empty = paragraph()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.listed)
        self._pages.addWidget(self.empty)
        self.outcome = paragraph()
        self.import_button = QPushButton(_("Import…"))
        self.import_button.setAutoDefault(False)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.import_button)
        self.body.addLayout(top)
        for widget in (self._pages, self.shows_bin, self.outcome):
            self.body.addWidget(widget)
        self.duplicate_button = self.add_button(_("Duplicate"))
        self.rename_button = self.add_button(_("Rename…"))
        self.export_button = self.add_button(_("Export…"))
        self.delete_button = self.add_button(_("Delete"))
        self.empty_button = self.add_button(_("Empty the bin…"))
        self.restore_button = self.add_button(_("Restore"))
        self.open_button = self.add_button(_("Open"), is_primary=True)
        self._connect()
        self.widen(96, 40)
        self.refresh()

    def _connect(self) -> None:
        self.import_button.clicked.connect(self._import)
        self.duplicate_button.clicked.connect(self._duplicate)
        self.rename_button.clicked.connect(self._rename)
        self.export_button.clicked.connect(self._export)
        self.delete_button.clicked.connect(self._delete)
        self.empty_button.clicked.connect(self._empty)
        self.restore_button.clicked.connect(self._restore)
        self.open_button.clicked.connect(self._open)
        self.listed.itemDoubleClicked.connect(self._open)
        self.listed.currentItemChanged.connect(self._update_buttons)
        self.search.textChanged.connect(self.refresh)
        self.shows_bin.toggled.connect(self.refresh)

    def refresh(self, *_ignored: object) -> None:
        """List what matches the search."""
        self.listed.clear()
        _ = self._language.translate
        in_bin = self.shows_bin.isChecked()
        self.listed.setHeaderLabels(
            [_("Plan"), "" if in_bin else _("Answer"), _("Deleted") if in_bin else _("Last change")]
        )
        if in_bin:
            sought = plain(self.search.text())
            for gone in (one for one in self._bin.entries() if sought in plain(one.name)):
                self._add(gone, gone.name, "", self._language.minute(gone.deleted_at))
        else:
            for entry in self._library.entries(self.search.text()):
                answer = entry.problem.text(_) if entry.problem is not None else entry.answer
                item = self._add(entry, entry.name, answer, self._language.minute(entry.modified))
                item.setToolTip(1, answer)
                if entry.thumbnail is not None:
                    item.setIcon(0, _picture(entry.thumbnail))
        say(self.outcome, "")
        empty = self.listed.topLevelItemCount() == 0
        self._pages.setCurrentWidget(self.empty if empty else self.listed)
        if empty:
            self.empty.setText(self._why_empty())
        else:
            self.listed.setCurrentIndex(self.listed.model().index(0, 0))
        self._update_buttons()

    def _why_empty(self) -> str:
        _ = self._language.translate
        if self.search.text().strip():
            return _("Nothing found. Try fewer words.")
        if self.shows_bin.isChecked():
            return _("The bin is empty.")
        return _(
            "No plan here yet. An example or a template becomes yours with your first edit, and is then kept here."
        )

    def _add(self, entry: object, *texts: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.listed, list(texts))
        item.setData(0, ENTRY, entry)
        return item

    def _chosen(self) -> LibraryEntry | BinEntry | None:
        chosen: list[LibraryEntry | BinEntry] = [item.data(0, ENTRY) for item in self.listed.selectedItems()]
        return chosen[0] if chosen else None

    def _path(self) -> Path | None:
        chosen = self._chosen()
        return chosen.path if isinstance(chosen, LibraryEntry) else None

    def _update_buttons(self, *_ignored: object) -> None:
        path = self._path()
        in_bin = isinstance(self._chosen(), BinEntry)
        is_open = path is not None and path == self._open_now
        self.open_button.setEnabled(path is not None)
        self.duplicate_button.setEnabled(path is not None)
        self.export_button.setEnabled(path is not None)
        self.rename_button.setEnabled(path is not None and not is_open)
        why = self._language.translate("This plan is open. Open another one first.") if is_open else ""
        self.rename_button.setToolTip(why)
        self.delete_button.setToolTip(why)
        self.delete_button.setEnabled(path is not None and not is_open)
        of_plans = (self.duplicate_button, self.rename_button, self.export_button, self.delete_button)
        for button in of_plans:
            button.setVisible(not self.shows_bin.isChecked())
        self.empty_button.setVisible(self.shows_bin.isChecked())
        self.empty_button.setEnabled(self.listed.topLevelItemCount() > 0)
        self.restore_button.setVisible(self.shows_bin.isChecked())
        self.restore_button.setEnabled(in_bin)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PlannerError as error:
            say(self.outcome, error.message.text(self._language.translate), "error")
        else:
            self.refresh()

    def _open(self, *_ignored: object) -> None:
        path = self._path()
        if path is not None:
            self.opened.emit(path)
            self.accept()

    def _duplicate(self) -> None:
        path = self._path()
        item = self.listed.currentItem()
        if path is not None and item is not None:
            name = self._language.translate("{name} (copy)").format(name=item.text(0))
            self._try(lambda: self._library.duplicate(path, name))

    def _rename(self) -> None:
        path = self._path()
        item = self.listed.currentItem()
        if path is None or item is None:
            return
        _ = self._language.translate
        name = self._prompts.text(_("Rename"), _("Name"), item.text(0))
        if name:
            self._try(lambda: self._library.rename(path, name))

    def _import(self) -> None:
        _ = self._language.translate
        source = self._prompts.file_to_open(_("Import a plan"), plan_kinds(_))
        if source is not None:
            self._try(lambda: self._library.import_file(source))

    def _export(self) -> None:
        _ = self._language.translate
        path, item = self._path(), self.listed.currentItem()
        if path is None or item is None:
            return
        target = plan_file_to_save(self._prompts, _, _("Export the plan"), item.text(0))
        if target is None:
            return
        try:
            self._library.export_file(path, target, overwrite=True)  # the user has been asked
        except PlannerError as error:
            say(self.outcome, error.message.text(_), "error")
        else:
            say(self.outcome, _("Saved {path}.").format(path=target))

    def _delete(self) -> None:
        path = self._path()
        if path is not None:
            self._try(lambda: self._bin.put(path))

    def _empty(self) -> None:
        _ = self._language.translate
        forms = P_(
            "Delete {count} plan for good? It cannot be undone.",
            "Delete {count} plans for good? It cannot be undone.",
        )
        question = _.counted(forms, len(self._bin.entries()))
        if self._prompts.agrees(_("Empty the bin"), question, _("Delete for good")):
            self._try(self._bin.empty)

    def _restore(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, BinEntry):
            self._try(lambda: self._bin.restore(chosen))


def _list_of_plans(name: str) -> QTreeWidget:
    listed = QTreeWidget()
    listed.setAccessibleName(name)
    listed.setColumnCount(3)
    listed.setRootIsDecorated(False)
    listed.setFrameShape(QFrame.Shape.NoFrame)
    listed.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    listed.setIconSize(QSize(96, 60))
    header = listed.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
    return listed


def _picture(path: Path) -> QIcon:
    """Return a picture that a selected row does not tint."""
    picture = QPixmap(str(path))
    shown = QIcon(picture)
    shown.addPixmap(picture, QIcon.Mode.Selected)
    return shown
