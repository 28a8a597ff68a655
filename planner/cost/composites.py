"""Hosts that refer to other scenarios: hybrid, routed, and a scenario that waits while the baseline carries on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.binding import Traffic, bind
from planner.cost.bindings.conventions import CONVENTIONS
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.plan_fields import field_leaf
from planner.cost.bindings.traffic import month_leaves, traffic_leaves
from planner.cost.doubt import draws_of
from planner.cost.leaves import Leaf
from planner.cost.outcome import Outcome, joined, parts_of
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message

MOST_BASE_SERVERS = 64
"""Largest base that is tried when the best size is looked for."""


def outcome_of(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: int, traffic: Traffic = None) -> Outcome:
    """Return the outcome of a scenario. Raises `Infeasible` with the reasons when it has none."""
    wait = int(scenario.wait_months)
    baseline = plan.baseline_scenario
    own = _alone(plan, scenario, catalogue, draws, traffic)
    if wait == 0 or baseline is None or baseline.id == scenario.id:
        return own
    if baseline.hosting.kind in ("hybrid", "routed") or baseline.wait_months:
        raise Infeasible(Message(N_("Only a baseline in one place can carry on while this scenario waits.")))
    until = _single(plan, baseline, catalogue, draws, traffic, until=wait)
    shared = _shared(plan, scenario, catalogue)
    return joined((("before", until), ("own", own)), shared, _draws(plan, shared, draws), {})


def _alone(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: int, traffic: Traffic) -> Outcome:
    if scenario.hosting.kind == "hybrid":
        return _hybrid(plan, scenario, catalogue, draws)
    if scenario.hosting.kind == "routed":
        return _routed(plan, scenario, catalogue, draws)
    return _single(plan, scenario, catalogue, draws, traffic)


def _single(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    draws: int,
    traffic: Traffic,
    until: float = np.inf,
    base_servers: float | None = None,
) -> Outcome:
    bound = bind(plan, scenario, catalogue, traffic=traffic, until=until, base_servers=base_servers)
    changed = draws_of(bound.leaves, plan.seed, draws) if draws else {}
    return Outcome(bound.graph, bound.leaves, bound.values(changed), parts_of(bound.graph))


def _referred(plan: Plan, scenario: Scenario, identity: str, kinds: tuple[str, ...]) -> Scenario:
    """Return another scenario that this one refers to. Raises `Infeasible` when it cannot serve."""
    for other in plan.scenarios:
        if other.id == identity and other.id != scenario.id:
            if other.hosting.kind in kinds:
                return other
            raise Infeasible(
                Message(
                    N_("'{scenario}' cannot be used here: choose another kind of hosting."), {"scenario": other.name}
                )
            )
    raise Infeasible(Message(N_("Choose the scenarios that this one is made of.")))


def _hybrid(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: int) -> Outcome:
    hybrid = scenario.hosting.hybrid
    base = _referred(plan, scenario, hybrid.base, ("rented", "owned"))
    overflow = _referred(plan, scenario, hybrid.overflow, ("api", "rented", "owned"))
    servers = hybrid.base_servers or best_base(plan, scenario, catalogue)[0]
    return _with_base(plan, scenario, catalogue, base, overflow, float(servers), draws)


def best_base(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> tuple[int, tuple[tuple[int, float], ...]]:
    """Return the base size with the lowest total, and the total in USD of every size that was tried."""
    hybrid = scenario.hosting.hybrid
    base = _referred(plan, scenario, hybrid.base, ("rented", "owned"))
    overflow = _referred(plan, scenario, hybrid.overflow, ("api", "rented", "owned"))
    whole = _single(plan, base, catalogue, 0, None)
    most = float(np.nanmax(whole.values["servers_in_use"]))
    if not np.isfinite(most):
        raise Infeasible(Message(N_("The base scenario cannot meet the latency targets.")))
    sizes = range(1, min(int(most), MOST_BASE_SERVERS) + 1)
    tried = []
    for size in sizes:
        outcome = _with_base(plan, scenario, catalogue, base, overflow, float(size), 0)
        tried.append((size, float(np.ravel(outcome.values["total_cost"])[0])))
    return min(tried, key=lambda pair: pair[1])[0], tuple(tried)


def _with_base(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    base: Scenario,
    overflow: Scenario,
    servers: float,
    draws: int,
) -> Outcome:
    probe = bind(plan, base, catalogue)
    share = overflow_share(probe.values(), servers)
    carried = _single(plan, base, catalogue, draws, 1.0 - share, base_servers=servers)
    beyond = _single(plan, overflow, catalogue, draws, share)
    shared = _shared(plan, scenario, catalogue)
    return joined((("base", carried), ("overflow", beyond)), shared, _draws(plan, shared, draws), {})


def overflow_share(values: Mapping[str, Any], servers: float) -> NDArray[np.float64]:
    """Return the share of calls by month that exceeds what a number of servers answers in each hour of the day."""
    rate = np.asarray(values["mean_rate"])[..., None] * values["hour_weights"]
    served = np.minimum(rate, servers * float(np.ravel(values["server_capacity"])[0]))
    hours = values["hours_by_slot"]
    offered = np.sum(rate * hours, axis=-1)
    kept = np.sum(served * hours, axis=-1)
    return np.where(offered > 0.0, 1.0 - kept / np.where(offered > 0.0, offered, 1.0), 0.0)


def _routed(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: int) -> Outcome:
    routed = scenario.hosting.routed
    kinds = ("api", "rented", "owned")
    small = _referred(plan, scenario, routed.small, kinds)
    large = _referred(plan, scenario, routed.large, kinds)
    path = ("scenarios", scenario.id, "hosting", "routed")
    first = field_leaf(scenario, "small_share", "hosting.routed.small_share", "1", plan.field_notes)
    again = field_leaf(scenario, "escalated", "hosting.routed.escalated", "1", plan.field_notes)
    months = np.ones(int(plan.money.horizon) + 1)
    doubted = draws_of({first.name: first, again.name: again}, plan.seed, draws) if draws else {}
    share = doubted.get("small_share", first.value)
    escalated = doubted.get("escalated", again.value)
    to_small = _single(plan, small, catalogue, draws, share * months)
    to_large = _single(plan, large, catalogue, draws, (1.0 - share * (1.0 - escalated)) * months)
    # An escalated request is one request, though both models answer it.
    kept = dict.fromkeys(("requests", "successes", "value_flow"), 1.0 - escalated)
    shared = _shared(plan, scenario, catalogue) | {
        "small_share": first,
        "escalated": Leaf("escalated", again.amount, "1", again.label, path=(*path, "escalated")),
    }
    return joined((("small", to_small), ("large", to_large)), shared, _draws(plan, shared, draws), {"small": kept})


def _shared(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> dict[str, Leaf]:
    """Return the leaves that key figures of a joined scenario need besides flows."""
    leaves = [*month_leaves(plan, scenario, None), *traffic_leaves(plan, scenario, catalogue)]
    return {**CONVENTIONS, **{leaf.name: leaf for leaf in leaves}}


def _draws(plan: Plan, shared: Mapping[str, Leaf], draws: int) -> dict[str, Any]:
    return dict(draws_of(shared, plan.seed, draws)) if draws else {}
