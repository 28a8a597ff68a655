"""Traffic against hand calculations."""

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.cost import traffic
from planner.cost.binding import bind
from planner.cost.composites import outcome_of
from planner.cost.evaluation import evaluate
from planner.plan.money import Return
from planner.plan.people import Operations, Success
from planner.plan.workload import Volume

MONTHS = np.arange(0.0, 25.0)


def years():
    return traffic.years_elapsed(month_index=MONTHS, months_per_year=12.0, one_month=1.0, one_year=1.0)


def test_years_start_with_the_first_month_and_prices_of_the_start_are_todays():
    assert years()[0] == 0.0
    assert years()[1] == 0.0
    assert years()[13] == 1.0
    assert years()[24] == pytest.approx(23.0 / 12.0)


def test_compound_growth_of_30_percent_is_1_3_after_a_year_and_its_square_after_two():
    factor = traffic.compound_growth_factor(growth=0.3, years_of_growth=years())
    assert factor[1] == 1.0
    assert factor[13] == pytest.approx(1.3)
    assert factor[7] == pytest.approx(1.3**0.5)


def test_linear_growth_adds_the_same_every_month_and_never_falls_below_nothing():
    factor = traffic.linear_growth_factor(growth=0.24, years_of_growth=years())
    assert factor[7] == pytest.approx(1.12)
    assert np.diff(factor[1:]) == pytest.approx(np.full(23, 0.02))
    falling = traffic.linear_growth_factor(growth=-0.9, years_of_growth=np.array([1.0, 2.0]))
    assert falling == pytest.approx([0.1, 0.0])


def test_the_s_curve_starts_at_one_grows_at_its_rate_and_levels_off():
    factor = traffic.s_curve_growth_factor(growth=0.5, saturation=4.0, years_of_growth=np.array([0.0, 1.0, 50.0]))
    assert factor[0] == 1.0
    assert factor[1] == pytest.approx(4.0 / (1.0 + 3.0 / 1.5))
    assert factor[2] == pytest.approx(4.0, rel=1e-6)


def test_growth_starts_with_the_first_month_at_full_volume():
    found = traffic.years_of_growth(
        month_index=MONTHS, pilot_months=3.0, months_per_year=12.0, one_month=1.0, one_year=1.0
    )
    assert list(found[:5]) == [0.0] * 5
    assert found[16] == pytest.approx(1.0)


@pytest.mark.parametrize("make", [plans.api, plans.rented, plans.routed])
def test_users_pilot_and_grow_with_their_requests_and_pay_seats_and_bring_value_as_many_as_they_are(make):
    """A tenth of 1,000 users for two months, then all, doubling within a year: by hand, month by month."""
    volume = Volume(basis="users", users=1_000.0, requests_per_user=20.0, growth=1.0, pilot_months=2.0, pilot_share=0.1)
    users = np.array([100.0, 100.0, *(1_000.0 * 2.0 ** (np.arange(12.0) / 12.0))])
    bare = {"success": Success(), "operations": Operations(), "switching_cost": 0.0}
    scenarios = [each.model_copy(update=bare) for each in (plans.api("small"), plans.rented("large"))]
    seats = {**bare, "operations": Operations(licence_per_user=3.0)}
    own = (make("own") if make is not plans.routed else plans.routed("own", small="small", large="large")).model_copy(
        update=seats
    )
    plan = plans.plan(
        *scenarios,
        own,
        workload=plans.workload(volume=volume),
        money=plans.money(basis="nominal"),
        value=Return(value_per_user=5.0),
    )
    result = evaluate(plan, catalogue()).scenario("own")
    outcome = outcome_of(plan, own, catalogue(), 0)
    assert np.ravel(outcome.values["answers"])[1:] == pytest.approx(20.0 * users)
    assert np.ravel(outcome.values["value_flow"])[1:] == pytest.approx(5.0 * users)
    assert result.cash_flow["licence"][1:] == pytest.approx(3.0 * users)
    assert result.figures["cost_per_user"].value == pytest.approx(result.total_cost / users.sum())


def test_a_pilot_of_three_months_runs_at_its_share_through_month_three():
    factor = traffic.pilot_factor(month_index=MONTHS, pilot_months=3.0, pilot_share=0.1)
    assert list(factor[1:6]) == [0.1, 0.1, 0.1, 1.0, 1.0]


def test_requests_of_users_and_shares_multiply():
    base = traffic.base_requests_of_users(users=4_000.0, requests_per_user=30.0)
    assert base == 120_000.0
    found = traffic.requests(
        base_requests=base, growth_factor=1.5, pilot_factor=0.5, traffic_share=0.4, active=np.array([0.0, 1.0])
    )
    assert list(found) == [0.0, 36_000.0]


def test_users_follow_growth_and_pilot_and_what_another_model_answers_instead_does_not_stand():
    users = traffic.active_users(users=1_000.0, growth_factor=1.2, pilot_factor=0.5, active=np.array([0.0, 1.0]))
    assert list(users) == pytest.approx([0.0, 600.0])
    assert traffic.answers(requests=800.0, kept_share=0.75) == 600.0


