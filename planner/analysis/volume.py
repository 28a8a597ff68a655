"""Cost against volume over decades, for every scenario: where servers step, and at what volume the cheapest changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.analysis.charts.inputs import Crossing, VolumeCurves
from planner.analysis.variants import changing, outcome_with, read, requests_now, unchanged, volume_paths
from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.hybrid import varied_hybrid
from planner.cost.outcome import Outcome
from planner.plan.plan import Plan

Floats = NDArray[np.float64]

DECADES = 3
"""Decades shown on either side of the plan's own volume."""
POINTS = 121
REFINED = 33
"""Points into which a bracket is cut each time that it is narrowed."""
CLOSE_ENOUGH = 1e-9
"""Relative width of a bracket at which a crossing counts as found."""
NEAR = 1.3
"""How much more than the cheapest a scenario may cost at the ends of a bracket and still win inside it."""
BASE_SHARES = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
"""Sizes of a hybrid's base that are tried at every volume, as shares of what the whole load would need."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitCostCurve:
    """Cost of a million tokens in USD against achieved utilisation (0–1), volume by volume (requests a month)."""

    scenario: str
    volumes: Floats
    utilisation: Floats
    cost_per_million_tokens: Floats


def volume_curves(
    plan: Plan,
    catalogue: Catalogue,
    *,
    low: float | None = None,
    high: float | None = None,
    points: int = POINTS,
    answering: Sequence[str] | None = None,
) -> VolumeCurves:
    """Return USD a month, averaged over the horizon, at volumes from `low` to `high` requests a month.

    The plan's own volume is among them, beside the `points` of the grid.
    Crossings are looked for among `answering`, the scenarios that meet every limit (all of them unless named).
    """
    own = requests_now(plan)
    middle = np.floor(np.log10(max(own[1], 1.0)))
    first = low if low is not None else 10.0 ** max(middle - DECADES, 0.0)
    last = high if high is not None else 10.0 ** (max(middle - DECADES, 0.0) + 2 * DECADES)
    volumes = _with(np.geomspace(first, last, points), own[1])
    ids = [scenario.id for scenario in plan.scenarios]
    costs = monthly_costs(plan, catalogue, ids, volumes)
    curves = {each: np.where(np.isfinite(row), row, np.nan) for each, row in zip(ids, costs, strict=True)}
    able = [each for each in (ids if answering is None else answering) if each in curves]
    crossings = _crossings(plan, catalogue, able, volumes, np.array([costs[ids.index(each)] for each in able]))
    return VolumeCurves(volumes, curves, own, crossings)


def _with(grid: Floats, own: float) -> Floats:
    """Return the grid with the plan's own volume in its place: what a chart says of it is then the plan's figure."""
    return np.union1d(grid, [own]) if grid[0] < own < grid[-1] else grid


def monthly_costs(plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str], volumes: Floats) -> Floats:
    """Return USD a month, averaged over the horizon, as (scenarios, volumes); infinite without an answer."""
    rows = [_monthly(plan, catalogue, each, volumes) for each in scenario_ids]
    return np.array(rows) if rows else np.empty((0, len(volumes)))


def _monthly(plan: Plan, catalogue: Catalogue, scenario_id: str, volumes: Floats) -> Floats:
    hosting = plan.scenario(scenario_id).hosting
    if hosting.kind == "hybrid" and hosting.hybrid.base_servers is None:
        return _best_hybrid(plan, catalogue, scenario_id, volumes)
    change = changing(plan, _columns(plan, volumes), on=unchanged)
    return read(outcome_with(plan, catalogue, scenario_id, change), "monthly_cost", len(volumes))


def _columns(plan: Plan, volumes: Floats) -> dict[tuple[str, ...], Any]:
    return {path: values[:, None] for path, values in volume_paths(plan, volumes).items()}


def _best_hybrid(plan: Plan, catalogue: Catalogue, scenario_id: str, volumes: Floats) -> Floats:
    """Return the lowest cost over sizes of the base, which are chosen anew at every volume."""
    scenario = plan.scenario(scenario_id)
    if all(each.id != scenario.hosting.hybrid.base for each in plan.scenarios):
        return np.full(len(volumes), np.inf)  # the base is yet to be chosen
    whole = outcome_with(
        plan,
        catalogue,
        scenario.hosting.hybrid.base,
        changing(plan, _columns(plan, volumes), on=unchanged),
    )
    if whole is None or "servers_in_use" not in whole.values:
        return np.full(len(volumes), np.inf)
    needed = np.max(np.atleast_2d(whole.values["servers_in_use"]), axis=-1)
    needed = np.broadcast_to(np.where(np.isfinite(needed), needed, 1.0), volumes.shape)
    sizes = np.maximum(np.rint(BASE_SHARES[:, None] * needed), 1.0)
    tried = np.tile(volumes, len(BASE_SHARES))
    change = changing(plan, _columns(plan, tried), on=unchanged)
    try:
        outcome = varied_hybrid(plan, scenario, catalogue, sizes.reshape(-1, 1), change)
    except Infeasible:
        return np.full(len(volumes), np.inf)
    return np.asarray(read(outcome, "monthly_cost", len(tried)).reshape(sizes.shape).min(axis=0))


def _crossings(
    plan: Plan, catalogue: Catalogue, ids: Sequence[str], volumes: Floats, costs: Floats
) -> tuple[Crossing, ...]:
    """Find every volume at which the cheapest scenario changes, by narrowing all brackets at once on the model."""
    if len(ids) < 2:
        return ()
    winner = np.argmin(costs, axis=0)
    some = np.isfinite(np.min(costs, axis=0))
    places = np.flatnonzero((winner[1:] != winner[:-1]) & some[1:] & some[:-1])
    if not places.size:
        return ()
    # Only who is near the cheapest at an end of a bracket can win inside it.
    ends = costs[:, np.concatenate([places, places + 1])]
    part = np.flatnonzero(np.any(ends <= NEAR * np.min(ends, axis=0), axis=1))
    ids = [ids[int(number)] for number in part]
    found: list[Crossing] = []
    low, high, below = volumes[places], volumes[places + 1], np.searchsorted(part, winner[places])
    end, last = high, np.searchsorted(part, winner[places + 1])
    while low.size:
        at, cost, above = _first_change(plan, catalogue, ids, low, high, below)
        found += [
            Crossing(float(at[n]), float(cost[n]), ids[int(below[n])], ids[int(above[n])])
            for n in range(len(at))
            if above[n] != below[n]
        ]
        # Between two volumes of the grid the cheapest may change more than once.
        more = (above != last) & (above != below) & (at < end)
        low, below, high, end, last = at[more], above[more], end[more], end[more], last[more]
    return tuple(sorted(found, key=lambda crossing: crossing.volume))


def _first_change(
    plan: Plan, catalogue: Catalogue, ids: Sequence[str], low: Floats, high: Floats, below: Any
) -> tuple[Floats, Floats, Any]:
    """Return the first volume of each bracket at which another scenario is cheapest, its cost there, and which."""
    column = np.arange(len(low))
    while np.max(high / low) - 1.0 > CLOSE_ENOUGH:
        grid = low * (high / low) ** np.linspace(0.0, 1.0, REFINED)[:, None]  # (points, brackets)
        costs = monthly_costs(plan, catalogue, ids, grid.reshape(-1)).reshape(len(ids), *grid.shape)
        changed = np.argmin(costs, axis=0) != below
        changed[-1] = True
        first = np.maximum(np.argmax(changed, axis=0), 1)
        low, high = grid[first - 1, column], grid[first, column]
    costs = monthly_costs(plan, catalogue, ids, high)
    above = np.argmin(costs, axis=0)
    return high, costs[above, column], above


def unit_cost_curve(
    plan: Plan, catalogue: Catalogue, scenario_id: str, *, points: int = POINTS
) -> UnitCostCurve | None:
    """Return unit cost against achieved utilisation of a scenario on servers (F5); None where there is none."""
    own = requests_now(plan)[1]
    volumes = np.geomspace(max(own, 1.0) / 10.0**DECADES, max(own, 1.0) * 10.0**DECADES, points)
    change = changing(plan, _columns(plan, volumes), on=unchanged)
    outcome = outcome_with(plan, catalogue, scenario_id, change)
    if outcome is None or (used := _utilisation(outcome, points)) is None:
        return None
    return UnitCostCurve(scenario_id, volumes, used, read(outcome, "cost_per_million_tokens", points))


def _utilisation(outcome: Outcome, rows: int) -> Floats | None:
    busy, paid = np.zeros(rows), np.zeros(rows)
    shares, kept = (outcome.everywhere(name) for name in ("utilisation", "paid_server_hours"))
    for share, hours in zip(shares, kept, strict=True):
        busy = busy + np.sum(np.atleast_2d(share) * hours, axis=-1)
        paid = paid + np.sum(np.atleast_2d(hours), axis=-1)
    return busy / paid if np.all(paid > 0.0) else None
