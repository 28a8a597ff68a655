"""Hybrid, cascade and waiting scenarios against what their parts cost alone."""

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost.bindings.infeasible import Infeasible
from planner.cost.composites import outcome_of
from planner.cost.evaluation import evaluate, evaluate_with_doubt, explain
from planner.cost.hybrid import best_base, overflow_share, whole_copies
from planner.plan.amounts import Range
from planner.plan.hosting import Serving
from planner.plan.levers import Levers
from planner.plan.money import Constraints
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
    scenarios = (bare(plans.api(credits=0.0)), bare(plans.rented(committed_servers=0.0)), own)
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
    assert flow(found, "answers")[1] == pytest.approx(flow(alone, "answers")[1])


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


@pytest.mark.parametrize("waiting", [1.0, 0.4])
def test_a_base_keeps_of_what_can_wait_only_what_its_hours_hold(waiting):
    plan, _ = hybrid_plan(servers=2.0, requests=60e6)
    batching = [each.model_copy(update={"levers": Levers(batch=True)}) for each in plan.scenarios]
    timing = plan.workload.timing.model_copy(update={"deferrable": waiting})
    volume = plan.workload.volume
    plan = plans.plan(*batching, workload=plans.workload(volume=volume, timing=timing), money=plan.money)
    alone = outcome_of(plan, plan.scenario("rented"), catalogue(), 0).values
    capacity, limit = (float(np.ravel(alone[name])[0]) for name in ("server_capacity", "server_limit"))
    weights, mean = alone["hour_weights"], 60e6 * (1.0 - waiting) / 2.628e6
    kept = np.sum(np.minimum(mean * weights, 2.0 * capacity) * HOURS) / 730.0
    kept_later = (2.0 - kept / capacity) * limit
    found = outcome_of(plan, plan.scenario("hybrid"), catalogue(), 0)
    by_role = dict(found.hosts)
    per_second = {role: np.ravel(host.values["calls"])[1] / 2.628e6 for role, host in by_role.items()}
    assert per_second["base"] == pytest.approx(kept + kept_later)
    assert per_second["overflow"] == pytest.approx(60e6 / 2.628e6 - kept - kept_later)
    late = np.ravel(by_role["overflow"].values["batch_calls"])[1] / 2.628e6
    assert late == pytest.approx(60e6 * waiting / 2.628e6 - kept_later)
    assert np.max(by_role["base"].values["utilisation"]) <= 1.0 + 1e-9


@pytest.mark.parametrize("servers", [1.0, 3.0, 10.0, 27.0])
def test_an_overflow_on_servers_is_sized_for_the_hours_in_which_it_comes(servers):
    """Every hour wants its rate; what the base does not carry of it is the overflow's, peak and all."""
    volume = plans.workload().volume.model_copy(update={"requests": 20e6, "growth": 0.0, "pilot_months": 0.0})
    timing = plans.workload().timing.model_copy(update={"deferrable": 0.0})
    alike = {"committed_servers": 0.0, "serving": Serving(conversation_kept=0.0), "start_minutes": 0.0}
    base, fixed = plans.rented("base", **alike), plans.rented("fixed", **alike)
    scaled = plans.rented("scaled", scaling="autoscale", **alike)
    hybrids = [
        plans.hybrid(f"over-{each.id}", base="base", overflow=each.id, servers=servers) for each in (fixed, scaled)
    ]
    plan = plans.plan(base, fixed, scaled, *hybrids, workload=plans.workload(volume=volume, timing=timing))
    alone = outcome_of(plan, base, catalogue(), 0).values
    capacity, rate = float(np.ravel(alone["server_capacity"])[0]), float(alone["mean_rate"][1])
    by_hour = np.ceil(np.maximum(rate * alone["hour_weights"] - servers * capacity, 0.0) / capacity - 1e-9)
    around_the_clock, by_the_day = (
        dict(outcome_of(plan, each, catalogue(), 0).hosts)["overflow"].values for each in hybrids
    )
    assert around_the_clock["servers"][1] == by_hour.max()
    assert around_the_clock["servers"][1] + servers == alone["servers"][1]
    assert by_the_day["on_demand_hours"][1] == pytest.approx(np.sum(np.maximum(by_hour, 1.0) * HOURS))


