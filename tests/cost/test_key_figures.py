"""Key figures against hand calculations and numpy-financial."""

import cost_plans as plans
import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost import capital, pilot, returns
from planner.cost import key_figures as key
from planner.cost.evaluation import evaluate, quantities

MONTHS = np.arange(25.0)
FLOW = np.array([50_000.0, *[1_000.0] * 24])


def test_total_month_and_year():
    total = key.total_cost(cost_flow=FLOW, one_month=1.0)
    assert total == 74_000.0
    month = key.monthly_cost(total_cost=total, horizon=24.0)
    assert month == pytest.approx(74_000.0 / 24.0)
    assert key.yearly_cost(monthly_cost=month, months_per_year=12.0) == pytest.approx(37_000.0)


def test_present_cost_is_what_numpy_financial_says():
    factor = key.discount_factor(month_index=MONTHS, discount_rate=0.08, months_per_year=12.0, one_year=1.0)
    assert factor[12] == pytest.approx(1.0 / 1.08)
    present = key.present_cost(cost_flow=FLOW, discount_factor=factor, one_month=1.0)
    monthly = 1.08 ** (1.0 / 12.0) - 1.0
    assert present == pytest.approx(npf.npv(monthly, FLOW))


def test_net_present_value_is_value_less_cost_and_without_value_minus_the_cost():
    factor = key.discount_factor(MONTHS, 0.08, 12.0, 1.0)
    present = key.present_cost(FLOW, factor, 1.0)
    assert key.npv(0.0 * FLOW, 1.0, present, factor, 1.0) == pytest.approx(-present)
    value = np.where(MONTHS > 0, 5_000.0, 0.0)
    monthly = 1.08 ** (1.0 / 12.0) - 1.0
    assert key.npv(value, 1.0, present, factor, 1.0) == pytest.approx(npf.npv(monthly, value - FLOW))


def test_real_amounts_are_without_inflation():
    level = key.price_level(month_index=MONTHS, inflation=0.03, months_per_year=12.0, one_year=1.0)
    assert level[24] == pytest.approx(1.03**2)
    assert key.cost_flow(nominal_cost_flow=103.0, price_level=1.03) == pytest.approx(100.0)
    worth = key.npv(np.array([0.0, 206.0]), np.array([1.0, 1.03]), 50.0, discount_factor=0.5, one_month=1.0)
    assert worth == pytest.approx(206.0 / 1.03 * 0.5 - 50.0)


def test_unit_costs_divide_the_total():
    total = 12_000.0
    requests = key.total_requests(answers=np.array([0.0, *[1e5] * 24]), one_month=1.0)
    assert requests == pytest.approx(2.4e6)
    assert key.cost_per_request(total_cost=total, total_requests=requests) == pytest.approx(0.005)
    per_task = key.cost_per_successful_task(total_cost=total, successes=np.full(24, 8e4), one_month=1.0)
    assert per_task == pytest.approx(12_000.0 / (24.0 * 8e4))
    assert key.cost_per_user(total, users_answered=np.full(24, 2_000.0), one_month=1.0) == 0.25
    tokens = key.total_tokens(input_volume=np.full(24, 100.0), output_volume=np.full(24, 25.0), one_month=1.0)
    assert tokens == 3_000.0
    assert key.cost_per_million_tokens(total_cost=total, total_tokens=tokens) == 4.0
    assert key.cost_per_million_output_tokens(total, np.full(24, 25.0), 1.0) == 20.0
    assert key.cost_per_million_input_tokens(total, np.full(24, 100.0), 1.0) == 5.0


@given(rate=st.floats(0.0, 1.0), flow=st.lists(st.floats(0.0, 1e6), min_size=2, max_size=60))
def test_money_later_is_never_worth_more(rate, flow):
    months = np.arange(float(len(flow)))
    factor = key.discount_factor(months, rate, 12.0, 1.0)
    assert np.all(np.diff(factor) <= 0.0)
    assert key.present_cost(np.array(flow), factor, 1.0) <= sum(flow) * (1.0 + 1e-12)


