"""What must hold for any plan: more volume never costs less, a lower price never more, parts add up to the cent."""

import cost_plans as plans
import numpy as np
import pytest
from any_plans import any_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost.binding import bind
from planner.cost.evaluation import evaluate, evaluate_with_doubt
from planner.plan.amounts import Range, likely, scaled
from planner.plan.edits import evolve, value_at
from planner.plan.fields import walk
from planner.plan.levers import Levers
from planner.plan.money import Constraints
from planner.plan.workload import QualityFloor

WAYS = ("fixed", "hours", "autoscale", "scale_to_zero")


def every_host():
    """One scenario of each kind, all in one plan."""
    rented = [plans.rented(f"rented-{way}", scaling=way) for way in WAYS]
    tuned = plans.rented("rented-tuned", tuned=plans.tuning("lora"))
    return (plans.api(), *rented, tuned, plans.owned(), plans.hybrid(base="rented-fixed"), plans.routed(small="owned"))


PLAN = plans.plan(*every_host())
HOSTS = [scenario.id for scenario in PLAN.scenarios]


def totals(plan):
    return {result.id: result.total_cost for result in evaluate(plan, catalogue()).scenarios}


EVERY = settings(max_examples=25)


@EVERY
@given(plan=any_plan(), more=st.floats(1.0, 3.0))
def test_more_volume_never_lowers_a_bill(plan, more):
    path = ("workload", "volume", "requests")
    few, many = totals(plan), totals(evolve(plan, path, min(value_at(plan, path) * more, 1e13)))
    for host, total in few.items():
        if total is not None:
            # One without an answer at the larger volume is no cheaper.
            assert many[host] is None or many[host] >= total - 1e-9 * abs(total), host


MONEY_IN = ("value_per_success", "value_per_user", "credits")


@EVERY
@given(plan=any_plan(), data=st.data(), lower=st.floats(0.0, 1.0))
def test_a_lower_price_never_raises_a_bill_of_any_plan(plan, data, lower):
    prices = [
        path
        for path, spec, value in walk(plan)
        if spec.ui.unit.money and value is not None and likely(value) > 0.0 and path[-1] not in MONEY_IN
    ]
    path = data.draw(st.sampled_from(prices))
    before, after = totals(plan), totals(evolve(plan, path, lower * value_at(plan, path)))
    for host, total in before.items():
        if total is not None:
            assert after[host] <= total + 1e-9 * abs(total), (host, path)


@EVERY
@given(plan=any_plan())
def test_every_total_is_the_sum_of_its_parts_to_the_cent(plan):
    for result in evaluate(plan, catalogue()).scenarios:
        if result.total_cost is None:
            continue
        assert sum(result.breakdown.values()) == pytest.approx(result.total_cost, abs=0.005)
        months = sum(result.cash_flow.values())
        assert float(months.sum()) == pytest.approx(result.total_cost, abs=0.005)
        assert result.cumulative[-1] == pytest.approx(result.total_cost, abs=0.005)


@EVERY
@given(plan=any_plan(), factor=st.sampled_from([0.25, 2.0, 8.0]))
def test_scaling_the_currency_of_any_plan_scales_its_money_and_nothing_else(plan, factor):
    before, after = evaluate(plan, catalogue()), evaluate(scaled_money(plan, factor), catalogue())
    for old, new in zip(before.scenarios, after.scenarios, strict=True):
        assert old.figures.keys() == new.figures.keys()
        for name, figure in old.figures.items():
            money = factor if figure.unit.startswith("USD") else 1.0
            assert new.figures[name].value == pytest.approx(figure.value * money, rel=1e-9, abs=1e-9), (old.id, name)


@EVERY
@given(plan=any_plan(), data=st.data())
def test_removing_a_limit_of_any_plan_never_raises_the_cheapest_cost(plan, data):
    name = data.draw(st.sampled_from(sorted(CONSTRAINTS)))
    on, off = CONSTRAINTS[name]
    bound = evolve(plan, ("constraints", name), on)
    assert cheapest(evolve(bound, ("constraints", name), off)) <= cheapest(bound)


@pytest.mark.parametrize("host", [host for host in HOSTS if host not in ("hybrid", "routed")])
def test_not_even_a_little_more_volume_lowers_a_bill(host):
    bound = bind(PLAN, PLAN.scenario(host), catalogue())
    volumes = np.geomspace(1e3, 3e7, 20_000)[:, None]
    bills = bound.values({"base_requests": volumes})["total_cost"][:, 0]
    assert np.all(np.diff(bills) >= -1e-9 * bills[1:])


