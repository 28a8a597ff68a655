"""The table twin of a chart: every figure that it draws, in full."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from planner.analysis.charts.marks import Table
from planner.analysis.charts.words import Words
from planner.plan.language import ENGLISH

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class TwinModel(QAbstractTableModel):
    """A chart's table for Qt's view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = Table()
        self._words = Words(ENGLISH)
        self._decimals: list[int] = []

    def show_table(self, table: Table, words: Words) -> None:
        """Show another table."""
        self.beginResetModel()
        self._table, self._words = table, words
        self._decimals = [
            words.column_decimals(row[place] for row in table.rows if isinstance(row[place], float | int))  # type: ignore[misc]
            for place in range(len(table.columns))
        ]
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._table.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words or its alignment."""
        if not index.isValid():
            return None
        cell = self._table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(cell, float | int):
                return self._words.exact(cell, self._decimals[index.column()])
            return cell or ""
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(cell, str):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading with its unit, or where it stands: over numbers at the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            has_numbers = any(isinstance(row[section], float | int) for row in self._table.rows)
            side = Qt.AlignmentFlag.AlignRight if has_numbers else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._table.columns[section]
        return f"{column.label} ({column.unit})" if column.unit else column.label


class TwinView(QTableView):
    """Shows a chart's table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.twin = TwinModel(self)
        self.setModel(self.twin)
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)

    def show_table(self, table: Table, words: Words) -> None:
        """Show another table, columns as wide as their words."""
        self.twin.show_table(table, words)
        self.resizeColumnsToContents()
