"""Bind a scenario of one host to its leaves: plan fields, catalogue figures and conventions, and the graph they feed.

An edit of the volume changes the leaves of the volume alone. All others are remembered by the parts of the plan that
they rest on, and so is the graph that they choose.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import PurchaseOffer, RentalOffer
from planner.cost.bindings.api import api_leaves
from planner.cost.bindings.contracts import commitment_leaves, contracts_leaf
from planner.cost.bindings.conventions import CONVENTIONS
from planner.cost.bindings.gpu import copy_leaves, serving_leaves, target_leaves
from planner.cost.bindings.owned import chosen_server, owned_leaves
from planner.cost.bindings.plan_fields import Row, leaves_of
from planner.cost.bindings.rented import chosen_offer, rented_leaves
from planner.cost.bindings.traffic import month_leaves, plan_leaves, scenario_leaves
from planner.cost.bindings.tuning import tuning_leaves
from planner.cost.commitment import cheapest_commitment
from planner.cost.composition import graph_of, shape_of
from planner.cost.graph import Graph
from planner.cost.leaves import Leaf, Leaves
from planner.cost.program import Quantities
from planner.cost.remembering import Remembered
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_

Traffic = NDArray[np.float64] | None


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A scenario ready to run: its graph and its leaves; `role` tells its runs in one plan apart."""

    scenario: Scenario
    graph: Graph
    leaves: Leaves
    role: Hashable = None

    def values(self, changed: Mapping[str, Any] | None = None, first: frozenset[str] | None = None) -> Quantities:
        """Run the graph on the best guesses, with some leaves replaced by other values or draws.

        All quantities are computed, or those `first` and the others when they are asked for.
        """
        given = self.leaves.likely
        if changed:
            return self.graph.values({**given, **changed})
        like = (self.scenario.id, self.role)
        if first is None:
            return self.graph.run(given, like)
        return self.graph.first(first, given, like)


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
    kind, months = scenario.hosting.kind, month_leaves(plan, scenario, traffic, until, kept)
    parts = [CONVENTIONS, months, plan_leaves(plan, catalogue), scenario_leaves(plan, scenario, catalogue)]
    # A model that fits nowhere is told first, then what else is missing.
    if kind != "api":
        parts.append(_copy(plan, scenario, catalogue))
    parts.append(_settled(plan, scenario, catalogue))
    if base_servers is not None:
        servers = Leaf("base_servers", base_servers, "server", N_("Servers for the base load"))
        parts.append(Leaves.of((servers,)))
    if kind == "rented":
        parts.append(commitment_leaves(plan, scenario, until))
    given = Leaves.joined(*parts)
    shape = shape_of(plan, scenario, power_known="busy_power" in given, fixed_servers=base_servers is not None)
    graph = graph_of(shape, given.likely.keys())
    if kind == "rented" and scenario.hosting.rented.commits_to_the_cheapest:
        given = Leaves.joined(given, Leaves.of((_cheapest(graph, given),)))
    return Bound(scenario, graph, given, (traffic is None, until))


def _cheapest(graph: Graph, given: Leaves) -> Leaf:
    """Return the leaf of committed servers with the number that is looked for."""
    note = N_("The number with the lowest total, looked for between none and all servers.")
    return given["committed_servers"]._replace(amount=cheapest_commitment(graph, given.likely), note=note)


_COPY: Remembered[Leaves] = Remembered(512)
_SETTLED: Remembered[Leaves] = Remembered(512)


def _copy(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Leaves:
    """Return the leaves of the copy of the model that the scenario's server holds under this workload."""

    def leaves() -> Leaves:
        server = _server(scenario, catalogue)
        copy = copy_leaves(plan, scenario, catalogue, server.accelerator, server.accelerators)
        return Leaves.joined(leaves_of(scenario, copy, plan.field_notes), target_leaves(plan))

    rest_on = (plan.workload.lengths, plan.workload.timing, plan.money, scenario, catalogue)
    return _COPY.recall(rest_on, tuple(plan.field_notes.items()), leaves)


def _settled(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Leaves:
    """Return the leaves of hosting, which rest on no workload and on no other scenario."""

    def leaves() -> Leaves:
        return leaves_of(scenario, _hosting(plan, scenario, catalogue), plan.field_notes)

    return _SETTLED.recall((plan.money, scenario, catalogue), tuple(plan.field_notes.items()), leaves)


def _server(scenario: Scenario, catalogue: Catalogue) -> RentalOffer | PurchaseOffer:
    """Return the server that the scenario rents or buys. Raises `Infeasible` where it is unknown."""
    if scenario.hosting.kind == "rented":
        return chosen_offer(scenario, catalogue)
    return chosen_server(scenario, catalogue)


def _hosting(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Leaf | Row]:
    """Return the leaves of hosting, tuning and contracts, which no edit of the workload changes."""
    of_kind = {"api": api_leaves, "rented": rented_leaves, "owned": owned_leaves}[scenario.hosting.kind]
    leaves: list[Leaf | Row] = []
    if scenario.hosting.kind != "api":
        server = _server(scenario, catalogue)
        leaves += serving_leaves(scenario, catalogue, server.accelerator, server.accelerators)
    leaves += of_kind(plan, scenario, catalogue)
    leaves += tuning_leaves(plan, scenario, catalogue)
    leaves.append(contracts_leaf(plan, scenario))
    if scenario.levers.semantic_cache:
        leaves.append(("cache_cost", "levers.cache_cost", "USD/month"))
    return leaves
