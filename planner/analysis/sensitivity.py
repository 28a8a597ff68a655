"""What could flip the answer: how far each input moves the difference, and the value at which the order changes.

Each input moves over its own P10–P90, all others at their best guess. Flip points are found on the model, inside the
bounds of the field, by cutting brackets of all inputs at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.analysis.charts.inputs import Tornado, TornadoBar
from planner.analysis.charts.words import Words
from planner.analysis.input_fields import InputField, input_fields
from planner.analysis.variants import Floats, totals_over
from planner.catalog.catalogue import Catalogue
from planner.plan.fields import Path
from planner.plan.plan import Plan

FARTHEST = 20.0
"""Factor around the best guess within which a flip point is looked for."""
POINTS = 33
REFINED = 17
STAGES = 6
"""Cuts of a bracket by 16: 33 points over a factor of 400, then 16⁶, leave eight digits."""
WITHIN = 10.0
"""A flip farther than this factor from the best guess is no news."""
ALIKE = 1e-9
"""Totals closer than this share of each other are one: a copy of a scenario is no rival that could flip the answer."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One input: its P10 and P90 in stored units, the difference in USD at each, and where the order flips."""

    input: InputField
    difference_at_low: float
    difference_at_high: float
    flip: float | None = None

    @property
    def swing(self) -> float:
        """Return by how much the input moves the difference, in USD."""
        return abs(self.difference_at_high - self.difference_at_low)


@dataclass(frozen=True, slots=True)
class Flip:
    """The value of an input, in stored units, beyond which another scenario is cheapest."""

    input: InputField
    value: float
    cheapest_then: str

    @property
    def above(self) -> bool:
        """Whether the order flips above the value rather than below it."""
        return self.value > self.input.likely


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Cost of `other` less cost of `best` in USD over the horizon, and what moves it, the strongest first."""

    best: str
    other: str
    difference: float
    effects: tuple[Effect, ...]

    def as_chart(self, words: Words) -> Tornado:
        """Return what the tornado draws, with inputs as people read them."""
        bars = tuple(
            TornadoBar(
                words.language.translate(effect.input.label),
                effect.input.text(effect.input.low, words),
                effect.input.text(effect.input.high, words),
                effect.difference_at_low,
                effect.difference_at_high,
                "" if effect.flip is None else effect.input.text(effect.flip, words),
            )
            for effect in self.effects
        )
        return Tornado(self.best, self.other, self.difference, bars)


def sensitivity(plan: Plan, catalogue: Catalogue, best: str, other: str) -> Sensitivity:
    """Return what moves the difference between two scenarios: every input in doubt, over its own P10–P90."""
    fields = [each for each in input_fields(plan, catalogue, (best, other)) if each.in_doubt]
    values = np.array([[each.likely, each.likely] for each in fields]).reshape(len(fields), 2)
    ends = np.array([[each.low, each.high] for each in fields]).reshape(len(fields), 2)
    difference, at_ends = _margins(plan, catalogue, (best, other), fields, values, ends)
    flips = {flip.input.key: flip.value for flip in flips_of(plan, catalogue, (best, other), fields)}
    effects = [
        Effect(each, float(low), float(high), flips.get(each.key))
        for each, (low, high) in zip(fields, at_ends, strict=True)
    ]
    moving = [effect for effect in effects if effect.swing > 1e-9 * max(abs(difference), 1.0)]
    ranked = sorted(moving, key=lambda effect: (-effect.swing, effect.input.key))
    return Sensitivity(best, other, difference, tuple(ranked))


def nearest_flips(plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str], count: int = 3) -> tuple[Flip, ...]:
    """Return the inputs whose change would most easily flip the answer; the first scenario is the answer now."""
    fields = [each for each in input_fields(plan, catalogue, scenario_ids) if each.path and each.takes_ranges]
    found = [flip for flip in flips_of(plan, catalogue, scenario_ids, fields) if _distance(flip) <= np.log(WITHIN)]
    nearest: dict[Path, Flip] = {}
    for flip in sorted(found, key=lambda flip: (_distance(flip), flip.input.key)):
        nearest.setdefault(_part_of(flip.input.path), flip)  # one of each part of the plan: three wages are one news
    return tuple(nearest.values())[:count]


def _part_of(path: Path) -> Path:
    return path[2:-1] if path[0] == "scenarios" else path[:-1]


def _distance(flip: Flip) -> float:
    """Return how far a flip is: nothing inside the input's own range, else the logarithm of the change."""
    field = flip.input
    if field.likely > 0.0 and flip.value > 0.0 and not field.is_trend:
        distance = abs(float(np.log(flip.value / field.likely)))
    else:
        distance = abs(flip.value - field.likely) * 2.0
    inside = field.in_doubt and field.low <= flip.value <= field.high
    return distance * (0.01 if inside else 1.0)


