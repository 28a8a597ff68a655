"""The figures that a scenario rests on: every input with its value, evidence class, date and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from planner.analysis.charts.words import Words
from planner.plan.amounts import Range
from planner.plan.language import Language
from planner.ui.forms.source_chip import EVIDENCE_WORDS
from planner.ui.store import Store
from planner.ui.text import paragraph

if TYPE_CHECKING:  # the cost model is not needed for the first paint
    from planner.cost.leaves import Leaf

PAUSE_MS = 150
STRETCH, CONTENTS = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents
EVIDENCE_COLUMN = 2
RANK = Qt.ItemDataRole.UserRole + 1
"""Where a row keeps how well its figure is founded, for sorting in any language."""
RANKS = {evidence: rank for rank, evidence in enumerate(EVIDENCE_WORDS)}


class FigureRow(QTreeWidgetItem):
    """A row that sorts by how well its figure is founded, not by the word for it."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        """Compare two rows by the column that the list is sorted by."""
        tree = self.treeWidget()
        if tree is not None and tree.sortColumn() == EVIDENCE_COLUMN:
            return bool(self.data(EVIDENCE_COLUMN, RANK) < other.data(EVIDENCE_COLUMN, RANK))
        return super().__lt__(other)


class DataTab(QWidget):
    """The catalogue figures and assumptions behind the selected scenario."""

    field_asked = Signal(object)
    """(Path): the user wants to see the field behind a figure."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        _ = language.translate
        self._empty = paragraph(_("Select a scenario to see the figures it rests on."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list = QTreeWidget()
        self._list.setAccessibleName(_("Data used"))
        self._list.setHeaderLabels([_("Figure"), _("Value"), _("Evidence"), _("Source")])
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setSortingEnabled(True)
        self._list.sortByColumn(EVIDENCE_COLUMN, Qt.SortOrder.AscendingOrder)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self._list.header()
        header.setStretchLastSection(False)
        for column, mode in enumerate((STRETCH, CONTENTS, CONTENTS, STRETCH)):
            header.setSectionResizeMode(column, mode)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty)
        layout.addWidget(self._list)
        self._list.itemActivated.connect(self._follow)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        store.results_ready.connect(self._refresh_soon)
        store.selection_changed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_ignored: object) -> None:
        """Show the inputs of the selected scenario, of the baseline while the plan is selected."""
        if not self.isVisible():
            return
        baseline = self._store.plan.baseline_scenario
        scenario_id = self._store.selection or (baseline.id if baseline is not None else "")
        leaves = self._store.inputs(scenario_id) if scenario_id else {}
        self._list.setVisible(bool(leaves))
        self._empty.setVisible(not leaves)
        from planner.analysis.input_fields import written

        words = Words.of(self._language, self._store.plan)
        self._list.setSortingEnabled(False)
        self._list.clear()
        for path, leaf in leaves.items():
            if isinstance(leaf.amount, Range) or (
                isinstance(leaf.amount, (int, float)) and not isinstance(leaf.amount, bool)
            ):
                value = written(self._store.plan, leaf, words)
            elif isinstance(leaf.amount, str):
                value = leaf.amount
            else:
                continue
            row = self._row(leaf, value)
            row.setData(0, Qt.ItemDataRole.UserRole, path)
            self._list.addTopLevelItem(row)
        self._list.setSortingEnabled(True)

    def _row(self, leaf: Leaf, value: str) -> FigureRow:
        _, known = self._language.translate, leaf.provenance
        evidence = leaf.evidence if known is None else known.evidence
        founded, title, address = _(EVIDENCE_WORDS[evidence]), _("this plan"), ""
        if known is not None:
            founded, title, address = f"{founded} · {known.date:%Y-%m}", known.title, known.address
        row = FigureRow([_(leaf.label), value, founded, title])
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setData(EVIDENCE_COLUMN, RANK, RANKS[evidence])
        row.setToolTip(0, row.text(0))
        row.setToolTip(3, address)
        return row

    def _refresh_soon(self, *_ignored: object) -> None:
        if self.isVisible():
            self._pause.start()

    def showEvent(self, event: object) -> None:
        """Catch up with what came while nobody looked."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def _follow(self, item: QTreeWidgetItem) -> None:
        self.field_asked.emit(item.data(0, Qt.ItemDataRole.UserRole))