def test_return_payback_and_rate_by_hand_and_by_numpy_financial():
    assert returns.net_flow(value_flow=220.0, price_level=1.1, cost_flow=50.0) == pytest.approx(150.0)
    net = returns.net_flow(value_flow=np.where(MONTHS > 0, 5_000.0, 0.0), price_level=1.0, cost_flow=FLOW)
    assert returns.roi(net_flow=net, total_cost=74_000.0, one_month=1.0) == pytest.approx(46.0 / 74.0)
    # 50,000 first and 4,000 more each month: paid back at the end of the 13th.
    assert returns.payback_month(net_flow=net, one_month=1.0)[0] == 13.0
    rate = returns.irr(net_flow=net, months_per_year=12.0, one_year=1.0, one_month=1.0)[0, 0]
    assert returns.net_flow(5_000.0, 1.0, 0.0) == 5_000.0
    assert npf.npv((1.0 + rate) ** (1.0 / 12.0) - 1.0, net) == pytest.approx(0.0, abs=1e-6)


def test_what_is_never_paid_back_or_never_laid_out_has_no_date_and_no_rate():
    losing = np.array([-100.0, *[-1.0] * 24])
    assert np.isnan(returns.payback_month(losing, 1.0)[0])
    winning = np.array([0.0, *[10.0] * 24])
    assert np.isnan(returns.payback_month(winning, 1.0)[0])
    assert np.isnan(returns.irr(winning, 12.0, 1.0, 1.0)[0, 0])


def test_money_laid_out_month_by_month_is_paid_back_but_is_no_investment_with_a_rate():
    # Nothing at the start, 100 a month for four months of adoption, then 150 a month: caught up in the seventh.
    net = np.array([0.0, *[-100.0] * 4, *[150.0] * 8])
    assert returns.payback_month(net, 1.0)[0] == 7.0
    assert np.isnan(returns.irr(net, 12.0, 1.0, 1.0)[0, 0])


def test_payback_of_draws_is_told_row_by_row():
    rows = np.array([[-10.0, 5.0, 5.0], [-10.0, 1.0, 1.0], [1.0, -3.0, 2.0], [1.0, 1.0, 1.0]])
    assert returns.payback_month(rows, 1.0)[:, 0] == pytest.approx([2.0, np.nan, 2.0, np.nan], nan_ok=True)


def test_the_pilot_is_what_is_paid_until_its_end():
    assert pilot.pilot_cost(cost_flow=FLOW, month_index=MONTHS, pilot_months=3.0, one_month=1.0) == 53_000.0


def test_investment_and_running_cost_make_the_total_and_depreciation_stands_apart():
    bought = np.array([50_000.0, *[0.0] * 11, 10_200.0, *[0.0] * 12])
    level = 1.02 ** (MONTHS / 12.0)
    invested = capital.capex(hardware_outlay=bought, price_level=level, one_month=1.0)
    assert invested == pytest.approx(60_000.0)
    assert capital.opex(total_cost=84_000.0, capex=invested) == pytest.approx(24_000.0)
    assert capital.opex_without_purchases(total_cost=84_000.0) == 84_000.0
    found = capital.depreciation_cost(depreciation=bought * 0.0 + 1_000.0, price_level=level, one_month=1.0)
    assert found == pytest.approx(sum(1_000.0 / 1.02 ** (month / 12.0) for month in range(25)))


def test_every_kind_of_hosting_has_a_running_cost_and_only_bought_servers_an_investment():
    hosts = (plans.api(), plans.rented(), plans.owned(), plans.hybrid(servers=1.0), plans.routed())
    result = evaluate(plans.plan(*hosts, plans.hybrid("on-own", base="owned", servers=1.0)), catalogue())
    for each in result.scenarios:
        figures = {name: figure.value for name, figure in each.figures.items()}
        assert ("capex" in figures) == (each.id in ("owned", "on-own")), each.id
        assert figures["opex"] == pytest.approx(figures["total_cost"] - figures.get("capex", 0.0)), each.id


def of_horizon(months):
    money = plans.money(horizon=float(months), basis="nominal")
    return evaluate(plans.plan(plans.owned(residual=0.0), money=money), catalogue()).scenarios[0].figures


def test_a_plan_of_less_than_a_year_has_no_figures_of_a_year():
    short, long = of_horizon(11), of_horizon(12)
    assert {"yearly_cost", "irr"}.isdisjoint(short)
    assert long["yearly_cost"].value == pytest.approx(long["total_cost"].value)
    assert short["monthly_cost"].value == pytest.approx(short["total_cost"].value / 11.0)


def test_every_figure_of_a_scenario_opens_its_working():
    plan = plans.plan(plans.owned(tuned=plans.tuning("lora")))
    names = set(quantities(plan, catalogue(), "owned"))
    assert set(evaluate(plan, catalogue()).scenarios[0].figures) <= names
