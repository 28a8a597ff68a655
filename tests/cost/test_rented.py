"""Rented servers against hand calculations: four ways to keep them, commitments, spot."""

import re

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.cost import rented
from planner.cost.binding import bind
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve
from planner.plan.hosting import Serving
from planner.plan.levers import Levers
from planner.plan.units import DAYS_PER_MONTH

HOURS = np.repeat([5.0 / 7.0, 2.0 / 7.0], 24) * DAYS_PER_MONTH
DAYS = np.array([5.0 / 7.0, 2.0 / 7.0]) * DAYS_PER_MONTH
TEN_BUSY_WEEKDAY_HOURS = np.array([0.0] * 8 + [2.0] * 10 + [0.0] * 6 + [0.0] * 24)


def test_the_slots_of_a_week_fill_the_month():
    assert HOURS.sum() == pytest.approx(730.0)
    assert DAYS.sum() == pytest.approx(730.0 / 24.0)


def test_around_the_clock_every_hour_is_paid_busy_or_idle():
    assert rented.beyond_around_the_clock(servers=3.0, committed_in_term=0.0, hours_per_month=730.0) == 2_190.0


def test_fixed_hours_are_paid_as_typed():
    assert rented.beyond_fixed_hours(servers=2.0, committed_in_term=0.0, rented_hours=264.0) == 528.0


def test_work_in_few_hours_takes_more_servers():
    # Half a server's work of a month, done in a quarter of it, takes two.
    found = rented.servers_for_all_work_in_hours(
        mean_rate=0.5,
        batch_rate=0.0,
        server_capacity=1.0,
        server_limit=2.0,
        rented_hours=182.5,
        hours_per_month=730.0,
    )
    assert found == 2.0


def test_all_calls_in_few_hours_come_faster_than_in_the_busiest_hour_of_the_day():
    # A quarter of the month answers everything: four times the mean, above a peak of three.
    assert rented.peak_rate_in_hours(0.5, 3.0, rented_hours=182.5, hours_per_month=730.0) == pytest.approx(2.0)
    assert rented.peak_rate_in_hours(0.5, 3.0, rented_hours=365.0, hours_per_month=730.0) == pytest.approx(1.5)


def by_hour(rate, capacity, least=1.0):
    return rented.servers_by_hour(
        mean_rate=np.array([rate]),
        hour_weights=TEN_BUSY_WEEKDAY_HOURS,
        server_capacity=capacity,
        fewest_servers=least,
        servers_per_copy=1.0,
    )


def test_autoscaling_keeps_what_each_hour_needs_and_never_less_than_one():
    found = by_hour(2.0, 1.0)[0]
    assert set(found) == {1.0, 4.0}
    assert np.sum(found == 4.0) == 10


def as_the_day_needs(servers, *, committed=0.0, spares=1.0, work=0.0, start=0.25):
    beyond = rented.beyond_by_hour(servers_by_hour=servers, spare_servers=spares, committed_in_term=committed)
    return rented.beyond_as_the_day_needs(
        beyond_by_hour=beyond,
        hours_by_slot=HOURS,
        work_hours=work,
        spare_servers=spares,
        committed_in_term=committed,
        hours_per_month=730.0,
        start_time=start,
        starts_per_month=rented.starts_per_month(beyond_by_hour=beyond, days_by_slot=DAYS),
        active=1.0,
    )[0]


def test_autoscaling_pays_each_hour_the_starts_and_the_spares():
    servers = by_hour(2.0, 1.0)
    starts = rented.starts_per_month(beyond_by_hour=servers, days_by_slot=DAYS)
    assert starts[0] == pytest.approx(3.0 * DAYS[0])  # three more servers on every weekday morning
    busy = 10.0 * DAYS[0]
    assert as_the_day_needs(servers) == pytest.approx(730.0 + 3.0 * busy + 3.0 * DAYS[0] * 0.25 + 730.0)


