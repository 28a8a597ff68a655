"""Why this many servers, and does it fit: the day against capacity, and the memory of one accelerator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from planner.analysis.charts.inputs import DayProfile, GpuMemory
from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.composites import outcome_of
from planner.cost.outcome import Outcome
from planner.cost.performance import predict
from planner.cost.serving import WHOLE
from planner.plan.plan import Plan, Scenario

HOSTED = ("rented", "owned")
WEEKDAY = slice(0, 24)


def day_profile(plan: Plan, catalogue: Catalogue, scenario_id: str) -> DayProfile | None:
    """Return a weekday of the busiest month of a scenario on servers; None where there are none.

    Demand and capacity are in requests a second; servers are counted by hour.
    """
    outcome = _outcome(plan, plan.scenario(scenario_id), catalogue)
    if outcome is None:
        return None
    values = outcome.values
    month = int(np.argmax(np.ravel(values["mean_rate"])))
    demand = float(np.ravel(values["mean_rate"])[month]) * np.asarray(values["hour_weights"])[WEEKDAY]
    each = outcome.number("server_capacity")
    standing = float(np.ravel(values["servers_in_use"])[month])
    servers = _servers(plan.scenario(scenario_id), values, demand, each, standing)
    spare = np.full(24, float(values["spare_servers"]) * each)
    return DayProfile(scenario_id, demand, servers * each, spare, servers)


def _servers(scenario: Scenario, values: Mapping[str, Any], demand: Any, each: float, standing: float) -> Any:
    if scenario.hosting.kind == "owned" or scenario.hosting.rented.scaling in ("fixed", "hours"):
        return np.full(24, standing)
    fewest = max(float(values["minimum_servers"]), 1.0) if scenario.hosting.rented.scaling == "autoscale" else 1.0
    return np.maximum(np.ceil(demand / each - WHOLE), fewest)


def gpu_memory(plan: Plan, catalogue: Catalogue) -> tuple[GpuMemory, ...]:
    """Return the memory of one accelerator of every scenario on servers that has an answer, in GB."""
    found = []
    for scenario in plan.scenarios:
        outcome = _outcome(plan, scenario, catalogue)
        if outcome is None:
            continue
        memory = predict(outcome.leaves["deployment"].amount, np.inf).memory
        limit = float(outcome.leaves["batch_limit"].value)
        found.append(
            GpuMemory(
                scenario.id,
                outcome.leaves["deployment"].label.split(" · ")[-1],
                float(memory.available),
                float(memory.weights),
                float(memory.kv_cache),
                float(memory.activations),
                float(memory.reserve),
                min(float(memory.max_concurrency), limit),
            )
        )
    return tuple(found)


def _outcome(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Outcome | None:
    if scenario.hosting.kind not in HOSTED or scenario.wait_months:
        return None
    try:
        outcome = outcome_of(plan, scenario, catalogue, 0)
    except Infeasible:
        return None
    return outcome if np.isfinite(outcome.number("total_cost")) else None
