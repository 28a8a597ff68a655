"""What each hard limit costs, and where nothing meets them all, which one binds and the smallest change that helps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from planner.analysis.amount_text import FieldText
from planner.analysis.verdict import ScenarioName
from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.plan_fields import ui_of
from planner.cost.evaluation import evaluate
from planner.cost.results import PlanResult, ScenarioResult
from planner.plan.amounts import likely
from planner.plan.edits import evolve, value_at
from planner.plan.fields import Path, Ui
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message

OFF: dict[Path, Any] = {
    ("constraints", "residency"): "any",
    ("constraints", "no_egress"): False,
    ("constraints", "banned_vendors"): "",
    ("constraints", "commercial_licence"): False,
    ("constraints", "budget_per_month"): None,
    ("workload", "quality", "floor"): None,
    ("workload", "timing", "ttft_target"): None,
    ("workload", "timing", "tpot_target"): None,
}
"""Every hard limit and the value that takes it away."""
LATENCY: tuple[Path, ...] = (("workload", "timing", "ttft_target"), ("workload", "timing", "tpot_target"))
WIDEST = 1_000.0
"""Factor up to which a latency target is relaxed in search of an answer."""
SWITCH = 10.0
"""Size of giving up a limit that is no number: rather than that, numbers are stretched up to tenfold."""
DIGITS = 2
"""Significant digits of a relaxed target, rounded up."""


@dataclass(frozen=True, slots=True)
class ConstraintPrice:
    """What a limit costs: total in USD over the horizon that is saved without it.

    `price` is None where nothing meets all limits; `cheapest_without` is who answers best without it, or "".
    """

    path: Path
    label: str
    price: float | None
    cheapest_without: str


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A change of limits with which a scenario meets all others; `size` is the relative change, summed.

    `changes` are the limits with their new values: one, or as few as help together where no single one does.
    """

    changes: tuple[tuple[Path, Any], ...]
    scenario: str
    size: float
    message: Message


@dataclass(frozen=True, slots=True)
class _Change:
    """One limit relaxed as far as a scenario needs; `needed` is None where it must be given up."""

    path: Path
    needed: float | None
    who: ScenarioName
    now: Any
    ui: Ui

    @property
    def value(self) -> Any:
        return OFF[self.path] if self.needed is None else self.needed

    @property
    def size(self) -> float:
        """The relative change; giving up a limit that is no number counts as tenfold."""
        if self.needed is None:
            return SWITCH
        return abs(self.needed - likely(self.now)) / max(abs(likely(self.now)), 1e-9)

    @property
    def parts(self) -> dict[str, object]:
        """What a sentence about it names."""
        named: dict[str, object] = {"limit": Message(self.ui.label), "scenario": self.who}
        if self.needed is None:
            return named
        unit = self.ui.unit
        return {**named, "now": FieldText(likely(self.now), unit), "needed": FieldText(self.needed, unit)}


def constraint_prices(plan: Plan, catalogue: Catalogue, result: PlanResult) -> tuple[ConstraintPrice, ...]:
    """Return what each limit in force costs, the dearest first."""
    now = result.feasible[0].total_cost if result.feasible else None
    prices = []
    for path, label in _in_force(plan):
        without = evaluate(evolve(plan, path, OFF[path]), catalogue).feasible
        then = without[0].total_cost if without else None
        price = max(now - then, 0.0) if now is not None and then is not None else None
        prices.append(ConstraintPrice(path, label, price, without[0].id if without else ""))
    return tuple(sorted(prices, key=lambda each: -(each.price or 0.0)))


def relaxations(plan: Plan, catalogue: Catalogue) -> tuple[Relaxation, ...]:
    """Return the changes that would let a scenario meet the limits, the smallest first.

    Single changes where one helps, else the smallest numbers of limits that help together.
    """
    limits = [path for path, _ in _in_force(plan)]
    for count in range(1, len(limits) + 1):
        found = [
            relaxed
            for chosen in combinations(limits, count)
            if (relaxed := _relaxed(plan, catalogue, chosen)) is not None
        ]
        if found:
            return tuple(sorted(found, key=lambda each: each.size))
    return ()


