"""Scenarios that refer to others: hybrid, routed, and a scenario that waits while the baseline carries on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from planner.catalog.catalogue import Catalogue
from planner.cost.binding import Bound
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.plan_fields import Fields, Rows
from planner.cost.hybrid import hybrid_hosts
from planner.cost.joining import Hosts, joined
from planner.cost.leaves import Leaves
from planner.cost.outcome import Outcome
from planner.cost.overhead import overhead
from planner.cost.placement import (
    SELF_SUFFICIENT,
    Change,
    Run,
    aligned,
    as_likely,
    drawn,
    months_of,
    placed,
    referred,
    shared_leaves,
)
from planner.cost.teams import of_one_team
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message

JOINED_KINDS = ("hybrid", "routed")


def outcome_of(plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: int) -> Outcome:
    """Return the outcome of a scenario, with `draws` of what is in doubt; at the best guesses with 0 of them.

    Raises `Infeasible` with the reasons when it has none.
    """
    return varied_outcome(plan, scenario, catalogue, drawn(plan.seed, draws) if draws else as_likely)


def varied_outcome(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    change: Change,
    bounds: Mapping[str, Bound] = MappingProxyType({}),
) -> Outcome:
    """Return the outcome of a scenario whose leaves take other values; `bounds` are scenarios that are bound already.

    Raises `Infeasible` when it has none.
    """
    run = Run(plan, catalogue, change, bounds)
    wait = int(scenario.wait_months)
    if wait >= plan.money.horizon:
        raise Infeasible(_starts_too_late(plan))
    baseline = plan.baseline_scenario
    own = _alone(run, scenario)
    if wait == 0 or baseline is None or baseline.id == scenario.id:
        return own
    if baseline.hosting.kind in JOINED_KINDS or baseline.wait_months:
        raise Infeasible(Message(N_("Only a baseline in one place can carry on while this scenario waits.")))
    until = placed(run, baseline, until=wait)
    shared = shared_leaves(run, scenario)
    return joined((("before", until), ("own", own)), shared, change(shared), like=run.like(scenario))


def _starts_too_late(plan: Plan) -> Message:
    most = {"most": int(plan.money.horizon) - 1}
    return Message(N_("It starts after the horizon: wait {most} months at most, or compare more months."), most)


def _alone(run: Run, scenario: Scenario) -> Outcome:
    if scenario.hosting.kind not in JOINED_KINDS:
        return placed(run, scenario, alone=True)
    hosts = hybrid_hosts(run, scenario) if scenario.hosting.kind == "hybrid" else _routed_hosts(run, scenario)
    one_team = of_one_team(scenario, hosts)
    beside = overhead(run, scenario, sum(outcome.values["value_flow"] for _, outcome in hosts))
    if beside is not None:
        hosts = (*hosts, ("own", beside))
    shared = shared_leaves(run, scenario)
    if scenario.hosting.kind == "routed":
        shared = Leaves.joined(shared, _routing(run, scenario))
    return joined(hosts, shared, run.change(shared), one_team, run.like(scenario))


def _routed_hosts(run: Run, scenario: Scenario) -> Hosts:
    """Send a share to the small model and escalate some of it; what escalates counts as an answer of the large one."""
    routed = scenario.hosting.routed
    small = aligned(referred(run.plan, scenario, routed.small, SELF_SUFFICIENT), scenario)
    large = aligned(referred(run.plan, scenario, routed.large, SELF_SUFFICIENT), scenario)
    routing = _routing(run, scenario)
    share, escalated = (routing.likely | run.change(routing)).values()
    every_month = 1.0 + 0.0 * months_of(run.plan)
    to_small = placed(run, small, share * every_month, kept=1.0 - escalated)
    to_large = placed(run, large, (1.0 - share * (1.0 - escalated)) * every_month)
    return ("small", to_small), ("large", to_large)


ROUTING: Rows = (
    ("small_share", "hosting.routed.small_share", "1"),
    ("escalated", "hosting.routed.escalated", "1"),
)


def _routing(run: Run, scenario: Scenario) -> Leaves:
    """Return the share sent to the small model and the share of it that escalates."""
    return Fields(scenario, ROUTING, run.plan.field_notes)
