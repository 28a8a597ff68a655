"""Scenarios side by side: what several outcomes come to at the best guesses, in one run, a row an outcome.

The formulas of key figures ask no flow who hosts the model. So the flows of all scenarios of a plan are stacked as
(outcomes, months), and each key figure is worked out once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost import key_figures, pilot, returns
from planner.cost.bindings.traffic import plan_over_months
from planner.cost.composition import is_valued, starts_with_a_pilot
from planner.cost.graph import Graph, formulas_of, with_its_leaves
from planner.cost.joining import FIGURES_OF, FOOTPRINT, JOINED, SOMEWHERE
from planner.cost.outcome import Outcome
from planner.plan.plan import Plan

FLOWS = (*JOINED, *FOOTPRINT, *SOMEWHERE, "nominal_cost_flow")
"""Flows by month that key figures are worked out from."""

Floats = NDArray[np.float64]


class Row(NamedTuple):
    """What an outcome comes to, in the money that the plan counts in."""

    figures: Mapping[str, float]
    breakdown: Mapping[str, float]  # total by part of the bill, without those that cost nothing
    cash_flow: Mapping[str, Floats]  # by month, of the same parts
    cumulative: Floats  # paid until the end of each month


def rows_of(plan: Plan, catalogue: Catalogue, outcomes: Sequence[Outcome]) -> list[Row]:
    """Return what outcomes of a plan come to, in their order. A flow that an outcome lacks counts as nothing."""
    if not outcomes:
        return []
    given = plan_over_months(plan, plan.scenarios[0], catalogue).likely
    graph, horizon = _graph(starts_with_a_pilot(plan), is_valued(plan)), int(plan.money.horizon) + 1
    found = graph.run(given | dict(zip(FLOWS, _flows(outcomes, horizon), strict=True)), "side by side")
    names = _figures_in(graph)
    columns = [found[name].ravel().tolist() for name in names]
    bill = _bill(outcomes, found["price_level"], horizon)
    cumulative = np.add.accumulate(found["cost_flow"], axis=1)
    rows = []
    for outcome, figures, so_far in zip(outcomes, zip(*columns, strict=True), cumulative, strict=True):
        paid = [(part, *next(bill)) for part in outcome.parts]
        breakdown = {part: total for part, total, _, is_paid in paid if is_paid}
        cash_flow = {part: flow for part, _, flow, is_paid in paid if is_paid}
        rows.append(Row(dict(zip(names, figures, strict=True)), breakdown, cash_flow, so_far))
    return rows


def _flows(outcomes: Sequence[Outcome], horizon: int) -> Floats:
    """Return the flows that key figures rest on: (flows, outcomes, months)."""
    flows = np.zeros((len(FLOWS), len(outcomes), horizon))
    for row, outcome in enumerate(outcomes):
        places, names = _flows_in(outcome.graph)
        for place, flow in zip(places, outcome.values.read(names), strict=True):
            flows[place, row] = flow
    return flows


def _bill(outcomes: Sequence[Outcome], price_level: Floats, horizon: int) -> Iterator[tuple[float, Floats, bool]]:
    """Yield total, payment by month, and whether there is any, of every part of every outcome's bill."""
    paid = np.empty((sum(len(outcome.parts) for outcome in outcomes), horizon))
    for row, flow in enumerate(flow for outcome in outcomes for flow in outcome.flows()):
        paid[row] = flow
    paid /= price_level
    yield from zip(np.add.reduce(paid, axis=1).tolist(), paid, np.logical_or.reduce(paid, axis=1).tolist(), strict=True)


@lru_cache(maxsize=8)
def _graph(has_pilot: bool, has_value: bool) -> Graph:
    formulas = [*formulas_of(key_figures), *(formula for group in FIGURES_OF.values() for formula in group)]
    formulas += formulas_of(pilot) if has_pilot else ()
    formulas += formulas_of(returns) if has_value else ()
    return with_its_leaves(formulas)


BY_MONTH = ("discount_factor", "price_level", "cost_flow", "net_flow")
"""Quantities on the way to figures that have a value for each month."""


@lru_cache(maxsize=8)
def _figures_in(graph: Graph) -> tuple[str, ...]:
    """Return the quantities of a graph that are one number an outcome."""
    return tuple(formula.name for formula in graph.formulas if formula.name not in BY_MONTH)


@lru_cache(maxsize=512)
def _flows_in(graph: Graph) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the places among all flows of those that an outcome of a graph has, and their names."""
    has = [(place, name) for place, name in enumerate(FLOWS) if graph.formula(name) is not None]
    return tuple(place for place, _ in has), tuple(name for _, name in has)
