"""Leaves of traffic: volume, months, day profile, lengths and the levers that touch them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.plan_fields import PLAN_FIELDS, SCENARIO_FIELDS, field_leaf, field_leaves
from planner.cost.day_profiles import day_profile, scaled_to_peak, with_weekend
from planner.cost.leaves import Leaf, by_name
from planner.cost.remembering import Remembered
from planner.cost.token_factors import token_factor
from planner.plan.amounts import likely
from planner.plan.plan import Plan, Scenario
from planner.plan.tuning import TAXED
from planner.plan.units import DAYS_PER_MONTH
from planner.plan.wording import N_

WEEKDAYS = 5.0 / 7.0
DAYS_BY_SLOT = np.array([WEEKDAYS, 1.0 - WEEKDAYS]) * DAYS_PER_MONTH
HOURS_BY_SLOT = np.repeat(DAYS_BY_SLOT, 24)


def month_leaves(
    plan: Plan, scenario: Scenario, traffic: NDArray[np.float64] | None, until: float = np.inf, kept: Any = 1.0
) -> list[Leaf]:
    """Return the leaves that run over months: index 0 is the start, 1 … horizon the months.

    `traffic` is the share of the requests by month, `until` the last month in which the scenario runs, `kept` the
    share of its answers that no other model gives again.
    """
    return [
        *_calendar(int(plan.money.horizon), int(scenario.wait_months), until, scenario.id),
        Leaf("traffic_share", 1.0 if traffic is None else traffic, "1", N_("Share of the requests answered here")),
        Leaf("kept_share", kept, "1", N_("Share of the answers that stand")),
    ]


@lru_cache(maxsize=256)
def _calendar(horizon: int, wait: int, until: float, scenario_id: str) -> tuple[Leaf, ...]:
    months = _months(horizon, wait, until)
    path = ("scenarios", scenario_id, "wait_months")
    return (
        Leaf("month_index", months.index, "month", N_("Months since the start")),
        Leaf("active", months.active, "1", N_("Months in which the scenario runs"), path=path),
        Leaf("first_month", months.first, "1/month", N_("Month before the scenario runs"), path=path),
        Leaf("last_month", months.last, "1", N_("Last month")),
        Leaf("age_at_end", months.age_at_end, "month", N_("Months left until the horizon")),
    )


@dataclass(frozen=True, slots=True)
class _Months:
    """Arrays over the months of a horizon; read-only, because every scenario that starts in one month shares them."""

    index: NDArray[np.float64]
    active: NDArray[np.float64]
    first: NDArray[np.float64]
    last: NDArray[np.float64]
    age_at_end: NDArray[np.float64]


@lru_cache(maxsize=64)
def _months(horizon: int, wait: int, until: float) -> _Months:
    index = np.arange(horizon + 1, dtype=float)
    active = ((index > wait) & (index <= until)).astype(float)
    first, last = (index == wait).astype(float), (index == horizon).astype(float)
    arrays = (index, active, first, last, horizon - index)
    for array in arrays:
        array.flags.writeable = False
    return _Months(*arrays)


_VOLUME: Remembered[dict[str, Leaf]] = Remembered(64)
_EVERYWHERE: Remembered[dict[str, Leaf]] = Remembered(64)
_OF_SCENARIO: Remembered[dict[str, Leaf]] = Remembered(512)
_TRAFFIC: Remembered[dict[str, Leaf]] = Remembered(512)


def volume_leaves(plan: Plan) -> dict[str, Leaf]:
    """Return the leaves of the plan's own fields by name, the volume among them: the same for every scenario."""

    def leaves() -> dict[str, Leaf]:
        volume, notes = plan.workload.volume, plan.field_notes
        found = field_leaves(plan, PLAN_FIELDS, notes)
        if volume.basis == "requests":
            found.append(field_leaf(plan, "base_requests", "workload.volume.requests", "request/month", notes))
        else:
            asked = "workload.volume.requests_per_user"
            found.append(field_leaf(plan, "requests_per_user", asked, "request/user/month", notes))
        if volume.growth_path == "s_curve":
            found.append(field_leaf(plan, "saturation", "workload.volume.saturation", "1", notes))
        return by_name(found)

    return _VOLUME.recall((plan,), (), leaves)