def test_committed_servers_carry_their_part_of_each_hour_and_only_the_rest_is_started():
    # Four servers in ten hours of a weekday, one in the others; two are committed, so that two more start each day.
    busy = 10.0 * DAYS[0]
    found = as_the_day_needs(by_hour(2.0, 1.0), committed=2.0, spares=0.0)
    assert found == pytest.approx(2.0 * busy + 2.0 * DAYS[0] * 0.25)


def test_autoscaled_servers_also_work_off_what_can_wait():
    work = rented.work_hours(
        mean_rate=0.0, batch_rate=6.0, server_capacity=1.0, server_limit=2.0, hours_per_month=730.0
    )
    assert work == pytest.approx(3.0 * 730.0)
    one = np.ones((1, 48))
    assert as_the_day_needs(one, spares=0.0, work=work, start=0.0) == pytest.approx(2_190.0)
    assert as_the_day_needs(one, spares=0.0, work=work, start=0.0, committed=2.0) == pytest.approx(730.0)


def starting(rate, start=0.1, kept=0.1, weights=None, apart=1.0):
    return rented.starting_share(
        mean_rate=np.array([rate]),
        separate_starts=apart,
        hour_weights=np.ones(48) if weights is None else weights,
        start_time=start,
        kept_minutes=60.0 * kept,
        hours_per_minute=1.0 / 60.0,
        seconds_per_hour=3_600.0,
        one_call=1.0,
    )


def paid_when_asked(rate, capacity=1.0, start=0.1, batch=0.0, copy=1.0, spares=0.0, kept=0.1, apart=1.0):
    return rented.beyond_when_asked(
        mean_rate=np.array([rate]),
        separate_starts=apart,
        hour_weights=np.ones(48),
        server_capacity=capacity,
        hours_by_slot=HOURS,
        starting_share=starting(rate, start, kept, apart=apart),
        servers_per_copy=copy,
        batch_rate=batch,
        server_limit=2.0,
        hours_per_month=730.0,
        spare_servers=spares,
        active=1.0,
    )[0]


def waiting_share(rate, start=0.1, kept=0.1, spares=0.0, apart=1.0):
    return rented.cold_start_share(
        mean_rate=np.array([rate]),
        separate_starts=apart,
        hour_weights=np.ones(48),
        hours_by_slot=HOURS,
        start_time=start,
        starting_share=starting(rate, start, kept, apart=apart),
        spare_servers=spares,
        seconds_per_hour=3_600.0,
        one_call=1.0,
        one_server=1.0,
    )


def test_models_that_are_trained_apart_start_apart():
    """Five models on servers that hold two are three starts: each by a third of the calls, and paid for itself."""
    assert rented.separate_starts(separate_models=5.0, replicas_per_server=2.0) == 3.0
    assert rented.separate_starts(separate_models=5.0, replicas_per_server=0.5) == 5.0
    assert rented.separate_starts(separate_models=1.0, replicas_per_server=8.0) == 1.0
    rate = 3.0 / 400.0
    assert paid_when_asked(rate, apart=3.0) == pytest.approx(3.0 * paid_when_asked(rate / 3.0))
    assert waiting_share(rate, apart=3.0) == pytest.approx(waiting_share(rate / 3.0))
    assert waiting_share(rate, apart=3.0, spares=2.0) > 0.0 == waiting_share(rate, apart=3.0, spares=3.0)


@pytest.mark.parametrize(("start", "kept"), [(0.1, 0.1), (0.02, 0.25), (0.2, 0.05)])
def test_hours_up_and_calls_that_wait_are_those_of_simulated_calls(start, kept):
    """Calls at random; a server starts when asked, then shuts down after a while without calls."""
    rate = 1.0 / 400.0  # a second
    calls = np.cumsum(np.random.default_rng(7).exponential(1.0 / (rate * 3_600.0), 200_000))
    ready = until = -1.0
    up = waited = 0.0
    for call in calls:
        if call > until:
            ready, until = call + start, call + start + kept
            up += start + kept
        elif call > ready:
            up += call + kept - until
            until = call + kept
        waited += call < ready
    assert waiting_share(rate, start, kept) == pytest.approx(waited / len(calls), rel=0.02)
    found = paid_when_asked(rate, capacity=1e9, start=start, kept=kept) / 730.0
    assert found == pytest.approx(up / calls[-1], rel=0.02)


