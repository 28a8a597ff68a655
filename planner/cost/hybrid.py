"""Hybrid hosting: rented or own servers carry the base load, another scenario answers what exceeds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.binding import bind
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.joining import Hosts, flows_of, joined
from planner.cost.outcome import Outcome
from planner.cost.placement import SELF_SUFFICIENT, Change, Run, aligned, as_likely, placed, referred, shared_leaves
from planner.cost.remembering import Remembered
from planner.cost.serving import WHOLE, fewest_servers
from planner.cost.teams import of_one_team
from planner.cost.unreachable import unreachable
from planner.plan.plan import Plan, Scenario

BASE_SIZES = 64
"""Sizes of the base that are tried: all of them in fleets up to this size, evenly spaced ones in larger fleets."""
NEXT_TO_NOTHING = 1e-200
"""A rate or share that is less is none: what is divided by it would overflow."""


def best_base(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> tuple[int, tuple[tuple[int, float], ...]]:
    """Return the base size with the lowest total, and the total in USD of every size that was tried."""
    run = Run(plan, catalogue, as_likely)
    base, _ = _parts(run, scenario)
    whole = placed(run, base)
    most = max(float(np.max(flow)) for flow in whole.everywhere("servers_in_use"))
    if not np.isfinite(most):
        raise Infeasible(unreachable(whole))
    sizes = np.floor(np.linspace(1.0, max(most, 1.0), min(max(int(most), 1), BASE_SIZES)))
    sizes = np.unique(whole_copies(bind(plan, base, catalogue).values(), sizes))
    outcome = varied_hybrid(plan, scenario, catalogue, sizes[:, None], as_likely)
    tried = list(zip(sizes.astype(int).tolist(), np.ravel(outcome.values["total_cost"]).tolist(), strict=True))
    return min(tried, key=lambda pair: pair[1])[0], tuple(tried)


def varied_hybrid(plan: Plan, scenario: Scenario, catalogue: Catalogue, servers: Any, change: Change) -> Outcome:
    """Return the outcome of a hybrid with these servers for the base load, a number or a column of variants.

    What the scenario pays beside its parts is left out.
    """
    run = Run(plan, catalogue, change)
    hosts, shared = _sized(run, scenario, servers), shared_leaves(run, scenario)
    return joined(hosts, shared, run.change(shared), of_one_team(scenario, hosts))


def hybrid_hosts(run: Run, scenario: Scenario) -> Hosts:
    """Return base and overflow with the servers that the plan names, else with the best number at the best guesses."""
    servers = scenario.hosting.hybrid.base_servers or best_base(run.plan, scenario, run.catalogue)[0]
    return _sized(run, scenario, float(servers))


def _sized(run: Run, scenario: Scenario, servers: Any) -> Hosts:
    base, overflow = _parts(run, scenario)
    probe = run.whole(base)
    values = probe.values(run.change(probe.leaves), flows_of(probe.graph, alone=True))  # as the base stands in the plan
    servers = whole_copies(values, servers)
    split = split_of(values, servers)
    carried = placed(_with(run, _batches(split.kept_in_batches)), base, 1.0 - split.overflow, base_servers=servers)
    late = _batches(split.overflow_in_batches) if overflow.levers.batch else {}
    hourly = overflow_profile(values, servers) if _hangs_on_the_hour(overflow) else {}
    beyond = placed(_with(run, late | hourly), overflow, split.overflow)
    return ("base", carried), ("overflow", beyond)


def whole_copies(values: Mapping[str, Any], servers: Any) -> Any:
    """Return the servers that hold whole copies of the model, and one of every model with weights of its own."""
    copy = values["servers_per_copy"]
    least = fewest_servers(servers, values["separate_models"], values["replicas_per_server"], one_server=1.0)
    whole = np.ceil(least / copy - WHOLE) * copy
    return whole if np.ndim(servers) else float(whole)


@dataclass(frozen=True, slots=True)
class Split:
    """How the calls of each month divide: the share that overflows, and how much of either side can wait."""

    overflow: Any
    kept_in_batches: Any = None  # None: as the plan has it
    overflow_in_batches: Any = None


def split_of(values: Mapping[str, Any], servers: Any) -> Split:
    """Return how calls divide: servers keep those that cannot wait first, then in the hours left those that can."""
    over, waiting = overflow_share(values, servers), values["batch_share"]
    if not np.count_nonzero(waiting):
        return Split(over)
    busy = (1.0 - over) * np.asarray(values["mean_rate"]) / np.asarray(values["server_capacity"])
    able, asked = np.maximum(servers - busy, 0.0) * values["server_limit"], np.asarray(values["batch_rate"])
    late = np.where(asked > able, 1.0 - _over(able, np.maximum(asked, able)), 0.0)
    beyond = over * (1.0 - waiting) + late * waiting
    return Split(beyond, _over((1.0 - late) * waiting, 1.0 - beyond), _over(late * waiting, beyond))


def _over(part: Any, whole: Any) -> Any:
    """Return a part over its whole; nothing of nothing."""
    some = np.asarray(whole) > NEXT_TO_NOTHING
    return np.where(some, part / np.where(some, whole, 1.0), 0.0)


def _batches(share: Any) -> dict[str, Any]:
    return {} if share is None else {"batch_share": share}


def _with(run: Run, values: Mapping[str, Any]) -> Run:
    """Return the run in which these leaves take other values, by month."""
    return replace(run, change=lambda leaves: {**run.change(leaves), **values}) if values else run


def _hangs_on_the_hour(overflow: Scenario) -> bool:
    """Say whether the bill of an overflow depends on the hours in which it comes; that of plain calls does not."""
    api, levers = overflow.hosting.api, overflow.levers
    cached_by_rate = levers.prompt_cache and levers.prompt_cache_hits is None
    return overflow.hosting.kind != "api" or api.provisioned_units > 0.0 or cached_by_rate


def overflow_profile(values: Mapping[str, Any], servers: Any) -> dict[str, Any]:
    """Return the day profile of what overflows and its peak factor, by month: it comes in the busiest hours only."""
    weights, hours = np.asarray(values["hour_weights"]), np.asarray(values["hours_by_slot"])
    beyond = np.maximum(weights - _level(values, servers)[..., None], 0.0)
    average = np.sum(beyond * hours, axis=-1, keepdims=True) / np.sum(hours)
    profile = np.where(average > NEXT_TO_NOTHING, beyond / np.where(average > NEXT_TO_NOTHING, average, 1.0), weights)
    return {"hour_weights": profile, "peak_factor": np.max(profile, axis=-1)}


def _parts(run: Run, scenario: Scenario) -> tuple[Scenario, Scenario]:
    named = scenario.hosting.hybrid
    base = referred(run.plan, scenario, named.base, ("rented", "owned"))
    overflow = referred(run.plan, scenario, named.overflow, SELF_SUFFICIENT)
    return aligned(base, scenario), aligned(overflow, scenario)


def overflow_share(values: Mapping[str, Any], servers: Any) -> NDArray[np.float64]:
    """Return the share of calls by month that exceeds what a number of servers answers in each hour of the day."""
    weights, hours = values["hour_weights"], values["hours_by_slot"]
    knots, kept = _KEPT.recall((weights, hours), (), lambda: _kept_by_level(weights, hours))
    over = np.maximum(1.0 - np.interp(_level(values, servers), knots, kept), 0.0)
    return np.where(np.asarray(values["mean_rate"]) > 0.0, over, 0.0)


_KEPT: Remembered[tuple[NDArray[np.float64], NDArray[np.float64]]] = Remembered(16)


def _kept_by_level(
    weights: NDArray[np.float64], hours: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return levels over the mean rate, and the share of calls that is answered at each.

    It grows in straight lines between the rates of the hours, in which one hour more is served whole.
    """
    knots = np.append(0.0, np.sort(weights))
    kept = np.sum(np.minimum(weights, knots[:, None]) * hours, axis=-1)
    return knots, kept / kept[-1]


def _level(values: Mapping[str, Any], servers: Any) -> NDArray[np.float64]:
    """Return what servers answer within the targets over the mean rate, by month; nothing of no calls."""
    mean = np.asarray(values["mean_rate"], dtype=float)
    level: NDArray[np.float64] = servers * np.asarray(values["server_capacity"]) / np.where(mean > 0.0, mean, np.inf)
    return level