def test_an_overflow_without_the_batch_lever_pays_the_standard_price_for_what_could_wait():
    plan, _ = hybrid_plan(servers=1.0, requests=60e6)
    timing = plan.workload.timing.model_copy(update={"deferrable": 1.0})
    parts = [
        each if each.id == "api" else each.model_copy(update={"levers": Levers(batch=True)}) for each in plan.scenarios
    ]
    plan = plans.plan(*parts, workload=plans.workload(volume=plan.workload.volume, timing=timing), money=plan.money)
    overflow = dict(outcome_of(plan, plan.scenario("hybrid"), catalogue(), 0).hosts)["overflow"].values
    assert np.ravel(overflow["interactive_calls"])[1] > 0.0
    assert not np.any(overflow["batch_calls"])


def test_a_base_holds_whole_copies_and_one_of_every_model_that_is_trained_apart():
    """A copy on two servers: three are four. Five models, two on a server: three at least."""
    held = {"servers_per_copy": 2.0, "replicas_per_server": 0.5, "separate_models": 1.0}
    assert [whole_copies(held, size) for size in (1.0, 2.0, 3.0)] == [2.0, 2.0, 4.0]
    apart = {"servers_per_copy": 1.0, "replicas_per_server": 2.0, "separate_models": 5.0}
    assert whole_copies(apart, np.array([[1.0], [4.0]])).tolist() == [[3.0], [4.0]]
    base = plans.rented("base", tuned=plans.tuning("full_fine_tuning", adapters=7.0), serving=Serving())
    own = plans.hybrid(base="base", overflow="api", servers=1.0)
    plan = plans.plan(base, plans.api(), own)
    found = dict(outcome_of(plan, own, catalogue(), 0).hosts)["base"].values["servers_in_use"]
    alone = outcome_of(plan, base, catalogue(), 0).values["fewest_servers"]
    assert np.max(found) == np.max(alone) > 1.0
    best, tried = best_base(plan, own, catalogue())
    assert best in dict(tried)
    assert min(dict(tried)) == np.max(alone)


def test_the_base_of_a_large_fleet_is_looked_for_over_all_sizes():
    plan, own = hybrid_plan(servers=None, requests=2e9)
    _, tried = best_base(plan, own, catalogue())
    needed = float(np.max(outcome_of(plan, plan.scenario("rented"), catalogue(), 0).values["servers_in_use"]))
    assert needed > 300.0
    assert tried[0][0] == 1
    assert tried[-1][0] == needed


def test_a_cascade_pays_both_models_for_what_escalates():
    small = bare(plans.api("small", input_price=0.2, output_price=0.4, credits=0.0))
    large = bare(plans.api("large", credits=0.0))
    own = bare(plans.routed(small="small", large="large", share=0.7, escalated=0.1))
    plan = plans.plan(small, large, own)
    cheap, dear, found = (outcome_of(plan, scenario, catalogue(), 0) for scenario in plan.scenarios)
    # 70 % go to the small model; the large one answers the other 30 % and a tenth of the 70 % again.
    assert flow(found) == pytest.approx(0.7 * flow(cheap) + (0.3 + 0.07) * flow(dear))
    assert flow(found, "answers") == pytest.approx(flow(dear, "answers"))


def cascade(**parts):
    """A small and a large model with these people and checks each, and a cascade of them without its own."""
    small = bare(plans.api("small", input_price=0.2, output_price=0.4, credits=0.0), **parts)
    large = bare(plans.api("large", credits=0.0), **parts)
    own = bare(plans.routed(small="small", large="large", share=0.7, escalated=0.1))
    return small, large, own


def test_an_escalated_request_is_checked_once_by_people():
    scenarios = cascade(success=Success(reviewed=0.5, review_price=2.0))
    results = evaluate(plans.plan(*scenarios), catalogue())
    alone, found = results.scenario("large"), results.scenario("routed")
    assert alone.breakdown["review"] > 0.0
    assert found.breakdown["review"] == pytest.approx(alone.breakdown["review"])


