"""The rows of the plan tree: the plan itself, then its scenarios, each with its subtitle and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from planner.analysis.amount_text import money
from planner.analysis.charts.words import Words
from planner.plan.fields import Path
from planner.plan.language import Language
from planner.plan.plan import Plan, Scenario
from planner.plan.tuning import TUNING_KINDS
from planner.ui.catalogue_names import model_name
from planner.ui.store import Store

Index = QModelIndex | QPersistentModelIndex
MIME_TYPE = "application/x-llm-cost-planner-scenario"
_TUNINGS = dict(TUNING_KINDS)


class Role(IntEnum):
    """What a row says beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """All of it: a `Row`."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, in the reader's language; kept between edits, since a paint asks for all of it."""

    id: str
    name: str
    subtitle: str
    cost: str = ""
    difference: str = ""
    colour: int = 0
    shown: bool = True
    is_baseline: bool = False
    is_feasible: bool = True

    @property
    def description(self) -> str:
        """All of it in one line, for tools that read aloud."""
        return ", ".join(part for part in (self.name, self.subtitle, self.cost, self.difference) if part)


class PlanTreeModel(QAbstractListModel):
    """Row 0 is the plan, the others are its scenarios. Reads the store, turns edits of a row into edits of the plan."""

    def __init__(self, store: Store, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        self._plan = store.plan
        self._rows = self._composed()
        store.changed.connect(self._take_plan)
        store.results_ready.connect(self._refresh)
        store.evaluation_failed.connect(self._refresh)

    def row_of(self, identity: str) -> int:
        """Return the row of a scenario, or of the plan for ''."""
        return next((number for number, row in enumerate(self._rows) if row.id == identity), 0)

    def id_at(self, index: Index) -> str:
        """Return the scenario id of a row, '' for the plan."""
        return self._rows[index.row()].id if index.isValid() else ""

    def _take_plan(self, plan: Plan, _path: Path) -> None:
        before, self._plan = self._plan, plan
        if [scenario.id for scenario in plan.scenarios] != [scenario.id for scenario in before.scenarios]:
            self.beginResetModel()
            self._rows = self._composed()
            self.endResetModel()
        # The costs follow with the results; until then only what the plan itself says can have changed.
        elif (plan.scenarios, plan.name, plan.baseline) != (before.scenarios, before.name, before.baseline):
            self._refresh()

    def _refresh(self, *_: object) -> None:
        """Show what changed: a drag of one price must not paint every row."""
        before, self._rows = self._rows, self._composed()
        pairs = enumerate(zip(before, self._rows, strict=True))
        if changed := [number for number, (old, new) in pairs if old != new]:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _composed(self) -> tuple[Row, ...]:
        _ = self._language.translate
        words = Words.of(self._language, self._plan)
        totals = self._totals()
        baseline = self._plan.baseline_scenario
        reference = totals.get(baseline.id) if baseline is not None else None
        rows = [Row("", self._plan.name or _("Untitled plan"), _("Workload, money and horizon"))]
        for scenario in self._plan.scenarios:
            is_baseline = baseline is not None and baseline.id == scenario.id
            total = totals.get(scenario.id)
            rows.append(
                Row(
                    scenario.id,
                    scenario.name,
                    self._subtitle(scenario),
                    self._cost(total, words),
                    _("baseline") if is_baseline and total is not None else self._difference(total, reference, words),
                    scenario.colour,
                    scenario.shown,
                    is_baseline,
                    total is not None or self._store.result is None,
                )
            )
        return tuple(rows)

    def _totals(self) -> dict[str, float]:
        """Return the total of each scenario that answers the question."""
        result = self._store.result
        feasible = result.feasible if result is not None else ()
        return {each.id: each.total_cost for each in feasible if each.total_cost is not None}

    def _subtitle(self, scenario: Scenario) -> str:
        _ = self._language.translate
        kinds = {
            "api": _("API"),
            "rented": _("rented"),
            "owned": _("owned"),
            "hybrid": _("hybrid"),
            "routed": _("routed"),
        }
        parts = [kinds[scenario.hosting.kind]]
        if scenario.hosting.kind not in ("hybrid", "routed"):
            parts.append(model_name(self._store.catalogue, scenario.model.model))
        if scenario.tuning.kind != "none":
            parts.append(_(_TUNINGS[scenario.tuning.kind]))
        return " · ".join(parts)

    def _cost(self, total: float | None, words: Words) -> str:
        if total is None:
            return "" if self._store.result is None else "—"
        return words.short_money(words.amount(total), 4) if total >= 1e6 else money(total, words)

    def _difference(self, total: float | None, reference: float | None, words: Words) -> str:
        """Say how much more or less than the baseline a scenario costs."""
        _ = self._language.translate
        if total is None:
            return "" if self._store.result is None else _("not feasible")
        if not reference:
            return ""
        change = total / reference - 1.0
        if change > 9.0:
            return _("{factor}×").format(factor=words.exact(total / reference, 0))
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        return _("{sign}{percent} %").format(sign=sign, percent=words.exact(abs(change) * 100.0, 0))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: ARG002 - a list has no children
        """Return the number of rows."""
        return len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row says in a role."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.EditRole:
            return row.name
        if role == Qt.ItemDataRole.CheckStateRole and row.id:
            return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.description if row.id else self._language.translate("Plan: {name}").format(name=row.name)
        if role == Qt.ItemDataRole.ToolTipRole and row.id:
            return row.description
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a row or show a scenario: an undoable edit."""
        identity = self.id_at(index)
        if role == Qt.ItemDataRole.EditRole:
            if identity:
                self._store.rename_scenario(identity, str(value))
            else:
                self._store.edit(("name",), str(value).strip())
            return True
        if role == Qt.ItemDataRole.CheckStateRole and identity:
            self._store.show_scenario(identity, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what can be done with a row."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable
        if not self._store.is_read_only:
            flags |= flag.ItemIsEditable
            if index.row() > 0:
                flags |= flag.ItemIsUserCheckable | flag.ItemIsDragEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Only moving."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only our own rows can be dropped."""
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged scenario's id."""
        data = QMimeData()
        data.setData(MIME_TYPE, self.id_at(indexes[0]).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:  # noqa: ARG002
        """Move the dragged scenario before the row it was dropped on."""
        identity = bytes(data.data(MIME_TYPE).data()).decode()
        if not identity:
            return False
        old = self.row_of(identity) - 1
        target = (row if row >= 0 else parent.row() if parent.isValid() else self.rowCount()) - 1
        self._store.move_scenario(identity, target - 1 if target > old else max(0, target))
        # The model has moved the row itself; Qt must not remove the old one.
        return False
