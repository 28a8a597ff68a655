"""Records of one kind side by side: a row a figure, a column a record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from planner.catalog.records import Record
from planner.catalog.rows import kind_of, shape_of
from planner.plan.language import Language
from planner.ui.catalogue.record_words import FigureText, evidence_name, field_title, figures_of_record
from planner.ui.dialogs.frame import Frame

MOST_COMPARED = 6


def compared(records: Sequence[Record], language: Language) -> list[list[str]]:
    """Return a row for each figure that any of the records has: its title with unit, then each record's value."""
    kind = kind_of(records[0])
    figures = [{each.field: each for each in figures_of_record(record, language)} for record in records]
    rows = []
    for name, shape in shape_of(kind).items():
        known = [each[name] for each in figures if name in each]
        if known:
            units = {each.unit for each in known}
            unit = units.pop() if len(units) == 1 else ""
            title = field_title(shape, language)
            rows.append([f"{title} ({unit})" if unit else title, *(_value(each, name, bool(unit)) for each in figures)])
    _ = language.translate
    rows.append([_("Evidence"), *(evidence_name(record, language) for record in records)])
    rows.append([_("Date"), *(f"{record.provenance.date:%Y-%m-%d}" for record in records)])
    rows.append([_("Source"), *(record.provenance.title for record in records)])
    return rows


def _value(figures: dict[str, FigureText], name: str, unit_is_in_title: bool) -> str:
    figure = figures.get(name)
    if figure is None:
        return "–"
    return figure.value if unit_is_in_title or not figure.unit else f"{figure.value} {figure.unit}"


class ComparisonDialog(Frame):
    """Shows the records; where they differ the row stands out; copies the table."""

    def __init__(self, records: Sequence[Record], language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        super().__init__(_("Compare"), _("Rows in which the records differ are set in bold."), parent)
        self._heads = [record.name for record in records]
        self._rows = compared(records, language)
        self.table = QTableWidget(len(self._rows), len(records) + 1)
        self.table.setAccessibleName(_("Compare"))
        self.table.setHorizontalHeaderLabels([_("Figure"), *self._heads])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        for row, texts in enumerate(self._rows):
            differs = len(set(texts[1:])) > 1
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if differs:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.body.addWidget(self.table, 1)
        self.add_button(_("Copy")).clicked.connect(self.copy)
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.widen(60 + 24 * len(records), 36)

    def copy(self) -> None:
        """Copy the table, tab-separated."""
        lines = [["", *self._heads], *self._rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
