"""Draws of figures in doubt."""

from statistics import NormalDist

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_plans import catalogue, shipped

from planner.cost.binding import bind
from planner.cost.doubt import _normal_quantile, draws_of, key_of, sample
from planner.cost.evaluation import evaluate_with_doubt
from planner.cost.leaves import Leaf
from planner.plan.amounts import Range

COUNT = 20_000


def test_the_normal_quantile_agrees_with_the_standard_library():
    p = np.array([1e-9, 1e-6, 1e-3, 0.02, 0.024, 0.025, 0.1, 0.4, 0.5, 0.7, 0.97, 0.976, 0.99, 1.0 - 1e-6])
    expected = np.array([NormalDist().inv_cdf(float(x)) for x in p])
    assert np.max(np.abs(_normal_quantile(p) - expected) / np.maximum(np.abs(expected), 1.0)) < 2e-9


@pytest.mark.parametrize(
    "amount",
    [
        Range(low=10.0, likely=20.0, high=80.0),
        Range(low=0.0, likely=1.0, high=3.0),
        Range(low=-0.4, likely=-0.2, high=0.1),
        Range(low=5.0, likely=5.0, high=9.0),
    ],
)
def test_p10_p50_and_p90_of_the_draws_are_low_likely_and_high(amount):
    drawn = sample(amount, "key", 7, COUNT)
    low, middle, high = np.percentile(drawn, [10.0, 50.0, 90.0])
    scale = amount.high - amount.low
    assert low == pytest.approx(amount.low, abs=2e-3 * scale)
    assert middle == pytest.approx(amount.likely, abs=2e-3 * scale)
    assert high == pytest.approx(amount.high, abs=2e-3 * scale)


@given(
    low=st.floats(0.01, 1e3),
    step=st.floats(1.01, 10.0),
    further=st.floats(1.01, 10.0),
    seed=st.integers(0, 2**31 - 1),
)
def test_a_positive_range_stays_positive(low, step, further, seed):
    drawn = sample(Range(low=low, likely=low * step, high=low * step * further), "x", seed, 200)
    assert np.all(drawn > 0.0)


def test_every_stratum_is_drawn_once():
    drawn = np.sort(sample(Range(low=1.0, likely=2.0, high=4.0), "x", 1, 1_000))
    quantiles = [NormalDist().cdf(float(z)) for z in np.log(drawn / 2.0) / np.log(2.0) * NormalDist().inv_cdf(0.9)]
    assert np.all(np.floor(np.array(quantiles) * 1_000) == np.arange(1_000))


def test_figures_that_scenarios_share_have_the_same_draws():
    amount = Range(low=1.0, likely=2.0, high=3.0)
    one = Leaf("answer_tokens", amount, "token/request", "A", path=("workload", "lengths", "answer"))
    other = Leaf("answer_tokens", amount, "token/request", "A", path=("workload", "lengths", "answer"))
    third = Leaf("answer_tokens", amount, "token/request", "A", path=("scenarios", "s", "x"))
    draws = [draws_of({"answer_tokens": leaf}, 42, 50)["answer_tokens"] for leaf in (one, other, third)]
    assert np.array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])
    assert key_of(one) != key_of(third)


def test_a_draw_never_exceeds_the_bound_of_its_field():
    leaf = Leaf("share", Range(low=0.5, likely=0.9, high=1.0), "1", "S", path=("a",), most=1.0)
    assert draws_of({"share": leaf}, 1, 5_000)["share"].max() == 1.0


def test_prices_that_may_nearly_vanish_are_drawn_within_the_bounds_of_their_field():
    plan = plans.plan(plans.api(), money=plans.money(api_price_trend=Range(low=-0.9, likely=-0.5, high=0.3)))
    leaves = bind(plan, plan.scenarios[0], catalogue()).leaves
    assert draws_of(leaves, 1, 5_000)["api_price_trend"].min() == -0.95
    result = evaluate_with_doubt(plan, catalogue(), 2_000).scenarios[0]
    assert np.all(np.isfinite(result.total_draws))


def test_a_range_of_nothing_is_no_doubt():
    leaf = Leaf("share", Range(low=0.5, likely=0.5, high=0.5), "1", "S")
    assert draws_of({"share": leaf}, 1, 10) == {}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    scenario = plans.rented()
    plan = plans.plan(scenario, plans.api(), workload=plans.workload())
    doubtful = plan.model_copy(
        update={
            "workload": plan.workload.model_copy(
                update={
                    "lengths": plan.workload.lengths.model_copy(
                        update={"answer": Range(low=1.0, likely=200.0, high=400.0)}
                    )
                }
            )
        }
    )
    runs = [
        evaluate_with_doubt(p, catalogue(), 100) for p in (doubtful, doubtful, doubtful.model_copy(update={"seed": 43}))
    ]
    first, again, other = (run.scenario("api").total_draws.tobytes() for run in runs)
    assert first == again
    assert first != other


def test_a_scenario_without_doubt_has_as_many_totals_as_draws():
    plan, its_catalogue = shipped("examples", "cloud-70b")

    results = evaluate_with_doubt(plan, its_catalogue, draws=100).scenarios

    assert {result.total_draws.shape for result in results} == {(100,)}