def test_a_spare_is_up_all_month_and_no_call_waits():
    assert paid_when_asked(0.0, spares=2.0) == pytest.approx(2.0 * 730.0)
    assert waiting_share(1e-4, spares=1.0) == 0.0
    assert waiting_share(1e-4) > 0.9


def test_without_calls_a_server_that_scales_to_zero_costs_nothing():
    assert paid_when_asked(0.0) == 0.0


def test_rare_calls_pay_about_two_start_times_each():
    rate = 1e-6
    assert paid_when_asked(rate) == pytest.approx(rate * 3_600.0 * 730.0 * 2.0 * 0.1, rel=1e-3)


def test_steady_calls_keep_one_server_up_all_month_and_more_keep_more():
    assert paid_when_asked(0.5) == pytest.approx(730.0)
    assert paid_when_asked(2.5) == pytest.approx(3.0 * 730.0)
    assert paid_when_asked(0.0, batch=1.0) == pytest.approx(0.5 * 730.0)


def test_a_copy_on_two_servers_is_up_on_both():
    rate = 1e-6
    assert paid_when_asked(rate, copy=2.0) == pytest.approx(2.0 * paid_when_asked(rate), rel=1e-4)
    assert paid_when_asked(2.5, copy=2.0) == pytest.approx(4.0 * 730.0)


def test_calls_wait_for_a_start_where_they_are_rare_and_not_where_they_are_many():
    assert waiting_share(1e-9) == pytest.approx(1.0, abs=1e-3)
    assert waiting_share(1.0) < 1e-9


def test_the_time_kept_on_is_typed_or_assumed_to_be_that_of_a_start():
    assumed, typed = on_a_quiet_day(), on_a_quiet_day(idle_minutes=60.0)
    bound = bind(assumed, assumed.scenarios[0], catalogue())
    assert bound.leaves["kept_minutes"].value == assumed.scenarios[0].hosting.rented.start_minutes
    assert "Assumed" in bound.leaves["kept_minutes"].note
    before, after = (evaluate(plan, catalogue()).scenarios[0] for plan in (assumed, typed))
    assert after.figures["cold_start_share"].value < before.figures["cold_start_share"].value
    assert after.breakdown["rent"] > before.breakdown["rent"]


def test_committed_servers_are_paid_in_every_hour_of_the_term_needed_or_not():
    under = rented.committed_in_term(committed_servers=2.0, under_commitment=np.array([0.0, 1.0, 1.0, 0.0]))
    servers = np.array([0.0, 1.0, 5.0, 5.0])
    committed = rented.committed_hours(committed_in_term=under, hours_per_month=730.0)
    assert list(committed) == [0.0, 1_460.0, 1_460.0, 0.0]
    beyond = rented.beyond_around_the_clock(servers, under, 730.0)
    assert list(beyond) == [0.0, 0.0, 3.0 * 730.0, 5.0 * 730.0]
    assert list(rented.beyond_fixed_hours(servers, under, 100.0)) == [0.0, 0.0, 300.0, 500.0]
    assert list(rented.paid_server_hours(committed_hours=committed, on_demand_hours=beyond)) == [
        0.0,
        1_460.0,
        5.0 * 730.0,
        5.0 * 730.0,
    ]


