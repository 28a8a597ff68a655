"""G1: a rented GPU billed 'hour × 730 × utilisation' while it runs around the clock."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve


def result(plan):
    return evaluate(plan, catalogue()).scenarios[0]


@pytest.fixture
def plan():
    scenario = plans.rented(offer="lambda/1x-a100-40gb/us/on_demand/2023-10", price=None, storage=0.0)
    volume = plans.workload().volume.model_copy(update={"requests": 50_000.0, "growth": 0.0, "pilot_months": 0.0})
    flat = plans.money(basis="nominal", rental_price_trend=0.0, horizon=1.0)
    scenario = scenario.model_copy(
        update={
            "hosting": scenario.hosting.model_copy(
                update={
                    "rented": scenario.hosting.rented.model_copy(update={"committed_servers": 0.0}),
                    "serving": scenario.hosting.serving.model_copy(update={"spare_servers": 0.0}),
                }
            )
        }
    )
    return plans.plan(scenario, workload=plans.workload(volume=volume), money=flat)


def test_a_server_that_runs_around_the_clock_is_paid_730_hours_however_little_it_does(plan):
    found = result(plan)
    assert found.figures["utilisation"].value < 0.1
    assert found.breakdown["rent"] == pytest.approx(1.10 * 730.0)


def test_less_load_does_not_lower_the_rent_of_the_last_server(plan):
    tenth = evolve(plan, ("workload", "volume", "requests"), 5_000.0)
    assert result(tenth).breakdown["rent"] == result(plan).breakdown["rent"]


def test_half_the_load_doubles_the_price_of_a_token(plan):
    halved = evolve(plan, ("workload", "volume", "requests"), 25_000.0)
    rent_per_request = [result(p).breakdown["rent"] / p.workload.volume.requests for p in (plan, halved)]
    assert rent_per_request[1] == pytest.approx(2.0 * rent_per_request[0])
