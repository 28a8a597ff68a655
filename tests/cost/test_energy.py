"""Energy and carbon against hand calculations."""

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.cost import energy
from planner.cost.evaluation import evaluate_with_doubt
from planner.plan.amounts import Range


def test_a_server_draws_idle_power_and_the_rest_by_its_utilisation():
    power = energy.mean_power(busy_power=6_500.0, idle_share=0.3, utilisation=0.5, kw_per_w=1e-3)
    assert power == pytest.approx(6.5 * (0.3 + 0.7 * 0.5))
    assert energy.mean_power(6_500.0, 0.3, 0.0, 1e-3) == pytest.approx(1.95)
    assert energy.mean_power(6_500.0, 0.3, 1.7, 1e-3) == pytest.approx(6.5)


def test_a_month_is_hours_times_mean_power_times_pue():
    used = energy.energy(
        paid_server_hours=np.array([0.0, 730.0]), mean_power=2.0, pue=1.4, kwh_per_kw_hour=0.5, one_server=1.0
    )
    assert list(used) == pytest.approx([0.0, 1_022.0])
    assert list(energy.carbon(energy=used, grid_carbon=0.384)) == pytest.approx([0.0, 392.448])
    assert energy.energy_kwh(energy=used, one_month=1.0) == pytest.approx(1_022.0)
    assert energy.co2e_kg(carbon=np.array([1.0, 2.0]), one_month=1.0) == 3.0


def test_energy_and_carbon_per_answer():
    per = {"total_requests": 1e6, "krequest_per_request": 1e-3}
    assert energy.energy_per_thousand(energy_kwh=1_000.0, **per) == pytest.approx(1.0)
    assert energy.co2e_per_thousand(co2e_kg=400.0, **per) == pytest.approx(0.4)


def footprint(grid, pue=1.3, **money):
    plan = plans.plan(plans.owned(pue=pue), money=plans.money(grid=grid, **money))
    return evaluate_with_doubt(plan, catalogue(), 200).scenarios[0].figures


def test_carbon_follows_the_grid_region_and_the_energy_its_own_range():
    dirty, clean = footprint("POL"), footprint("FRA")
    assert dirty["energy_per_thousand"].value == pytest.approx(clean["energy_per_thousand"].value)
    assert dirty["co2e_per_thousand"].value > 3.0 * clean["co2e_per_thousand"].value
    doubted = footprint("FRA", pue=Range(low=1.1, likely=1.3, high=1.7))["energy_per_thousand"]
    assert doubted.low < doubted.value < doubted.high


def test_the_carbon_of_ones_own_contract_stands_before_the_regions_average_and_may_be_a_range():
    typed = footprint("POL", grid_carbon=0.05)
    assert typed["co2e_kg"].value == pytest.approx(typed["energy_kwh"].value * 0.05)
    doubted = footprint("POL", grid_carbon=Range(low=0.02, likely=0.05, high=0.2))["co2e_per_thousand"]
    energy_used = typed["energy_per_thousand"].value
    assert doubted.value == pytest.approx(energy_used * 0.05)
    assert (doubted.low, doubted.high) == pytest.approx((energy_used * 0.02, energy_used * 0.2), rel=0.1)
