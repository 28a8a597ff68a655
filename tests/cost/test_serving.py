"""Sizing against hand calculations: whole servers, spares, achieved utilisation."""

import math

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost import replica, serving
from planner.cost.binding import bind
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve
from planner.plan.hosting import Serving
from planner.plan.levers import Levers
from planner.plan.workload import Lengths


@pytest.mark.parametrize(
    ("in_server", "per_copy", "copies"), [(8, 1, 8.0), (8, 3, 2.0), (8, 8, 1.0), (8, 16, 0.5), (4, 5, 0.5), (1, 1, 1.0)]
)
def test_copies_of_the_model_on_a_server_are_whole_or_a_server_is_a_part_of_one(in_server, per_copy, copies):
    assert serving.replicas_per_server(float(in_server), float(per_copy)) == copies


@pytest.mark.parametrize(("rate", "servers"), [(0.0, 0), (0.99, 1), (1.0, 1), (1.01, 2), (10.0, 10), (10.0001, 11)])
def test_the_busiest_hour_takes_whole_servers(rate, servers):
    assert serving.servers_for_peak(peak_rate=rate, server_capacity=1.0) == servers


def test_all_work_of_the_month_must_be_done_too():
    found = serving.servers_for_all_work(mean_rate=0.6, batch_rate=3.0, server_capacity=1.0, server_limit=2.0)
    assert found == math.ceil(0.6 / 1.0 + 3.0 / 2.0)


def test_servers_are_the_most_of_peak_work_and_minimum_and_spares_come_on_top():
    used = serving.servers_in_use(
        servers_for_peak=2.0,
        servers_for_all_work=3.0,
        fewest_servers=1.0,
        servers_per_copy=1.0,
        active=np.array([0.0, 1.0]),
    )
    assert list(used) == [0.0, 3.0]
    assert list(serving.servers(servers_in_use=used, spare_servers=1.0, active=np.array([0.0, 1.0]))) == [0.0, 4.0]


def test_a_copy_larger_than_a_server_takes_whole_multiples_of_it():
    assert serving.servers_per_copy(replicas_per_server=0.5, one_server=1.0) == 2.0
    assert serving.servers_per_copy(replicas_per_server=4.0, one_server=1.0) == 1.0
    found = serving.servers_in_use(np.array([1.0, 3.0]), 0.0, fewest_servers=0.0, servers_per_copy=2.0, active=1.0)
    assert list(found) == [2.0, 4.0]


def test_every_model_with_weights_of_its_own_has_room_for_a_copy():
    def fewest(models, copies):
        return serving.fewest_servers(
            minimum_servers=1.0, separate_models=models, replicas_per_server=copies, one_server=1.0
        )

    assert [fewest(1.0, 1.0), fewest(5.0, 1.0), fewest(5.0, 4.0), fewest(3.0, 0.5)] == [1.0, 5.0, 2.0, 6.0]


@pytest.mark.parametrize(("kind", "servers"), [("lora", 2.0), ("full_fine_tuning", 7.0)])
def test_adapters_share_servers_and_fully_trained_variants_do_not(kind, servers):
    scenario = plans.rented(tuned=plans.tuning(kind, adapters=6.0))
    assert servers_of(plans.plan(scenario)) == servers  # one of them is the spare


def test_utilisation_is_calls_over_what_full_servers_could_answer():
    # 1,314,000 calls over 730 h at 2 a second from one server: a quarter.
    found = serving.utilisation(calls=1_314_000.0, server_limit=2.0, paid_server_hours=730.0, seconds_per_hour=3_600.0)
    assert found == pytest.approx(0.25)


def test_without_servers_there_is_no_utilisation():
    with np.errstate(all="ignore"):
        found = serving.utilisation(np.array([0.0, 10.0]), 2.0, np.array([0.0, 0.0]), 3_600.0)
    assert list(found) == [0.0, 0.0]


def test_what_repeats_is_not_computed_again_with_prefix_caching_only():
    # 300 tokens that all share, and three quarters of a conversation of 800.
    repeats = {"prefix_tokens": 300.0, "history_tokens": 800.0, "conversation_kept": 0.75}
    assert serving.shared_tokens(prefix_caching=1.0, **repeats) == 900.0
    assert serving.shared_tokens(prefix_caching=0.0, **repeats) == 0.0


def test_a_conversation_that_is_kept_takes_less_of_a_copy_and_single_questions_keep_none():
    def limit(turns, kept):
        scenario = plans.rented(serving=Serving(conversation_kept=kept))
        lengths = Lengths(system=300.0, context=200.0, question=200.0, answer=200.0, turns=turns)
        plan = plans.plan(scenario, workload=plans.workload(lengths=lengths))
        return float(np.ravel(bind(plan, scenario, catalogue()).values()["replica_limit"])[0])

    assert limit(9.0, 0.0) < limit(9.0, 0.7) < limit(9.0, 1.0)
    assert limit(1.0, 0.0) == limit(1.0, 1.0)