def test_an_answer_cache_takes_calls_away_and_retries_add_some():
    assert traffic.calls(requests=1_000.0, cache_hit_share=0.2, retries=0.1) == pytest.approx(880.0)
    assert traffic.interactive_calls(calls=880.0, batch_share=0.25) == pytest.approx(660.0)
    assert traffic.batch_calls(calls=880.0, batch_share=0.25) == pytest.approx(220.0)


def test_the_history_of_a_conversation_averages_over_its_turns():
    # Turns 1, 2, 3, 4 carry 0, 1, 2, 3 earlier rounds of 300 tokens: 1.5 on average.
    found = traffic.history_tokens(turns=4.0, question_tokens=100.0, answer_tokens=200.0, token_factor=1.0)
    assert found == pytest.approx(np.mean([0, 1, 2, 3]) * 300.0)


def test_compression_shortens_the_context_only():
    fresh = traffic.fresh_tokens(context_tokens=900.0, compression_ratio=3.0, question_tokens=50.0, token_factor=1.4)
    assert fresh == pytest.approx((300.0 + 50.0) * 1.4)
    prefix = traffic.prefix_tokens(system_tokens=200.0, extra_prompt_tokens=100.0, token_factor=1.4)
    assert prefix == pytest.approx(420.0)
    assert traffic.input_tokens(prefix_tokens=420.0, history_tokens=10.0, fresh_tokens=490.0) == 920.0


def test_reasoning_is_output():
    assert traffic.output_tokens(answer_tokens=200.0, reasoning_tokens=700.0, token_factor=1.0) == 900.0


def test_volumes_are_millions_of_tokens():
    assert traffic.input_volume(calls=2e6, input_tokens=500.0, mtok_per_token=1e-6) == pytest.approx(1_000.0)
    assert traffic.output_volume(calls=2e6, output_tokens=50.0, mtok_per_token=1e-6) == pytest.approx(100.0)


def test_a_month_has_2_628_million_seconds():
    rate = traffic.mean_rate(interactive_calls=2.628e6, hours_per_month=730.0, seconds_per_hour=3_600.0)
    assert rate == pytest.approx(1.0)
    assert traffic.peak_rate(mean_rate=rate, peak_factor=3.0) == pytest.approx(3.0)
    assert traffic.batch_rate(batch_calls=5.256e6, hours_per_month=730.0, seconds_per_hour=3_600.0) == pytest.approx(
        2.0
    )


def test_the_spread_of_an_input_is_that_of_its_parts_and_a_system_prompt_has_none():
    found = traffic.input_spread(
        context_tokens=600.0,
        context_spread=1.0,
        compression_ratio=2.0,
        question_tokens=100.0,
        question_spread=0.5,
        history_tokens=200.0,
        length_spread=0.8,
        token_factor=1.5,
        input_tokens=1_600.0,
    )
    assert found == pytest.approx(np.sqrt(450.0**2 + 75.0**2 + 160.0**2) / 1_600.0)


def test_the_spread_of_an_output_is_that_of_answer_and_reasoning():
    found = traffic.output_spread(200.0, 0.5, 800.0, 1.5, token_factor=1.2)
    assert found == pytest.approx(np.sqrt(100.0**2 + 1_200.0**2) / 1_000.0)
    assert traffic.output_spread(200.0, 0.5, 0.0, 1.5, token_factor=1.2) == pytest.approx(0.5)
    assert traffic.work_spread(input_spread=0.4, output_spread=1.1) == 1.1


def test_a_long_tail_of_the_answers_needs_more_servers():
    scenario = plans.rented()
    lengths = plans.workload().lengths
    tight = plans.workload().timing.model_copy(update={"ttft_target": 900.0})

    def capacity(**spreads):
        work = plans.workload(lengths=lengths.model_copy(update=spreads), timing=tight)
        return np.ravel(bind(plans.plan(scenario, workload=work), scenario, catalogue()).values()["server_capacity"])[0]

    assert capacity(answer_spread=3.0) < capacity(answer_spread=0.3)
    assert capacity(answer_spread=0.8) == pytest.approx(capacity())


@pytest.mark.parametrize(("language", "dearer"), [("en", 1.0), ("es", 1.55), ("hi", 4.5)])
def test_the_same_text_costs_more_tokens_in_another_language_on_a_small_vocabulary(language, dearer):
    scenario = plans.rented(model="llama-2-13b-chat")
    spoken = plans.workload().lengths.model_copy(update={"language": language})
    bound = bind(plans.plan(scenario, workload=plans.workload(lengths=spoken)), scenario, catalogue())
    english = bind(plans.plan(scenario), scenario, catalogue())
    assert bound.values()["input_tokens"] == pytest.approx(dearer * english.values()["input_tokens"])
