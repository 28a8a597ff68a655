"""Ask the cost model the same question with other inputs, many variants at once.

Inputs are named by the plan field that they stand in, or by the key that scenarios share (a record of the catalogue
has the same value in all of them). Values are columns of one row a variant; every scenario runs once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.composites import varied_outcome
from planner.cost.doubt import key_of
from planner.cost.leaves import Leaf
from planner.cost.outcome import Outcome
from planner.cost.placement import Change, drawn
from planner.plan.amounts import Range, likely
from planner.plan.edits import EditError, evolve, value_at
from planner.plan.fields import Path, fields_of
from planner.plan.plan import Plan

Floats = NDArray[np.float64]

ROWS_AT_ONCE = 4_096
"""Variants that are evaluated together: more would fill the memory, fewer would waste the calls."""


def unchanged(_leaves: Mapping[str, Leaf]) -> dict[str, Any]:
    """Leave every leaf at its best guess."""
    return {}


def changing(
    plan: Plan, by_path: Mapping[Path, Any] | None = None, by_key: Mapping[str, Any] | None = None, *, on: Change
) -> Change:
    """Return the change `on`, with some inputs replaced.

    `by_path` holds values of plan fields in stored units, `by_key` values of leaves by what scenarios share.
    """
    paths, keys = by_path or {}, by_key or {}

    def change(leaves: Mapping[str, Leaf]) -> dict[str, Any]:
        changed = on(leaves)
        firsts: dict[str, Leaf] = {}
        for name, leaf in leaves.items():
            if not is_number(leaf):
                continue
            if leaf.path in paths:
                changed[name] = paths[leaf.path] * units_of_field(plan, leaf)
            elif keys and (key := key_of(leaf)) in keys:
                changed[name] = keys[key] * _over(leaf, firsts.setdefault(key, leaf))
        return changed

    return change


def _over(leaf: Leaf, first: Leaf) -> float:
    """Return by how much a leaf exceeds the first that shares its input: a batch price is half of the typed price."""
    return float(leaf.value) / float(first.value) if first.value else 1.0


def drawing(plan: Plan, count: int, rows: slice | None = None) -> Change:
    """Return the change that draws all doubt; with `rows`, only these of the draws."""
    draw = drawn(plan.seed, count)
    if rows is None:
        return draw
    return lambda leaves: {name: column[rows] for name, column in draw(leaves).items()}


def repeated(change: Change, times: int) -> Change:
    """Return a change whose rows are all repeated: `times` copies of the draws one after the other."""
    return lambda leaves: {name: np.tile(column, (times, 1)) for name, column in change(leaves).items()}


def is_number(leaf: Leaf) -> bool:
    """Say whether a leaf holds one number or a range, so that it can take other values."""
    return isinstance(leaf.amount, Range) or (
        isinstance(leaf.amount, (int, float)) and not isinstance(leaf.amount, bool) and bool(np.isfinite(leaf.amount))
    )


def units_of_field(plan: Plan, leaf: Leaf) -> float:
    """Return by how much a leaf exceeds the plan field that it comes from: 12 for a life typed in years."""
    try:
        typed = value_at(plan, leaf.path)
    except (EditError, AttributeError):
        return 1.0
    if isinstance(typed, bool) or not isinstance(typed, (int, float, Range)) or likely(typed) == 0.0:
        return FIELD_FACTORS.get(leaf.name, 1.0)
    return float(leaf.value) / likely(typed)


FIELD_FACTORS = {"life_months": 12.0, "start_time": 1.0 / 60.0}
"""By how much the leaves that formulas take in another unit than their field exceed it."""


def outcome_with(plan: Plan, catalogue: Catalogue, scenario_id: str, change: Change) -> Outcome | None:
    """Return the outcome of a scenario under a change, or None when it has none."""
    try:
        return varied_outcome(plan, plan.scenario(scenario_id), catalogue, change)
    except Infeasible:
        return None


def read(outcome: Outcome | None, quantity: str, rows: int) -> Floats:
    """Return a quantity of one value a variant; infinite where there is no answer."""
    if outcome is None or quantity not in outcome.values:
        return np.full(rows, np.inf)
    value = np.asarray(outcome.values[quantity], dtype=float)
    column = np.broadcast_to(value.reshape(-1, value.shape[-1] if value.ndim else 1)[:, -1:], (rows, 1))[:, 0]
    return np.where(np.isfinite(column), column, np.inf)


def totals(
    plan: Plan,
    catalogue: Catalogue,
    scenario_ids: Sequence[str],
    change: Change,
    rows: int,
    quantity: str = "total_cost",
) -> Floats:
    """Return a quantity (USD over the horizon unless another is named) as (scenarios, variants).

    Infinite where a scenario has no answer.
    """
    found = [read(outcome_with(plan, catalogue, each, change), quantity, rows) for each in scenario_ids]
    return np.array(found) if found else np.empty((0, rows))


def totals_over(
    plan: Plan,
    catalogue: Catalogue,
    scenario_ids: Sequence[str],
    by_path: Mapping[Path, Floats],
    by_key: Mapping[str, Floats] | None = None,
    draws: int = 0,
    quantity: str = "total_cost",
) -> Floats:
    """Return a quantity for every row of the inputs and every draw: (scenarios, rows, draws or 1)."""
    keys = by_key or {}
    columns: list[Floats] = [*by_path.values(), *keys.values()]
    rows = len(columns[0])
    width = max(draws, 1)
    step = max(ROWS_AT_ONCE // width, 1)
    answer = np.empty((len(scenario_ids), rows, width))
    drawn_once = drawing(plan, draws) if draws else unchanged
    for start in range(0, rows, step):
        part = slice(start, min(start + step, rows))
        count = part.stop - part.start
        paths = {path: np.repeat(values[part], width)[:, None] for path, values in by_path.items()}
        shared = {key: np.repeat(values[part], width)[:, None] for key, values in keys.items()}
        change = changing(plan, paths, shared, on=repeated(drawn_once, count))
        found = totals(plan, catalogue, scenario_ids, change, count * width, quantity)
        answer[:, part, :] = found.reshape(len(scenario_ids), count, width)
    return answer


def leaves_of(outcome: Outcome) -> Iterator[Leaf]:
    """Yield the leaves of a scenario and of the hosts that it is made of."""
    for _, host in outcome.hosts:
        yield from leaves_of(host)
    for leaf in outcome.leaves.values():
        if leaf.working is None:
            yield leaf


def inputs_of(plan: Plan, catalogue: Catalogue, scenario_ids: Iterable[str]) -> dict[str, Leaf]:
    """Return every number that the scenarios rest on, by the key that they share."""
    found: dict[str, Leaf] = {}
    for each in scenario_ids:
        outcome = outcome_with(plan, catalogue, each, unchanged)
        if outcome is None:
            continue
        for leaf in leaves_of(outcome):
            if is_number(leaf):
                found.setdefault(key_of(leaf), leaf)
    return found


def volume_paths(plan: Plan, volumes: Any) -> dict[Path, Any]:
    """Return the plan fields, and their values, that give these requests a month."""
    now = plan.workload.volume
    if now.basis == "requests":
        return {("workload", "volume", "requests"): volumes}
    return {("workload", "volume", "users"): volumes / max(likely(now.requests_per_user), 1e-12)}


def requests_now(plan: Plan) -> tuple[float, float, float]:
    """Return the plan's own requests a month: low, likely and high."""
    now = plan.workload.volume
    amount = now.requests if now.basis == "requests" else now.users
    times = 1.0 if now.basis == "requests" else likely(now.requests_per_user)
    if isinstance(amount, Range):
        return amount.low * times, amount.likely * times, amount.high * times
    return (float(amount) * times,) * 3


