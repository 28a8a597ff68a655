"""What a scenario that is made of others pays on top of them: its own people, licences, and the change to it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from planner.cost import operations, traffic
from planner.cost.bindings.contracts import contracts_leaf
from planner.cost.bindings.plan_fields import OVERHEAD_FIELDS, Fields
from planner.cost.bindings.traffic import plan_over_months
from planner.cost.composition import GROWTH
from planner.cost.graph import Graph, with_its_leaves
from planner.cost.joining import flows_of
from planner.cost.leaves import Leaf, Leaves
from planner.cost.outcome import Outcome, parts_of
from planner.cost.placement import Run
from planner.cost.remembering import Remembered
from planner.plan.people import Operations
from planner.plan.plan import Plan, Scenario
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
    plan = run.plan
    leaves = Leaves.joined(
        plan_over_months(plan, scenario, run.catalogue),
        _own_leaves(plan, scenario),
        Leaves.of((Leaf("value_flow", value_flow, "USD/month", N_("Value of the answers")),)),
    )
    graph = _graph(plan.workload.volume.growth_path)
    given = leaves.only(graph.leaves)
    values = given.likely | run.change(given)
    computed = graph.first(flows_of(graph, alone=False), values, run.like(scenario))
    return Outcome(graph, given, computed, parts_of(graph))


_OWN: Remembered[Leaves] = Remembered(128)


def _own_leaves(plan: Plan, scenario: Scenario) -> Leaves:
    def leaves() -> Leaves:
        fields = Fields(scenario, OVERHEAD_FIELDS, plan.field_notes)
        return Leaves.joined(fields, Leaves.of((contracts_leaf(plan, scenario),)))

    return _OWN.recall((plan.money, scenario), tuple(plan.field_notes.items()), leaves)


@lru_cache(maxsize=16)
def _graph(growth: str) -> Graph:
    return with_its_leaves((*FORMULAS, GROWTH[growth]))
