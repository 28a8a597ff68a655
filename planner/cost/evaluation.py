"""Evaluate a plan: every scenario's outcome, and its figures, parts and cash flow read off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from math import isfinite

import numpy as np

from planner.catalog.catalogue import Catalogue
from planner.cost.binding import Bound, bind
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.lengths import too_long
from planner.cost.composites import JOINED_KINDS, outcome_of, varied_outcome
from planner.cost.derivation import Derivation
from planner.cost.eligibility import ineligible
from planner.cost.figure_workings import WORKINGS, explain_figure
from planner.cost.figures import figures_of
from planner.cost.leaves import Leaf
from planner.cost.outcome import Outcome
from planner.cost.placement import SELF_SUFFICIENT, as_likely, is_bridged
from planner.cost.remembering import Remembered
from planner.cost.results import PlanResult, ScenarioResult
from planner.cost.side_by_side import Row, rows_of
from planner.cost.unreachable import unreachable
from planner.plan.fields import Path
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import Message

DRAWS = 2_000
"""Draws of an evaluation with doubt: enough for P10 and P90 within about 2 % of the spread."""
COPIES = ("long_", "batch_input_price", "batch_output_price")
"""Leaves that take their field's price a second time: for long prompts and for batches."""


def evaluate(plan: Plan, catalogue: Catalogue) -> PlanResult:
    """Return the results of every scenario at the best guesses: milliseconds, for every edit."""
    return _evaluated(plan, catalogue, 0)


def evaluate_with_doubt(plan: Plan, catalogue: Catalogue, draws: int = DRAWS) -> PlanResult:
    """Return the results with P10 and P90 from draws of every figure that is a range. Same seed, same bytes."""
    return _evaluated(plan, catalogue, draws)


def explain(plan: Plan, catalogue: Catalogue, scenario_id: str, quantity: str) -> Derivation:
    """Return the working of a quantity. Raises KeyError for an unknown one and `Infeasible` without an answer."""
    scenario = plan.scenario(scenario_id)
    outcome = outcome_of(plan, scenario, catalogue, 0)
    condensed = explain_figure(plan, scenario, catalogue, outcome, quantity) if quantity in WORKINGS else None
    return condensed or outcome.explain(quantity)


def quantities(plan: Plan, catalogue: Catalogue, scenario_id: str) -> tuple[str, ...]:
    """Return the names of every quantity of a scenario that can be explained."""
    scenario = plan.scenario(scenario_id)
    outcome = outcome_of(plan, scenario, catalogue, 0)
    computed = tuple(formula.name for formula in outcome.graph.formulas) + tuple(outcome.leaves)
    figures = figures_of(plan, scenario, catalogue, outcome, None)
    return computed + tuple(name for name in WORKINGS if name in figures and name not in computed)


def inputs_in_effect(plan: Plan, catalogue: Catalogue, scenario_id: str) -> Mapping[Path, Leaf]:
    """Return the figures in effect by plan field, the catalogue's where the plan leaves a field to it."""
    scenario = plan.scenario(scenario_id)
    if scenario.hosting.kind in JOINED_KINDS:
        return {}
    try:
        bound = bind(plan, scenario, catalogue)
    except Infeasible:
        return {}
    return {leaf.path: leaf for leaf in bound.leaves.values() if leaf.path and not leaf.name.startswith(COPIES)}


def _evaluated(plan: Plan, catalogue: Catalogue, draws: int) -> PlanResult:
    """Return the results of all scenarios; an edit computes only those that it touched."""
    rests_on = [_rests_on(plan, scenario, catalogue) for scenario in plan.scenarios]
    # Checking a plan copies its dictionaries, so that notes are told by what they say.
    others = (draws, plan.seed, tuple(plan.field_notes.items()))
    known = [_REMEMBERED.find(parts, others) for parts in rests_on]
    touched = [scenario for scenario, result in zip(plan.scenarios, known, strict=True) if result is None]
    fresh = _results(plan, touched, catalogue, draws)
    results = tuple(
        _REMEMBERED.keep(parts, others, next(fresh)) if result is None else result
        for parts, result in zip(rests_on, known, strict=True)
    )
    baseline = plan.baseline_scenario
    return PlanResult(results, baseline.id if baseline else "")


