"""Break-even with the baseline: when a scenario has paid back, and the volume at which both cost the same.

The month is the one after which the money paid so far stays below the baseline's until the horizon, counted as if the
bill of a month were paid evenly in it. The volume is the one nearest to the plan's own, in requests a month, at which
the totals over the horizon change order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.analysis.variants import Floats, drawing, outcome_with, requests_now
from planner.analysis.volume import monthly_costs
from planner.catalog.catalogue import Catalogue
from planner.cost.results import Figure, PlanResult, ScenarioResult
from planner.plan.plan import Plan

DECADES = 4
POINTS = 193
DRAWS = 500
"""Draws of the month: enough for P10 and P90 to the month."""


def with_break_even(plan: Plan, catalogue: Catalogue, result: PlanResult) -> PlanResult:
    """Return the results with break-even month and volume of every scenario against the baseline, where they exist."""
    baseline = next((one for one in result.scenarios if one.id == result.baseline), None)
    if baseline is None or baseline.cumulative is None:
        return result
    rivals = [one for one in result.scenarios if one.id != baseline.id and one.cumulative is not None]
    volumes = break_even_volumes(plan, catalogue, baseline.id, [one.id for one in rivals])
    scenarios = tuple(
        _with(plan, catalogue, one, baseline, volumes) if one in rivals else one for one in result.scenarios
    )
    return replace(result, scenarios=scenarios)


def _with(
    plan: Plan, catalogue: Catalogue, result: ScenarioResult, baseline: ScenarioResult, volumes: Mapping[str, float]
) -> ScenarioResult:
    figures = dict(result.figures)
    if result.cumulative is not None and baseline.cumulative is not None:
        month = float(months_of(result.cumulative[None, :], baseline.cumulative[None, :])[0])
        if np.isfinite(month):
            low, high = _month_band(plan, catalogue, result, baseline)
            figures["break_even_month"] = Figure(month, "month", low, high)
    if result.id in volumes:
        figures["break_even_requests_per_month"] = Figure(volumes[result.id], "request/month")
    return replace(result, figures=figures)


def _month_band(
    plan: Plan, catalogue: Catalogue, result: ScenarioResult, baseline: ScenarioResult
) -> tuple[float | None, float | None]:
    """Return P10 and P90 of the month; nothing where a tenth of the draws or more never pays back."""
    if result.total_draws is None:
        return None, None
    drawn = drawn_months(plan, catalogue, result.id, baseline.id, min(len(result.total_draws), DRAWS))
    low, high = np.percentile(np.where(np.isfinite(drawn), drawn, 1e9), [10.0, 90.0])
    return (float(low), float(high)) if high < 1e8 else (None, None)


def drawn_months(plan: Plan, catalogue: Catalogue, scenario_id: str, baseline_id: str, draws: int) -> Floats:
    """Return the break-even month of each draw; infinite where a draw never pays back."""
    paid = []
    for each in (scenario_id, baseline_id):
        outcome = outcome_with(plan, catalogue, each, drawing(plan, draws))
        if outcome is None:
            return np.full(draws, np.inf)
        flow = np.atleast_2d(outcome.values["cost_flow"])
        paid.append(np.cumsum(np.broadcast_to(flow, (draws, flow.shape[-1])), axis=-1))
    return months_of(paid[0], paid[1])


def months_of(paid: NDArray[np.float64], baseline: NDArray[np.float64]) -> Floats:
    """Return the month from which `paid` stays at or below `baseline` until the end: (variants, months) → (variants,).

    The crossing inside a month is where straight lines between its ends meet; 0 where it never was above, infinite
    where it is above at the end or where both always cost the same.
    """
    gap = paid - baseline
    size = np.maximum(np.abs(paid), np.abs(baseline))
    above = gap > 1e-9 * size
    months = gap.shape[-1]
    ever = np.any(above, axis=-1)
    last_above = months - 1 - np.argmax(above[..., ::-1], axis=-1)
    after = np.minimum(last_above + 1, months - 1)
    row = np.arange(len(gap))
    before, behind = gap[row, np.minimum(last_above, months - 1)], gap[row, after]
    step = before - behind
    crossing = last_above + np.divide(before, step, out=np.zeros_like(before), where=step > 0.0)
    cheaper = np.any(gap < -1e-9 * size, axis=-1)
    month = np.where(ever, crossing, 0.0)
    return np.where(above[:, -1] | ~cheaper, np.inf, month)


def break_even_volumes(plan: Plan, catalogue: Catalogue, baseline_id: str, scenario_ids: list[str]) -> dict[str, float]:
    """Return the volume nearest to the plan's own at which each scenario and the baseline change order."""
    own = max(requests_now(plan)[1], 1.0)
    volumes = np.geomspace(max(own / 10.0**DECADES, 1.0), own * 10.0**DECADES, POINTS)
    costs = monthly_costs(plan, catalogue, [baseline_id, *scenario_ids], volumes)
    found = {}
    for number, each in enumerate(scenario_ids, start=1):
        dearer = costs[number] > costs[0]
        known = np.isfinite(costs[number]) & np.isfinite(costs[0])
        places = np.flatnonzero((dearer[1:] != dearer[:-1]) & known[1:] & known[:-1])
        if places.size:
            middle = np.sqrt(volumes[places] * volumes[places + 1])
            place = places[np.argmin(np.abs(np.log(middle / own)))]
            bracket = float(volumes[place]), float(volumes[place + 1])
            found[each] = _narrowed(plan, catalogue, (baseline_id, each), bracket)
    return found


def _narrowed(plan: Plan, catalogue: Catalogue, pair: tuple[str, str], bracket: tuple[float, float]) -> float:
    """Narrow a bracket in which the order of two scenarios changes to the volume of the change, on the model."""
    low, high = bracket
    while high / low - 1.0 > 1e-9:
        grid = np.geomspace(low, high, 33)
        first, second = monthly_costs(plan, catalogue, pair, grid)
        dearer = second > first
        place = int(np.argmax(dearer[1:] != dearer[0]))
        low, high = float(grid[place]), float(grid[place + 1])
    return high
