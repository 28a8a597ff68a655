"""The outcome of one scenario over months (and draws), however it is hosted.

A single host runs its graph. A hybrid and a cascade run the scenarios that they refer to, with the share of the
traffic that each answers, and join their bills; a scenario that waits lets the baseline carry on until it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from planner.cost import capital, energy, key_figures, pilot, returns, tuning
from planner.cost.derivation import Derivation, derive
from planner.cost.graph import Formula, Graph, compose, formulas_of, total_of
from planner.cost.leaves import Leaf
from planner.plan.wording import N_

_Sum = tuple[str, str, str, tuple[str, ...]]
"""A flow that is added up: its name, unit and label, and the names of what is added."""

JOINED = ("answers", "successes", "users_answered", "input_volume", "output_volume", "value_flow")
"""Flows by month that are added up when outcomes are joined."""

FOOTPRINT = ("energy", "carbon")
"""Flows that are added up where every model's host has them: an API publishes neither."""
SOMEWHERE = ("hardware_outlay", "depreciation", "tuning_flow")
"""Flows that are added up over the hosts that have them."""
FIGURES_OF: Mapping[str, tuple[Formula, ...]] = MappingProxyType(
    {
        "energy": (energy.energy_kwh, energy.energy_per_thousand),
        "carbon": (energy.co2e_kg, energy.co2e_per_thousand),
        "hardware_outlay": (capital.capex, capital.opex),
        "depreciation": (capital.depreciation_cost,),
        "tuning_flow": (tuning.tuning_cost,),
    }
)
"""Key figures that a joined scenario has where it has the flow."""
WHERE_HOSTS_HAVE = (*formulas_of(pilot), *formulas_of(returns))
"""Key figures that a joined scenario has where its parts do."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Graph, leaves and values of a scenario; `parts` names the flows of the bill by part."""

    graph: Graph
    leaves: Mapping[str, Leaf]
    values: Mapping[str, Any]
    parts: Mapping[str, tuple[str, ...]]
    hosts: tuple[tuple[str, Outcome], ...] = field(default=())  # (role, outcome) of a joined scenario

    def flow(self, part: str) -> Any:
        """Return the money of a part by month."""
        names = self.parts[part]
        return sum((self.values[name] for name in names[1:]), start=self.values[names[0]])

    def everywhere(self, name: str) -> list[Any]:
        """Return a computed quantity of this outcome, or of every host that has it."""
        if self.hosts:
            return [value for _, host in self.hosts for value in host.everywhere(name)]
        return [self.values[name]] if self.graph.formula(name) is not None else []

    def explain(self, quantity: str) -> Derivation:
        """Return the working of a quantity. Raises KeyError for a name that this scenario does not have."""
        return derive(self.graph, self.leaves, self.values, quantity)


@lru_cache(maxsize=512)
def parts_of(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the flows by part of the bill."""
    parts: dict[str, tuple[str, ...]] = {}
    for formula in graph.parts():
        parts[formula.part] = (*parts.get(formula.part, ()), formula.name)
    return parts


def joined(
    hosts: tuple[tuple[str, Outcome], ...],
    shared: Mapping[str, Leaf],
    draws: Mapping[str, Any],
    weights: Mapping[str, Mapping[str, Any]] | None = None,
) -> Outcome:
    """Join outcomes into one: flows are added, key figures computed anew.

    `shared` are the leaves that key figures need besides flows; `draws` values of those in doubt; `weights` how much
    of a flow of a role counts, by month (one unless named). A host without answers only adds to the bill.
    """
    leaves: dict[str, Leaf] = dict(shared.items())
    values: dict[str, Any] = {name: leaf.value for name, leaf in shared.items()} | dict(draws)
    parts: dict[str, tuple[str, ...]] = {}
    sums: list[_Sum] = []
    answering = [(role, outcome) for role, outcome in hosts if "answers" in outcome.values]
    known = [flow for flow in FOOTPRINT if all(flow in outcome.values for _, outcome in answering)]
    known += [flow for flow in SOMEWHERE if any(flow in outcome.values for _, outcome in answering)]
    for flow in (*JOINED, *known):
        names = []
        having = [(role, outcome) for role, outcome in answering if flow in outcome.values]
        first = having[0][1]
        for role, outcome in having:
            name = f"{role}_{flow}"
            weight = (weights or {}).get(role, {}).get(flow, 1.0)
            values[name] = outcome.values[flow] * weight
            leaves[name] = _leaf(name, outcome, flow, values[name])
            names.append(name)
        sums.append((flow, outcome_unit(first, flow), label_of(first, flow), tuple(names)))
    bill = []
    for role, outcome in hosts:
        for part, flows in outcome.parts.items():
            for flow in flows:
                name = f"{role}_{flow}"
                values[name] = outcome.values[flow]
                leaves[name] = _leaf(name, outcome, flow, values[name])
                parts[part] = (*parts.get(part, ()), name)
                bill.append(name)
    sums.append(("nominal_cost_flow", "USD/month", N_("Bill of each month"), tuple(bill)))
    further = tuple(
        formula
        for formula in WHERE_HOSTS_HAVE
        if any(outcome.graph.formula(formula.name) is not None for _, outcome in answering)
    )
    graph = _joined_graph(tuple(sums), further, frozenset(leaves))
    given = {name: leaf for name, leaf in leaves.items() if name in graph.leaves}
    return Outcome(graph, given, graph.values({name: values[name] for name in given}), parts, hosts)


def _leaf(name: str, outcome: Outcome, flow: str, value: Any) -> Leaf:
    def working() -> Derivation:
        return outcome.explain(flow)

    return Leaf(name, value, outcome_unit(outcome, flow), label_of(outcome, flow), working=working)


def outcome_unit(outcome: Outcome, name: str) -> str:
    """Return the unit of a quantity of an outcome."""
    formula = outcome.graph.formula(name)
    return formula.unit if formula is not None else outcome.leaves[name].unit


def label_of(outcome: Outcome, name: str) -> str:
    """Return the label (msgid) of a quantity of an outcome."""
    formula = outcome.graph.formula(name)
    return formula.label if formula is not None else outcome.leaves[name].label


@lru_cache(maxsize=64)
def _joined_graph(sums: tuple[_Sum, ...], further: tuple[Formula, ...], available: frozenset[str]) -> Graph:
    """Return the graph of key figures over flows that are added up: alike for all scenarios joined in the same way."""
    added = [_sum(*each) for each in sums]
    formulas = [*formulas_of(key_figures), *further, *added]
    for formula in added:
        formulas += FIGURES_OF.get(formula.name, ())
    if capital.opex not in formulas:
        formulas.append(capital.opex_without_purchases)
    needed = {name for formula in formulas for name in formula.inputs}
    return compose(formulas, (needed & available) - {formula.name for formula in formulas})


def _sum(name: str, unit: str, label: str, names: tuple[str, ...]) -> Formula:
    stand_ins = [Formula(each, unit, label, "", (), _nothing) for each in names]
    return total_of(name, unit, label, N_("Together over the parts of the scenario."), stand_ins)


_nothing: Callable[..., Any] = float
