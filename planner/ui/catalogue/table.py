"""The records of one kind as a table that sorts by numbers and dates, not by their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from planner.catalog.figures import age_of
from planner.catalog.records import Record
from planner.catalog.rows import shape_of
from planner.plan.language import Language
from planner.ui.catalogue.record_words import (
    COLUMNS,
    age_name,
    evidence_name,
    field_title,
    unit_text,
    value_text,
)

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RECORD = Qt.ItemDataRole.UserRole


class RecordTable(QAbstractTableModel):
    """Records of one kind: name, what matters of the kind, evidence, date, age."""

    def __init__(self, language: Language, today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._today = today
        self.kind = "models"
        self.records: list[Record] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def show_records(self, kind: str, records: Sequence[Record]) -> None:
        """Show other records; the order stays when the kind does."""
        self.beginResetModel()
        if kind != self.kind:
            self._sorted_by = None
        self.kind, self.records = kind, list(records)
        self._order()
        self.endResetModel()

    def fields(self) -> tuple[str, ...]:
        """Return the fields between the name and the source."""
        return COLUMNS[self.kind]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of records."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.fields()) + 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading, with its unit."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._is_number(section) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        _ = self._language.translate
        fields = self.fields()
        if section == 0:
            return _("Name")
        if section <= len(fields):
            shape = shape_of(self.kind)[fields[section - 1]]
            unit = unit_text(shape.unit, self._language)
            title = field_title(shape, self._language)
            return f"{title} ({unit})" if unit else title
        return (_("Evidence"), _("Date"), _("Age"))[section - len(fields) - 1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        record, column = self.records[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(record, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_number(column):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and record.private and column == 0:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return record.id
        return record if role == RECORD else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what a source does not give comes last."""
        self._sorted_by = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self.records[index.row()] for index in before]
        self._order()
        places = {id(record): row for row, record in enumerate(self.records)}
        for index, record in zip(before, held, strict=True):
            self.changePersistentIndex(index, self.index(places[id(record)], index.column()))
        self.layoutChanged.emit()

    def _order(self) -> None:
        if self._sorted_by is None:
            return
        column, order = self._sorted_by
        falling = order is Qt.SortOrder.DescendingOrder
        given = [record for record in self.records if self._key(record, column) is not None]
        absent = [record for record in self.records if self._key(record, column) is None]
        given.sort(key=lambda record: self._key(record, column), reverse=falling)
        self.records = [*given, *absent]

    def _key(self, record: Record, column: int) -> Any:
        fields = self.fields()
        if column == 0:
            return record.name.casefold()
        if column <= len(fields):
            value = getattr(record, fields[column - 1])
            return value.casefold() if isinstance(value, str) else value
        known = record.provenance
        ages = ["fresh", "ageing", "stale"]
        keys = (known.evidence.value, known.date, ages.index(age_of(record, self._today).value))
        return keys[column - len(fields) - 1]

    def _text(self, record: Record, column: int) -> str:
        fields = self.fields()
        if column == 0:
            return record.name
        if column <= len(fields):
            name = fields[column - 1]
            return value_text(shape_of(self.kind)[name], getattr(record, name), self._language)
        return (
            evidence_name(record, self._language),
            f"{record.provenance.date:%Y-%m-%d}",
            age_name(record, self._today, self._language),
        )[column - len(fields) - 1]

    def _is_number(self, column: int) -> bool:
        fields = self.fields()
        if not 1 <= column <= len(fields):
            return False
        shape = shape_of(self.kind)[fields[column - 1]]
        return float in shape.types or int in shape.types
