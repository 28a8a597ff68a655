"""What cannot be reached is said with a value that can: typing it makes the plan feasible."""

import re

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.analysis.checks import checks
from planner.analysis.verdict import odds
from planner.cost.evaluation import evaluate, evaluate_with_doubt, explain, quantities
from planner.plan.amounts import Range
from planner.plan.edits import evolve
from planner.plan.workload import Lengths


def with_targets(scenarios, **targets):
    free = {"ttft_target": None, "tpot_target": None}
    timing = plans.workload().timing.model_copy(update={**free, **targets})
    return plans.plan(*scenarios, workload=plans.workload(timing=timing))


@pytest.mark.parametrize("target", ["ttft_target", "tpot_target"])
def test_the_best_that_is_named_can_be_typed_and_little_less_cannot(target):
    plan = with_targets([plans.rented()], **{target: 1.0})
    refused = evaluate(plan, catalogue()).scenarios[0]
    assert not refused.feasible
    best = float(re.search(r"the fastest (?:takes|is) ([\d.]+) ms", refused.reasons[0].text()).group(1))
    path = ("workload", "timing", target)
    assert evaluate(evolve(plan, path, best), catalogue()).scenarios[0].feasible
    assert not evaluate(evolve(plan, path, 0.97 * best), catalogue()).scenarios[0].feasible


def test_a_hybrid_says_which_target_its_base_misses():
    plan = with_targets([plans.api(), plans.rented(), plans.hybrid()], tpot_target=1.0)
    assert "No server meets 1 ms per token" in evaluate(plan, catalogue()).scenario("hybrid").reasons[0].text()


def test_servers_that_are_never_on_are_named_as_such():
    plan = plans.plan(plans.rented(scaling="hours", hours=0.0))
    assert "kept on for no hours" in evaluate(plan, catalogue()).scenarios[0].reasons[0].text()


def test_draws_without_an_answer_are_left_out_of_ranges_lose_the_odds_and_are_told():
    lengths = Lengths(context=Range(low=500.0, likely=1_000.0, high=200_000.0))
    plan = plans.plan(plans.rented(), plans.api(), workload=plans.workload(lengths=lengths))
    result = evaluate_with_doubt(plan, catalogue(), 200)
    rented = result.scenario("rented")
    lost = 1.0 - np.mean(np.isfinite(rented.total_draws))
    assert 0.05 < lost < 0.95
    assert not np.isnan(rented.total_draws).any()
    total = rented.figures["total_cost"]
    assert total.low <= total.value < total.high < np.inf
    assert np.isfinite(rented.cumulative_low).all()
    assert odds([rented, result.scenario("api")])["api"] >= lost
    (told,) = [each for each in checks(plan, catalogue(), result) if each.check == "no_answer_at_times"]
    assert f"In {lost * 100:.0f} % of the cases" in told.message.text()


@pytest.mark.parametrize("scenario", [plans.rented(), plans.rented("endless", scaling="hours", hours=0.0)])
def test_every_quantity_of_a_scenario_can_be_explained_though_it_has_no_answer(scenario):
    plan = with_targets([scenario], ttft_target=1.0)
    assert not evaluate(plan, catalogue()).scenarios[0].figures
    named = quantities(plan, catalogue(), scenario.id)
    assert "servers" in named
    for name in named:
        assert explain(plan, catalogue(), scenario.id, name).name == name
