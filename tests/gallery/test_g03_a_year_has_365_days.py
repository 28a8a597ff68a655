"""G3: a month of 30 days, and a year of twelve such months."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.cost.evaluation import evaluate
from planner.plan import units


def test_a_month_is_a_twelfth_of_365_days():
    assert pytest.approx(365.0) == units.DAYS_PER_MONTH * units.MONTHS_PER_YEAR
    assert units.HOURS_PER_YEAR == 24 * 365
    assert units.SECONDS_PER_MONTH * 12 == 365 * 24 * 3_600


def test_a_server_rented_for_a_year_is_paid_8760_hours():
    scenario = plans.rented(price=1.0, committed_servers=0.0)
    plan = plans.plan(
        scenario,
        money=plans.money(horizon=12.0, basis="nominal", rental_price_trend=0.0),
        workload=plans.workload(volume=plans.workload().volume.model_copy(update={"requests": 100.0, "growth": 0.0})),
    )
    result = evaluate(plan, catalogue()).scenarios[0]
    assert result.figures["servers"].value == 2.0  # one and its spare
    assert result.breakdown["rent"] == pytest.approx(2.0 * 365.0 * 24.0)


def test_the_yearly_cost_is_twelve_months():
    result = evaluate(plans.plan(plans.api()), catalogue()).scenarios[0].figures
    assert result["yearly_cost"].value == pytest.approx(12.0 * result["monthly_cost"].value)
