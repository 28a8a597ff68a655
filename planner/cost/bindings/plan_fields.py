"""Leaves that are plan fields as they stand: one row a leaf, with the unit that the formulas count in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import BaseModel

from planner.cost.leaves import Leaf, Leaves
from planner.plan.amounts import Range
from planner.plan.edits import value_at
from planner.plan.fields import Path, Ui, fields_of
from planner.plan.plan import Plan, Scenario

Row = tuple[str, str, str]
"""Name of a leaf, its field in the plan or scenario, its unit."""
Rows = tuple[Row, ...]

PLAN_FIELDS: Rows = (
    ("growth", "workload.volume.growth", "1"),
    ("pilot_months", "workload.volume.pilot_months", "month"),
    ("pilot_share", "workload.volume.pilot_share", "1"),
    ("users", "workload.volume.users", "user"),
    ("system_tokens", "workload.lengths.system", "token/request"),
    ("context_tokens", "workload.lengths.context", "token/request"),
    ("question_tokens", "workload.lengths.question", "token/request"),
    ("answer_tokens", "workload.lengths.answer", "token/request"),
    ("reasoning_tokens", "workload.lengths.reasoning", "token/request"),
    ("length_spread", "workload.lengths.spread", "1"),
    ("turns", "workload.lengths.turns", "1"),
    ("burstiness", "workload.timing.burstiness", "1"),
    ("horizon", "money.horizon", "month"),
    ("discount_rate", "money.discount_rate", "1"),
    ("api_price_trend", "money.api_price_trend", "1"),
    ("rental_price_trend", "money.rental_price_trend", "1"),
    ("wage_trend", "money.wage_trend", "1"),
    ("energy_trend", "money.energy_trend", "1"),
    ("value_per_success", "value.value_per_success", "USD/request"),
    ("value_per_user", "value.value_per_user", "USD/user/month"),
    ("adoption_months", "value.adoption_months", "month"),
)
SCENARIO_FIELDS: Rows = (
    ("engineers", "operations.engineers", "FTE"),
    ("engineer_cost", "operations.engineer_cost", "USD/FTE/year"),
    ("operators", "operations.operators", "FTE"),
    ("operator_cost", "operations.operator_cost", "USD/FTE/year"),
    ("data_staff", "operations.data_staff", "FTE"),
    ("data_staff_cost", "operations.data_staff_cost", "USD/FTE/year"),
    ("on_call", "operations.on_call", "USD/month"),
    ("support_per_year", "operations.support_per_year", "USD/year"),
    ("contract_change", "operations.contract_change", "1"),
    ("licence_per_year", "operations.licence_per_year", "USD/year"),
    ("licence_per_user", "operations.licence_per_user", "USD/user/month"),
    ("revenue_share", "operations.revenue_share", "1"),
    ("integration", "operations.integration", "USD"),
    ("switching_cost", "switching_cost", "USD"),
    ("success_rate", "success.rate", "1"),
    ("retries", "success.retries", "1"),
    ("reviewed", "success.reviewed", "1"),
    ("review_price", "success.review_price", "USD/request"),
)
OVERHEAD_NAMES = (
    "engineers",
    "engineer_cost",
    "operators",
    "operator_cost",
    "data_staff",
    "data_staff_cost",
    "on_call",
    "support_per_year",
    "contract_change",
    "licence_per_year",
    "licence_per_user",
    "revenue_share",
    "integration",
    "switching_cost",
)
OVERHEAD_FIELDS = tuple(row for row in SCENARIO_FIELDS if row[0] in OVERHEAD_NAMES)
"""What a scenario that is made of others pays beside them."""
API_FIELDS = (("free_credit", "hosting.api.credits", "USD"),)
PROVISIONED_FIELDS = (
    ("provisioned_units", "hosting.api.provisioned_units", "1"),
    ("provisioned_price", "hosting.api.provisioned_price", "USD/hour"),
    ("provisioned_throughput", "hosting.api.provisioned_throughput", "token/second"),
)
SERVING_FIELDS = (
    ("spare_servers", "hosting.serving.spare_servers", "server"),
    ("licence_per_accelerator", "operations.licence_per_accelerator", "USD/accelerator/year"),
)
SPECULATIVE_FIELDS = (
    ("speculative_loss", "levers.speculative_loss", "1"),
    ("speculative_gain", "levers.speculative_gain", "1"),
)
RENTED_FIELDS = (
    ("minimum_servers", "hosting.rented.minimum_servers", "server"),
    ("storage_price", "hosting.rented.storage", "USD/month"),
)
OWNED_FIELDS = (
    ("minimum_servers", "hosting.owned.minimum_servers", "server"),
    ("scarcity_premium", "hosting.owned.scarcity_premium", "1"),
    ("network_share", "hosting.owned.network_and_installation", "1"),
    ("residual", "hosting.owned.residual", "1"),
    ("financed_share", "hosting.owned.financed_share", "1"),
    ("interest", "hosting.owned.interest", "1"),
    ("loan_months", "hosting.owned.loan_months", "month"),
    ("idle_share", "hosting.owned.idle_power", "1"),
    ("support_share", "hosting.owned.support", "1/year"),
)
TUNING_FIELDS = (
    ("labour_hours", "tuning.labour_hours", "hour"),
    ("labour_rate", "tuning.labour_rate", "USD/hour"),
    ("evaluation", "tuning.evaluation", "USD"),
    ("retunes_per_year", "tuning.retunes_per_year", "1/year"),
    ("retune_share", "tuning.retune_share", "1"),
    ("adapters", "tuning.adapters", "1"),
)
TRAINING_FIELDS = (
    ("examples", "tuning.examples", "example"),
    ("example_tokens", "tuning.example_tokens", "token/example"),
    ("example_price", "tuning.example_price", "USD/example"),
    ("synthetic_share", "tuning.synthetic_share", "1"),
    ("synthetic_price", "tuning.synthetic_price", "USD/example"),
    ("data_bought", "tuning.data_bought", "USD"),
    ("epochs", "tuning.epochs", "1"),
    ("runs", "tuning.runs", "1"),
)


class Fields(Leaves):
    """Leaves that are fields of a plan or scenario as they stand, their amounts read in one go."""

    __slots__ = ("_notes", "_root", "_rows")

    def __init__(self, root: Plan | Scenario, rows: Rows, notes: Mapping[str, str]) -> None:
        names, _, read = _described(type(root), rows)
        amounts = zip(names, read(root), strict=True)
        super().__init__({name: amount.likely if type(amount) is Range else amount for name, amount in amounts})
        self._root, self._rows, self._notes = root, rows, notes

    def _make(self) -> dict[str, Leaf]:
        return {leaf.name: leaf for leaf in field_leaves(self._root, self._rows, self._notes)}


def leaves_of(scenario: Scenario, given: Sequence[Leaf | Row], notes: Mapping[str, str]) -> Leaves:
    """Return the leaves of a scenario: fields that are leaves as they stand, by their rows, and all others."""
    rows, others = [], []
    for each in given:
        if isinstance(each, Leaf):
            others.append(each)
        else:
            rows.append(each)
    made = Leaves.of(others)
    return _Listed(given, Fields(scenario, tuple(rows), notes), made) if rows else made


class _Listed(Leaves):
    """Fields and other leaves in the order in which they are listed."""

    __slots__ = ("_fields", "_given")

    def __init__(self, given: Sequence[Leaf | Row], fields: Fields, made: Leaves) -> None:
        super().__init__(fields.likely | made.likely)
        self._given = given
        self._fields = fields

    def _make(self) -> dict[str, Leaf]:
        leaves = (each if isinstance(each, Leaf) else self._fields[each[0]] for each in self._given)
        return {leaf.name: leaf for leaf in leaves}


def field_leaf(root: Plan | Scenario, name: str, dotted: str, unit: str, notes: Mapping[str, str]) -> Leaf:
    """Return the leaf of one plan field; a note in the plan becomes the leaf's note."""
    return field_leaves(root, ((name, dotted, unit),), notes)[0]


