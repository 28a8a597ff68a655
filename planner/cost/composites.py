"""Hosts that refer to other scenarios: hybrid, routed, and a scenario that waits while the baseline carries on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

Change = Callable[[Mapping[str, Leaf]], dict[str, Any]]
"""Says which leaves of a host take other values: columns (draws or variants, 1) by name."""


def as_likely(_leaves: Mapping[str, Leaf]) -> dict[str, Any]:
    """Leave every leaf at its best guess."""
    return {}


def drawn(seed: int, count: int) -> Change:
    """Return the change that draws every leaf in doubt."""
    return lambda leaves: dict(draws_of(leaves, seed, count))


def outcome_of(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: int, traffic: Traffic = None) -> Outcome:
    """Return the outcome of a scenario, with `draws` of what is in doubt; at the best guesses with 0 of them.

    Raises `Infeasible` with the reasons when it has none.
    """
    change = drawn(plan.seed, draws) if draws else as_likely
    return varied_outcome(plan, scenario, catalogue, change, traffic)


def varied_outcome(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: Change, traffic: Traffic = None
) -> Outcome:
    """Return the outcome of a scenario whose leaves take other values. Raises `Infeasible` when it has none."""
    wait = int(scenario.wait_months)
    baseline = plan.baseline_scenario
    own = _alone(plan, scenario, catalogue, draws, traffic)
    if wait == 0 or baseline is None or baseline.id == scenario.id:
        return own
    if baseline.hosting.kind in ("hybrid", "routed") or baseline.wait_months:
        raise Infeasible(Message(N_("Only a baseline in one place can carry on while this scenario waits.")))
    until = _single(plan, baseline, catalogue, draws, traffic, until=wait)
    shared = _shared(plan, scenario, catalogue)
    return joined((("before", until), ("own", own)), shared, draws(shared), {})


def _alone(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: Change, traffic: Traffic) -> Outcome:
    if scenario.hosting.kind == "hybrid":
        return _hybrid(plan, scenario, catalogue, draws)
    if scenario.hosting.kind == "routed":
        return _routed(plan, scenario, catalogue, draws)
    return _single(plan, scenario, catalogue, draws, traffic)


def _single(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    draws: Change,
    traffic: Traffic,
    until: float = np.inf,
    base_servers: Any = None,
) -> Outcome:
    bound = bind(plan, scenario, catalogue, traffic=traffic, until=until, base_servers=base_servers)
    return Outcome(bound.graph, bound.leaves, bound.values(draws(bound.leaves)), parts_of(bound.graph))


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


def _hybrid(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: Change) -> Outcome:
    servers = scenario.hosting.hybrid.base_servers or best_base(plan, scenario, catalogue)[0]
    return varied_hybrid(plan, scenario, catalogue, float(servers), draws)


def varied_hybrid(plan: Plan, scenario: Scenario, catalogue: Catalogue, servers: Any, draws: Change) -> Outcome:
    """Return the outcome of a hybrid with these servers for the base load, a number or a column of variants."""
    hybrid = scenario.hosting.hybrid
    base = _referred(plan, scenario, hybrid.base, ("rented", "owned"))
    overflow = _referred(plan, scenario, hybrid.overflow, ("api", "rented", "owned"))
    return _with_base(plan, scenario, catalogue, base, overflow, servers, draws)


def best_base(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> tuple[int, tuple[tuple[int, float], ...]]:
    """Return the base size with the lowest total, and the total in USD of every size that was tried."""
    hybrid = scenario.hosting.hybrid
    base = _referred(plan, scenario, hybrid.base, ("rented", "owned"))
    overflow = _referred(plan, scenario, hybrid.overflow, ("api", "rented", "owned"))
    whole = _single(plan, base, catalogue, as_likely, None)
    most = float(np.max(whole.values["servers_in_use"]))
    if not np.isfinite(most):
        raise Infeasible(Message(N_("The base scenario cannot meet the latency targets.")))
    sizes = range(1, min(int(most), MOST_BASE_SERVERS) + 1)
    column = np.array(sizes, dtype=float)[:, None]
    outcome = _with_base(plan, scenario, catalogue, base, overflow, column, as_likely)
    tried = list(zip(sizes, np.ravel(outcome.values["total_cost"]).tolist(), strict=True))
    return min(tried, key=lambda pair: pair[1])[0], tuple(tried)


def _with_base(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    base: Scenario,
    overflow: Scenario,
    servers: Any,
    draws: Change,
) -> Outcome:
    probe = bind(plan, base, catalogue)
    share = overflow_share(probe.values(draws(probe.leaves)), servers)
    carried = _single(plan, base, catalogue, draws, 1.0 - share, base_servers=servers)
    beyond = _single(plan, overflow, catalogue, draws, share)
    shared = _shared(plan, scenario, catalogue)
    return joined((("base", carried), ("overflow", beyond)), shared, draws(shared), {})


def overflow_share(values: Mapping[str, Any], servers: Any) -> NDArray[np.float64]:
    """Return the share of calls by month that exceeds what a number of servers answers in each hour of the day."""
    weights, hours = np.asarray(values["hour_weights"]), np.asarray(values["hours_by_slot"])
    mean = np.asarray(values["mean_rate"], dtype=float)
    level = servers * np.asarray(values["server_capacity"]) / np.where(mean > 0.0, mean, np.inf)
    # What is answered grows in straight lines between the rates of the hours, in which one hour more is served whole.
    knots = np.append(0.0, np.sort(weights))
    kept = np.sum(np.minimum(weights, knots[:, None]) * hours, axis=-1)
    return np.where(mean > 0.0, np.maximum(1.0 - np.interp(level, knots, kept / kept[-1]), 0.0), 0.0)


def _routed(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: Change) -> Outcome:
    routed = scenario.hosting.routed
    kinds = ("api", "rented", "owned")
    small = _referred(plan, scenario, routed.small, kinds)
    large = _referred(plan, scenario, routed.large, kinds)
    path = ("scenarios", scenario.id, "hosting", "routed")
    first = field_leaf(scenario, "small_share", "hosting.routed.small_share", "1", plan.field_notes)
    again = field_leaf(scenario, "escalated", "hosting.routed.escalated", "1", plan.field_notes)
    months = np.ones(int(plan.money.horizon) + 1)
    doubted = draws({first.name: first, again.name: again})
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
    return joined((("small", to_small), ("large", to_large)), shared, draws(shared), {"small": kept})


def _shared(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> dict[str, Leaf]:
    """Return the leaves that key figures of a joined scenario need besides flows."""
    leaves = [*month_leaves(plan, scenario, None), *traffic_leaves(plan, scenario, catalogue)]
    return {**CONVENTIONS, **{leaf.name: leaf for leaf in leaves}}
