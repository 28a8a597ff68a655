"""G10: a tornado of ±10 % on every input, run by overwriting the user's case."""

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.cost.binding import bind
from planner.cost.doubt import draws_of
from planner.cost.evaluation import evaluate, evaluate_with_doubt
from planner.plan.amounts import Range
from planner.plan.edits import evolve

WIDE = Range(low=100.0, likely=180.0, high=600.0)
NARROW = Range(low=1.3, likely=1.4, high=1.5)


@pytest.fixture
def plan():
    scenario = plans.api()
    with_wide = evolve(plans.plan(scenario), ("workload", "lengths", "answer"), WIDE)
    return evolve(with_wide, ("scenarios", "api", "hosting", "api", "input_price"), NARROW)


def test_draws_follow_the_range_of_each_input(plan):
    leaves = bind(plan, plan.scenarios[0], catalogue()).leaves
    draws = draws_of(leaves, plan.seed, 4_000)
    for name, amount in (("answer_tokens", WIDE), ("input_price", NARROW)):
        low, high = np.percentile(draws[name], [10.0, 90.0])
        assert (low, high) == pytest.approx((amount.low, amount.high), rel=0.01)


def test_what_is_certain_does_not_move(plan):
    leaves = bind(plan, plan.scenarios[0], catalogue()).leaves
    draws = draws_of(leaves, plan.seed, 10)
    assert {leaves[name].path for name in draws} == {leaves["answer_tokens"].path, leaves["input_price"].path}
    assert np.array_equal(draws["batch_input_price"], draws["input_price"])


def test_asking_in_doubt_leaves_the_plan_as_it_was(plan):
    before = plan.model_dump_json()
    first = evaluate(plan, catalogue()).scenarios[0].total_cost
    evaluate_with_doubt(plan, catalogue(), 100)
    assert plan.model_dump_json() == before
    assert evaluate(plan, catalogue()).scenarios[0].total_cost == first