def field_leaves(root: Plan | Scenario, rows: Rows, notes: Mapping[str, str]) -> list[Leaf]:
    """Return the leaves of several plan fields, where each is told apart from the others."""
    _, described, read = _described(type(root), rows)
    start: Path = () if isinstance(root, Plan) else ("scenarios", root.id)
    leaves = [
        Leaf(name, amount, unit, label, start + steps, most=most, least=least)
        for (name, unit, label, steps, most, least), amount in zip(described, read(root), strict=True)
    ]
    if notes:
        return [leaf._replace(note=notes.get(".".join(leaf.path), "")) for leaf in leaves]
    return leaves


class _Described(NamedTuple):
    """What every plan's leaf of a field has in common: what it is called, where the field stands, its bounds."""

    name: str
    unit: str
    label: str
    steps: Path
    most: float
    least: float


_Names = tuple[str, ...]
_Read = Callable[[Any], tuple[Any, ...]]


@cache
def _described(root: type[BaseModel], rows: Rows) -> tuple[_Names, tuple[_Described, ...], _Read]:
    """Return the names and descriptions of fields, and what reads their amounts out of a plan or scenario."""
    names, paths = tuple(name for name, _, _ in rows), [dotted for _, dotted, _ in rows]
    read = attrgetter(*paths)
    described = tuple(_description(root, *row) for row in rows)
    # With one name alone the getter gives the bare amount.
    return names, described, read if len(paths) > 1 else lambda part: (read(part),)


def _description(root: type[BaseModel], name: str, dotted: str, unit: str) -> _Described:
    steps: Path = tuple(dotted.split("."))
    part: Any = root
    for step in steps[:-1]:
        part = part.model_fields[step].annotation
    ui = next(spec.ui for spec in fields_of(part) if spec.name == steps[-1])
    most = math.inf if ui.maximum is None else ui.maximum
    least = -math.inf if ui.minimum is None else ui.minimum
    return _Described(name, unit, ui.label, steps, most, least)


def ui_of(root: BaseModel, steps: Path) -> Ui:
    """Return the description of the field at a path."""
    part: BaseModel = value_at(root, steps[:-1])
    for spec in fields_of(part.__class__):
        if spec.name == steps[-1]:
            return spec.ui
    raise KeyError(steps)
