"""The catalogue browser: kinds at the left, a searched table, the record in full at the right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from planner.analysis.charts.words import Words
from planner.catalog.browsing import search
from planner.catalog.catalogue import Catalogue
from planner.catalog.figures import Age, age_of
from planner.catalog.records import KINDS, Record
from planner.catalog.rows import kind_of
from planner.plan.language import Language
from planner.plan.wording import N_, P_, Message, PlannerError
from planner.ui.catalogue.comparison import MOST_COMPARED, ComparisonDialog
from planner.ui.catalogue.detail import RecordDetail
from planner.ui.catalogue.own_dialogs import ModelImportDialog, OwnRecordDialog
from planner.ui.catalogue.own_form import FORM_KINDS, kind_of_form
from planner.ui.catalogue.own_records import OwnRecords
from planner.ui.catalogue.record_words import AGE_NAMES, KIND_NAMES
from planner.ui.catalogue.table import RecordTable
from planner.ui.catalogue.use_in_plan import can_be_used, with_record
from planner.ui.prompts import Prompts
from planner.ui.store import Store
from planner.ui.text import paragraph, say

PAUSE_MS = 120
HAS_HISTORY = ("api-prices", "rental-offers", "purchase-offers", "site-figures")
WIDEST_COLUMN, WIDEST_FIGURE = 210, 120


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
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search names, makers, places"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.ages = QComboBox()
        self.ages.setAccessibleName(_("Age"))
        self.ages.addItem(_("Any age"), "")
        for age in Age:
            self.ages.addItem(_(AGE_NAMES[age]), age.value)
        self.only_own = QCheckBox(_("Only yours"))
        self.only_disputed = QCheckBox(_("Sources differ"))
        self.table = QTableView()
        self.model = RecordTable(language, today, self)
        self.detail = RecordDetail(language, today)
        self.outcome = paragraph()
        self._buttons = {name: QPushButton(_(text)) for name, text in BUTTONS}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._compose()
        self._connect()
        self._list_kinds()
        self.kinds.setCurrentRow(0)
        self.search.setFocus()

    @property
    def kind(self) -> str:
        """The kind of records on show."""
        item = self.kinds.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else "models"

    @property
    def selected(self) -> list[Record]:
        """The selected records, in the order of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.records[row] for row in rows]

    def button(self, name: str) -> QPushButton:
        """Return a button: use, compare, history, copy, new, edit, delete, more."""
        return self._buttons[name]

    def show_kind(self, kind: str) -> None:
        """Show the records of a kind."""
        self.kinds.setCurrentRow(list(KINDS).index(kind))

    def show_record(self, record: Record) -> None:
        """Show a record among those of its kind."""
        self.search.clear()
        self.ages.setCurrentIndex(0)
        self.only_own.setChecked(False)
        self.only_disputed.setChecked(False)
        self.show_kind(kind_of(record))
        self.refresh()
        self._select(record.id)

    def refresh(self, *_ignored: object) -> None:
        """List what passes the search and the filters; the selection stays where it can."""
        before = [record.id for record in self.selected]
        self._pause.stop()
        text, age = self.search.text(), str(self.ages.currentData())
        catalogue = self._catalogue()
        found = search(catalogue, text, self.kind) if text.strip() else list(catalogue.records(self.kind))
        kept = [
            record
            for record in found
            if (not self.only_own.isChecked() or record.private)
            and (not self.only_disputed.isChecked() or record.disagreement)
            and (not age or age_of(record, self._today).value == age)
        ]
        self.model.show_records(self.kind, kept)
        self._fit_columns()
        self._select(*before)
        if not self.selected and kept:
            # Not selectRow(): it heeds the keys that are still held from the shortcut, and selects nothing.
            self._select(self.model.records[0].id)
        if not kept:
            say(self.outcome, _empty_text(self.kind, self._language))
            self._show_selection()
        else:
            say(self.outcome, self._language.translate.counted(P_("{count} record", "{count} records"), len(kept)))

    def _search_soon(self, _text: str) -> None:
        self._pause.start()

    def _catalogue(self) -> Catalogue:
        return self._store.evaluator.catalogue

    def _compose(self) -> None:
        _ = self._language.translate
        self.ensurePolished()  # only then is the font the one that is shown
        letter = self.fontMetrics().averageCharWidth()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Records"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.7))
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        filters = QHBoxLayout()
        filters.setSpacing(12)
        filters.addWidget(self.ages)
        filters.addWidget(self.only_own)
        filters.addWidget(self.only_disputed)
        filters.addStretch(1)
        middle = _panel()
        column = QVBoxLayout(middle)
        column.setContentsMargins(12, 12, 12, 8)
        column.addWidget(self.search)
        column.addLayout(filters)
        column.addWidget(self.table, 1)
        column.addWidget(self.outcome)
        side = _panel()
        right = QVBoxLayout(side)
        right.setContentsMargins(16, 12, 16, 12)
        right.addWidget(self.detail)
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setHandleWidth(1)
        columns.setChildrenCollapsible(False)
        for widget in (self.kinds, middle, side):
            columns.addWidget(widget)
        columns.setSizes([letter * 27, letter * 70, letter * 60])
        columns.setStretchFactor(1, 1)
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
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(columns, 1)
        outer.addLayout(foot)
        above = self.parentWidget()
        room = above.window().size() if above is not None else self.screen().availableSize()
        self.resize(min(letter * 156, room.width() - 40), min(self.fontMetrics().height() * 42, room.height() - 80))

    def _connect(self) -> None:
        self.kinds.currentRowChanged.connect(self.refresh)
        self.search.textChanged.connect(self._search_soon)
        self.search.returnPressed.connect(self.refresh)
        self.ages.currentIndexChanged.connect(self.refresh)
        self.only_own.toggled.connect(self.refresh)
        self.only_disputed.toggled.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(self._show_selection)
        self.table.doubleClicked.connect(self._use)
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

    def _fit_columns(self) -> None:
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            widest = WIDEST_COLUMN if column == 0 else WIDEST_FIGURE
            if self.table.columnWidth(column) > widest:
                self.table.setColumnWidth(column, widest)

    def _select(self, *ids: str) -> None:
        wanted = set(ids)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        selection = self.table.selectionModel()
        if wanted:
            selection.clearSelection()
        for row, record in enumerate(self.model.records):
            if record.id in wanted:
                selection.select(self.model.index(row, 0), flags)
                self.table.scrollTo(self.model.index(row, 0))

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
