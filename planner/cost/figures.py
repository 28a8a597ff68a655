"""Key figures of a scenario under the names of the command line contract; what does not apply is absent."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.outcome import Outcome, outcome_unit
from planner.cost.quality_scores import quality_of
from planner.cost.results import Figure
from planner.plan.plan import Plan, Scenario
from planner.plan.units import MONTHS_PER_YEAR

DIRECT = (
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
)
NEEDS_A_YEAR = ("yearly_cost", "irr")
"""Figures of a year, which a shorter plan does not have: nobody knows what its other months would bring."""


def figures_of(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, best: Outcome, drawn: Outcome | None
) -> dict[str, Figure]:
    """Return every key figure that applies, with P10 and P90 where draws are at hand."""
    figures: dict[str, Figure] = {}

    def add(name: str, unit: str, read: Callable[[Outcome], NDArray[np.float64] | None]) -> None:
        value = read(best)
        if value is None or not math.isfinite(first := _first(value)):
            return
        low = high = None
        if drawn is not None and (many := read(drawn)) is not None and np.size(many) > 1:
            known = np.ravel(many)[np.isfinite(np.ravel(many))]  # the draws that have an answer
            low, high = (float(x) for x in np.percentile(known, [10.0, 90.0])) if known.size else (None, None)
        figures[name] = Figure(first, unit, low, high)

    for name in DIRECT:
        if name in best.values:
            add(name, outcome_unit(best, name), lambda outcome, name=name: outcome.values[name])  # type: ignore[misc]
    add("servers", "server", lambda outcome: _highest(outcome, "servers"))
    add("accelerators", "accelerator", lambda outcome: _highest(outcome, "accelerators"))
    add("utilisation", "1", _utilisation)
    add("pilot_cost", "USD", lambda outcome: outcome.values.get("pilot_cost"))
    add("ttft_p95_ms", "ms", lambda outcome: outcome.values.get("ttft_p95_ms"))
    add("tpot_ms", "ms", lambda outcome: outcome.values.get("tpot_ms"))
    add("roi", "1", lambda outcome: outcome.values.get("roi"))
    for name, unit in (("payback_month", "month"), ("irr", "1")):
        add(name, unit, lambda outcome, name=name: _once(outcome, best, name))  # type: ignore[misc]
    if plan.money.horizon < MONTHS_PER_YEAR:
        figures = {name: figure for name, figure in figures.items() if name not in NEEDS_A_YEAR}
    score = quality_of(plan, scenario, catalogue)
    if score is not None:
        figures["quality"] = score
    return figures


def _first(value: Any) -> float:
    """Return the first number of an array, or the number."""
    return float(value.item(0) if isinstance(value, np.ndarray) else value)


def _once(outcome: Outcome, best: Outcome, name: str) -> Any:
    """Return a figure at the best guesses only: thousands of rates or dates would take longer than they tell."""
    return outcome.values.get(name) if outcome is best else None


def _highest(outcome: Outcome, name: str) -> Any:
    found = outcome.everywhere(name)
    return sum(np.max(flow, axis=-1) for flow in found) if found else None


def _utilisation(outcome: Outcome) -> Any:
    busy, paid = 0.0, 0.0
    shares, hours = (outcome.everywhere(name) for name in ("utilisation", "paid_server_hours"))
    for share, kept in zip(shares, hours, strict=True):
        busy = busy + np.sum(share * kept, axis=-1)
        paid = paid + np.sum(kept, axis=-1)
    return busy / paid if np.any(paid) else None