def test_a_licensor_of_both_models_gets_one_share_of_an_escalated_answer():
    scenarios = cascade(operations=Operations(revenue_share=0.1))
    results = evaluate(plans.plan(*scenarios), catalogue())
    alone, found = results.scenario("large"), results.scenario("routed")
    assert alone.breakdown["licence"] > 0.0
    assert found.breakdown["licence"] == pytest.approx(alone.breakdown["licence"])


@pytest.mark.parametrize("own", [plans.routed(), plans.hybrid(servers=1.0)], ids=["routed", "hybrid"])
def test_a_user_is_worth_as_much_whether_one_model_answers_or_two(own):
    success = Success(rate=0.9)
    parts = [bare(scenario, success=success) for scenario in (plans.api(), plans.rented(), own)]
    plan = plans.plan(*parts)
    value = {each.id: flow(outcome_of(plan, each, catalogue(), 0), "value_flow") for each in parts}
    assert value[own.id] == pytest.approx(value["api"])
    assert value["api"][-1] > 0.0


@pytest.mark.parametrize("own", [plans.routed(), plans.hybrid(servers=1.0)], ids=["routed", "hybrid"])
def test_people_and_the_change_to_a_joined_scenario_are_paid_beside_its_parts(own):
    parts = (bare(plans.api()), bare(plans.rented()))
    without = plans.plan(*parts, bare(own))
    with_people = bare(own, operations=Operations(engineers=0.5, engineer_cost=120_000.0), switching_cost=700.0)
    before = evaluate(without, catalogue()).scenario(own.id)
    after = evaluate(plans.plan(*parts, with_people), catalogue()).scenario(own.id)
    wages = 5_000.0 * 1.03 ** (np.arange(14.0) / 12.0) / 1.02 ** (np.arange(1.0, 15.0) / 12.0)
    assert after.total_cost - before.total_cost == pytest.approx(wages.sum() + 700.0)
    assert after.breakdown["staff"] == pytest.approx(wages.sum())


@pytest.mark.parametrize("teams", ["one", "apart"])
@pytest.mark.parametrize("own", [plans.routed(), plans.hybrid(servers=1.0)], ids=["routed", "hybrid"])
def test_one_team_runs_all_parts_unless_each_has_its_own(own, teams):
    """Two engineers on servers, a quarter with the API: 2 in one team, 2.25 in two, and the half of its own on top."""
    yearly = 120_000.0
    parts = (
        bare(plans.api(), operations=Operations(engineers=0.25, engineer_cost=yearly, on_call=900.0)),
        bare(plans.rented(), operations=Operations(engineers=2.0, engineer_cost=yearly, on_call=400.0)),
    )
    people = Operations(engineers=0.5, engineer_cost=yearly, teams=teams)
    plan = plans.plan(*parts, bare(own, operations=people), money=plans.money(wage_trend=0.0, basis="nominal"))
    found = evaluate(plan, catalogue()).scenario(own.id)
    months = plan.money.horizon
    engineers = {"one": 2.0, "apart": 2.25}[teams] + 0.5
    assert found.breakdown["staff"] == pytest.approx(engineers * yearly / 12.0 * months)
    assert found.breakdown["on_call"] == pytest.approx({"one": 900.0, "apart": 1_300.0}[teams] * months)
    assert sum(found.breakdown.values()) == pytest.approx(found.total_cost)


def test_the_working_of_people_says_that_one_team_runs_all_parts():
    people = Operations(engineers=1.0)
    parts = [bare(scenario, operations=people) for scenario in (plans.api(), plans.rented())]
    node = explain(plans.plan(*parts, bare(plans.routed())), catalogue(), "routed", "nominal_cost_flow")
    staff = [each for each in node.inputs if each.name.endswith("staff_cost")]
    assert sorted(each.value > 0.0 for each in staff) == [False, True]  # of equals one counts
    assert all(each.note.startswith("One team") for each in staff)


