"""The bridge: sums exactly, does not depend on order, and splits as arithmetic says."""

import itertools
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.bridge import bridge_between_plans, bridge_between_scenarios, shapley
from planner.analysis.charts.words import Words
from planner.cost.evaluation import evaluate
from planner.plan.language import ENGLISH


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.floats(-1e6, 1e6), min_size=2**n, max_size=2**n))
    )
)
def test_shapley_values_are_the_mean_over_all_orders_and_sum_to_the_difference(case):
    count, amounts = case
    totals = dict(enumerate(amounts))
    values = [shapley(totals, bit, count) for bit in range(count)]
    assert sum(values) == pytest.approx(amounts[-1] - amounts[0], abs=1e-6)
    for bit in range(count):
        gained = 0.0
        for order in itertools.permutations(range(count)):
            before = sum(1 << other for other in order[: order.index(bit)])
            gained += totals[before | 1 << bit] - totals[before]
        assert values[bit] == pytest.approx(gained / factorial(count), abs=1e-6)


def test_a_product_of_two_changes_is_shared_evenly(build, plan, catalogue):
    """Volume and price of output both double: 100 → 400, of which each gets 150."""
    old = build.edited(plan, (("scenarios", "dear", "hosting", "api", "input_price"), 0.0))
    new = build.edited(old, (build.VOLUME, 240_000.0), (("scenarios", "dear", "hosting", "api", "output_price"), 30.0))
    bridge = bridge_between_plans((old, catalogue), (new, catalogue), "dear", ("before", "after"))
    unit = 120_000 * 210 * 15e-6 * 24
    assert (bridge.start, bridge.end) == (pytest.approx(unit), pytest.approx(4 * unit))
    assert {each.label: each.amount for each in bridge.contributions} == {
        "Requests": pytest.approx(1.5 * unit),
        "Output": pytest.approx(1.5 * unit),
    }


def test_contributions_sum_to_the_difference_to_the_cent(build, plan, catalogue):
    new = build.edited(
        plan,
        (build.VOLUME, 3e6),
        (("workload", "lengths", "answer"), 400.0),
        (("money", "horizon"), 36.0),
        (("scenarios", "rent", "operations", "engineers"), 0.5),
        (("scenarios", "rent", "hosting", "rented", "price"), 4.0),
    )
    bridge = bridge_between_plans((plan, catalogue), (new, catalogue), "rent", ("before", "after"))
    assert len(bridge.contributions) == 5
    assert sum(each.amount for each in bridge.contributions) == pytest.approx(bridge.end - bridge.start, abs=0.01)
    assert bridge.end == pytest.approx(evaluate(new, catalogue).scenario("rent").total_cost)


def test_more_than_eight_changes_are_grouped_by_part_of_the_plan(build, plan, catalogue):
    lengths = [(("workload", "lengths", name), 111.0) for name in ("system", "context", "question", "answer")]
    money = [(("money", name), 0.03) for name in ("api_price_trend", "wage_trend", "rental_price_trend")]
    staff = [(("scenarios", "rent", "operations", name), 0.2) for name in ("engineers", "operators")]
    new = build.edited(plan, *lengths, *money, *staff)
    bridge = bridge_between_plans((plan, catalogue), (new, catalogue), "rent", ("before", "after"))
    assert {each.label for each in bridge.contributions} == {"Workload", "Money and horizon", "People and licences"}
    assert sum(each.amount for each in bridge.contributions) == pytest.approx(bridge.end - bridge.start, abs=0.01)


def test_two_hosts_are_bridged_by_the_parts_of_their_bills(plan, catalogue):
    bridge = bridge_between_scenarios(plan, catalogue, "dear", "rent")
    steps = {step.label: step.amount for step in bridge.as_chart(Words(ENGLISH)).steps}
    assert steps == {
        "Model and hosting: API charges": pytest.approx(-120_000 * 0.00765 * 24),
        "Model and hosting: Rented servers": pytest.approx(3.0 * 730 * 24),
        "Engineers": pytest.approx(1_500.0 * 24),
    }
    assert sum(steps.values()) == pytest.approx(bridge.end - bridge.start, abs=0.01)


def test_a_hybrid_is_bridged_too(plan, catalogue):
    bridge = bridge_between_scenarios(plan, catalogue, "cheap", "hybrid")
    assert sum(each.amount for each in bridge.contributions) == pytest.approx(bridge.end - bridge.start, abs=0.01)


def test_states_that_are_alike_need_no_steps(plan, catalogue):
    bridge = bridge_between_plans((plan, catalogue), (plan, catalogue), "rent", ("before", "after"))
    assert bridge.contributions == ()
    assert bridge.start == bridge.end


def test_a_purchase_that_another_scenario_bridges_is_split_too(build, plan, catalogue):
    """Until delivery the cheap API answers: its price is one of the causes, in the purchase and in a hybrid on it."""
    buy = ("scenarios", "buy", "hosting", "owned")
    bought = build.edited(
        plan,
        (("scenarios",), (*plan.scenarios, build.owned("buy", 180_000.0))),
        ((*buy, "lead_months"), 3.0),
        ((*buy, "bridge"), "cheap"),
        (("scenarios", "hybrid", "hosting", "hybrid", "base"), "buy"),
    )
    dearer = build.edited(
        bought, (("scenarios", "cheap", "hosting", "api", "output_price"), 3.0), ((*buy, "price"), 2e5)
    )
    for identity in ("buy", "hybrid"):
        bridge = bridge_between_plans((bought, catalogue), (dearer, catalogue), identity, ("before", "after"))
        assert {each.label for each in bridge.contributions} == {"Output", "Price of a server"}
        assert all(each.amount > 0.0 for each in bridge.contributions)
        assert bridge.end == pytest.approx(evaluate(dearer, catalogue).scenario(identity).total_cost)
