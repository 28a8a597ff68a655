"""Which scenario is cheapest for any two inputs, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.charts.inputs import MapAxis, WinnerMap
from planner.analysis.uncertainty import odds_of
from planner.analysis.variants import Floats, inputs_of, totals_of_edits, units_of_field
from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.plan_fields import ui_of
from planner.plan.amounts import Range, likely
from planner.plan.edits import value_at
from planner.plan.fields import Path, Ui
from planner.plan.plan import Plan
from planner.plan.wording import N_, PlannerError

COLUMNS = 25
ROWS = 21
"""Odd, so that the plan itself stands in the middle of an axis that reaches as far on both sides."""

DRAWS = 128
AROUND = 10.0
"""Factor on either side of the plan's own value that an axis shows unless its ends are named."""


@dataclass(frozen=True, slots=True)
class AxisChoice:
    """An input for an axis: the plan field, and the ends in stored units (around the plan's own value unless named)."""

    path: Path
    low: float | None = None
    high: float | None = None


def winner_map(
    plan: Plan,
    catalogue: Catalogue,
    scenario_ids: Sequence[str],
    x: AxisChoice,
    y: AxisChoice,
    *,
    columns: int = COLUMNS,
    rows: int = ROWS,
    draws: int = DRAWS,
    translate: Callable[[str], str] = N_,
) -> WinnerMap:
    """Return the cheapest of these scenarios at the best guesses in every cell, and its share of the draws.

    Raises `PlannerError` where a field is not a number or both axes are the same.
    """
    if x.path == y.path:
        raise PlannerError(N_("Choose two different inputs for the map."))
    across = _axis(plan, catalogue, scenario_ids, x, columns, translate)
    upward = _axis(plan, catalogue, scenario_ids, y, rows, translate)
    grid_x, grid_y = np.meshgrid(across.values, upward.values)
    edits = {x.path: grid_x.ravel(), y.path: grid_y.ravel()}
    costs = totals_of_edits(plan, catalogue, scenario_ids, edits)[:, :, 0]
    found = np.argmin(costs, axis=0)
    answered = np.isfinite(np.min(costs, axis=0))
    odds = answered.astype(float)
    if draws:
        drawn = totals_of_edits(plan, catalogue, scenario_ids, edits, draws)
        for cell in np.flatnonzero(answered):
            odds[cell] = odds_of(drawn[:, cell, :])[found[cell]]
    shape = (rows, columns)
    names = [scenario_ids[int(each)] if known else "" for each, known in zip(found, answered, strict=True)]
    winner = tuple(tuple(names[row * columns : (row + 1) * columns]) for row in range(rows))
    return WinnerMap(across, upward, winner, odds.reshape(shape))


def _axis(
    plan: Plan,
    catalogue: Catalogue,
    scenario_ids: Sequence[str],
    choice: AxisChoice,
    count: int,
    translate: Callable[[str], str],
) -> MapAxis:
    ui = described(plan, choice.path)
    here = value_here(plan, catalogue, scenario_ids, choice.path)
    logarithmic = here > 0.0 and (ui.minimum is None or ui.minimum >= 0.0) and (ui.maximum or np.inf) > 1.0
    low, high = _ends(ui, here, choice, logarithmic=logarithmic)
    values: Floats = np.geomspace(low, high, count) if logarithmic else np.linspace(low, high, count)
    if ui.whole:
        values = np.unique(np.rint(np.linspace(low, high, count)))
        values = np.interp(np.linspace(0, len(values) - 1, count), np.arange(len(values)), values).round()
    values = _through(values, here)
    percent = ui.unit.sign.startswith("%")
    unit = "" if percent else translate(ui.unit.sign) if ui.unit.sign else ""
    return MapAxis(translate(ui.label), values, here, unit, logarithmic=logarithmic, percent=percent)


def _through(values: Floats, here: float) -> Floats:
    """Return the values with the one nearest to the plan's own moved onto it, so that the map answers for the plan."""
    if not values[0] < here < values[-1]:
        return values
    moved = values.copy()
    moved[int(np.argmin(np.abs(values - here)))] = here
    return moved


def _ends(ui: Ui, here: float, choice: AxisChoice, *, logarithmic: bool) -> tuple[float, float]:
    least = ui.minimum if ui.minimum is not None else -np.inf
    most = ui.maximum if ui.maximum is not None else np.inf
    if logarithmic:
        low, high = here / AROUND, here * AROUND
    elif least < 0.0:
        low, high = min(-0.5, here), max(0.5, here)
    elif most <= 1.0:
        low, high = least, most
    else:
        low, high = 0.0, ui.soft_maximum or max(2.0 * here, 1.0)
    low = choice.low if choice.low is not None else max(low, least)
    high = choice.high if choice.high is not None else min(high, most)
    if not low < high:
        raise PlannerError(N_("The low end of an axis must be below its high end."))
    return low, high


def described(plan: Plan, path: Path) -> Ui:
    """Return the description of a field that holds a number. Raises `PlannerError` for any other."""
    try:
        root, steps = (plan.scenario(path[1]), path[2:]) if path[0] == "scenarios" else (plan, path)
        ui = ui_of(root, steps)
        value = value_at(root, steps)
    except (KeyError, AttributeError, IndexError):
        raise PlannerError(N_("There is no field '{field}'."), field=".".join(path)) from None
    if isinstance(value, (bool, str)) or ui.choices:
        raise PlannerError(N_("'{field}' is not a number."), field=".".join(path))
    return ui


def value_here(plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str], path: Path) -> float:
    """Return the value of a field in effect, the catalogue's where the plan leaves it to it."""
    typed = value_at(plan, path)
    if isinstance(typed, (int, float, Range)):
        return likely(typed)
    for leaf in inputs_of(plan, catalogue, scenario_ids).values():
        if leaf.path == path:
            return float(leaf.value) / units_of_field(plan, leaf)
    raise PlannerError(N_("'{field}' has no value: type one first."), field=".".join(path))
