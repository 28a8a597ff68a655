"""W3 in the model: a day with a threefold peak, a latency target and a spare server."""

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost.binding import bind
from planner.cost.composites import outcome_of
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve
from planner.plan.hosting import Serving
from planner.plan.people import Operations, Success
from planner.plan.workload import Timing, Volume

PRICE = 1.3
REQUESTS = ("workload", "volume", "requests")


def plan(requests=2e6, spare=1.0, target=2_000.0):
    scenario = plans.rented(
        price=PRICE, storage=0.0, committed_servers=0.0, serving=Serving(spare_servers=spare)
    ).model_copy(update={"operations": Operations(), "success": Success(), "switching_cost": 0.0})
    return plans.plan(
        scenario,
        workload=plans.workload(
            volume=Volume(requests=requests),
            timing=Timing(shape="consumer", peak_factor=3.0, ttft_target=target, tpot_target=80.0),
        ),
        money=plans.money(basis="nominal", rental_price_trend=0.0, horizon=12.0),
    )


def values(of):
    return outcome_of(of, of.scenarios[0], catalogue(), 0).values


def test_peak_capacity_and_spare_decide_the_servers():
    found = values(plan())
    mean = 2e6 / (730.0 * 3_600.0)
    assert found["peak_rate"][1] == pytest.approx(3.0 * mean)
    assert found["hour_weights"].max() == pytest.approx(3.0)
    needed = np.ceil(3.0 * mean / float(np.ravel(found["server_capacity"])[0]))
    assert found["servers_in_use"][1] == needed
    assert found["servers"][1] == needed + 1.0


def test_the_servers_carry_the_busiest_hour_and_one_fewer_would_not():
    found = values(plan())
    capacity = float(np.ravel(found["server_capacity"])[0])
    assert found["servers_in_use"][1] * capacity >= found["peak_rate"][1]
    assert (found["servers_in_use"][1] - 1.0) * capacity < found["peak_rate"][1]


def boundary():
    """A volume just below the one that takes a server more."""
    found = values(plan())
    capacity = float(np.ravel(found["server_capacity"])[0])
    return found["servers_in_use"][1] * capacity / 3.0 * 730.0 * 3_600.0


def test_one_percent_more_across_a_server_boundary_is_a_step_of_a_whole_server():
    below, above = (evaluate(plan(boundary() * share), catalogue()).scenarios[0] for share in (0.995, 1.005))
    assert above.figures["servers"].value == below.figures["servers"].value + 1.0
    assert above.total_cost - below.total_cost == pytest.approx(PRICE * 730.0 * 12.0)
    within = evaluate(plan(boundary() * 0.985), catalogue()).scenarios[0]
    assert within.total_cost == below.total_cost


def test_a_server_at_a_third_of_its_load_costs_the_full_month():
    of = plan(requests=1.0, spare=0.0)
    limit = float(np.ravel(values(of)["server_limit"])[0])
    third = evolve(of, REQUESTS, limit * 730.0 * 3_600.0 * 0.15)
    result = evaluate(third, catalogue()).scenarios[0]
    assert result.figures["servers"].value == 1.0
    assert result.figures["utilisation"].value == pytest.approx(0.15)
    assert result.total_cost == pytest.approx(PRICE * 730.0 * 12.0)


def test_utilisation_cannot_be_typed():
    from planner.plan.fields import walk

    assert not [path for path, _, _ in walk(plan()) if "utilisation" in path[-1]]
    scenario = plan().scenarios[0]
    assert "utilisation" not in bind(plan(), scenario, catalogue()).leaves


@settings(max_examples=20)
@given(requests=st.floats(1e4, 3e7), target=st.floats(500.0, 20_000.0))
def test_a_looser_target_never_takes_more_servers(requests, target):
    strict, loose, free = (
        evaluate(plan(requests, target=each), catalogue()).scenarios[0].figures.get("servers")
        for each in (target, 2.0 * target, None)
    )
    assert free is not None
    assert loose is None or free.value <= loose.value
    assert strict is None or loose is None or loose.value <= strict.value
