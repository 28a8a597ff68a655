"""What a newer catalogue would change: every figure that moved, and the result of each scenario before and after.

A plan opens with the records that it carries. Nothing changes until the analyst takes figures over; the others stay
as they were, and the plan remembers with which catalogue it has been compared.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from planner.analysis.bridge import BridgeError, PlanBridge, bridge_between_plans
from planner.catalog.catalogue import Catalogue
from planner.catalog.snapshot import Moved, accept, moved_figures
from planner.cost.evaluation import evaluate
from planner.plan.plan import Plan
from planner.plan.wording import N_

MOST_SINGLE = 40
"""Figures whose effect is shown one by one; beyond that only the effect of all together."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Total of a scenario over the horizon, in the plan's currency, before and after; None where it has no answer."""

    scenario: str
    name: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """Return by how much the total moves."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """One figure that moved, and what taking it over alone does to each scenario (empty where there are too many)."""

    moved: Moved
    effects: tuple[Moves, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceUpdate:
    """Every figure that moved since the plan's snapshot, and the totals if all of them are taken over."""

    version_before: str
    version_after: str
    figures: tuple[MovedFigure, ...]
    totals: tuple[Moves, ...]


def price_update(plan: Plan, installed: Catalogue, *, again: bool = False) -> PriceUpdate | None:
    """Return what the installed catalogue would change; None where nothing moved or the plan has been compared.

    `installed` is the catalogue without the plan's snapshot. `again` asks although the plan was compared with it.
    """
    content = plan.snapshot
    if not content or (content.get("hash") == installed.hash and not again):
        return None
    moved = moved_figures(content, installed, plan.money.price_date)
    if not moved:
        return None
    before = _totals(plan, installed)
    single = len(moved) <= MOST_SINGLE
    figures = tuple(
        MovedFigure(each, _moves(plan, before, _totals(answered(plan, installed, [each]), installed)) if single else ())
        for each in moved
    )
    after = _totals(answered(plan, installed, moved), installed)
    return PriceUpdate(str(content.get("catalogue", "")), installed.version, figures, _moves(plan, before, after))


def answered(plan: Plan, installed: Catalogue, taken: Collection[Moved]) -> Plan:
    """Return the plan with these figures taken over and all others pinned; it counts as compared from now on."""
    content = accept(plan.snapshot, installed, taken) | {"catalogue": installed.version, "hash": installed.hash}
    return plan.model_copy(update={"snapshot": content})


def catalogue_of(plan: Plan, installed: Catalogue) -> Catalogue:
    """Return the catalogue that a plan is evaluated with: its own records before the installed ones."""
    return installed.with_snapshot(plan.snapshot) if plan.snapshot else installed


def bridge_of_update(before: Plan, after: Plan, installed: Catalogue, scenario_id: str) -> PlanBridge | None:
    """Return why a scenario's total moved between two states of a plan; None where it has no answer in one."""
    try:
        return bridge_between_plans(
            (before, catalogue_of(before, installed)),
            (after, catalogue_of(after, installed)),
            scenario_id,
            (N_("Before"), N_("After")),
        )
    except BridgeError:
        return None


def _totals(plan: Plan, installed: Catalogue) -> dict[str, float | None]:
    return {each.id: each.total_cost for each in evaluate(plan, catalogue_of(plan, installed)).scenarios}


def _moves(plan: Plan, before: dict[str, float | None], after: dict[str, float | None]) -> tuple[Moves, ...]:
    return tuple(Moves(each.id, each.name or each.id, before[each.id], after[each.id]) for each in plan.scenarios)