PRICES = [
    path
    for path, spec, value in walk(PLAN)
    if spec.ui.unit.money
    and value is not None
    and likely(value) > 0.0
    and path[-1] not in ("value_per_success", "value_per_user", "credits")
]


@pytest.mark.parametrize("path", PRICES, ids=".".join)
def test_a_lower_price_never_raises_a_bill(path):
    before = totals(PLAN)
    after = totals(evolve(PLAN, path, 0.6 * value_at(PLAN, path)))
    for host in HOSTS:
        assert after[host] <= before[host] * (1.0 + 1e-9), host


@pytest.mark.parametrize("host", HOSTS)
def test_the_total_is_the_sum_of_its_parts_to_the_cent(host):
    result = evaluate(PLAN, catalogue()).scenario(host)
    parts = sum(result.breakdown.values())
    assert parts == pytest.approx(result.total_cost, abs=0.01)
    months = sum(flow for flow in result.cash_flow.values())
    assert float(months.sum()) == pytest.approx(result.total_cost, abs=0.01)
    assert result.cumulative[-1] == pytest.approx(result.total_cost, abs=0.01)
    assert result.figures["monthly_cost"].value * 14.0 == pytest.approx(result.total_cost, abs=0.01)


def scaled_money(plan, factor):
    """The plan with every amount of money in it multiplied."""
    for path, spec, value in walk(plan):
        if spec.ui.unit.money and value is not None:
            plan = evolve(plan, path, scaled(value, factor))
    return plan


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_scaling_the_currency_scales_the_money_and_nothing_else(factor):
    batched = Levers(batch=True, prompt_cache=True, shortest_prefix=0.0, semantic_cache=True)
    tuned = plans.tuning("hosted_fine_tuning")
    plan = plans.plan(*every_host(), plans.api("api-levers", levers=batched, tuned=tuned, **plans.PROVISIONED))
    before, after = evaluate(plan, catalogue()), evaluate(scaled_money(plan, factor), catalogue())
    for old, new in zip(before.scenarios, after.scenarios, strict=True):
        assert old.figures.keys() == new.figures.keys()
        for name, figure in old.figures.items():
            money = factor if figure.unit.startswith("USD") else 1.0
            assert new.figures[name].value == pytest.approx(figure.value * money, rel=1e-9), (old.id, name)


def cheapest(plan):
    return min((result.total_cost for result in evaluate(plan, catalogue()).feasible), default=np.inf)


CONSTRAINTS = {
    "residency": ("own", "any"),
    "no_egress": (True, False),
    "banned_vendors": ("OpenAI, Lambda", ""),
    "commercial_licence": (True, False),
    "budget_per_month": (20_000.0, None),
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_removing_a_constraint_never_raises_the_cheapest_cost(name):
    on, off = CONSTRAINTS[name]
    bound = evolve(PLAN, ("constraints", name), on)
    assert cheapest(evolve(bound, ("constraints", name), off)) <= cheapest(bound)
    assert evolve(bound, ("constraints", name), off).constraints == Constraints()


@pytest.mark.parametrize("path", [("timing", "ttft_target"), ("timing", "tpot_target"), ("quality", "floor")])
def test_removing_a_target_never_raises_any_bill(path):
    floored = evolve(PLAN, ("workload", "quality"), QualityFloor(benchmark="MMLU", floor=60.0))
    free = evolve(floored, ("workload", *path), None)
    assert cheapest(free) <= cheapest(floored)
    before, after = totals(floored), totals(free)
    assert all(after[host] <= before[host] * (1.0 + 1e-9) for host in HOSTS)


def test_the_same_seed_gives_the_same_bytes():
    plan = evolve(PLAN, ("workload", "lengths", "answer"), Range(low=100.0, likely=200.0, high=350.0))
    # A copy shares no part with the plan, so that nothing is remembered from the first run.
    copy = type(plan).model_validate_json(plan.model_dump_json())
    first, again = (evaluate_with_doubt(each, catalogue(), 64) for each in (plan, copy))
    for old, new in zip(first.scenarios, again.scenarios, strict=True):
        assert old.total_draws.tobytes() == new.total_draws.tobytes()
        assert old.cumulative_low.tobytes() == new.cumulative_low.tobytes()
        assert old.figures == new.figures


def test_the_order_of_scenarios_changes_no_result():
    backwards = PLAN.model_copy(update={"scenarios": PLAN.scenarios[::-1]})
    assert totals(backwards) == totals(PLAN)
