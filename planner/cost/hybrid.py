"""Hybrid hosting: rented or own servers carry the base load, another scenario answers what exceeds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.binding import bind
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.outcome import Outcome, joined
from planner.cost.placement import SELF_SUFFICIENT, Change, Run, aligned, as_likely, placed, referred, shared_leaves
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message

MOST_BASE_SERVERS = 64
"""Largest base that is tried when the best size is looked for."""


def best_base(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> tuple[int, tuple[tuple[int, float], ...]]:
    """Return the base size with the lowest total, and the total in USD of every size that was tried."""
    run = Run(plan, catalogue, as_likely)
    base, _ = _parts(run, scenario)
    whole = placed(run, base)
    most = max(float(np.max(flow)) for flow in whole.everywhere("servers_in_use"))
    if not np.isfinite(most):
        raise Infeasible(Message(N_("The base scenario cannot meet the latency targets.")))
    sizes = range(1, min(int(most), MOST_BASE_SERVERS) + 1)
    column = np.array(sizes, dtype=float)[:, None]
    outcome = sized_hybrid(run, scenario, column)
    tried = list(zip(sizes, np.ravel(outcome.values["total_cost"]).tolist(), strict=True))
    return min(tried, key=lambda pair: pair[1])[0], tuple(tried)


def hybrid(run: Run, scenario: Scenario) -> Outcome:
    """Return the outcome with the servers that the plan names, else with the best number at the best guesses."""
    servers = scenario.hosting.hybrid.base_servers or best_base(run.plan, scenario, run.catalogue)[0]
    return sized_hybrid(run, scenario, float(servers))


def varied_hybrid(plan: Plan, scenario: Scenario, catalogue: Catalogue, servers: Any, change: Change) -> Outcome:
    """Return the outcome of a hybrid with these servers for the base load, a number or a column of variants."""
    return sized_hybrid(Run(plan, catalogue, change), scenario, servers)


def sized_hybrid(run: Run, scenario: Scenario, servers: Any) -> Outcome:
    """Return the outcome of a hybrid whose base load is carried by these servers."""
    base, overflow = _parts(run, scenario)
    probe = bind(run.plan, base, run.catalogue)
    share = overflow_share(probe.values(run.change(probe.leaves)), servers)
    carried = placed(run, base, 1.0 - share, base_servers=servers)
    beyond = placed(run, overflow, share)
    shared = shared_leaves(run, scenario)
    return joined((("base", carried), ("overflow", beyond)), shared, run.change(shared))


def _parts(run: Run, scenario: Scenario) -> tuple[Scenario, Scenario]:
    named = scenario.hosting.hybrid
    base = referred(run.plan, scenario, named.base, ("rented", "owned"))
    overflow = referred(run.plan, scenario, named.overflow, SELF_SUFFICIENT)
    return aligned(base, scenario), aligned(overflow, scenario)


def overflow_share(values: Mapping[str, Any], servers: Any) -> NDArray[np.float64]:
    """Return the share of calls by month that exceeds what a number of servers answers in each hour of the day."""
    weights, hours = np.asarray(values["hour_weights"]), np.asarray(values["hours_by_slot"])
    mean = np.asarray(values["mean_rate"], dtype=float)
    level = servers * np.asarray(values["server_capacity"]) / np.where(mean > 0.0, mean, np.inf)
    # What is answered grows in straight lines between the rates of the hours, in which one hour more is served whole.
    knots = np.append(0.0, np.sort(weights))
    kept = np.sum(np.minimum(weights, knots[:, None]) * hours, axis=-1)
    return np.where(mean > 0.0, np.maximum(1.0 - np.interp(level, knots, kept / kept[-1]), 0.0), 0.0)
