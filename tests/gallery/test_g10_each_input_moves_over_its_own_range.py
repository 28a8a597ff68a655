"""G10: a tornado of ±10 % on every input, run by overwriting the user's case."""

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.analysis.sensitivity import sensitivity
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


RIVAL = plans.api("rival", input_price=2.0, output_price=4.0)


def test_each_bar_of_the_tornado_reaches_to_the_ends_of_its_own_range(plan):
    both = plan.model_copy(update={"scenarios": (*plan.scenarios, RIVAL)})
    before = both.model_dump_json()

    found = sensitivity(both, catalogue(), "api", "rival")

    bars = {effect.input.path: effect for effect in found.effects}
    wanted = {
        ("workload", "lengths", "answer"): WIDE,
        ("scenarios", "api", "hosting", "api", "input_price"): NARROW,
    }
    assert set(bars) == set(wanted)
    for path, amount in wanted.items():
        assert (bars[path].input.low, bars[path].input.high) == pytest.approx((amount.low, amount.high), rel=0.01)
        for value, difference in (
            (bars[path].input.low, bars[path].difference_at_low),
            (bars[path].input.high, bars[path].difference_at_high),
        ):
            direct = evaluate(evolve(both, path, float(value)), catalogue())
            assert difference == pytest.approx(
                direct.scenario("rival").total_cost - direct.scenario("api").total_cost, rel=1e-6
            )
    assert both.model_dump_json() == before


def test_the_reach_of_a_bar_follows_its_own_range_and_no_other(plan):
    both = plan.model_copy(update={"scenarios": (*plan.scenarios, RIVAL)})
    price = ("scenarios", "api", "hosting", "api", "input_price")
    doubled = evolve(both, price, Range(low=1.2, likely=1.4, high=1.6))

    first, second = (
        {each.input.path: each.swing for each in sensitivity(one, catalogue(), "api", "rival").effects}
        for one in (both, doubled)
    )

    assert second[price] == pytest.approx(2.0 * first[price], rel=0.02)
    assert second["workload", "lengths", "answer"] == pytest.approx(first["workload", "lengths", "answer"])
