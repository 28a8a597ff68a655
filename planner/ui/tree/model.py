"""The rows of the plan tree: the plan itself, then its scenarios, each with its subtitle and cost."""

from __future__ import annotations

from collections.abc import Sequence
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

    ID = Qt.ItemDataRole.UserRole + 1
    SUBTITLE = Qt.ItemDataRole.UserRole + 2
    COST = Qt.ItemDataRole.UserRole + 3
    DIFFERENCE = Qt.ItemDataRole.UserRole + 4
    COLOUR = Qt.ItemDataRole.UserRole + 5
    IS_BASELINE = Qt.ItemDataRole.UserRole + 6
    IS_FEASIBLE = Qt.ItemDataRole.UserRole + 7


class PlanTreeModel(QAbstractListModel):
    """Row 0 is the plan, the others are its scenarios. Reads the store, turns edits of a row into edits of the plan."""

    def __init__(self, store: Store, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        self._plan = store.plan
        store.changed.connect(self._take_plan)
        store.results_ready.connect(self._refresh)
        store.evaluation_failed.connect(self._refresh)

    def row_of(self, identity: str) -> int:
        """Return the row of a scenario, or of the plan for ''."""
        ids = [scenario.id for scenario in self._plan.scenarios]
        return ids.index(identity) + 1 if identity in ids else 0

    def id_at(self, index: Index) -> str:
        """Return the scenario id of a row, '' for the plan."""
        return self._plan.scenarios[index.row() - 1].id if index.isValid() and index.row() > 0 else ""

    def _take_plan(self, plan: Plan, _path: Path) -> None:
        same_rows = [s.id for s in plan.scenarios] == [s.id for s in self._plan.scenarios]
        if same_rows:
            # The costs follow with the results; until then only what the plan itself says can have changed.
            says_more = (plan.scenarios, plan.name, plan.baseline) != (
                self._plan.scenarios,
                self._plan.name,
                self._plan.baseline,
            )
            self._plan = plan
            if says_more:
                self._refresh()
        else:
            self.beginResetModel()
            self._plan = plan
            self.endResetModel()

    def _refresh(self, *_: object) -> None:
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def _of_plan(self, role: int) -> Any:
        _ = self._language.translate
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._plan.name or _("Untitled plan")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("Plan: {name}").format(name=self._plan.name)
        if role == Role.ID:
            return ""
        if role == Role.SUBTITLE:
            return _("Workload, money and horizon")
        return None

    def _of_scenario(self, scenario: Scenario, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return scenario.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if scenario.shown else Qt.CheckState.Unchecked
        if role == Role.ID:
            return scenario.id
        if role == Role.COLOUR:
            return scenario.colour
        if role == Role.SUBTITLE:
            return self._subtitle(scenario)
        if role == Role.COST:
            return self._cost(scenario)
        if role == Role.DIFFERENCE:
            return self._difference(scenario)
        if role == Role.IS_BASELINE:
            baseline = self._plan.baseline_scenario
            return baseline is not None and baseline.id == scenario.id
        if role == Role.IS_FEASIBLE:
            return self._total(scenario.id) is not None or self._store.result is None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._description(scenario)
        return None

    @property
    def _words(self) -> Words:
        return Words.of(self._language, self._plan)

    def _total(self, identity: str) -> float | None:
        result = self._store.result
        if result is None:
            return None
        for scenario in result.scenarios:
            if scenario.id == identity:
                return scenario.total_cost if scenario.feasible else None
        return None

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

    def _cost(self, scenario: Scenario) -> str:
        total = self._total(scenario.id)
        if total is None:
            return "" if self._store.result is None else "—"
        return self._words.short_money(self._words.amount(total), 4) if total >= 1e6 else money(total, self._words)

    def _difference(self, scenario: Scenario) -> str:
        """Say how much more or less than the baseline a scenario costs."""
        _ = self._language.translate
        baseline = self._plan.baseline_scenario
        total = self._total(scenario.id)
        if self._store.result is not None and total is None:
            return _("not feasible")
        if baseline is None or total is None:
            return ""
        if baseline.id == scenario.id:
            return _("baseline")
        reference = self._total(baseline.id)
        if not reference:
            return ""
        change = total / reference - 1.0
        if change > 9.0:
            return _("{factor}×").format(factor=self._words.exact(total / reference, 0))
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        return _("{sign}{percent} %").format(sign=sign, percent=self._words.exact(abs(change) * 100.0, 0))

    def _description(self, scenario: Scenario) -> str:
        parts = [scenario.name, self._subtitle(scenario), self._cost(scenario), self._difference(scenario)]
        return ", ".join(part for part in parts if part)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: ARG002 - a list has no children
        """Return the number of rows."""
        return len(self._plan.scenarios) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row says in a role."""
        if not index.isValid() or index.row() > len(self._plan.scenarios):
            return None
        if index.row() == 0:
            return self._of_plan(role)
        return self._of_scenario(self._plan.scenarios[index.row() - 1], role)

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
