"""People, licences and checks against hand calculations."""

import numpy as np
import pytest

from planner.cost import operations

ACTIVE = np.array([0.0, 1.0, 1.0])


def test_half_an_engineer_of_180000_a_year_is_7500_a_month():
    cost = operations.staff_cost(
        engineers=0.5, engineer_cost=180_000.0, months_per_year=12.0, wage_factor=1.0, active=ACTIVE
    )
    assert list(cost) == [0.0, 7_500.0, 7_500.0]


def test_wages_follow_their_trend_for_staff_on_call_and_checks():
    factor = operations.wage_factor(wage_trend=0.05, years_elapsed=2.0)
    assert factor == pytest.approx(1.1025)
    assert operations.on_call_cost(on_call=1_000.0, wage_factor=factor, active=1.0) == pytest.approx(1_102.5)
    review = operations.review_cost(answers=10_000.0, reviewed=0.02, review_price=0.5, wage_factor=factor)
    assert review == pytest.approx(110.25)


def test_the_four_kinds_of_licence_by_hand():
    fixed = operations.fixed_licence(licence_per_year=12_000.0, months_per_year=12.0, contract_factor=1.0, active=1.0)
    by_gpu = operations.accelerator_licence(
        licence_per_accelerator=4_500.0, accelerators=8.0, months_per_year=12.0, contract_factor=1.0
    )
    by_seat = operations.seat_licence(licence_per_user=0.5, active_users=1_000.0, contract_factor=1.0)
    share = operations.revenue_licence(revenue_share=0.05, value_flow=20_000.0)
    assert (fixed, by_gpu, by_seat, share) == (1_000.0, 3_000.0, 500.0, 1_000.0)
    assert operations.licence_cost_with_accelerators(fixed, by_gpu, by_seat, share) == 5_500.0
    assert operations.licence_cost(fixed, by_seat, share) == 2_500.0


def test_a_contract_changes_its_price_once_for_each_that_ended():
    factor = operations.contract_factor(contract_change=0.2, contracts_ended=2.0)
    assert factor == pytest.approx(1.44)
    support = operations.software_support(
        support_per_year=2_400.0, months_per_year=12.0, contract_factor=factor, active=1.0
    )
    assert support == pytest.approx(288.0)


def test_one_off_work_is_paid_in_the_month_before_the_scenario_runs():
    flow = operations.integration_flow(
        integration=10_000.0, switching_cost=2_000.0, first_month=np.array([0.0, 1.0, 0.0])
    )
    assert list(flow) == [0.0, 12_000.0, 0.0]


def test_the_answer_cache_costs_every_month_that_runs():
    assert list(operations.answer_cache_cost(cache_cost=150.0, active=ACTIVE)) == [0.0, 150.0, 150.0]
