"""Hybrid, cascade and waiting scenarios against what their parts cost alone."""

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost.bindings.infeasible import Infeasible
from planner.cost.composites import best_base, outcome_of, overflow_share
from planner.cost.evaluation import evaluate, evaluate_with_doubt
from planner.plan.amounts import Range
from planner.plan.people import Operations, Success
from planner.plan.units import DAYS_PER_MONTH

HOURS = np.repeat([5.0 / 7.0, 2.0 / 7.0], 24) * DAYS_PER_MONTH


def bare(scenario, **updates):
    """A scenario without people, checks, licences and one-off costs, so that its bill is proportional to its calls."""
    nothing = {"operations": Operations(), "success": Success(), "switching_cost": 0.0}
    return scenario.model_copy(update={**nothing, **updates})


def flow(outcome, name="cost_flow"):
    return np.broadcast_to(np.ravel(outcome.values[name]), (15,))


@given(
    weights=st.lists(st.floats(0.0, 5.0), min_size=48, max_size=48).filter(lambda w: sum(w) > 1.0),
    capacity=st.floats(0.01, 3.0),
    servers=st.integers(1, 5),
)
def test_overflow_is_what_each_hour_brings_beyond_the_servers(weights, capacity, servers):
    rate = np.array(weights)
    over = np.sum(np.maximum(rate - servers * capacity, 0.0) * HOURS) / np.sum(rate * HOURS)
    found = overflow_share(
        {
            "mean_rate": np.array([1.0, 0.0]),
            "hour_weights": rate,
            "server_capacity": capacity,
            "hours_by_slot": HOURS,
        },
        float(servers),
    )
    assert found[0] == pytest.approx(over, abs=1e-9)
    assert found[1] == 0.0


def hybrid_plan(servers=1.0, requests=6e6):
    volume = plans.workload().volume.model_copy(update={"requests": requests, "growth": 0.0, "pilot_months": 0.0})
    timing = plans.workload().timing.model_copy(update={"deferrable": 0.0})
    own = bare(plans.hybrid(servers=servers))
    scenarios = (bare(plans.api(credits=0.0)), bare(plans.rented(committed_share=0.0)), own)
    return plans.plan(
        *scenarios,
        workload=plans.workload(volume=volume, timing=timing),
        money=plans.money(basis="nominal", api_price_trend=0.0, rental_price_trend=0.0),
    ), own


def test_a_hybrid_pays_its_servers_and_the_overflow_by_the_call():
    plan, own = hybrid_plan(servers=2.0)
    alone = outcome_of(plan, plan.scenario("api"), catalogue(), 0)
    rented = outcome_of(plan, plan.scenario("rented"), catalogue(), 0)
    share = overflow_share(rented.values, 2.0)
    assert 0.05 < share[1] < 0.95
    found = outcome_of(plan, own, catalogue(), 0)
    servers = 2.0 + 1.0  # with one spare
    by_hand = flow(alone)[1] * share[1] + servers * 730.0 * 1.15 + 45.0
    assert flow(found)[1] == pytest.approx(by_hand)
    assert flow(found, "requests")[1] == pytest.approx(flow(alone, "requests")[1])


def test_the_base_that_is_looked_for_is_the_cheapest_of_all():
    plan, own = hybrid_plan(servers=None)
    size, tried = best_base(plan, own, catalogue())
    totals = {}
    for count, total in tried:
        fixed, scenario = hybrid_plan(servers=float(count))
        totals[count] = float(np.ravel(outcome_of(fixed, scenario, catalogue(), 0).values["total_cost"])[0])
        assert total == pytest.approx(totals[count])
    assert totals[size] == min(totals.values())
    assert evaluate(plan, catalogue()).scenario("hybrid").total_cost == pytest.approx(totals[size])


def test_a_cascade_pays_both_models_for_what_escalates():
    small = bare(plans.api("small", input_price=0.2, output_price=0.4, credits=0.0))
    large = bare(plans.api("large", credits=0.0))
    own = bare(plans.routed(small="small", large="large", share=0.7, escalated=0.1))
    plan = plans.plan(small, large, own)
    cheap, dear, found = (outcome_of(plan, scenario, catalogue(), 0) for scenario in plan.scenarios)
    # 70 % go to the small model; the large one answers the other 30 % and a tenth of the 70 % again.
    assert flow(found) == pytest.approx(0.7 * flow(cheap) + (0.3 + 0.07) * flow(dear))
    assert flow(found, "requests") == pytest.approx(flow(dear, "requests"))


def test_a_cascade_in_doubt_draws_its_shares_and_is_ordered():
    small = bare(plans.api("small", input_price=0.2, output_price=0.4, credits=0.0))
    large = bare(plans.api("large", credits=0.0))
    shares = {"share": Range(low=0.5, likely=0.7, high=0.8), "escalated": Range(low=0.05, likely=0.1, high=0.3)}
    own = bare(plans.routed(small="small", large="large", **shares))
    figure = (
        evaluate_with_doubt(plans.plan(small, large, own), catalogue(), 400).scenario("routed").figures["total_cost"]
    )
    assert figure.low < figure.value < figure.high


def test_while_a_scenario_waits_the_baseline_carries_on():
    baseline = bare(plans.api("api", credits=0.0))
    own = plans.rented(wait=4.0)
    plan = plans.plan(baseline, own, baseline="api")
    before = flow(outcome_of(plan, baseline, catalogue(), 0))
    at_once = plans.plan(baseline, own.model_copy(update={"wait_months": 0.0}), baseline="api")
    alone = flow(outcome_of(at_once, at_once.scenario("rented"), catalogue(), 0))
    found = flow(outcome_of(plan, own, catalogue(), 0))
    assert found[1:4] == pytest.approx(before[1:4])
    assert found[6:] == pytest.approx(alone[6:], rel=0.5)
    # Integration and switching are paid in the month before the scenario runs, beside the baseline.
    level = 1.02 ** (4.0 / 12.0)
    assert found[4] == pytest.approx(before[4] + (11_000.0 + 400.0) / level)
    assert found[0] == 0.0


def test_while_it_waits_the_parts_add_up_month_by_month():
    plan = plans.plan(plans.api(), plans.owned(wait=3.0), baseline="api")
    result = evaluate(plan, catalogue()).scenario("owned")
    months = sum(result.cash_flow.values())
    assert np.cumsum(months) == pytest.approx(result.cumulative)
    assert result.total_cost == pytest.approx(months.sum())


@pytest.mark.parametrize(
    "own",
    [
        plans.hybrid(base="nowhere"),
        plans.hybrid(base="api"),
        plans.routed(small="routed"),
        plans.routed(large="hybrid-too"),
    ],
)
def test_a_reference_that_cannot_serve_is_said(own):
    plan = plans.plan(plans.api(), plans.rented(), plans.hybrid("hybrid-too"), own)
    with pytest.raises(Infeasible) as refusal:
        outcome_of(plan, own, catalogue(), 0)
    assert refusal.value.reasons[0].text()
