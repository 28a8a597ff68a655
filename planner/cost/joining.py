"""Join the outcomes of a hybrid, a cascade or a scenario that waits into one: flows add up, key figures follow.

Which flows are added up depends on the graphs of the hosts alone: it is worked out once, and an edit only adds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from planner.cost import capital, energy, key_figures, pilot, returns, tuning
from planner.cost.derivation import Derivation
from planner.cost.graph import Formula, Graph, compose, formulas_of, total_of
from planner.cost.leaves import Leaf, Leaves
from planner.cost.outcome import Outcome, label_of, outcome_unit
from planner.cost.remembering import Remembered
from planner.plan.wording import N_

Hosts = tuple[tuple[str, Outcome], ...]
"""Outcomes by their role."""


class Weight(NamedTuple):
    """How much of a flow counts, by month, and why: a text that its working shows."""

    share: Any
    why: str


Weights = Mapping[str, Mapping[str, Weight]]
"""Weights of flows by role; all of a flow counts unless named."""

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


READ_OF_HOSTS = ("servers", "accelerators", "utilisation", "paid_server_hours")
"""What figures read of every host."""
READ_OF_SCENARIOS = ("nominal_cost_flow", "success_share", "cold_start_share", "ttft_p95_ms", "tpot_ms")
"""What figures read of a scenario besides."""


@lru_cache(maxsize=512)
def flows_of(graph: Graph, alone: bool) -> frozenset[str]:
    """Return what is read of an outcome of this graph: its flows, and where it stands `alone` what figures need."""
    wanted = {*JOINED, *FOOTPRINT, *SOMEWHERE, *READ_OF_HOSTS, *(formula.name for formula in graph.parts())}
    if alone:
        wanted.update(READ_OF_SCENARIOS)
    return frozenset(name for name in wanted if graph.formula(name) is not None)


class _Flow(NamedTuple):
    """A flow of a host that is added up, and what it is called in the joined graph."""

    name: str
    host: int
    role: str
    flow: str
    unit: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class _Joint:
    """How hosts of certain graphs are joined."""

    graph: Graph
    flows: tuple[_Flow, ...]
    read: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # names of flows by host: joined, and the host's own
    shared: tuple[str, ...]  # leaves that key figures need besides flows
    parts: Mapping[str, tuple[str, ...]]


_JOINTS: Remembered[_Joint] = Remembered(128)


def joined(
    hosts: Hosts,
    shared: Leaves,
    draws: Mapping[str, Any],
    weights: Weights = MappingProxyType({}),
    like: Hashable = None,
) -> Outcome:
    """Join outcomes into one: flows are added, key figures computed anew.

    `shared` are the leaves that key figures need besides flows; `draws` values of those in doubt. A host without
    answers only adds to the bill. At the best guesses, `like` names whose last run differs least; else quantities are
    computed when they are asked for.
    """
    rest_on = tuple(each for _, outcome in hosts for each in (outcome.graph, outcome.parts))
    names = (tuple(role for role, _ in hosts), tuple(shared.likely))
    joint = _JOINTS.recall(rest_on, names, lambda: _joint(hosts, frozenset(shared)))
    values = {name: draws[name] if name in draws else shared.likely[name] for name in joint.shared}
    for (role, outcome), (into, flows) in zip(hosts, joint.read, strict=True):
        values.update(zip(into, outcome.values.read(flows), strict=True))
        for flow, weight in weights.get(role, {}).items():
            name = _name_of(role, flow)
            values[name] = values[name] * weight.share
    leaves = _Leaves(joint, hosts, shared, values, weights)
    computed = joint.graph.first(flows_of(joint.graph, alone=True), values, like)
    return Outcome(joint.graph, leaves, computed, joint.parts, hosts)


class _Leaves(Mapping[str, Leaf]):
    """The leaves of a joined graph, each made when it is asked for: only a working reads them."""

    __slots__ = ("_flows", "_hosts", "_shared", "_values", "_weights")

    def __init__(
        self, joint: _Joint, hosts: Hosts, shared: Mapping[str, Leaf], values: Mapping[str, Any], weights: Weights
    ) -> None:
        self._flows = joint.flows
        self._hosts = hosts
        self._shared = shared
        self._values = values
        self._weights = weights

    def __getitem__(self, name: str) -> Leaf:
        if name not in self._values:
            raise KeyError(name)
        for each in self._flows:
            if each.name == name:
                weight = self._weights.get(each.role, {}).get(each.flow)
                return _leaf(each, self._hosts[each.host][1], self._values[name], weight.why if weight else "")
        return self._shared[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _leaf(each: _Flow, outcome: Outcome, value: Any, why: str) -> Leaf:
    def working() -> Derivation:
        return outcome.explain(each.flow)

    return Leaf(each.name, value, each.unit, each.label, note=why, working=working)


def _joint(hosts: Hosts, shared: frozenset[str]) -> _Joint:
    flows: list[_Flow] = []
    sums: list[_Sum] = []
    roles = list(enumerate(hosts))
    answering = [(at, role, outcome) for at, (role, outcome) in roles if "answers" in outcome.values]
    known = [flow for flow in FOOTPRINT if all(flow in outcome.values for _, _, outcome in answering)]
    known += [flow for flow in SOMEWHERE if any(flow in outcome.values for _, _, outcome in answering)]
    for flow in (*JOINED, *known):
        added = [_flow(at, role, outcome, flow) for at, role, outcome in answering if flow in outcome.values]
        flows += added
        sums.append((flow, added[0].unit, added[0].label, tuple(each.name for each in added)))
    parts: dict[str, tuple[str, ...]] = {}
    bill: list[_Flow] = []
    for at, (role, outcome) in roles:
        for part, names in outcome.parts.items():
            paid = [_flow(at, role, outcome, name) for name in names]
            parts[part] = (*parts.get(part, ()), *(each.name for each in paid))
            bill += paid
    sums.append(("nominal_cost_flow", "USD/month", N_("Bill of each month"), tuple(each.name for each in bill)))
    flows += bill
    further = tuple(
        formula
        for formula in WHERE_HOSTS_HAVE
        if any(outcome.graph.formula(formula.name) is not None for _, _, outcome in answering)
    )
    graph = _joined_graph(tuple(sums), further, shared | {each.name for each in flows})
    read = tuple(_read_of(at, flows) for at, _ in roles)
    return _Joint(graph, tuple(flows), read, tuple(sorted(graph.leaves & shared)), parts)


def _read_of(host: int, flows: list[_Flow]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = [each for each in flows if each.host == host]
    return tuple(each.name for each in own), tuple(each.flow for each in own)


def _name_of(role: str, flow: str) -> str:
    return f"{role}_{flow}"


def _flow(host: int, role: str, outcome: Outcome, flow: str) -> _Flow:
    return _Flow(_name_of(role, flow), host, role, flow, outcome_unit(outcome, flow), label_of(outcome, flow))


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