BEFORE_FORMULAS = ("peak_factor", "compression_ratio", "extra_prompt_tokens")


def moves_in_columns(plan: Plan, path: Path) -> bool:
    """Say whether a plan field can take many values in one evaluation; others are edited one value at a time.

    Lengths and what changes them decide how a copy of the model is laid out, and the peak factor bends the day
    profile, before any formula runs; whole numbers and choices shape the graph.
    """
    if path[:2] == ("workload", "lengths") or path[-1] in BEFORE_FORMULAS:
        return False
    part: BaseModel = value_at(plan, path[:-1])
    for spec in fields_of(part.__class__):
        if spec.name == path[-1]:
            return Range in getattr(spec.declaration.annotation, "__args__", ())
    return False


def totals_of_edits(
    plan: Plan,
    catalogue: Catalogue,
    scenario_ids: Sequence[str],
    edits: Mapping[Path, Floats],
    draws: int = 0,
    quantity: str = "total_cost",
) -> Floats:
    """Return a quantity for every row of field values and every draw: (scenarios, rows, draws or 1).

    The same as editing the plan row by row, but fields that allow it are evaluated together.
    """
    together = {path: values for path, values in edits.items() if moves_in_columns(plan, path)}
    singly = [path for path in edits if path not in together]
    rows = len(next(iter(edits.values())))
    if not singly:
        return totals_over(plan, catalogue, scenario_ids, together, draws=draws, quantity=quantity)
    answer = np.full((len(scenario_ids), rows, max(draws, 1)), np.inf)
    combinations, group = np.unique(np.column_stack([edits[path] for path in singly]), axis=0, return_inverse=True)
    for number, values in enumerate(combinations):
        inside = np.flatnonzero(np.ravel(group) == number)
        try:
            edited = plan
            for path, value in zip(singly, values, strict=True):
                edited = evolve(edited, path, float(value))
        except EditError:
            continue
        if together:
            part = {path: columns[inside] for path, columns in together.items()}
            answer[:, inside] = totals_over(edited, catalogue, scenario_ids, part, draws=draws, quantity=quantity)
        else:
            change = drawing(edited, draws) if draws else unchanged
            found = totals(edited, catalogue, scenario_ids, change, max(draws, 1), quantity)
            answer[:, inside] = found[:, None, :]
    return answer
