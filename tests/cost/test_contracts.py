"""Contracts: commitments, licences, support and held prices begin, end, and change the bill when they do."""

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.catalog.provenance import Evidence
from planner.cost.binding import bind
from planner.cost.bindings.contracts import commitment_leaves
from planner.cost.commitment import cheapest_commitment
from planner.cost.composites import outcome_of
from planner.cost.evaluation import evaluate, evaluate_with_doubt, inputs_in_effect
from planner.plan.amounts import Range
from planner.plan.edits import evolve
from planner.plan.people import Operations, Success

AWS = "aws/p4d.24xlarge/us-east-1/on_demand/2023-09"


def bare(scenario):
    return scenario.model_copy(update={"operations": Operations(), "success": Success(), "switching_cost": 0.0})


def rents(committed, after="on_demand", term=6.0, **changes):
    """What each month pays for servers at 1 $ an hour, half of it under a commitment, in 14 months of flat volume."""
    settings = {"price": 1.0, "storage": 0.0, "commitment_discount": 0.5}
    scenario = bare(
        plans.rented(committed_servers=committed, commitment_months=term, after_commitment=after, **settings, **changes)
    )
    volume = plans.workload().volume.model_copy(update={"growth": 0.0, "pilot_months": 0.0})
    money = plans.money(basis="nominal", rental_price_trend=-0.5)
    plan = plans.plan(scenario, workload=plans.workload(volume=volume), money=money)
    return np.ravel(outcome_of(plan, scenario, catalogue(), 0).flow("rent")), plan


def test_after_the_term_the_price_of_the_day_is_paid():
    found, plan = rents(2.0)
    needed = float(np.max(bind(plan, plan.scenarios[0], catalogue()).values()["servers"]))
    assert needed == 2.0  # one in use and a spare
    day = 0.5 ** ((np.arange(1, 15) - 1.0) / 12.0)
    assert found[1:7] == pytest.approx(2.0 * 730.0 * 0.5)
    assert found[7:] == pytest.approx(2.0 * 730.0 * day[6:])


def test_a_renewed_commitment_takes_the_price_of_its_day_and_is_paid_to_its_end():
    found, _ = rents(2.0, after="renewed")
    month = 2.0 * 730.0 * 0.5
    assert found[1:7] == pytest.approx(month)
    assert found[7:13] == pytest.approx(month * 0.5**0.5)
    # The third term began in month 13: its last four months lie beyond the horizon of 14.
    assert found[13] == pytest.approx(month * 0.5)
    assert found[14] == pytest.approx(month * 0.5 * 5.0)


def test_a_term_longer_than_the_horizon_is_owed():
    found, _ = rents(1.0, term=36.0)
    assert found[1] == pytest.approx(730.0 * 0.5 + 730.0)
    assert found[14] - found[13] == pytest.approx(22.0 * 730.0 * 0.5, rel=0.1)


def test_a_baseline_that_is_left_before_its_commitment_ends_still_pays_it():
    scenario = plans.rented(commitment_months=9.0)
    under, signed, left = commitment_leaves(plans.plan(scenario), scenario, until=4.0).values()
    assert list(under.amount) == [0.0, *[1.0] * 9, *[0.0] * 5]
    assert left.amount == 0.0
    assert signed.amount[1] == 0.0
    renewed = plans.rented(commitment_months=9.0, after_commitment="renewed")
    under, _, left = commitment_leaves(plans.plan(renewed), renewed, until=10.0).values()
    assert left.amount == 4.0
    assert under.amount.sum() == 14.0


@settings(max_examples=20)
@given(
    scaling=st.sampled_from(["fixed", "hours", "autoscale"]),
    committed=st.integers(0, 6),
    term=st.integers(1, 40),
    after=st.sampled_from(["on_demand", "renewed"]),
    trend=st.floats(-0.6, 0.6),
    first=st.floats(0.1, 3.0),
)
def test_more_volume_never_lowers_a_bill_with_a_commitment(scaling, committed, term, after, trend, first):
    scenario = plans.rented(
        scaling=scaling, committed_servers=float(committed), commitment_months=float(term), after_commitment=after
    )
    plan = plans.plan(scenario, money=plans.money(rental_price_trend=trend))
    volumes = 1e6 * first * np.geomspace(0.05, 30.0, 400)[:, None]
    bills = bind(plan, scenario, catalogue()).values({"base_requests": volumes})["total_cost"][:, 0]
    assert np.all(np.diff(bills) >= -1e-9 * bills[1:])


def test_the_cheapest_commitment_is_found_named_and_no_other_number_is_cheaper():
    volume = plans.workload().volume.model_copy(update={"requests": 5e6, "growth": 0.9})
    scenario = plans.rented(committed_servers=None, scaling="autoscale", commitment_discount=0.3)
    plan = plans.plan(scenario, workload=plans.workload(volume=volume))
    path = ("scenarios", "rented", "hosting", "rented", "committed_servers")
    chosen = inputs_in_effect(plan, catalogue(), "rented")[path]
    tried = [evaluate(evolve(plan, path, float(n)), catalogue()).scenarios[0].total_cost for n in range(12)]
    assert 0.0 < chosen.amount < 11.0
    assert "lowest total" in chosen.note
    assert evaluate(plan, catalogue()).scenarios[0].total_cost == pytest.approx(min(tried))
    assert tried[int(chosen.amount)] == pytest.approx(min(tried))


