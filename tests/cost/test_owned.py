"""Own servers against hand calculations and numpy-financial."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cost import owned

HORIZON = 24
MONTHS = np.arange(HORIZON + 1.0)


def steady(count=2.0):
    """So many servers from month one."""
    return np.where(MONTHS > 0, count, 0.0)


def bought(servers, life=1_000.0):
    return owned.servers_bought(servers_owned=servers, life_months=life, one_month=1.0)


def test_servers_are_bought_the_month_before_they_are_needed_and_kept():
    need = steady(2.0)
    need[10:] = 3.0
    need[15:] = 1.0
    kept = owned.servers_owned(servers=need)
    assert kept[-1] == 3.0
    purchases = bought(kept)
    assert purchases[0] == 2.0
    assert purchases[9] == 1.0
    assert purchases.sum() == 3.0


def test_a_server_is_bought_again_when_its_life_ends_but_not_for_nothing():
    purchases = bought(steady(2.0), life=8.0)
    assert {month: purchases[month] for month in np.flatnonzero(purchases)} == {0: 2.0, 8: 2.0, 16: 2.0}
    assert list(np.flatnonzero(bought(steady(1.0), life=12.0))) == [0, 12]  # not in the last month, 24


def test_draws_of_the_life_are_bought_again_each_in_its_own_time():
    servers = np.broadcast_to(steady(1.0), (2, HORIZON + 1))
    purchases = owned.servers_bought(servers, np.array([[6.0], [20.0]]), 1.0)
    assert list(np.flatnonzero(purchases[0])) == [0, 6, 12, 18]
    assert list(np.flatnonzero(purchases[1])) == [0, 20]


def test_the_installed_price_carries_the_premium_and_the_network():
    price = owned.installed_price(server_purchase_price=200_000.0, scarcity_premium=0.5, network_share=0.1)
    assert price == pytest.approx(320_000.0)
    outlay = owned.hardware_outlay(servers_bought=np.array([2.0, 0.0]), installed_price=price, one_month=1.0)
    assert list(outlay) == [640_000.0, 0.0]
    assert list(owned.hardware_cash(hardware_outlay=outlay, financed_share=0.25)) == [480_000.0, 0.0]


def payments(outlay, months, yearly, financed=1.0):
    monthly = owned.monthly_interest(interest=yearly, months_per_year=12.0, one_month=1.0, one_year=1.0)
    rate = owned.annuity_rate(monthly_interest=monthly, loan_months=months, one_month=1.0)
    paid = owned.loan_payments(
        hardware_outlay=outlay, financed_share=financed, annuity_rate=rate, loan_months=months, one_month=1.0
    )
    settled = owned.loan_settled(
        hardware_outlay=outlay,
        financed_share=financed,
        annuity_rate=rate,
        monthly_interest=monthly,
        loan_months=months,
        one_month=1.0,
        last_month=(MONTHS == HORIZON).astype(float),
        age_at_end=HORIZON - MONTHS,
    )
    return paid, settled


OUTLAY = np.where(MONTHS == 0, 100_000.0, 0.0)


def test_a_loan_is_repaid_as_numpy_financial_says():
    paid, settled = payments(OUTLAY, 12.0, 0.06)
    assert paid[1:13] == pytest.approx(np.full(12, -npf.pmt(0.06 / 12.0, 12, 100_000.0)))
    assert paid[0] == 0.0
    assert np.all(paid[13:] == 0.0)
    assert settled.sum() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("yearly", [0.0, 1e-12, 1e-9])
def test_a_loan_at_next_to_no_interest_costs_what_is_lent_to_the_cent(yearly):
    for months in (36.0, 7.0, 1.0):
        paid, settled = payments(OUTLAY, months, yearly)
        assert paid.sum() + settled.sum() == pytest.approx(100_000.0, abs=0.005)
    first = payments(OUTLAY, 36.0, yearly)[0][1]
    assert first == pytest.approx(100_000.0 / 36.0, abs=0.005)


def test_what_is_owed_at_the_horizon_is_settled():
    paid, settled = payments(OUTLAY, 36.0, 0.06)
    owed = npf.fv(0.06 / 12.0, 24, npf.pmt(0.06 / 12.0, 36, 100_000.0), 100_000.0)
    assert settled[-1] == pytest.approx(-owed)
    assert np.count_nonzero(settled) == 1
    assert paid[24] == pytest.approx(-npf.pmt(0.06 / 12.0, 36, 100_000.0))


@given(months=st.integers(1, 60), yearly=st.floats(0.0, 0.5), financed=st.floats(0.0, 1.0))
def test_a_loan_is_worth_what_was_lent_at_its_own_rate(months, yearly, financed):
    paid, settled = payments(OUTLAY, float(months), yearly, financed)
    monthly = yearly / 12.0
    worth = np.sum((paid + settled) / (1.0 + monthly) ** MONTHS)
    assert worth == pytest.approx(100_000.0 * financed, rel=1e-4, abs=1e-6)


def test_a_loan_without_interest_repays_what_was_lent():
    paid, settled = payments(OUTLAY, 10.0, 0.0)
    assert paid.sum() + settled.sum() == pytest.approx(100_000.0, rel=1e-4)


def value_left(outlay, life):
    return owned.residual_value(
        hardware_outlay=outlay * 1.25,
        network_share=0.15,
        scarcity_premium=0.1,
        residual=0.6,
        life_months=life,
        age_at_end=HORIZON - MONTHS,
        months_per_year=12.0,
        one_month=1.0,
        one_year=1.0,
        last_month=(MONTHS == HORIZON).astype(float),
    )


@pytest.mark.parametrize("life", [24.0, 48.0])
def test_the_value_left_is_the_servers_without_network_after_their_age(life):
    value = value_left(OUTLAY, life)
    assert value[-1] == pytest.approx(-100_000.0 * 0.6**2)
    assert np.count_nonzero(value) == 1


def test_a_server_that_is_replaced_is_sold_then_and_its_successor_at_the_end():
    """Two years, replaced after 18 months: sold at one and a half years, the new one at half a year."""
    bought_again = OUTLAY + np.where(MONTHS == 18.0, 100_000.0, 0.0)
    value = value_left(bought_again, 18.0)
    assert value[18] == pytest.approx(-100_000.0 * 0.6**1.5)
    assert value[-1] == pytest.approx(-100_000.0 * 0.6**0.5)
    assert np.count_nonzero(value) == 2


@pytest.mark.parametrize(("life", "written_off"), [(24.0, 100_000.0), (12.0, 100_000.0), (48.0, 50_000.0)])
def test_depreciation_spreads_a_purchase_evenly_over_its_life(life, written_off):
    found = owned.depreciation(hardware_outlay=OUTLAY, life_months=life, one_month=1.0)
    assert found[1] == pytest.approx(100_000.0 / life)
    assert found.sum() == pytest.approx(written_off)


def test_power_space_support_and_bridge_by_hand():
    # 2 servers of 6.5 kW, 730 h, PUE 1.4, 10 cents.
    energy = 2.0 * 6.5 * 730.0 * 1.4
    assert owned.power_cost(energy=energy, electricity_price=0.1, energy_price_factor=1.05) == pytest.approx(
        13.0 * 730.0 * 1.4 * 0.1 * 1.05
    )
    assert owned.space_cost(2.0, 6_500.0, 1e-3, 180.0, 1.0) == pytest.approx(13.0 * 180.0)
    assert owned.support_cost(2.0, 200_000.0, 0.06, 12.0) == pytest.approx(2_000.0)
    assert owned.bridge_cost(calls=1_000.0, bridge_price=0.01, delivered=0.0) == pytest.approx(10.0)
    assert owned.bridge_cost(calls=1_000.0, bridge_price=0.01, delivered=1.0) == 0.0
    assert owned.energy_price_factor(energy_trend=0.1, years_elapsed=2.0) == pytest.approx(1.21)


def test_own_servers_run_all_hours_once_they_are_there():
    delivered = owned.servers_delivered(servers_owned=np.array([1.0, 1.0]), delivered=np.array([0.0, 1.0]))
    assert list(owned.kept_server_hours(servers_delivered=delivered, hours_per_month=730.0)) == [0.0, 730.0]
    assert owned.accelerators(servers_owned=2.0, accelerators_per_server=8.0, accelerator_unit=1.0) == 16.0
