"""The table of the catalogue browser: how it looks, and which of its records are selected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from planner.catalog.records import Record
from planner.plan.language import Language
from planner.ui.catalogue.table import RecordTable

WIDEST_NAME, WIDEST_FIGURE = 210, 120
"""Pixels of a column at the most, until somebody drags it."""


class RecordView(QTableView):
    """Records of one kind, a row each, of which several may be selected."""

    def __init__(self, language: Language, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RecordTable(language, today, self)
        self.setModel(self.table)
        self.setAccessibleName(language.translate("Records"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(True)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)

    @property
    def selected(self) -> list[Record]:
        """The selected records, in the order of the table."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.table.records[row] for row in rows]

    def show_records(self, kind: str, records: Sequence[Record]) -> None:
        """Show other records; the selection stays where it can, else the first one is selected."""
        before = [record.id for record in self.selected]
        self.table.show_records(kind, records)
        self._fit_columns()
        self.select(*before)
        if not self.selected and records:
            # Not selectRow(): it heeds the keys that are still held from the shortcut, and selects nothing.
            self.select(self.table.records[0].id)

    def select(self, *ids: str) -> None:
        """Select the records of these ids, and show the last of them."""
        wanted = set(ids)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        if wanted:
            self.selectionModel().clearSelection()
        for row, record in enumerate(self.table.records):
            if record.id in wanted:
                self.selectionModel().select(self.table.index(row, 0), flags)
                self.scrollTo(self.table.index(row, 0))

    def _fit_columns(self) -> None:
        self.resizeColumnsToContents()
        for column in range(self.table.columnCount()):
            widest = WIDEST_FIGURE if column else WIDEST_NAME
            if self.columnWidth(column) > widest:
                self.setColumnWidth(column, widest)