@pytest.mark.parametrize("make", [plans.routed, plans.hybrid])
def test_a_joined_scenario_waits_as_a_whole(make):
    baseline, rented = bare(plans.api(credits=0.0)), bare(plans.rented(committed_servers=0.0))
    now, later = bare(make(wait=0.0)), bare(make(wait=4.0), switching_cost=0.0)
    if now.hosting.kind == "hybrid":
        sized = {"hosting": plans.hybrid(servers=1.0).hosting}
        now, later = now.model_copy(update=sized), later.model_copy(update=sized)
    flows = {"baseline": flow(outcome_of(plans.plan(baseline), baseline, catalogue(), 0))}
    for name, own in (("now", now), ("later", later)):
        flows[name] = flow(outcome_of(plans.plan(baseline, rented, own, baseline="api"), own, catalogue(), 0))
    assert flows["later"][1:5] == pytest.approx(flows["baseline"][1:5])
    assert flows["later"][5:] == pytest.approx(flows["now"][5:])


def test_until_delivery_another_scenario_answers_at_its_own_cost():
    lead = bare(plans.owned(lead_months=3.0, bridge="api", bridge_price=9.0))
    api = bare(plans.api(credits=0.0), success=Success(reviewed=0.1, review_price=1.0))
    plan = plans.plan(api, lead)
    alone, found = (outcome_of(plan, scenario, catalogue(), 0) for scenario in (api, lead))
    own = evaluate(plans.plan(bare(plans.owned(lead_months=3.0, bridge_price=0.0))), catalogue()).scenarios[0]
    result = evaluate(plan, catalogue()).scenario("owned")
    bridged = flow(alone)[:4].sum()
    assert result.total_cost == pytest.approx(own.total_cost + bridged)
    assert flow(found, "answers") == pytest.approx(flow(alone, "answers"))
    assert flow(found, "output_volume") == pytest.approx(flow(alone, "output_volume"))


def test_until_delivery_one_team_runs_the_bridge_too():
    """Half an engineer on own servers, one and a half with the bridge: the larger team for three months."""
    people = {"engineer_cost": 120_000.0}
    api = bare(plans.api(), operations=Operations(engineers=1.5, **people))
    own = plans.owned(lead_months=3.0, bridge="api")
    lead = bare(own, operations=Operations(engineers=0.5, **people))
    money = plans.money(wage_trend=0.0, basis="nominal", horizon=14.0)
    found = evaluate(plans.plan(api, lead, money=money), catalogue()).scenario("owned")
    assert found.breakdown["staff"] == pytest.approx(10_000.0 * (3.0 * 1.5 + 11.0 * 0.5))


def test_a_bridge_that_cannot_serve_is_said_and_one_that_leaves_the_house_is_ruled_out():
    lead = plans.owned(lead_months=3.0, bridge="nowhere")
    assert not evaluate(plans.plan(lead), catalogue()).scenarios[0].feasible
    strict = plans.plan(
        plans.api(), plans.owned(lead_months=3.0, bridge="api"), constraints=Constraints(no_egress=True)
    )
    assert not evaluate(strict, catalogue()).scenario("owned").feasible


def test_energy_of_a_joined_scenario_is_that_of_its_parts_and_unknown_where_one_is():
    small, large = plans.rented("small"), plans.rented("large")
    own = plans.routed(small="small", large="large")
    known = evaluate(plans.plan(small, large, own), catalogue()).scenario("routed").figures
    assert known["energy_kwh"].value > 0.0
    assert known["energy_per_thousand"].value > 0.0
    mixed = evaluate(plans.plan(small, plans.api(), plans.routed(small="small")), catalogue()).scenario("routed")
    assert "energy_kwh" not in mixed.figures


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


@pytest.mark.parametrize("baseline", ["api", "rented"])
def test_a_start_after_the_horizon_is_no_answer_and_never_free(baseline):
    for wait, starts in ((13.0, True), (14.0, False)):
        plan = plans.plan(plans.api(), plans.rented(wait=wait), baseline=baseline)
        result = evaluate(plan, catalogue()).scenario("rented")
        assert result.feasible == starts
    assert "wait 13 months at most" in result.reasons[0].text()
