"""Key figures of a scenario under the names of the command line contract; what does not apply is absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from planner.catalog.catalogue import Catalogue
from planner.cost.graph import Graph
from planner.cost.outcome import Outcome, one_number
from planner.cost.quality_scores import QUALITY_UNIT, quality_of
from planner.cost.results import Figures
from planner.plan.plan import Plan, Scenario
from planner.plan.units import MONTHS_PER_YEAR

NAMES = (
    "total_cost",
    "monthly_cost",
    "yearly_cost",
    "npv",
    "present_cost",
    "cost_per_request",
    "cost_per_successful_task",
    "cost_per_million_tokens",
    "cost_per_million_input_tokens",
    "cost_per_million_output_tokens",
    "cost_per_user",
    "energy_kwh",
    "co2e_kg",
    "energy_per_thousand",
    "co2e_per_thousand",
    "success_share",
    "cold_start_share",
    "capex",
    "opex",
    "depreciation_cost",
    "tuning_cost",
    "servers",
    "accelerators",
    "utilisation",
    "pilot_cost",
    "ttft_p95_ms",
    "tpot_ms",
    "roi",
    "payback_month",
    "irr",
)
NEEDS_A_YEAR = ("yearly_cost", "irr")
"""Figures of a year, which a shorter plan does not have: nobody knows what its other months would bring."""
BEST_ONLY = ("payback_month", "irr")
"""Figures at the best guesses only: thousands of rates or dates would take longer than they tell."""

Read = Callable[[Outcome], Any]
"""Reads a figure of all hosts off an outcome: a number, an array of draws, or None where it does not apply."""


def figures_of(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    best: Outcome,
    drawn: Outcome | None,
    known: Mapping[str, float] = MappingProxyType({}),
) -> Figures:
    """Return every key figure that applies, with P10 and P90 where draws are at hand.

    `known` are figures that were worked out already.
    """
    found: dict[str, float] = {}
    ranges: dict[str, tuple[float, float]] = {}
    readings = _readings(best.graph, bool(best.hosts), plan.money.horizon >= MONTHS_PER_YEAR)
    for name, over_hosts in readings.figures:
        first = known.get(name)
        if first is None:
            value = best.values[name] if over_hosts is None else over_hosts(best)
            if value is None:
                continue
            first = one_number(value)
        if not isfinite(first):
            continue
        found[name] = first
        if drawn is not None and name not in BEST_ONLY:
            spread = _range(drawn.values[name] if over_hosts is None else over_hosts(drawn))
            if spread is not None:
                ranges[name] = spread
    score = quality_of(plan, scenario, catalogue)
    if score is not None:
        found["quality"] = score.value
        if score.low is not None and score.high is not None:
            ranges["quality"] = score.low, score.high
    return Figures(found, readings.units, ranges)


class _Readings(NamedTuple):
    """The figures that an outcome can have, in order, each with what reads it of all hosts; and units by name."""

    figures: tuple[tuple[str, Read | None], ...]
    units: Mapping[str, str]


@lru_cache(maxsize=512)
def _readings(graph: Graph, has_hosts: bool, has_year: bool) -> _Readings:
    units = {formula.name: formula.unit for formula in graph.formulas if has_year or formula.name not in NEEDS_A_YEAR}
    found: list[tuple[str, Read | None]] = []
    for name in NAMES:
        if name in OVER_HOSTS and (has_hosts or name in units):
            units[name], read = OVER_HOSTS[name]
            found.append((name, read))
        elif name in units:
            found.append((name, None))
    return _Readings(tuple(found), MappingProxyType(units | {"quality": QUALITY_UNIT}))


def _range(draws: Any) -> tuple[float, float] | None:
    """Return P10 and P90 of a figure, where it differs from draw to draw."""
    if np.size(draws) == 1:
        return None
    known = np.ravel(draws)[np.isfinite(np.ravel(draws))]  # the draws that have an answer
    if not known.size:
        return None
    low, high = np.percentile(known, [10.0, 90.0])
    return float(low), float(high)


def _highest(name: str) -> Read:
    """Return what reads the highest month of a quantity, all hosts together."""

    def read(outcome: Outcome) -> Any:
        highest = [np.maximum.reduce(flow, axis=-1) for flow in outcome.everywhere(name)]
        return sum(highest) if highest else None

    return read


def _utilisation(outcome: Outcome) -> Any:
    busy, paid = np.float64(0.0), np.float64(0.0)
    shares, hours = outcome.everywhere("utilisation"), outcome.everywhere("paid_server_hours")
    for share, kept in zip(shares, hours, strict=True):
        busy = busy + np.add.reduce(share * kept, axis=-1)
        paid = paid + np.add.reduce(kept, axis=-1)
    return busy / paid if paid.any() else None


OVER_HOSTS: dict[str, tuple[str, Read]] = {
    "servers": ("server", _highest("servers")),
    "accelerators": ("accelerator", _highest("accelerators")),
    "utilisation": ("1", _utilisation),
}
"""Figures that a joined scenario has of all its hosts: unit, and what reads it."""
