"""Leaves of traffic: volume, months, day profile, lengths and the levers that touch them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.conventions import CONVENTIONS
from planner.cost.bindings.plan_fields import PLAN_FIELDS, SCENARIO_FIELDS, Fields, Rows
from planner.cost.day_profiles import day_profile, scaled_to_peak, with_weekend
from planner.cost.leaves import Leaf, Leaves
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
) -> Leaves:
    """Return the leaves that run over months: index 0 is the start, 1 … horizon the months.

    `traffic` is the share of the requests by month, `until` the last month in which the scenario runs, `kept` the
    share of its answers that no other model gives again.
    """
    calendar = (int(plan.money.horizon), int(scenario.wait_months), until, scenario.id)
    if traffic is None and type(kept) is float and kept == 1.0:
        return _whole(*calendar)
    return Leaves.joined(_calendar(*calendar), _answers(1.0 if traffic is None else traffic, kept))


@lru_cache(maxsize=256)
def _whole(horizon: int, wait: int, until: float, scenario_id: str) -> Leaves:
    """Return the months of a scenario that answers everything and whose answers all stand."""
    return Leaves.joined(_calendar(horizon, wait, until, scenario_id), _answers(1.0, 1.0))


def _answers(traffic: Any, kept: Any) -> Leaves:
    share, stands = N_("Share of the requests answered here"), N_("Share of the answers that stand")
    return Leaves.of((Leaf("traffic_share", traffic, "1", share), Leaf("kept_share", kept, "1", stands)))


@lru_cache(maxsize=256)
def _calendar(horizon: int, wait: int, until: float, scenario_id: str) -> Leaves:
    months = _months(horizon, wait, until)
    path = ("scenarios", scenario_id, "wait_months")
    return Leaves.of(
        (
            Leaf("month_index", months.index, "month", N_("Months since the start")),
            Leaf("active", months.active, "1", N_("Months in which the scenario runs"), path=path),
            Leaf("first_month", months.first, "1/month", N_("Month before the scenario runs"), path=path),
            Leaf("last_month", months.last, "1", N_("Last month")),
            Leaf("age_at_end", months.age_at_end, "month", N_("Months left until the horizon")),
        )
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


_OF_PLAN: Remembered[Leaves] = Remembered(64)
_PROFILE: Remembered[Leaves] = Remembered(64)
_OF_SCENARIO: Remembered[Leaves] = Remembered(512)


def plan_leaves(plan: Plan, catalogue: Catalogue) -> Leaves:
    """Return the leaves that every scenario of a plan shares: volume, lengths, hours of the day, trends."""
    return _OF_PLAN.recall((plan, catalogue), (), lambda: _plan_leaves(plan, catalogue))


def _plan_leaves(plan: Plan, catalogue: Catalogue) -> Leaves:
    timing, volume = plan.workload.timing, plan.workload.volume
    own_spreads = tuple(getattr(plan.workload.lengths, f"{part}_spread") is not None for part in SPREAD)
    fields = Fields(plan, _plan_rows(volume.basis, volume.growth_path, own_spreads), plan.field_notes)
    profile = _PROFILE.recall((timing, catalogue), (), lambda: Leaves.of(_profile_leaves(plan, catalogue)))
    inflation = Fields(plan, _INFLATION, plan.field_notes) if plan.money.basis == "real" else _NOMINAL
    return Leaves.joined(fields, profile, inflation)


SPREAD = ("context", "question", "answer", "reasoning")
"""Parts of a request that spread on their own, or as all lengths do."""
_INFLATION: Rows = (("inflation", "money.inflation", "1"),)
_NOMINAL = Leaves.of((Leaf("inflation", 0.0, "1", N_("Inflation"), note=N_("Amounts are nominal.")),))


@cache
def _plan_rows(basis: str, growth_path: str, own_spreads: tuple[bool, ...]) -> Rows:
    """Return the fields of a plan that are leaves of every scenario."""
    rows = list(PLAN_FIELDS)
    if basis == "requests":
        rows.append(("base_requests", "workload.volume.requests", "request/month"))
    else:
        rows.append(("requests_per_user", "workload.volume.requests_per_user", "request/user/month"))
    if growth_path == "s_curve":
        rows.append(("saturation", "workload.volume.saturation", "1"))
    for part, own in zip(SPREAD, own_spreads, strict=True):
        name = f"{part}_spread"
        rows.append((name, f"workload.lengths.{name if own else 'spread'}", "1"))
    return tuple(rows)


def plan_over_months(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Leaves:
    """Return what any scenario may rest on before its own fields: conventions, its months, the plan's fields."""
    return Leaves.joined(CONVENTIONS, month_leaves(plan, scenario, None), plan_leaves(plan, catalogue))


def scenario_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Leaves:
    """Return the leaves of traffic, people and success that a scenario adds to those of the plan."""
    language, notes = plan.workload.lengths.language, tuple(plan.field_notes.items())
    rest_on = (plan.workload.timing, scenario, catalogue)
    return _OF_SCENARIO.recall(rest_on, (language, notes), lambda: _scenario_leaves(plan, scenario, catalogue))


def _scenario_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Leaves:
    levers, kind = scenario.levers, scenario.tuning.kind
    rows, off = _levers(levers.semantic_cache, levers.compression, kind in TAXED, kind != "none")
    late = Fields(plan, _DEFERRABLE, plan.field_notes) if levers.batch else _NOTHING_WAITS
    factor = _factor(scenario.model.model, plan.workload.lengths.language, catalogue)
    return Leaves.joined(Fields(scenario, rows, plan.field_notes), off, late, factor)


@lru_cache(maxsize=256)
def _factor(model_id: str, language: str, catalogue: Catalogue) -> Leaves:
    return Leaves.of((token_factor(model_id, language, catalogue),))


_OFF = N_("The lever is off.")
_DEFERRABLE: Rows = (("batch_share", "workload.timing.deferrable", "1"),)
_NOTHING_WAITS = Leaves.of((Leaf("batch_share", 0.0, "1", N_("Can wait"), note=_OFF),))


@cache
def _levers(semantic_cache: bool, compression: bool, taxed: bool, tuned: bool) -> tuple[Rows, Leaves]:
    """Return the fields of a scenario that are leaves, and the leaves that stand in for those that do not apply."""
    rows, off = list(SCENARIO_FIELDS), []
    for on, row, leaf in (
        (
            semantic_cache,
            ("cache_hit_share", "levers.cache_hits", "1"),
            Leaf("cache_hit_share", 0.0, "1", N_("Answered from the cache"), note=_OFF),
        ),
        (
            semantic_cache,
            ("stale_share", "levers.stale_answers", "1"),
            Leaf("stale_share", 0.0, "1", N_("Wrong hits"), note=_OFF),
        ),
        (
            compression,
            ("compression_ratio", "levers.compression_ratio", "1"),
            Leaf("compression_ratio", 1.0, "1", N_("Context is shortened"), note=_OFF),
        ),
        (
            taxed,
            ("extra_prompt_tokens", "tuning.extra_prompt_tokens", "token/request"),
            Leaf("extra_prompt_tokens", 0.0, "token/request", N_("Extra prompt tokens"), note=N_("Trained instead.")),
        ),
        (
            tuned,
            ("quality_lift", "tuning.quality_lift", "1"),
            Leaf("quality_lift", 0.0, "1", N_("Gain in success"), note=N_("Not tuned.")),
        ),
    ):
        if on:
            rows.append(row)
        else:
            off.append(leaf)
    return tuple(rows), Leaves.of(off)


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
