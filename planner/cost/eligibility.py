"""Constraints and the quality floor: why a scenario that can be computed is still no answer."""

from __future__ import annotations

import numpy as np

from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.lengths import too_long
from planner.cost.outcome import Outcome
from planner.cost.quality_scores import quality_of
from planner.plan.amounts import likely
from planner.plan.plan import Plan, Scenario
from planner.plan.units import SECONDS_PER_HOUR
from planner.plan.wording import N_, Message, Number, PlannerError

EU_REGIONS = ("eu-", "europe", "-eu", "france", "germany", "sweden", "ireland", "norway", "spain", "paris", "frankfurt")
SLOW_CALLS = 0.05
"""A target for 95 % of the calls lets one in 20 miss it."""
US_REGIONS = ("us", "america", "virginia", "oregon", "iowa")


def ineligible(plan: Plan, scenario: Scenario, catalogue: Catalogue, outcome: Outcome) -> tuple[Message, ...]:
    """Return the reasons for which hard limits rule a scenario out."""
    reasons = [
        *_residency(plan, scenario, catalogue),
        *_vendors(plan, scenario, catalogue),
        *_licence(plan, scenario, catalogue),
        *_budget(plan, outcome),
        *[reason for part in _parts(plan, scenario) for reason in too_long(plan, part, catalogue)],
        *_cold_starts(plan, outcome),
        *_floor(plan, scenario, catalogue),
    ]
    return tuple(reasons)


def _parts(plan: Plan, scenario: Scenario) -> list[Scenario]:
    """Return the scenarios that really serve: itself and its bridge, or those that it is made of."""
    named = scenario.leans_on
    others = [other for other in plan.scenarios if other.id in named] if named else []
    return others if scenario.hosting.kind in ("hybrid", "routed") else [scenario, *others]


def _residency(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Message]:
    wanted, no_egress = plan.constraints.residency, plan.constraints.no_egress
    reasons = []
    for part in _parts(plan, scenario):
        kind = part.hosting.kind
        if kind == "api" and (no_egress or wanted == "own"):
            reasons.append(Message(N_("Prompts would go to a third party. Allow it, or host the model.")))
        elif kind == "rented" and wanted == "own":
            reasons.append(Message(N_("Rented machines are not your own. Allow them, or buy.")))
        elif kind == "rented" and wanted in ("eu", "us"):
            region = _region(part, catalogue)
            inside = EU_REGIONS if wanted == "eu" else US_REGIONS
            if not any(name in region for name in inside):
                reasons.append(
                    Message(
                        N_("The server stands in '{region}'. Choose an offer in the wanted region."), {"region": region}
                    )
                )
        elif kind == "api" and wanted in ("eu", "us"):
            reasons.append(Message(N_("The catalogue does not say where this API processes data.")))
    return reasons


def _region(scenario: Scenario, catalogue: Catalogue) -> str:
    try:
        return catalogue.rental_offer(scenario.hosting.rented.offer).region.lower()
    except PlannerError:
        return ""


def _vendors(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Message]:
    banned = [name.strip().lower() for name in plan.constraints.banned_vendors.split(",") if name.strip()]
    reasons = []
    for part in _parts(plan, scenario):
        model = catalogue.find_model(part.model.model)
        names = [model.vendor if model else "", part.hosting.api.provider if part.hosting.kind == "api" else ""]
        if part.hosting.kind == "rented":
            names.append(part.hosting.rented.offer.split("/")[0])
        reasons += [
            Message(N_("{vendor} is banned."), {"vendor": name})
            for name in names
            if name and any(word in name.lower() for word in banned)
        ]
    return reasons


def _licence(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Message]:
    if not plan.constraints.commercial_licence:
        return []
    reasons = []
    for part in _parts(plan, scenario):
        model = catalogue.find_model(part.model.model)
        if model is not None and model.open_weights and model.commercial_use == "no":
            reasons.append(
                Message(
                    N_("The licence of {model} forbids commercial use: {licence}."),
                    {"model": model.name, "licence": model.licence},
                )
            )
    return reasons


def _budget(plan: Plan, outcome: Outcome) -> list[Message]:
    limit = plan.constraints.budget_per_month
    cost = float(np.ravel(outcome.values["monthly_cost"])[0])
    if limit is None or cost <= limit:
        return []
    return [
        Message(
            N_("It costs {cost} $ a month, {over} $ over the highest allowed."),
            {"cost": Number(cost, 0), "over": Number(cost - limit, 0)},
        )
    ]


def _cold_starts(plan: Plan, outcome: Outcome) -> list[Message]:
    """Say where more than one call in 20 waits for a start that takes longer than the first token may."""
    target = plan.workload.timing.ttft_target
    reasons = [reason for _, host in outcome.hosts for reason in _cold_starts(plan, host)]
    if target is None or outcome.hosts or "cold_start_share" not in outcome.values:
        return reasons
    share = float(np.ravel(outcome.values["cold_start_share"])[0])
    seconds = float(outcome.leaves["start_time"].value) * SECONDS_PER_HOUR
    missed = share > SLOW_CALLS and seconds * 1e3 > likely(target)  # of no calls none waits, and there is no share
    if not missed:
        return reasons
    return [
        Message(
            N_("{share} % of the calls wait {seconds} s for a server to start. Keep servers on, or allow more time."),
            {"share": Number(share * 100.0, 0), "seconds": Number(seconds, 0)},
        )
    ]


def _floor(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Message]:
    floor = plan.workload.quality.floor
    if floor is None or not plan.workload.quality.benchmark:
        return []
    score = quality_of(plan, scenario, catalogue)
    if score is None or score.value >= floor:
        return []
    return [
        Message(
            N_("Quality {score} is below the floor of {floor} on {benchmark}."),
            {
                "score": Number(round(score.value, 1)),
                "floor": Number(floor),
                "benchmark": plan.workload.quality.benchmark,
            },
        )
    ]