def flips_of(
    plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str], fields: Sequence[InputField]
) -> tuple[Flip, ...]:
    """Return, for every field that has one, the value nearest to its best guess at which the first scenario loses."""
    usable = [(each, grid) for each in fields if (grid := each.grid(POINTS, FARTHEST)) is not None]
    if not usable or len(scenario_ids) < 2:
        return ()
    tried = [each for each, _ in usable]
    values = np.array([grid for _, grid in usable])
    costs = _costs(plan, catalogue, scenario_ids, tried, values)
    now = costs[:, 0, int(np.argmin(np.abs(values[0] - tried[0].likely)))]
    rivals = [number for number, cost in enumerate(now) if number and abs(cost - now[0]) > ALIKE * abs(now[0])]
    if not rivals:
        return ()
    scenario_ids = [scenario_ids[number] for number in (0, *rivals)]
    margin = _margin_of(costs[[0, *rivals]])
    low, high, kept = [], [], []
    for number, each in enumerate(tried):
        bracket = _nearest_bracket(values[number], margin[number], each.likely)
        if bracket is not None:
            kept.append(each)
            low.append(bracket[0])
            high.append(bracket[1])
    if not kept:
        return ()
    stays, flips = np.array(low), np.array(high)
    for _ in range(STAGES):
        cuts = stays[:, None] + (flips - stays)[:, None] * np.linspace(0.0, 1.0, REFINED)
        lost = _margin_of(_costs(plan, catalogue, scenario_ids, kept, cuts)) < 0.0
        lost[:, -1] = True
        first = np.maximum(np.argmax(lost, axis=1), 1)
        row = np.arange(len(kept))
        stays, flips = cuts[row, first - 1], cuts[row, first]
    winners = np.argmin(_costs(plan, catalogue, scenario_ids, kept, flips[:, None])[:, :, 0], axis=0)
    return tuple(
        Flip(each, float(flips[number]), scenario_ids[int(winners[number])]) for number, each in enumerate(kept)
    )


def _nearest_bracket(values: Floats, margin: Floats, likely: float) -> tuple[float, float] | None:
    """Return (still cheapest, no longer cheapest) next to each other and nearest to the best guess."""
    start = int(np.argmin(np.abs(values - likely)))
    if margin[start] < 0.0 or not np.isfinite(margin[start]):
        return None
    lost = margin < 0.0
    after, before = np.flatnonzero(lost[start:]), np.flatnonzero(lost[: start + 1])
    candidates = []
    if after.size:
        candidates.append((start + int(after[0]) - 1, start + int(after[0])))
    if before.size:
        candidates.append((int(before[-1]) + 1, int(before[-1])))
    if not candidates:
        return None
    stays, flips = min(candidates, key=lambda pair: abs(pair[1] - start))
    return float(values[stays]), float(values[flips])


def _margins(
    plan: Plan,
    catalogue: Catalogue,
    pair: tuple[str, str],
    fields: Sequence[InputField],
    values: Floats,
    ends: Floats,
) -> tuple[float, Floats]:
    """Return the difference at the best guesses, and at both ends of every field."""
    if not fields:
        found = totals_over(plan, catalogue, pair, {("workload", "volume", "growth"): np.array([_growth(plan)])})
        return float(found[1, 0, 0] - found[0, 0, 0]), np.empty((0, 2))
    costs = _costs(plan, catalogue, pair, fields, np.concatenate([values[:, :1], ends], axis=1))
    difference = costs[1] - costs[0]
    return float(difference[0, 0]), difference[:, 1:]


def _growth(plan: Plan) -> float:
    from planner.plan.amounts import likely

    return likely(plan.workload.volume.growth)


def _costs(
    plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str], fields: Sequence[InputField], values: Floats
) -> Floats:
    """Return the totals where one field at a time takes its values: (scenarios, fields, values)."""
    count, width = values.shape
    by_key: dict[str, Any] = {}
    for number, field in enumerate(fields):
        column = np.full((count, width), field.likely)
        column[number] = values[number]
        by_key[field.key] = column.reshape(-1)
    keys: Mapping[str, Floats] = by_key
    found = totals_over(plan, catalogue, scenario_ids, {}, keys)[:, :, 0]
    return found.reshape(len(scenario_ids), count, width)


def _margin_of(costs: Floats) -> Floats:
    """Return by how much the first scenario is cheaper than the cheapest other; negative where it is not."""
    others = np.min(costs[1:], axis=0)
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(costs[0]), others - costs[0], -np.inf)