def traffic_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Mapping[str, Leaf]:
    """Return the leaves by name that traffic formulas need beside the months and the plan's own fields."""
    workload, notes = plan.workload, tuple(plan.field_notes.items())
    shared = (workload.lengths, workload.timing, plan.money, catalogue)

    def everywhere() -> dict[str, Leaf]:
        found = (*_spread_leaves(plan), *_profile_leaves(plan, catalogue), *_price_level_leaves(plan))
        return by_name(found)

    def of_scenario() -> dict[str, Leaf]:
        found = (*field_leaves(scenario, SCENARIO_FIELDS, plan.field_notes), *_lever_leaves(plan, scenario))
        return by_name(found)

    def together() -> dict[str, Leaf]:
        return {
            **_EVERYWHERE.recall(shared, notes, everywhere),
            **_OF_SCENARIO.recall((workload.timing, scenario), notes, of_scenario),
            "token_factor": token_factor(scenario.model.model, workload.lengths.language, catalogue),
        }

    return _TRAFFIC.recall((*shared, scenario), notes, together)


def _lever_leaves(plan: Plan, scenario: Scenario) -> list[Leaf]:
    """Return the leaves of what takes calls or tokens away or adds some: neutral where it is off."""
    levers, notes = scenario.levers, plan.field_notes

    def switched(on: bool, name: str, dotted: str, unit: str, off: float, label: str) -> Leaf:
        if on:
            return field_leaf(scenario, name, dotted, unit, notes)
        return Leaf(name, off, unit, label, note=N_("The lever is off."))

    extra = scenario.tuning.kind in TAXED
    return [
        switched(
            levers.semantic_cache, "cache_hit_share", "levers.cache_hits", "1", 0.0, N_("Answered from the cache")
        ),
        switched(levers.semantic_cache, "stale_share", "levers.stale_answers", "1", 0.0, N_("Wrong hits")),
        switched(
            levers.compression, "compression_ratio", "levers.compression_ratio", "1", 1.0, N_("Context is shortened")
        ),
        field_leaf(plan, "batch_share", "workload.timing.deferrable", "1", notes)
        if levers.batch
        else Leaf("batch_share", 0.0, "1", N_("Can wait"), note=N_("The lever is off.")),
        field_leaf(scenario, "extra_prompt_tokens", "tuning.extra_prompt_tokens", "token/request", notes)
        if extra
        else Leaf("extra_prompt_tokens", 0.0, "token/request", N_("Extra prompt tokens"), note=N_("Trained instead.")),
        field_leaf(scenario, "quality_lift", "tuning.quality_lift", "1", notes)
        if scenario.tuning.kind != "none"
        else Leaf("quality_lift", 0.0, "1", N_("Gain in success"), note=N_("Not tuned.")),
    ]


def _spread_leaves(plan: Plan) -> list[Leaf]:
    """Return the spread of each part of a request: its own, else that of all lengths."""
    lengths, leaves = plan.workload.lengths, []
    for part in ("context", "question", "answer", "reasoning"):
        name = f"{part}_spread"
        field = "spread" if getattr(lengths, name) is None else name
        leaves.append(field_leaf(plan, name, f"workload.lengths.{field}", "1", plan.field_notes))
    return leaves


def _profile_leaves(plan: Plan, catalogue: Catalogue) -> list[Leaf]:
    timing = plan.workload.timing
    profile = day_profile(timing.shape, catalogue)
    path = ("workload", "timing", "peak_factor")
    weights = profile.weights if timing.weekend is None else with_weekend(profile.weights, timing.weekend)
    peak: Any = float(weights.max())
    if timing.peak_factor is not None:
        peak = timing.peak_factor
        weights = scaled_to_peak(weights, likely(timing.peak_factor))
    shape_path = ("workload", "timing", "shape")
    provenance = profile.provenance if timing.peak_factor is None else None
    return [
        Leaf("peak_factor", peak, "1", N_("Peak over mean"), path=path, provenance=provenance, note=profile.note),
        Leaf(
            "hour_weights",
            weights,
            "1",
            N_("Day profile"),
            path=shape_path,
            record=profile.record,
            provenance=profile.provenance,
        ),
        Leaf("hours_by_slot", HOURS_BY_SLOT, "hour/month", N_("Hours of each kind in a month")),
        Leaf("days_by_slot", DAYS_BY_SLOT, "1/month", N_("Weekdays and weekend days in a month")),
    ]


def _price_level_leaves(plan: Plan) -> list[Leaf]:
    if plan.money.basis == "real":
        return [field_leaf(plan, "inflation", "money.inflation", "1", plan.field_notes)]
    return [Leaf("inflation", 0.0, "1", N_("Inflation"), note=N_("Amounts are nominal."))]
