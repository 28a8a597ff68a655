"""Which catalogue records a plan stands on: what its snapshot must hold so that it opens the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import QualityScore
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.composites import outcome_of
from planner.cost.day_profiles import MEASURED_SHAPES
from planner.cost.outcome import Outcome
from planner.plan.plan import Plan, Scenario


def records_used(plan: Plan, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of every record that a plan's results come from, in alphabetical order."""
    found = {shape for name, shape in MEASURED_SHAPES.items() if name == plan.workload.timing.shape}
    for scenario in plan.scenarios:
        found.update(_named(scenario, catalogue))
        found.update(_scores(plan, scenario, catalogue))
        try:
            outcome = outcome_of(plan, scenario, catalogue, 0)
        except Infeasible:
            continue
        found.update(_of_leaves(outcome))
    return tuple(sorted(name for name in found if name and catalogue.has(name)))


def _of_leaves(outcome: Outcome) -> Iterator[str]:
    for _, host in outcome.hosts:
        yield from _of_leaves(host)
    yield from (leaf.record for leaf in outcome.leaves.values())


def _named(scenario: Scenario, catalogue: Catalogue) -> Iterator[str]:
    """Yield what a scenario names, whether or not it can be computed."""
    model = catalogue.find_model(scenario.model.model)
    yield model.id if model else ""
    hosting = scenario.hosting
    if hosting.kind == "rented" and hosting.rented.offer in catalogue.ids("rental-offers"):
        yield hosting.rented.offer
        yield catalogue.rental_offer(hosting.rented.offer).accelerator
    if hosting.kind == "owned" and hosting.owned.offer in catalogue.ids("purchase-offers"):
        yield hosting.owned.offer
        yield catalogue.purchase_offer(hosting.owned.offer).accelerator
    if scenario.tuning.kind != "none":
        accelerator = catalogue.find_accelerator(scenario.tuning.training_accelerator)
        yield accelerator.id if accelerator else ""


def _scores(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Iterator[str]:
    model = catalogue.find_model(scenario.model.model)
    benchmark = plan.workload.quality.benchmark
    if model is None or not benchmark:
        return
    for record in catalogue.records("quality-scores"):
        if isinstance(record, QualityScore) and (record.model, record.benchmark) == (model.id, benchmark):
            yield record.id
