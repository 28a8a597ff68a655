"""Solve one input so that a figure, or the odds of a scenario, hit a target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.uncertainty import DRAWS, odds_of
from planner.analysis.variants import Floats, totals_of_edits
from planner.analysis.winner_map import described, value_here
from planner.catalog.catalogue import Catalogue
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message, PlannerError

FARTHEST = 1_000.0
"""Factor around the plan's own value within which a solution is looked for unless ends are named."""
POINTS = 49
COARSE_DRAWS = 200
REFINED = 9
CLOSE_ENOUGH = 1e-6


@dataclass(frozen=True, slots=True)
class Solution:
    """The value of the input in stored units that meets the target, and what is reached with it."""

    path: Path
    value: float
    target: float
    reached: float


class NoSolution(PlannerError):  # noqa: N818 - an answer, not a fault
    """No value of the input within its bounds reaches the target."""


Reach = Callable[[Floats, int], Floats]
"""Returns what is reached for values of the input with a number of draws."""


def solve_figure(
    plan: Plan, catalogue: Catalogue, scenario_id: str, path: Path, quantity: str, target: float
) -> Solution:
    """Return the value of a field at which a quantity of a scenario (USD, or its own unit) meets a target.

    Raises `NoSolution` where none does.
    """

    def reach(values: Floats, _draws: int) -> Floats:
        found = totals_of_edits(plan, catalogue, [scenario_id], {path: values}, quantity=quantity)
        return np.asarray(found[0, :, 0])

    return _solved(plan, catalogue, [scenario_id], path, target, reach, 0)


def solve_odds(
    plan: Plan,
    catalogue: Catalogue,
    scenario_id: str,
    scenario_ids: Sequence[str],
    path: Path,
    odds: float = 0.8,
    draws: int = DRAWS,
) -> Solution:
    """Return the value of a field at which a scenario is cheapest of `scenario_ids` with these odds.

    The draws are those of `uncertainty`, so that the value fed back gives the odds back. Raises `NoSolution`.
    """
    place = list(scenario_ids).index(scenario_id)

    def reach(values: Floats, count: int) -> Floats:
        drawn = totals_of_edits(plan, catalogue, scenario_ids, {path: values}, count)
        return np.array([odds_of(drawn[:, row, :])[place] for row in range(len(values))])

    return _solved(plan, catalogue, scenario_ids, path, odds, reach, draws)


def _solved(
    plan: Plan,
    catalogue: Catalogue,
    scenario_ids: Sequence[str],
    path: Path,
    target: float,
    reach: Reach,
    draws: int,
) -> Solution:
    ui = described(plan, path)
    here = value_here(plan, catalogue, scenario_ids, path)
    least = ui.minimum if ui.minimum is not None else -np.inf
    most = ui.maximum if ui.maximum is not None else np.inf
    if least < 0.0 or most <= 1.0 or here <= 0.0:
        grid = np.linspace(max(least, -0.95), min(most, ui.soft_maximum or 1.0), POINTS)
    else:
        grid = np.geomspace(max(here / FARTHEST, least), min(here * FARTHEST, most), POINTS)
    if ui.whole:
        grid = np.unique(np.rint(grid))
    low, high = _bracket(grid, reach(grid, min(draws, COARSE_DRAWS)), here, target, ui.label)
    low, high = _certain(low, high, grid, reach, target, draws)
    while not ui.whole and abs(high - low) > CLOSE_ENOUGH * max(abs(low), abs(high)):
        cuts = np.linspace(low, high, REFINED)
        beyond = reach(cuts, draws) >= target
        change = np.flatnonzero(beyond[1:] != beyond[:-1])
        if not change.size:
            break
        low, high = float(cuts[change[0]]), float(cuts[change[0] + 1])
    ends = np.array([low, high])
    reached = reach(ends, draws)
    chosen = int(np.argmin(np.abs(reached - target)))
    return Solution(path, float(ends[chosen]), target, float(reached[chosen]))


def _bracket(grid: Floats, reached: Floats, here: float, target: float, label: str) -> tuple[float, float]:
    """Return neighbours of the grid between which the target is passed, nearest to the plan's own value."""
    known = np.isfinite(reached)
    beyond = reached >= target
    places = np.flatnonzero((beyond[1:] != beyond[:-1]) & known[1:] & known[:-1])
    if not places.size:
        raise NoSolution(N_("No value of '{field}' reaches the target."), field=Message(label))
    start = int(np.argmin(np.abs(grid - here)))
    place = int(places[np.argmin(np.abs(places - start))])
    return float(grid[place]), float(grid[place + 1])


def _certain(low: float, high: float, grid: Floats, reach: Reach, target: float, draws: int) -> tuple[float, float]:
    """Widen a bracket that was found with few draws until all draws pass the target in it."""
    for _ in range(len(grid)):
        beyond = reach(np.array([low, high]), draws) >= target
        if beyond[0] != beyond[1]:
            break
        below, above = int(np.searchsorted(grid, low)) - 1, int(np.searchsorted(grid, high)) + 1
        low, high = float(grid[max(below, 0)]), float(grid[min(above, len(grid) - 1)])
    return low, high
