"""One scenario in its place: hosted once, or bridged by another until its own servers are delivered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.binding import Bound, Traffic, bind
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.traffic import plan_over_months, scenario_leaves
from planner.cost.doubt import draws_of
from planner.cost.joining import JOINED, Weight, flows_of, joined
from planner.cost.leaves import Leaf, Leaves
from planner.cost.outcome import Outcome, parts_of
from planner.cost.remembering import Remembered
from planner.cost.teams import of_one_team
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message

Change = Callable[[Mapping[str, Leaf]], dict[str, Any]]
"""Says which leaves of a host take other values: columns (draws or variants, 1) by name."""

FEW = ("api", "rented")
DELIVERED = N_("Counted from the delivery of the servers on.")
SELF_SUFFICIENT = ("api", "rented", "owned")
"""Hosting kinds that lean on no other scenario."""


def as_likely(_leaves: Mapping[str, Leaf]) -> dict[str, Any]:
    """Leave every leaf at its best guess."""
    return {}


def drawn(seed: int, count: int) -> Change:
    """Return the change that draws every leaf in doubt."""
    return lambda leaves: dict(draws_of(leaves, seed, count))


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What every part of an evaluation shares: the plan, the catalogue, and the leaves that take other values.

    `bounds` are scenarios by id that are bound already, each answering all requests.
    """

    plan: Plan
    catalogue: Catalogue
    change: Change
    bounds: Mapping[str, Bound] = field(default_factory=dict)

    def whole(self, scenario: Scenario) -> Bound:
        """Return a scenario that answers all requests, bound to its leaves. Raises `Infeasible` as `bind` does."""
        bound = self.bounds.get(scenario.id)
        if bound is not None and bound.scenario is scenario:
            return bound
        return bind(self.plan, scenario, self.catalogue)

    def like(self, scenario: Scenario) -> Hashable:
        """Return what names the last run of a joined scenario at the best guesses; None for draws and variants."""
        return scenario.id if self.change is as_likely else None


def placed(
    run: Run,
    scenario: Scenario,
    traffic: Traffic = None,
    *,
    kept: Any = 1.0,
    until: float = np.inf,
    base_servers: Any = None,
    alone: bool = False,
) -> Outcome:
    """Return the outcome of a scenario that runs a model itself; see `bind` for the arguments.

    Its flows are worked out at once. One that stands `alone` answers all requests, and what figures read besides is
    worked out with them.

    Raises `Infeasible` when it has none.
    """
    if is_bridged(scenario):
        return _bridged(run, scenario, traffic, kept, until, base_servers)
    if alone:
        return _outcome(run, run.whole(scenario), alone)
    return _single(run, scenario, traffic, kept, until, base_servers)


def is_bridged(scenario: Scenario) -> bool:
    """Say whether another scenario answers until the servers of this one are delivered."""
    hosting = scenario.hosting
    return hosting.kind == "owned" and hosting.owned.lead_months > 0.0 and bool(hosting.owned.bridge)


def _single(
    run: Run, scenario: Scenario, traffic: Traffic, kept: Any, until: float, base_servers: Any = None
) -> Outcome:
    bound = bind(run.plan, scenario, run.catalogue, traffic=traffic, until=until, kept=kept, base_servers=base_servers)
    return _outcome(run, bound, alone=False)


def _outcome(run: Run, bound: Bound, alone: bool) -> Outcome:
    first = flows_of(bound.graph, alone)
    return Outcome(bound.graph, bound.leaves, bound.values(run.change(bound.leaves), first), parts_of(bound.graph))


def _bridged(run: Run, scenario: Scenario, traffic: Traffic, kept: Any, until: float, base_servers: Any) -> Outcome:
    """Let another scenario answer until the servers are delivered; what runs beside them is paid from the start.

    One team runs both: until the delivery the dearer of the two counts.
    """
    owned = scenario.hosting.owned
    bridge = aligned(referred(run.plan, scenario, owned.bridge, FEW), scenario)
    delivery = scenario.wait_months + owned.lead_months
    delivered = (months_of(run.plan) > delivery).astype(float)
    before = _single(run, bridge, traffic, kept, min(until, delivery))
    own = _single(run, scenario, traffic, kept * delivered, until, base_servers)
    shared = shared_leaves(run, scenario)
    hosts = (("bridge", before), ("own", own))
    people = of_one_team(scenario, hosts)
    answered = dict.fromkeys(JOINED, Weight(delivered, DELIVERED))
    weights = {**people, "own": {**answered, **people.get("own", {})}}
    return joined(hosts, shared, run.change(shared), weights, run.like(scenario))


def referred(plan: Plan, scenario: Scenario, identity: str, kinds: tuple[str, ...]) -> Scenario:
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


def aligned(part: Scenario, whole: Scenario) -> Scenario:
    """Return a part of a scenario that starts when the whole does."""
    if part.wait_months == whole.wait_months:
        return part
    wait = whole.wait_months
    return _ALIGNED.recall((part,), wait, lambda: part.model_copy(update={"wait_months": wait}))


_ALIGNED: Remembered[Scenario] = Remembered(256)
"""Copies that start at another time, kept so that what is remembered of a scenario is found again."""


def months_of(plan: Plan) -> NDArray[np.float64]:
    """Return 0 … horizon."""
    return np.arange(int(plan.money.horizon) + 1, dtype=float)


def shared_leaves(run: Run, scenario: Scenario) -> Leaves:
    """Return the leaves that key figures of a joined scenario need besides flows."""
    rest_on = run.plan, scenario, run.catalogue
    return Leaves.joined(plan_over_months(*rest_on), scenario_leaves(*rest_on))
