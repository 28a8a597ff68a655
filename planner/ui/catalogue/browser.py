"""The catalogue browser: kinds at the left, a searched table, the record in full at the right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.catalog.records import KINDS, Record
from planner.catalog.rows import kind_of
from planner.plan.language import Language
from planner.plan.wording import N_, P_, Message, PlannerError
from planner.ui.catalogue.comparison import MOST_COMPARED, ComparisonDialog
from planner.ui.catalogue.detail import RecordDetail
from planner.ui.catalogue.filters import RecordFilters
from planner.ui.catalogue.own_dialogs import ModelImportDialog, OwnRecordDialog
from planner.ui.catalogue.own_form import FORM_KINDS, kind_of_form
from planner.ui.catalogue.own_records import OwnRecords
from planner.ui.catalogue.record_view import RecordView
from planner.ui.catalogue.record_words import KIND_NAMES
from planner.ui.catalogue.use_in_plan import can_be_used, with_record
from planner.ui.prompts import Prompts
from planner.ui.store import Store
from planner.ui.text import paragraph, say

HAS_HISTORY = ("api-prices", "rental-offers", "purchase-offers", "site-figures")


class CatalogueBrowser(QDialog):
    """Search, filter, sort, compare, follow a price, take a record into the plan, keep own records."""

    used = Signal(object)
    """(Record): it was put into the plan."""

    def __init__(
        self,
        store: Store,
        own: OwnRecords,
        prompts: Prompts,
        language: Language,
        today: dt.date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._own, self._prompts = store, own, prompts
        self._language, self._today = language, today
        _ = language.translate
        self.setWindowTitle(_("Catalogue"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(_("Kinds of records"))
        self.kinds.setFrameShape(QFrame.Shape.NoFrame)
        self.filters = RecordFilters(language, today)
        self.view = RecordView(language, today)
        self.detail = RecordDetail(language, today)
        self.outcome = paragraph()
        self._buttons = {name: QPushButton(_(text)) for name, text in BUTTONS}
        self._compose()
        self._connect()
        self._list_kinds()
        self.kinds.setCurrentRow(0)
        self.filters.text.setFocus()

    @property
    def kind(self) -> str:
        """The kind of records on show."""
        item = self.kinds.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else "models"

    @property
    def selected(self) -> list[Record]:
        """The selected records, in the order of the table."""
        return self.view.selected

    def button(self, name: str) -> QPushButton:
        """Return a button: use, compare, history, copy, new, edit, delete, more."""
        return self._buttons[name]

    def show_kind(self, kind: str) -> None:
        """Show the records of a kind."""
        self.kinds.setCurrentRow(list(KINDS).index(kind))

    def show_record(self, record: Record) -> None:
        """Show a record among those of its kind."""
        self.filters.clear()
        self.show_kind(kind_of(record))
        self.refresh()
        self.view.select(record.id)

    def refresh(self, *_ignored: object) -> None:
        """List what passes the search and the filters; the selection stays where it can."""
        found = self.filters.passing(self._catalogue(), self.kind)
        self.view.show_records(self.kind, found)
        if found:
            say(self.outcome, self._language.translate.counted(P_("{count} record", "{count} records"), len(found)))
        else:
            say(self.outcome, _empty_text(self.kind, self._language))
            self._show_selection()

    def _catalogue(self) -> Catalogue:
        return self._store.evaluator.catalogue

    def _compose(self) -> None:
        self.ensurePolished()  # only then is the font the one that is shown
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.view.verticalHeader().setDefaultSectionSize(round(line * 1.7))
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setHandleWidth(1)
        columns.setChildrenCollapsible(False)
        for widget in (self.kinds, self._middle(), self._side()):
            columns.addWidget(widget)
        columns.setSizes([letter * 27, letter * 70, letter * 60])
        columns.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(columns, 1)
        outer.addLayout(self._foot())
        above = self.parentWidget()
        room = above.window().size() if above is not None else self.screen().availableSize()
        self.resize(min(letter * 156, room.width() - 40), min(line * 42, room.height() - 80))

    def _middle(self) -> QFrame:
        middle = _panel()
        column = QVBoxLayout(middle)
        column.setContentsMargins(12, 12, 12, 8)
        column.addWidget(self.filters)
        column.addWidget(self.view, 1)
        column.addWidget(self.outcome)
        return middle

    def _side(self) -> QFrame:
        side = _panel()
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self.detail)
        return side

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        for name in ("new", "edit", "delete", "more"):
            foot.addWidget(self._buttons[name])
        foot.addStretch(1)
        for name in ("copy", "history", "compare", "use", "close"):
            foot.addWidget(self._buttons[name])
        for button in self._buttons.values():
            button.setAutoDefault(False)
        self._buttons["use"].setProperty("role", "primary")
        return foot

    def _connect(self) -> None:
        self.kinds.currentRowChanged.connect(self.refresh)
        self.filters.changed.connect(self.refresh)
        self.view.selectionModel().selectionChanged.connect(self._show_selection)
        self.view.doubleClicked.connect(self._use)
        self._store.selection_changed.connect(self._show_selection)
        self._own.changed.connect(self._take_change)
        does = {
            "use": self._use,
            "compare": self._compare,
            "history": self._history,
            "copy": self.detail.copy,
            "edit": self._edit,
            "delete": self._delete,
            "close": self.accept,
        }
        for name, call in does.items():
            self._buttons[name].clicked.connect(call)
        self._buttons["new"].setMenu(self._menu_of_new())
        self._buttons["more"].setMenu(self._menu_of_files())

    def _menu_of_new(self) -> QMenu:
        _ = self._language.translate
        menu = QMenu(self)
        for kind, name in FORM_KINDS.items():
            menu.addAction(_(name), lambda kind=kind: self.open_form(kind))
        menu.addSeparator()
        menu.addAction(_("Model from config.json…"), self.import_config)
        return menu

    def _menu_of_files(self) -> QMenu:
        _ = self._language.translate
        menu = QMenu(self)
        menu.addAction(_("Export your records…"), self._export)
        menu.addAction(_("Import records…"), self._import)
        return menu

    def _list_kinds(self) -> None:
        current = self.kinds.currentRow()
        blocked = QSignalBlocker(self.kinds)
        self.kinds.clear()
        words = Words(self._language)
        for kind, count in self._catalogue().counts().items():
            item = QListWidgetItem(f"{self._language.translate(KIND_NAMES[kind])}  {words.exact(count, 0)}")
            item.setData(Qt.ItemDataRole.UserRole, kind)
            self.kinds.addItem(item)
        self.kinds.setCurrentRow(current)
        blocked.unblock()

    def _current(self) -> Record | None:
        chosen = self.selected
        return chosen[0] if chosen else None

    def _show_selection(self, *_ignored: object) -> None:
        chosen = self.selected
        record = chosen[0] if len(chosen) == 1 else None
        self.detail.show_record(record or (chosen[0] if chosen else None))
        writable = not self._store.is_read_only
        usable = record is not None and can_be_used(record, self._store.plan, self._store.selection, self._catalogue())
        self._buttons["use"].setEnabled(usable and writable)
        self._buttons["use"].setToolTip(self._place_of_use())
        self._buttons["compare"].setEnabled(2 <= len(chosen) <= MOST_COMPARED)
        self._buttons["history"].setEnabled(record is not None and self.kind in HAS_HISTORY)
        self._buttons["copy"].setEnabled(bool(chosen))
        self._buttons["edit"].setEnabled(record is not None and bool(kind_of_form(record)))
        self._buttons["delete"].setEnabled(bool(chosen) and all(each.private for each in chosen))

    def _place_of_use(self) -> str:
        _ = self._language.translate
        if not self._store.selection:
            return _("Select a scenario in the plan first.")
        name = self._store.plan.scenario(self._store.selection).name
        return _("Put it into the scenario “{name}”.").format(name=name)

    def _use(self, *_ignored: QModelIndex) -> None:
        record = self._current()
        if record is None or not self._buttons["use"].isEnabled():
            return
        try:
            after = with_record(self._store.plan, self._store.selection, record, self._catalogue())
        except PlannerError as error:
            self._complain(error)
            return
        self._store.replace(after, Message(N_("Use “{record}”"), {"record": record.name}))
        say(
            self.outcome,
            self._language.translate("“{record}” is in the plan. Ctrl+Z takes it out.").format(record=record.name),
        )
        self.used.emit(record)

    def _compare(self) -> None:
        ComparisonDialog(self.selected, self._language, self).open()

    def _history(self) -> None:
        from planner.ui.catalogue.history import HistoryDialog

        record = self._current()
        if record is not None:
            HistoryDialog(self._catalogue(), record, self._today, self._language, self).open()

    def open_form(self, kind: str, start: Record | None = None) -> OwnRecordDialog:
        """Open the form of a kind, empty or on a record."""
        dialog = OwnRecordDialog(kind, self._catalogue(), self._keep, self._language, self._today, start, self)
        dialog.open()
        return dialog

    def import_config(self) -> None:
        """Ask for a config.json and open the import of its model."""
        _ = self._language.translate
        path = self._prompts.file_to_open(_("Configuration of a model"), f"{_('Configuration')} (*.json)")
        if path is None:
            return
        try:
            ModelImportDialog(path, self._keep, self._language, self._today, self).open()
        except PlannerError as error:
            self._complain(error)

    def _keep(self, record: Record) -> None:
        self._own.put(record)
        self.show_record(record)

    def _edit(self) -> None:
        record = self._current()
        if record is not None:
            self.open_form(kind_of_form(record), record)

    def _delete(self) -> None:
        _ = self._language.translate
        names = ", ".join(record.name for record in self.selected)
        if self._prompts.agrees(_("Delete your record"), _("Delete “{names}”?").format(names=names), _("Delete")):
            self._try(lambda: self._own.remove(*(record.id for record in self.selected)))

    def _export(self) -> None:
        _ = self._language.translate
        path = self._prompts.file_to_save(_("Export your records"), f"{_('Records')} (*.json)", "own-records.json")
        if path is not None and self._try(lambda: self._own.export_to(Path(path))):
            say(self.outcome, _("Saved {path}").format(path=path))

    def _import(self) -> None:
        _ = self._language.translate
        path = self._prompts.file_to_open(_("Import records"), f"{_('Records')} (*.json)")
        if path is not None and self._try(lambda: self._own.import_from(path)):
            say(self.outcome, _("Imported from {path}").format(path=path))

    def _try(self, act: object) -> bool:
        try:
            if callable(act):
                act()
        except PlannerError as error:
            self._complain(error)
            return False
        return True

    def _take_change(self) -> None:
        self._list_kinds()
        self.refresh()

    def _complain(self, error: PlannerError) -> None:
        say(self.outcome, error.message.text(self._language.translate), "error")


def _panel() -> QFrame:
    panel = QFrame()
    panel.setProperty("role", "surface")
    return panel


def _empty_text(kind: str, language: Language) -> str:
    if kind == "measurements":
        return language.translate("No measurement of yours yet. Enter some in Plan ▸ Your measurements.")
    return language.translate("Nothing passes the search and the filters.")


BUTTONS = (
    ("new", N_("New")),
    ("edit", N_("Own version…")),
    ("delete", N_("Delete")),
    ("more", N_("File")),
    ("copy", N_("Copy")),
    ("history", N_("History…")),
    ("compare", N_("Compare…")),
    ("use", N_("Use in plan")),
    ("close", N_("Close")),
)
