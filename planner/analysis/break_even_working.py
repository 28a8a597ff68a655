"""The working of break-even: the two scenarios that cross, and what each pays until or at the crossing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.analysis.break_even import with_break_even
from planner.analysis.variants import volume_paths
from planner.catalog.catalogue import Catalogue
from planner.cost.derivation import Derivation
from planner.cost.evaluation import evaluate, explain
from planner.plan.edits import evolve
from planner.plan.plan import Plan
from planner.plan.wording import N_

BREAK_EVEN: Mapping[str, str] = {
    "break_even_month": N_(
        "The month from which what was paid so far stays below that of the baseline, until the horizon."
    ),
    "break_even_requests_per_month": N_(
        "The volume nearest to the plan's own at which both cost the same until the horizon. Below: what each costs."
    ),
}
LABELS: Mapping[str, str] = {
    "break_even_month": N_("Break-even month"),
    "break_even_requests_per_month": N_("Break-even volume"),
}


def explain_break_even(plan: Plan, catalogue: Catalogue, scenario_id: str, name: str) -> Derivation:
    """Return the working of the break-even of a scenario with the baseline. Raises KeyError where there is none."""
    result = with_break_even(plan, catalogue, evaluate(plan, catalogue))
    found = result.scenario(scenario_id).figures[name]
    quantity = "cost_flow"
    if name == "break_even_requests_per_month":
        quantity = "total_cost"
        for path, volume in volume_paths(plan, found.value).items():
            plan = evolve(plan, path, float(volume))
    inputs = []
    for identity in (scenario_id, result.baseline):
        node = explain(plan, catalogue, identity, quantity)
        named = plan.scenario(identity).name or identity
        inputs.append(replace(node, name=f"{quantity} of {identity}", label=named))
    return Derivation(
        f"{name} of the scenario", LABELS[name], found.unit, found.value, "", BREAK_EVEN[name], "", tuple(inputs)
    )
