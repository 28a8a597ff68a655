"""Key figures against hand calculations and numpy-financial."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cost import key_figures as key

MONTHS = np.arange(25.0)
FLOW = np.array([50_000.0, *[1_000.0] * 24])


def test_total_month_and_year():
    total = key.total_cost(cost_flow=FLOW, one_month=1.0)
    assert total[0] == 74_000.0
    month = key.monthly_cost(total_cost=total, horizon=24.0)
    assert month[0] == pytest.approx(74_000.0 / 24.0)
    assert key.yearly_cost(monthly_cost=month, months_per_year=12.0)[0] == pytest.approx(37_000.0)


def test_present_cost_is_what_numpy_financial_says():
    factor = key.discount_factor(month_index=MONTHS, discount_rate=0.08, months_per_year=12.0, one_year=1.0)
    assert factor[12] == pytest.approx(1.0 / 1.08)
    present = key.present_cost(cost_flow=FLOW, discount_factor=factor, one_month=1.0)
    monthly = 1.08 ** (1.0 / 12.0) - 1.0
    assert present[0] == pytest.approx(npf.npv(monthly, FLOW))


def test_net_present_value_is_value_less_cost_and_without_value_minus_the_cost():
    factor = key.discount_factor(MONTHS, 0.08, 12.0, 1.0)
    present = key.present_cost(FLOW, factor, 1.0)
    assert key.npv(0.0 * FLOW, 1.0, present, factor, 1.0)[0] == pytest.approx(-present[0])
    value = np.where(MONTHS > 0, 5_000.0, 0.0)
    monthly = 1.08 ** (1.0 / 12.0) - 1.0
    assert key.npv(value, 1.0, present, factor, 1.0)[0] == pytest.approx(npf.npv(monthly, value - FLOW))


def test_real_amounts_are_without_inflation():
    level = key.price_level(month_index=MONTHS, inflation=0.03, months_per_year=12.0, one_year=1.0)
    assert level[24] == pytest.approx(1.03**2)
    assert key.cost_flow(nominal_cost_flow=103.0, price_level=1.03) == pytest.approx(100.0)


def test_unit_costs_divide_the_total():
    total = np.array([12_000.0])
    requests = key.total_requests(answers=np.array([0.0, *[1e5] * 24]), one_month=1.0)
    assert requests[0] == pytest.approx(2.4e6)
    assert key.cost_per_request(total_cost=total, total_requests=requests)[0] == pytest.approx(0.005)
    per_task = key.cost_per_successful_task(total_cost=total, successes=np.full(24, 8e4), one_month=1.0)
    assert per_task[0] == pytest.approx(12_000.0 / (24.0 * 8e4))
    assert key.cost_per_user(monthly_cost=500.0, users=2_000.0) == 0.25
    tokens = key.total_tokens(input_volume=np.full(24, 100.0), output_volume=np.full(24, 25.0), one_month=1.0)
    assert tokens[0] == 3_000.0
    assert key.cost_per_million_tokens(total_cost=total, total_tokens=tokens)[0] == 4.0
    assert key.cost_per_million_output_tokens(total, np.full(24, 25.0), 1.0)[0] == 20.0
    assert key.cost_per_million_input_tokens(total, np.full(24, 100.0), 1.0)[0] == 5.0


@given(rate=st.floats(0.0, 1.0), flow=st.lists(st.floats(0.0, 1e6), min_size=2, max_size=60))
def test_money_later_is_never_worth_more(rate, flow):
    months = np.arange(float(len(flow)))
    factor = key.discount_factor(months, rate, 12.0, 1.0)
    assert np.all(np.diff(factor) <= 0.0)
    assert key.present_cost(np.array(flow), factor, 1.0)[0] <= sum(flow) * (1.0 + 1e-12)