def test_without_a_discount_nothing_is_committed_to():
    scenario = plans.rented(commitment_discount=0.0)
    bound = bind(plans.plan(scenario), scenario, catalogue())
    assert cheapest_commitment(bound.graph, bound.leaves.likely) == 0.0


def test_the_discount_is_what_the_provider_lists_for_the_term():
    for term, discount in ((12.0, 0.414), (36.0, 0.646)):
        scenario = plans.rented(offer=AWS, price=None, commitment_discount=None, commitment_months=term)
        leaf = bind(plans.plan(scenario), scenario, catalogue()).leaves["commitment_discount"]
        assert leaf.amount == pytest.approx(discount, abs=0.001)
        assert f"reserved_{term / 12:.0f}y" in leaf.record
    unlisted = plans.rented(commitment_discount=None)
    leaf = bind(plans.plan(unlisted), unlisted, catalogue()).leaves["commitment_discount"]
    assert isinstance(leaf.amount, Range)
    assert leaf.evidence is Evidence.ASSUMED


def licences(**changes):
    operations = Operations(licence_per_year=12_000.0, support_per_year=2_400.0, **changes)
    scenario = bare(plans.api()).model_copy(update={"operations": operations})
    outcome = outcome_of(plans.plan(scenario, money=plans.money(basis="nominal")), scenario, catalogue(), 0)
    return np.ravel(outcome.flow("licence")), np.ravel(outcome.flow("support"))


def test_licences_and_support_change_their_price_at_the_end_of_each_contract():
    licence, support = licences(contract_months=6.0, contract_change=0.1)
    assert licence[1:7] == pytest.approx(1_000.0)
    assert licence[7:13] == pytest.approx(1_100.0)
    assert licence[13:] == pytest.approx(1_210.0)
    assert support[1:7] == pytest.approx(200.0)
    assert support[13:] == pytest.approx(242.0)


def test_contracts_may_end_for_good_or_last():
    licence, _ = licences(contract_months=6.0, contract_change=-1.0)
    assert list(licence[1:7]) == [1_000.0] * 6
    assert not np.any(licence[7:])
    licence, _ = licences(contract_change=0.5)
    assert list(licence[1:]) == [1_000.0] * 14


def test_a_contract_holds_api_prices_until_it_ends():
    flows = {}
    for held in (0.0, 6.0):
        scenario = bare(plans.api(credits=0.0, price_held_months=held))
        volume = plans.workload().volume.model_copy(update={"growth": 0.0, "pilot_months": 0.0})
        plan = plans.plan(
            scenario,
            workload=plans.workload(volume=volume),
            money=plans.money(basis="nominal", api_price_trend=0.2),
        )
        flows[held] = np.ravel(outcome_of(plan, scenario, catalogue(), 0).flow("api"))
    assert flows[6.0][1:7] == pytest.approx(flows[0.0][1])
    assert flows[6.0][7:] == pytest.approx(flows[0.0][7:])
    assert flows[0.0][7] == pytest.approx(flows[0.0][1] * 1.2**0.5)


def test_a_hybrid_finds_its_base_and_the_commitment_of_that_base_at_once():
    own = plans.hybrid(base="rented", overflow="api")
    plan = plans.plan(plans.api(), plans.rented(committed_servers=None, commitment_discount=0.5), own)
    found = evaluate(plan, catalogue()).scenario("hybrid").total_cost
    without = evolve(plan, ("scenarios", "rented", "hosting", "rented", "committed_servers"), 0.0)
    assert found < evaluate(without, catalogue()).scenario("hybrid").total_cost
    assert np.all(evaluate_with_doubt(plan, catalogue(), 50).scenario("hybrid").total_draws > 0.0)


def test_contracts_begin_when_a_waiting_scenario_does():
    operations = Operations(licence_per_year=12_000.0, contract_months=6.0, contract_change=0.1)
    waiting = bare(plans.api("later", wait=4.0)).model_copy(update={"operations": operations})
    now = bare(plans.api("now"))
    plan = plans.plan(now, waiting, baseline="now", money=plans.money(basis="nominal"))
    licence = np.ravel(outcome_of(plan, waiting, catalogue(), 0).flow("licence"))
    assert list(licence[:5]) == [0.0] * 5
    assert licence[5:11] == pytest.approx(1_000.0)
    assert licence[11:] == pytest.approx(1_100.0)


def test_a_commitment_runs_from_the_start_of_a_waiting_scenario_and_no_longer_than_it_does():
    waiting = plans.rented(wait=4.0, commitment_months=5.0, after_commitment="renewed")
    under, signed, left = commitment_leaves(plans.plan(waiting), waiting, until=np.inf).values()
    # Ten months from the fifth to the fourteenth: two terms of five.
    assert list(under.amount) == [*[0.0] * 5, *[1.0] * 10]
    assert left.amount == 0.0
    assert [signed.amount[month] * 12.0 for month in (5, 9, 10, 14)] == pytest.approx([4.0, 4.0, 9.0, 9.0])