def test_the_load_of_a_copy_is_the_highest_of_all_months():
    with np.errstate(all="ignore"):  # the month before the first has neither calls nor servers
        load = serving.replica_load(
            peak_rate=np.array([0.0, 1.0, 6.0]),
            servers_in_use=np.array([0.0, 1.0, 3.0]),
            replicas_per_server=2.0,
            performance_factor=1.0,
            one_server=1.0,
        )
    assert load == pytest.approx(1.0)


@pytest.fixture(scope="module")
def bound():
    scenario = plans.rented()
    return bind(plans.plan(scenario), scenario, catalogue())


def curve(bound):
    return replica.speed(bound.leaves["deployment"].value, 1_000.0, 200.0, 0.0)


def test_the_capacity_within_targets_never_exceeds_the_limit_and_falls_with_the_targets(bound):
    speed = curve(bound)
    limit = replica.limit(speed)
    found = [replica.capacity(speed, first, each, 1.0, 0.8) for first, each in ((60.0, 1.0), (2.0, 0.1), (0.5, 0.04))]
    assert limit >= found[0] >= found[1] >= found[2]
    assert replica.capacity(speed, 1e-6, 1.0, 1.0, 0.8) == 0.0


def test_a_batch_limit_of_one_answers_one_request_after_the_other(bound):
    one = replica.speed(bound.leaves["deployment"].value, 1_000.0, 200.0, 0.0, 1.0)
    seconds = (one.ttft_ms[0, 0] + 199.0 * one.tpot_ms[0, 0]) * 1e-3
    assert replica.limit(one) == pytest.approx(1.0 / seconds, rel=0.1)
    assert replica.limit(one) < 0.3 * replica.limit(curve(bound))


def test_draws_give_the_same_as_single_numbers(bound):
    deployment = bound.leaves["deployment"].value
    tokens = np.array([[800.0], [1_500.0]])
    together = replica.limit(replica.speed(deployment, tokens, np.array([[200.0], [300.0]]), 0.0))
    alone = [replica.limit(replica.speed(deployment, t, o, 0.0)) for t, o in ((800.0, 200.0), (1_500.0, 300.0))]
    assert np.ravel(together) == pytest.approx(alone)


def servers_of(plan):
    return evaluate(plan, catalogue()).scenarios[0].figures["servers"].value


@given(requests=st.floats(1e4, 5e7))
def test_without_a_latency_target_there_are_never_more_servers(requests):
    scenario = plans.rented()
    plan = evolve(plans.plan(scenario), ("workload", "volume", "requests"), requests)
    free = evolve(plan, ("workload", "timing", "ttft_target"), None)
    assert servers_of(free) <= servers_of(plan)
    assert servers_of(evolve(free, ("workload", "timing", "tpot_target"), None)) <= servers_of(free)


def test_volume_beyond_a_server_boundary_makes_a_step():
    scenario = plans.rented()
    plan = plans.plan(scenario)
    values = bind(plan, scenario, catalogue()).values()
    steps = [servers_of(evolve(plan, ("workload", "volume", "requests"), 4e5 * (1.0 + k / 100.0))) for k in range(200)]
    assert set(np.diff(steps)) == {0.0, 1.0}
    assert values["servers"].max() == steps[0]


def test_targets_that_nothing_meets_are_said_with_the_best_that_can_be_had():
    scenario = plans.rented()
    plan = evolve(plans.plan(scenario), ("workload", "timing", "tpot_target"), 1.0)
    result = evaluate(plan, catalogue()).scenarios[0]
    assert not result.feasible
    assert "per token" in result.reasons[0].text()


def speculating(requests_per_month):
    """Rent and time per token with speculative decoding over without it, at a volume."""
    timing = plans.workload().timing.model_copy(update={"ttft_target": None, "tpot_target": None, "deferrable": 0.0})
    volume = plans.workload().volume.model_copy(
        update={"requests": requests_per_month, "growth": 0.0, "pilot_months": 0.0}
    )
    work = plans.workload(volume=volume, timing=timing)
    found = []
    for on in (False, True):
        lever = Levers(speculative=on, speculative_gain=1.5, speculative_loss=0.6)
        result = evaluate(plans.plan(plans.rented(levers=lever), workload=work), catalogue()).scenarios[0]
        found.append((result.breakdown["rent"], result.figures["tpot_ms"].value))
    (cost, time), (with_it, faster) = found
    return with_it / cost, faster / time


def test_speculative_decoding_helps_at_low_load_and_hurts_at_high_load():
    cost, time = speculating(1e3)
    assert time < 0.75  # one request in flight: close to the speed-up of 1.5
    assert cost == pytest.approx(1.0)
    cost, _ = speculating(3e7)
    assert cost > 1.1  # full servers answer less, so that more of them are needed