def _in_force(plan: Plan) -> Iterator[tuple[Path, str]]:
    for path, off in OFF.items():
        if value_at(plan, path) != off:
            yield path, ui_of(plan, path).label


def _relaxed(plan: Plan, catalogue: Catalogue, limits: tuple[Path, ...]) -> Relaxation | None:
    """Return the least that these limits must give way, None where no scenario passes even without them."""
    open_plan = plan
    for path in limits:
        open_plan = evolve(open_plan, path, OFF[path])
    if not evaluate(open_plan, catalogue).feasible:
        return None
    changes = []
    for path in limits:
        # The others are as far open as they were found to need, so that the values hold together.
        able = evaluate(open_plan, catalogue).feasible
        closed = evolve(open_plan, path, value_at(plan, path))
        needed, who = _needed(closed, catalogue, path, able)
        change = _Change(
            path, needed, ScenarioName(who.id, who.name or who.id), value_at(plan, path), ui_of(plan, path)
        )
        open_plan = evolve(open_plan, path, change.value)
        changes.append(change)
    passing = evaluate(open_plan, catalogue).feasible
    if not passing:
        return None
    edits = tuple((each.path, each.value) for each in changes)
    return Relaxation(edits, passing[0].id, sum(each.size for each in changes), _sentence(changes, passing[0]))


def _sentence(changes: list[_Change], passing: ScenarioResult) -> Message:
    if len(changes) == 1:
        (change,) = changes
        if change.needed is None:
            return Message(N_("Without the limit '{limit}', {scenario} would do."), change.parts)
        return Message(
            N_("The smallest change that helps: '{limit}' from {now} to {needed}, for {scenario}."), change.parts
        )
    told = _told(changes[0])
    for change in changes[1:]:
        told = Message(N_("{first} and {second}"), {"first": told, "second": _told(change)})
    who = ScenarioName(passing.id, passing.name or passing.id)
    return Message(
        N_("No single change helps. The smallest that do together, for {scenario}: {changes}."),
        {"scenario": who, "changes": told},
    )


def _told(change: _Change) -> Message:
    if change.needed is None:
        return Message(N_("no limit '{limit}'"), change.parts)
    return Message(N_("'{limit}' from {now} to {needed}"), change.parts)


def _needed(
    plan: Plan, catalogue: Catalogue, path: Path, able: tuple[ScenarioResult, ...]
) -> tuple[float | None, ScenarioResult]:
    """Return the value of a limit that just lets a scenario pass, and which; None where a limit is a switch."""
    if path[-1] == "budget_per_month":
        cheapest = min(able, key=lambda each: each.figures["monthly_cost"].value)
        return _rounded_up(cheapest.figures["monthly_cost"].value), cheapest
    if path[-1] == "floor":
        scored = [each for each in able if "quality" in each.figures]
        if not scored:
            return None, able[0]
        best = max(scored, key=lambda each: each.figures["quality"].value)
        return math.floor(best.figures["quality"].value * 10.0) / 10.0, best
    if path in LATENCY:
        return _needed_latency(plan, catalogue, path, able)
    return None, able[0]


def _needed_latency(
    plan: Plan, catalogue: Catalogue, path: Path, able: tuple[ScenarioResult, ...]
) -> tuple[float | None, ScenarioResult]:
    low = likely(value_at(plan, path))
    high = low * WIDEST
    reached = evaluate(evolve(plan, path, high), catalogue).feasible
    if not reached:
        return None, able[0]
    while high / low > 1.02:
        middle = math.sqrt(low * high)
        passing = evaluate(evolve(plan, path, middle), catalogue).feasible
        if passing:
            high, reached = middle, passing
        else:
            low = middle
    return _rounded_up(high), reached[0]


def _rounded_up(value: float) -> float:
    if value == 0.0:
        return value
    step = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1)
    return math.ceil(value / step - 1e-9) * step