_REMEMBERED: Remembered[ScenarioResult] = Remembered(256)
"""Results of a dozen scenarios over the last twenty edits, by the parts of the plan that they rest on."""


def _rests_on(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> tuple[object, ...]:
    parts = (plan.workload, plan.money, plan.value, plan.constraints, scenario, catalogue)
    if scenario.hosting.kind in JOINED_KINDS or scenario.wait_months or scenario.hosting.owned.bridge:
        return (*parts, plan.baseline, *plan.scenarios)
    return parts


def _results(plan: Plan, scenarios: Sequence[Scenario], catalogue: Catalogue, draws: int) -> Iterator[ScenarioResult]:
    """Yield the results of scenarios in their order; what all of them have is worked out side by side."""
    bounds = _bounds(plan, scenarios, catalogue)
    outcomes = [_outcome(plan, scenario, catalogue, bounds) for scenario in scenarios]
    rows = iter(rows_of(plan, catalogue, [outcome for outcome in outcomes if isinstance(outcome, Outcome)]))
    for scenario, outcome in zip(scenarios, outcomes, strict=True):
        if isinstance(outcome, Outcome):
            yield _result(plan, scenario, catalogue, draws, outcome, next(rows))
        else:
            yield _unanswered(scenario, outcome)


def _bounds(plan: Plan, scenarios: Sequence[Scenario], catalogue: Catalogue) -> dict[str, Bound]:
    """Bind all scenarios before any is run: the processor then finds the code for either still at hand."""
    bounds = {}
    for scenario in scenarios:
        if scenario.hosting.kind in SELF_SUFFICIENT and not is_bridged(scenario):
            with suppress(Infeasible):
                bounds[scenario.id] = bind(plan, scenario, catalogue)
    return bounds


def _outcome(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, bounds: Mapping[str, Bound]
) -> Outcome | tuple[Message, ...]:
    """Return the outcome of a scenario at the best guesses, or why it has none."""
    try:
        return varied_outcome(plan, scenario, catalogue, as_likely, bounds)
    except Infeasible as refusal:
        return refusal.reasons


def _unanswered(scenario: Scenario, reasons: tuple[Message, ...]) -> ScenarioResult:
    return ScenarioResult(scenario.id, scenario.name, scenario.hosting.kind, feasible=False, reasons=reasons)


def _result(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, draws: int, best: Outcome, row: Row
) -> ScenarioResult:
    if not isfinite(row.figures["total_cost"]):
        return _unanswered(scenario, too_long(plan, scenario, catalogue) or (unreachable(best),))
    drawn = outcome_of(plan, scenario, catalogue, draws) if draws else None
    reasons = ineligible(plan, scenario, catalogue, best)
    low = high = totals = None
    if drawn is not None:
        so_far = np.cumsum(np.atleast_2d(drawn.values["cost_flow"]), axis=-1)
        drawn_totals = np.ravel(drawn.values["total_cost"])
        answered = np.isfinite(drawn_totals)
        if answered.any():
            low, high = np.percentile(so_far[answered], [10.0, 90.0], axis=0)
        # A draw without an answer costs more than any other. A scenario without doubt is drawn once; the odds want as
        # many totals from each.
        totals = np.broadcast_to(np.where(answered, drawn_totals, np.inf), (draws,))
    return ScenarioResult(
        scenario.id,
        scenario.name,
        scenario.hosting.kind,
        feasible=not reasons,
        reasons=reasons,
        figures=figures_of(plan, scenario, catalogue, best, drawn, row.figures),
        breakdown=row.breakdown,
        cash_flow=row.cash_flow,
        cumulative=row.cumulative,
        cumulative_low=low,
        cumulative_high=high,
        total_draws=totals,
    )
