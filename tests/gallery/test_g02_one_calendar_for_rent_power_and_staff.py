"""G2: 730 hours for rent and 720 for power in one result."""

import ast
from pathlib import Path

import cost_plans as plans
import pytest
from shipped_plans import catalogue

import planner.cost
from planner.cost.binding import bind
from planner.cost.bindings.conventions import CONVENTIONS

COST = Path(planner.cost.__file__).parent


@pytest.mark.parametrize("scenario", [plans.rented(), plans.owned(), plans.api(**plans.PROVISIONED)])
def test_every_formula_that_knows_a_month_gets_its_hours_from_one_leaf(scenario):
    bound = bind(plans.plan(scenario), scenario, catalogue())
    hours = {
        name: leaf.value for name, leaf in bound.leaves.items() if leaf.unit == "hour/month" and "_by_" not in name
    }
    assert hours == {"hours_per_month": 730.0}
    assert bound.leaves["hours_by_slot"].value.sum() == pytest.approx(730.0)


def test_rent_and_power_count_the_same_hours():
    rented = bind(plans.plan(plans.rented()), plans.rented(), catalogue()).values()
    owned = bind(plans.plan(plans.owned(lead_months=0.0)), plans.owned(lead_months=0.0), catalogue()).values()
    assert rented["paid_server_hours"][1] == pytest.approx(rented["servers"][1] * 730.0)
    assert owned["paid_server_hours"][1] == pytest.approx(owned["servers_owned"][1] * 730.0)
    energy = owned["paid_server_hours"] * owned["mean_power"] * owned["pue"]
    assert owned["energy"] == pytest.approx(energy)


def test_no_formula_writes_a_calendar_of_its_own():
    written = {720.0, 730.0, 8760.0, 8640.0, 744.0, 365.0, 360.0, 30.0, 31.0}
    modules = [*COST.glob("*.py"), *(COST / "bindings").glob("*.py")]
    assert len(modules) > 30
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and node.value in written), (module.name, node.lineno)


def test_staff_and_licences_are_paid_by_the_twelfth_of_a_year():
    scenario = plans.rented()
    plan = plans.plan(scenario, money=plans.money(wage_trend=0.0, basis="nominal"))
    values = bind(plan, scenario, catalogue()).values()
    yearly = values["engineers"] * values["engineer_cost"]
    assert yearly > 0.0
    assert values["staff_cost"][1] * 12.0 == pytest.approx(yearly)
    assert values["fixed_licence"][1] * 12.0 == pytest.approx(values["licence_per_year"])


def test_the_conventions_agree_with_one_another():
    values = {name: leaf.value for name, leaf in CONVENTIONS.items()}
    assert values["hours_per_month"] * values["months_per_year"] == 8_760.0
    assert values["seconds_per_hour"] == values["seconds_per_minute"] / values["hours_per_minute"]
