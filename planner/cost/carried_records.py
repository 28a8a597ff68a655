"""The catalogue records that a plan's results rest on, carried in the plan so that it opens alike anywhere."""

from __future__ import annotations

from collections.abc import Iterable

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import QualityScore
from planner.catalog.snapshot import snapshot
from planner.cost.binding import bind
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.own_measurements import runs_on
from planner.plan.plan import Plan, Scenario


def with_records(plan: Plan, catalogue: Catalogue) -> Plan:
    """Return the plan with the records that its scenarios use; records that they no longer use are dropped.

    A plan that carries records already keeps the catalogue's version and hash with which it was last compared: only
    the user's answer to what moved since (`planner.analysis.price_update`) changes them.
    """
    content = snapshot(catalogue, used_records(plan, catalogue))
    content |= {name: plan.snapshot[name] for name in ("catalogue", "hash") if name in plan.snapshot}
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
        yield from (offer.id, offer.accelerator, *_measured(catalogue, offer.accelerator))
    if scenario.hosting.kind == "owned" and catalogue.has(scenario.hosting.owned.offer):
        server = catalogue.purchase_offer(scenario.hosting.owned.offer)
        yield from (server.id, server.accelerator, *_measured(catalogue, server.accelerator))


def _measured(catalogue: Catalogue, accelerator_id: str) -> Iterable[str]:
    """Return the user's own measurements that predictions for this hardware follow, and the models they ran."""
    for record in runs_on(catalogue, accelerator_id):
        model = catalogue.find_model(record.model)
        yield from (record.id, model.id if model is not None else "")


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
