"""What each hard limit costs, and where nothing meets them all, which one binds and the smallest change that helps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.analysis.amount_text import FieldText
from planner.analysis.verdict import ScenarioName
from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.plan_fields import ui_of
from planner.cost.evaluation import evaluate
from planner.cost.results import PlanResult, ScenarioResult
from planner.plan.amounts import likely
from planner.plan.edits import evolve, value_at
from planner.plan.fields import Path
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
    """A change of one limit with which a scenario meets all others; `size` is the relative change."""

    path: Path
    value: Any
    scenario: str
    size: float
    message: Message


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
    """Return the single changes that would let a scenario meet the limits, the smallest first."""
    found = []
    for path, label in _in_force(plan):
        able = evaluate(evolve(plan, path, OFF[path]), catalogue).feasible
        if able:
            found.append(_relaxed(plan, catalogue, path, label, able))
    return tuple(sorted(found, key=lambda each: each.size))


def _in_force(plan: Plan) -> Iterator[tuple[Path, str]]:
    for path, off in OFF.items():
        if value_at(plan, path) != off:
            yield path, ui_of(plan, path).label


def _relaxed(plan: Plan, catalogue: Catalogue, path: Path, label: str, able: tuple[ScenarioResult, ...]) -> Relaxation:
    now = value_at(plan, path)
    needed, who = _needed(plan, catalogue, path, able)
    name = ScenarioName(who.id, who.name or who.id)
    if needed is None:
        message = Message(
            N_("Without the limit '{limit}', {scenario} would do."), {"limit": Message(label), "scenario": name}
        )
        return Relaxation(path, OFF[path], who.id, SWITCH, message)
    unit = ui_of(plan, path).unit
    message = Message(
        N_("The smallest change that helps: '{limit}' from {now} to {needed}, for {scenario}."),
        {
            "limit": Message(label),
            "now": FieldText(likely(now), unit),
            "needed": FieldText(needed, unit),
            "scenario": name,
        },
    )
    size = abs(needed - likely(now)) / max(abs(likely(now)), 1e-9)
    return Relaxation(path, needed, who.id, size, message)


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