def test_the_committed_price_is_that_of_the_signing_and_the_rest_follows_the_day():
    signing = rented.signing_factor(rental_price_trend=-0.1, years_at_signing=np.array([0.0, 0.0, 1.0]))
    price = rented.committed_price(server_price=2.0, commitment_discount=0.4, signing_factor=signing)
    assert list(price) == pytest.approx([1.2, 1.2, 1.08])
    found = rented.rent(
        committed_hours=np.array([0.0, 730.0, 730.0]),
        committed_price=price,
        on_demand_hours=np.array([0.0, 730.0, 100.0]),
        server_price=2.0,
        spot_overhead=0.15,
        rent_factor=np.array([1.0, 1.0, 0.9]),
    )
    by_hand = [0.0, 730.0 * 1.2 + 730.0 * 2.0 * 1.15, 730.0 * 1.08 + 100.0 * 2.0 * 1.15 * 0.9]
    assert list(found) == pytest.approx(by_hand)


def test_a_commitment_is_paid_to_its_end_beyond_the_horizon():
    left = rented.commitment_left(
        committed_servers=3.0,
        months_committed_after=12.0,
        committed_price=np.array([1.2, 1.1]),
        hours_per_month=730.0,
        one_month=1.0,
        last_month=np.array([0.0, 1.0]),
    )
    assert list(left) == pytest.approx([0.0, 3.0 * 12.0 * 730.0 * 1.1])


def test_rents_follow_their_trend_and_storage_every_month_that_runs():
    assert rented.rent_factor(rental_price_trend=-0.2, years_elapsed=2.0) == pytest.approx(0.64)
    assert list(rented.storage_charge(storage_price=50.0, active=np.array([0.0, 1.0]))) == [0.0, 50.0]
    assert rented.accelerators(servers=3.0, accelerators_per_server=8.0, accelerator_unit=1.0) == 24.0


def on_a_quiet_day(**changes):
    """A server that runs only when asked, for forty calls a day."""
    scenario = plans.rented(scaling="scale_to_zero", serving=Serving(), **changes)
    volume = plans.workload().volume.model_copy(update={"requests": 1_200.0, "growth": 0.0, "pilot_months": 0.0})
    return plans.plan(scenario, workload=plans.workload(volume=volume))


def test_where_too_many_calls_wait_for_a_start_the_target_is_missed_and_it_is_said():
    result = evaluate(on_a_quiet_day(), catalogue()).scenarios[0]
    assert not result.feasible
    assert "for a server to start" in result.reasons[0].text()
    assert result.figures["cold_start_share"].value > 0.05
    kept = float(re.search(r"Keep it on for (\d+) min", result.reasons[0].text()).group(1))
    for minutes, keeps in ((kept - 1.0, False), (kept, True)):
        assert evaluate(on_a_quiet_day(idle_minutes=minutes), catalogue()).scenarios[0].feasible == keeps
    free = evolve(on_a_quiet_day(), ("workload", "timing", "ttft_target"), None)
    assert evaluate(free, catalogue()).scenarios[0].feasible


def test_a_start_that_is_fast_enough_keeps_the_target():
    result = evaluate(on_a_quiet_day(start_minutes=0.05), catalogue()).scenarios[0]
    assert result.figures["cold_start_share"].value > 0.5
    assert result.feasible


@pytest.mark.parametrize("field", ["deferrable", "cache_hits", "requests"])
def test_where_nothing_calls_no_call_waits_for_a_start(field):
    levers = Levers(batch=field == "deferrable", semantic_cache=field == "cache_hits", cache_hits=1.0, cache_cost=0.0)
    scenario = plans.rented(scaling="scale_to_zero", levers=levers)
    work = plans.workload()
    if field == "requests":
        work = plans.workload(volume=work.volume.model_copy(update={"requests": 0.0}))
    if field == "deferrable":
        work = plans.workload(timing=work.timing.model_copy(update={"deferrable": 1.0}))
    result = evaluate(plans.plan(scenario, workload=work), catalogue()).scenarios[0]
    assert result.feasible
    assert "cold_start_share" not in result.figures
