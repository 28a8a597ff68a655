"""Evaluate a plan: bind leaves, run the graph of each scenario, and read off figures, parts and cash flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.api import api_leaves
from planner.cost.bindings.conventions import CONVENTIONS
from planner.cost.bindings.owned import owned_leaves
from planner.cost.bindings.plan_fields import field_leaf
from planner.cost.bindings.rented import rented_leaves
from planner.cost.bindings.traffic import month_leaves, traffic_leaves
from planner.cost.bindings.tuning import tuning_leaves
from planner.cost.composition import graph_of, shape_of
from planner.cost.graph import Graph
from planner.cost.leaves import Leaf
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_

Traffic = NDArray[np.float64] | None


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A scenario ready to run: its graph and its leaves."""

    scenario: Scenario
    graph: Graph
    leaves: Mapping[str, Leaf]

    def values(self, changed: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Run the graph on the best guesses, with some leaves replaced by other values or draws."""
        given = {name: leaf.value for name, leaf in self.leaves.items()}
        if changed:
            given.update(changed)
        return self.graph.values(given)


def bind(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    *,
    traffic: Traffic = None,
    until: float = np.inf,
    kept: Any = 1.0,
    base_servers: Any = None,
) -> Bound:
    """Return a scenario of one host, bound to its leaves.

    `traffic` is the share of requests by month, `until` the last month in which it runs, `kept` the share of its
    answers that stand, `base_servers` a number of servers that is kept whatever the load.

    Raises `Infeasible` with the reasons when there is nothing to compute.
    """
    notes = plan.field_notes
    leaves = [*month_leaves(plan, scenario, traffic, until, kept), *traffic_leaves(plan, scenario, catalogue)]
    kind = scenario.hosting.kind
    if kind == "api":
        leaves += api_leaves(plan, scenario, catalogue)
    elif kind == "rented":
        leaves += rented_leaves(plan, scenario, catalogue)
    else:
        leaves += owned_leaves(plan, scenario, catalogue)
    leaves += tuning_leaves(plan, scenario, catalogue)
    if scenario.levers.semantic_cache:
        leaves.append(field_leaf(scenario, "cache_cost", "levers.cache_cost", "USD/month", notes))
    if base_servers is not None:
        leaves.append(Leaf("base_servers", base_servers, "server", N_("Servers for the base load")))
    given = {**CONVENTIONS, **{leaf.name: leaf for leaf in leaves}}
    shape = shape_of(plan, scenario, power_known="busy_power" in given, fixed_servers=base_servers is not None)
    return Bound(scenario, graph_of(shape, frozenset(given)), given)
