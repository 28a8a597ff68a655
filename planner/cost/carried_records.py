"""The catalogue records that a plan's results rest on, carried in the plan so that it opens alike anywhere."""

from __future__ import annotations

from collections.abc import Iterable

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import QualityScore
from planner.catalog.snapshot import snapshot
from planner.cost.binding import bind
from planner.cost.bindings.infeasible import Infeasible
from planner.plan.plan import Plan, Scenario


def with_records(plan: Plan, catalogue: Catalogue) -> Plan:
    """Return the plan with the records that its scenarios use; records that they no longer use are dropped."""
    content = snapshot(catalogue, used_records(plan, catalogue))
    return plan if content == plan.snapshot else plan.model_copy(update={"snapshot": content})


def used_records(plan: Plan, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of every record that a scenario names or that a leaf comes from."""
    named = {identity for scenario in plan.scenarios for identity in _named(scenario, catalogue)}
    named |= set(_scores(plan, catalogue))
    for scenario in plan.scenarios:
        named |= set(_of_leaves(plan, scenario, catalogue))
    return tuple(sorted(identity for identity in named if identity and catalogue.has(identity)))


def _named(scenario: Scenario, catalogue: Catalogue) -> Iterable[str]:
    model = catalogue.find_model(scenario.model.model)
    accelerator = catalogue.find_accelerator(scenario.tuning.training_accelerator)
    yield model.id if model else ""
    if scenario.tuning.kind not in ("none", "prompt_engineering", "hosted_fine_tuning") and accelerator:
        yield accelerator.id
    if scenario.hosting.kind == "rented" and catalogue.has(scenario.hosting.rented.offer):
        offer = catalogue.rental_offer(scenario.hosting.rented.offer)
        yield from (offer.id, offer.accelerator)
    if scenario.hosting.kind == "owned" and catalogue.has(scenario.hosting.owned.offer):
        server = catalogue.purchase_offer(scenario.hosting.owned.offer)
        yield from (server.id, server.accelerator)


def _scores(plan: Plan, catalogue: Catalogue) -> Iterable[str]:
    """Return the published scores that the plan's quality floor is held against."""
    benchmark = plan.workload.quality.benchmark
    if not benchmark:
        return []
    models = {model.id for scenario in plan.scenarios if (model := catalogue.find_model(scenario.model.model))}
    return [
        record.id
        for record in catalogue.records("quality-scores")
        if isinstance(record, QualityScore) and record.benchmark == benchmark and record.model in models
    ]


def _of_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Iterable[str]:
    if scenario.hosting.kind in ("hybrid", "routed"):
        return ()
    try:
        return [leaf.record for leaf in bind(plan, scenario, catalogue).leaves.values() if leaf.record]
    except Infeasible:
        return ()
