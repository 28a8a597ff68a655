"""Which prices a bill rests on, and how much is paid at each: what makes the workbook recompute.

Every money figure of a scenario is moved by itself; the change of each part in each month over the change of the price
is the quantity that is paid at that price. A figure that does not act in proportion (a free credit that runs out) is
found by moving it further; its money stays as a fixed amount, and the bill says whose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.analysis.charts.marks import Floats
from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence, Provenance
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.composites import varied_outcome
from planner.cost.leaves import Leaf
from planner.cost.outcome import Outcome
from planner.cost.results import PlanResult
from planner.plan.amounts import Range
from planner.plan.plan import Plan, Scenario

Key = tuple[str, str]
"""Scenario id and part of the bill."""

PriceId = tuple[str, ...]

MOVES = np.array([1.25, 0.5, 2.0])
"""What a price is multiplied by: its quantity is read from the first, and must hold down to half and up to double."""

TOLERANCE = 1e-7
"""Relative error up to which a figure counts as proportional."""


@dataclass(frozen=True, slots=True)
class Price:
    """A money figure: its value in US dollars per unit, and where that comes from.

    `path` is its plan field, if it has one; a field may stand for several figures (short and long prompts).
    """

    id: PriceId
    path: tuple[str, ...]
    scenario: str
    label: str
    value: float
    unit: str
    evidence: Evidence
    source: Provenance | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """A result as prices times quantities: `quantities[key][price]` by month, and `fixed`, what no price explains.

    `unmoved` names the scenarios that pay a price, but not in proportion: their money at it is among the fixed.
    """

    prices: tuple[Price, ...] = ()
    quantities: Mapping[Key, Mapping[PriceId, Floats]] = field(default_factory=dict)
    fixed: Mapping[Key, Floats] = field(default_factory=dict)
    unmoved: Mapping[PriceId, tuple[str, ...]] = field(default_factory=dict)

    def amount(self, key: Key, prices: Mapping[PriceId, float]) -> Floats:
        """Return what a part of a scenario costs by month at other prices, in USD."""
        total = self.fixed[key].copy()
        for identity, quantity in self.quantities.get(key, {}).items():
            total += prices[identity] * quantity
        return total


def bill_without_prices(result: PlanResult) -> Bill:
    """Return a bill of fixed amounts only, for a result whose catalogue is not at hand."""
    return Bill(fixed=_flows(result))


def bill(plan: Plan, catalogue: Catalogue, result: PlanResult) -> Bill:
    """Return the result as prices times quantities."""
    fixed = _flows(result)
    quantities: dict[Key, dict[PriceId, Floats]] = {}
    prices: dict[PriceId, Price] = {}
    unmoved: dict[PriceId, tuple[str, ...]] = {}
    for scenario in plan.scenarios:
        for price, paid in _paid_at(plan, scenario, catalogue):
            if paid is None:
                prices.setdefault(price.id, price)
                unmoved[price.id] = (*unmoved.get(price.id, ()), scenario.id)
                continue
            for part, quantity in paid.items():
                key = scenario.id, part
                if key in fixed and np.any(quantity):
                    prices.setdefault(price.id, price)
                    quantities.setdefault(key, {})[price.id] = quantity
                    fixed[key] = fixed[key] - price.value * quantity
    for key, flow in _flows(result).items():
        # Where every dollar has a price, only rounding is left.
        fixed[key] = np.where(np.abs(fixed[key]) < 1e-9 * float(np.abs(flow).max()), 0.0, fixed[key])
    return Bill(tuple(prices.values()), quantities, fixed, unmoved)


def _flows(result: PlanResult) -> dict[Key, Floats]:
    return {
        (scenario.id, part): np.asarray(flow, dtype=np.float64)
        for scenario in result.scenarios
        for part, flow in scenario.cash_flow.items()
    }


def _paid_at(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[tuple[Price, dict[str, Floats] | None]]:
    """Return every price of a scenario with the quantities by part and month; None where they are not in proportion."""
    found: dict[PriceId, Price] = {}
    try:
        before = varied_outcome(plan, scenario, catalogue, lambda leaves: _noted(scenario, leaves, found))
    except Infeasible:
        return []
    order = [price for price in found.values() if price.value]
    if not order:
        return []
    rows = {price.id: place * len(MOVES) for place, price in enumerate(order)}
    moved = varied_outcome(plan, scenario, catalogue, lambda leaves: _moved(scenario, leaves, rows))
    start = {part: _months(before, part) for part in before.parts}
    after = {part: _months(moved, part) for part in moved.parts}
    paid: list[tuple[Price, dict[str, Floats] | None]] = []
    for price in order:
        row = rows[price.id]
        quantities = {}
        for part, flow in start.items():
            changes = after[part][row : row + len(MOVES)] - flow[0]
            quantity = changes[0] / (price.value * (MOVES[0] - 1.0))
            scale = max(float(np.abs(flow).max()), float(np.abs(changes).max()), 1e-12)
            in_proportion = quantity * price.value * (MOVES[:, None] - 1.0)
            if np.abs(in_proportion - changes).max() > TOLERANCE * scale:
                paid.append((price, None))
                break
            quantities[part] = np.where(np.abs(quantity * price.value) < 1e-11 * scale, 0.0, quantity)
        else:
            paid.append((price, quantities))
    return paid


def _identity(scenario: Scenario, leaf: Leaf, leaves: Mapping[str, Leaf]) -> PriceId:
    """Return what a price is told by: its field, unless the field stands for figures of different size."""
    if not leaf.path:
        return (scenario.id, leaf.record, leaf.name)
    same_field = {_value(other) for other in leaves.values() if other.path == leaf.path}
    return leaf.path if len(same_field) == 1 else (*leaf.path, leaf.name)


def _is_price(leaf: Leaf) -> bool:
    return leaf.unit.startswith("USD") and leaf.working is None and isinstance(leaf.amount, (int, float, Range))


def _value(leaf: Leaf) -> float:
    return float(leaf.value)


def _noted(scenario: Scenario, leaves: Mapping[str, Leaf], found: dict[PriceId, Price]) -> dict[str, Any]:
    """Note every price among the leaves of a host, and change none."""
    for leaf in leaves.values():
        if _is_price(leaf):
            identity = _identity(scenario, leaf, leaves)
            owner = leaf.path[1] if leaf.path[:1] == ("scenarios",) else scenario.id
            source = leaf.provenance
            evidence = leaf.evidence if source is None else source.evidence
            price = Price(identity, leaf.path, owner, leaf.label, _value(leaf), leaf.unit, evidence, source)
            found.setdefault(identity, price)
    return {}


def _moved(scenario: Scenario, leaves: Mapping[str, Leaf], rows: Mapping[PriceId, int]) -> dict[str, Any]:
    """Return the leaves of a host as columns in which each price is moved in rows of its own."""
    columns = {}
    for name, leaf in leaves.items():
        row = rows.get(_identity(scenario, leaf, leaves)) if _is_price(leaf) else None
        if row is not None:
            column = np.full((len(rows) * len(MOVES), 1), _value(leaf))
            column[row : row + len(MOVES), 0] *= MOVES
            columns[name] = column
    return columns


def _months(outcome: Outcome, part: str) -> Floats:
    """Return the money of a part as (variants, months) in the money that the plan counts in."""
    flow = np.asarray(outcome.flow(part) / outcome.values["price_level"], dtype=np.float64)
    shape = np.shape(outcome.values["cost_flow"])
    return np.atleast_2d(np.broadcast_to(flow, np.broadcast_shapes(shape, flow.shape)))
