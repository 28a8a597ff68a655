"""How sure is the answer: odds that each scenario is cheapest, the saving in doubt, and what to measure next.

Draws are the same for all scenarios where they share an input, so that the odds compare like with like. The plan's
seed decides them: the same plan gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.charts.inputs import Saving
from planner.analysis.variants import Floats, changing, drawing, inputs_of, totals
from planner.catalog.catalogue import Catalogue
from planner.cost.leaves import Leaf
from planner.plan.amounts import Range
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message

DRAWS = 2_000
DOTS = 50
TOO_CLOSE = 0.6
"""Odds below which the two cheapest are too close to call."""


@dataclass(frozen=True, slots=True)
class Spread:
    """P10, median and P90 of an amount in USD over the horizon."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """An input worth measuring: by what share the doubt (P90 − P10) of the difference would narrow if it were known.

    `gain` is the expected saving in USD of knowing it before choosing, over choosing now.
    """

    key: str
    label: str
    narrows: float
    gain: float


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """Odds by scenario id, spread of the totals, saving of `best` against `other`, and what to measure next.

    `best` and `other` cost least at the best guesses; `dots` are the 50 quantiles of the saving in USD.
    """

    draws: int
    odds: Mapping[str, float]
    totals: Mapping[str, Spread]
    best: str
    other: str
    saving: Spread
    saving_draws: Floats
    dots: Floats
    too_close: bool
    measure: tuple[Measurement, ...] = ()

    @property
    def statement(self) -> Message | None:
        """Say that the answer is too close to call, and what to measure, where that is so."""
        if not self.too_close:
            return None
        if not self.measure:
            return Message(N_("The two cheapest are too close to call."))
        return Message(
            N_("The two cheapest are too close to call. Measure next: {input}."),
            {"input": Message(self.measure[0].label)},
        )

    def as_chart(self) -> Saving:
        """Return what the quantile dot plot draws."""
        return Saving(self.best, self.other, self.saving_draws)


def uncertainty(
    plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str], draws: int = DRAWS, measure: int = 3
) -> Uncertainty | None:
    """Return how sure the answer among these scenarios is; None with fewer than two, or no doubt at all.

    `scenario_ids` are the scenarios that meet every limit, cheapest first; `measure` how many inputs to name.
    """
    if len(scenario_ids) < 2:
        return None
    found = totals(plan, catalogue, scenario_ids, drawing(plan, draws), draws)
    if not np.all(np.isfinite(found).any(axis=1)):
        return None
    odds = odds_of(found)
    difference = _difference(found[0], found[1])
    low, middle, high = (float(x) for x in np.percentile(difference, [10.0, 50.0, 90.0]))
    first_odds = float(odds[0])
    return Uncertainty(
        draws=draws,
        odds={each: float(share) for each, share in zip(scenario_ids, odds, strict=True)},
        totals={each: spread_of(row) for each, row in zip(scenario_ids, found, strict=True)},
        best=scenario_ids[0],
        other=scenario_ids[1],
        saving=Spread(low, middle, high),
        saving_draws=difference,
        dots=quantile_dots(difference),
        too_close=first_odds < TOO_CLOSE,
        measure=_worth_measuring(plan, catalogue, scenario_ids, found, draws)[:measure],
    )


def odds_of(found: Floats) -> Floats:
    """Return in which share of draws each scenario is cheapest: (scenarios, draws) → (scenarios,); ties are split."""
    cheapest = np.min(found, axis=0)
    ties = (found <= cheapest) & np.isfinite(cheapest)
    share = ties / np.maximum(np.sum(ties, axis=0), 1)
    return np.asarray(np.mean(share, axis=1))


def spread_of(row: Floats) -> Spread:
    """Return P10, median and P90 of the draws that have an answer."""
    known = row[np.isfinite(row)]
    if not known.size:
        return Spread(np.inf, np.inf, np.inf)
    low, middle, high = (float(x) for x in np.percentile(known, [10.0, 50.0, 90.0]))
    return Spread(low, middle, high)


def quantile_dots(draws: Floats, count: int = DOTS) -> Floats:
    """Return the quantiles at the middles of `count` equal shares: each dot stands for one share of the cases."""
    known = draws[np.isfinite(draws)]
    return np.quantile(known, (np.arange(count) + 0.5) / count) if known.size else np.empty(0)


def _difference(first: Floats, second: Floats) -> Floats:
    """Return the saving of the first against the second, in the draws in which both have an answer."""
    both = np.isfinite(first) & np.isfinite(second)
    return second[both] - first[both]


def _worth_measuring(
    plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str], found: Floats, draws: int
) -> tuple[Measurement, ...]:
    """Rank the inputs in doubt by how much the doubt of the difference narrows once they are known."""
    doubted = {
        key: leaf
        for key, leaf in inputs_of(plan, catalogue, scenario_ids[:2]).items()
        if isinstance(leaf.amount, Range) and leaf.amount.low < leaf.amount.high
    }
    width = _width(_difference(found[0], found[1]))
    if width <= 0.0:
        return ()
    ranked = []
    for key, leaf in doubted.items():
        fixed = changing(plan, by_key={key: float(leaf.value)}, on=drawing(plan, draws))
        known = totals(plan, catalogue, scenario_ids[:2], fixed, draws)
        narrows = 1.0 - _width(_difference(known[0], known[1])) / width
        gain = _value_of_knowing(found[:2], _drawn_values(plan, leaf, draws))
        if narrows > 0.0 or gain > 0.0:  # draws alone may widen the doubt by a little
            ranked.append(Measurement(key, leaf.label, max(float(narrows), 0.0), gain))
    return tuple(sorted(ranked, key=lambda each: (-each.narrows, each.key)))


def _drawn_values(plan: Plan, leaf: Leaf, draws: int) -> Floats:
    return np.asarray(drawing(plan, draws)({leaf.name: leaf})[leaf.name])[:, 0]


BINS = 20


def _value_of_knowing(found: Floats, values: Floats) -> float:
    """Return the expected saving of choosing after an input is known (expected value of perfect information).

    The draws are sorted by the input into equal bins; in each the scenario that is cheaper on average is chosen.
    """
    if not np.all(np.isfinite(found)):
        return 0.0
    now = float(np.min(np.mean(found, axis=1)))
    parts = np.array_split(found[:, np.argsort(values, kind="stable")], BINS, axis=1)
    later = float(sum(np.min(np.mean(part, axis=1)) * part.shape[1] for part in parts)) / found.shape[1]
    gain = now - later
    return gain if gain > 1e-9 * abs(now) else 0.0


def _width(draws: Floats) -> float:
    if not draws.size:
        return 0.0
    low, high = np.percentile(draws, [10.0, 90.0])
    return float(high - low)
