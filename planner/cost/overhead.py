"""What a scenario that is made of others pays on top of them: its own people, licences, and the change to it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from planner.cost import operations, traffic
from planner.cost.bindings.contracts import contracts_leaf
from planner.cost.bindings.conventions import CONVENTIONS
from planner.cost.bindings.plan_fields import OVERHEAD_FIELDS, field_leaves
from planner.cost.bindings.traffic import month_leaves, volume_leaves
from planner.cost.composition import GROWTH
from planner.cost.graph import Graph, compose
from planner.cost.leaves import Leaf
from planner.cost.outcome import Outcome, parts_of
from planner.cost.placement import Run
from planner.plan.people import Operations
from planner.plan.plan import Scenario
from planner.plan.wording import N_

FORMULAS = (
    traffic.years_elapsed,
    traffic.years_of_growth,
    traffic.pilot_factor,
    traffic.active_users,
    *operations.WHOEVER_HOSTS,
    operations.licence_cost,
)

NOTHING = Operations()


def overhead(run: Run, scenario: Scenario, value_flow: Any) -> Outcome | None:
    """Return the scenario's own flows beside those of its parts; None where it names none.

    `value_flow` is what its answers bring by month, of which a licensor may own a share.
    """
    if scenario.operations == NOTHING and scenario.switching_cost == 0.0:
        return None
    notes = run.plan.field_notes
    leaves = {
        leaf.name: leaf
        for leaf in (
            *CONVENTIONS.values(),
            *month_leaves(run.plan, scenario, None),
            contracts_leaf(run.plan, scenario),
            *volume_leaves(run.plan).values(),
            *field_leaves(scenario, OVERHEAD_FIELDS, notes),
            Leaf("value_flow", value_flow, "USD/month", N_("Value of the answers")),
        )
    }
    graph = _graph(frozenset(leaves), run.plan.workload.volume.growth_path)
    given = {name: leaf for name, leaf in leaves.items() if name in graph.leaves}
    values = {name: leaf.value for name, leaf in given.items()} | run.change(given)
    return Outcome(graph, given, graph.values(values), parts_of(graph))


@lru_cache(maxsize=16)
def _graph(available: frozenset[str], growth: str) -> Graph:
    formulas = (*FORMULAS, GROWTH[growth])
    needed = {name for formula in formulas for name in formula.inputs} - {formula.name for formula in formulas}
    return compose(formulas, needed & available)
