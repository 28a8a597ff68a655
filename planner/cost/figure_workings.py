"""The working of a key figure that condenses monthly flows: what it is in words, and the flows that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.catalog.catalogue import Catalogue
from planner.cost.derivation import Derivation
from planner.cost.figures import figures_of
from planner.cost.outcome import Outcome
from planner.cost.quality_scores import benchmark_records, score_records
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_

SEVERAL = N_("Several are published: the newest with the best evidence counts, of one day the middle one.")


@dataclass(frozen=True, slots=True)
class Working:
    """A key figure: its label, what it is in words, and the monthly quantities that it is read from."""

    label: str
    words: str
    quantities: tuple[str, ...]


WORKINGS: Mapping[str, Working] = {
    "servers": Working(N_("Servers, most"), N_("The most in any month, over all hosts."), ("servers",)),
    "accelerators": Working(N_("GPUs, most"), N_("The most in any month, over all hosts."), ("accelerators",)),
    "utilisation": Working(
        N_("Utilisation, mean"),
        N_("Utilisation of each month, weighted by the server hours that are paid."),
        ("utilisation", "paid_server_hours"),
    ),
    "quality": Working(N_("Quality"), N_("The published score, less the published loss of quantization."), ()),
}


def explain_figure(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, outcome: Outcome, name: str
) -> Derivation | None:
    """Return the working of a condensed key figure; None where the scenario does not have it."""
    figure = figures_of(plan, scenario, catalogue, outcome, None).get(name)
    if figure is None:
        return None
    working = WORKINGS[name]
    inputs = [node for quantity in working.quantities for node in _nodes(outcome, quantity)]
    if name == "quality":
        inputs = [
            Derivation(
                f"score of {record.model}",
                record.name,
                "1",
                record.score,
                record=record.id,
                provenance=record.provenance,
                evidence=record.provenance.evidence,
                note=SEVERAL if len(score_records(record.model, record.benchmark, catalogue)) > 1 else "",
            )
            for record in benchmark_records(plan, scenario, catalogue)
        ]
    # A name of its own: the flow of the same name stands below it.
    return Derivation(
        f"{name} of the scenario", working.label, figure.unit, figure.value, "", working.words, "", tuple(inputs)
    )


def _nodes(outcome: Outcome, quantity: str) -> list[Derivation]:
    """Return the working of a quantity, of every host that has it where the outcome itself does not."""
    if quantity in outcome.values:
        return [outcome.explain(quantity)]
    return [node for _, host in outcome.hosts for node in _nodes(host, quantity)]
