"""API charges against hand calculations: every token kind at its own price."""

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost import api
from planner.cost.binding import bind
from planner.cost.bindings.traffic import HOURS_BY_SLOT
from planner.cost.doubt import key_of
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range
from planner.plan.levers import Levers
from planner.plan.money import Money
from planner.plan.people import Operations, Success
from planner.plan.plan import Plan
from planner.plan.workload import Lengths, Timing, Volume, Workload


def plain_plan(scenario, requests=1e6, horizon=1.0, deferrable=0.0, lengths=None, day="2023-10-31"):
    """A plan with nothing but calls."""
    return Plan(
        id="p",
        workload=Workload(
            volume=Volume(requests=requests),
            lengths=lengths or Lengths(system=400.0, context=500.0, question=100.0, answer=250.0, spread=0.0),
            timing=Timing(shape="flat", deferrable=deferrable),
        ),
        money=Money.model_validate({"price_date": day, "horizon": horizon}),
        scenarios=(scenario,),
    )


def bare(levers=None, **prices):
    """A scenario of API calls at typed prices and nothing else."""
    scenario = plans.api(levers=levers or Levers(), credits=0.0, **prices)
    return type(scenario)(id="api", model=scenario.model, hosting=scenario.hosting, levers=levers or Levers())


def total(plan):
    return evaluate(plan, catalogue()).scenarios[0].figures["total_cost"].value


def test_a_million_calls_of_1000_and_250_tokens_by_hand():
    scenario = bare(input_price=1.5, output_price=2.0)
    assert total(plain_plan(scenario)) == pytest.approx(1_000.0 * 1.5 + 250.0 * 2.0)


def test_the_price_of_the_price_date_holds():
    scenario = plans.api(input_price=None, output_price=None, credits=0.0)
    scenario = type(scenario)(id="a", model=scenario.model, hosting=scenario.hosting)
    before = total(plain_plan(scenario, day="2023-11-05"))
    after = total(plain_plan(scenario, day="2023-11-06"))
    assert before == pytest.approx(1_000.0 * 1.5 + 250.0 * 2.0)
    assert after == pytest.approx(1_000.0 * 1.0 + 250.0 * 2.0)


def test_a_cached_prefix_is_read_at_its_price_and_misses_are_written_at_theirs():
    levers = Levers(prompt_cache=True, prompt_cache_hits=0.75, shortest_prefix=400.0)
    scenario = bare(levers, input_price=2.0, output_price=8.0, cache_read_price=0.2, cache_write_price=2.5)
    # 400 of the 1,000 input tokens repeat: 300 are read, 100 written, 600 are plain; output is as it was.
    by_hand = 600.0 * 2.0 + 300.0 * 0.2 + 100.0 * 2.5 + 250.0 * 8.0
    assert total(plain_plan(scenario)) == pytest.approx(by_hand)


def test_a_prefix_shorter_than_the_provider_caches_is_plain_input():
    levers = Levers(prompt_cache=True, prompt_cache_hits=0.75, shortest_prefix=401.0)
    scenario = bare(levers, input_price=2.0, output_price=8.0, cache_read_price=0.2, cache_write_price=2.5)
    assert total(plain_plan(scenario)) == pytest.approx(1_000.0 * 2.0 + 250.0 * 8.0)


@given(
    turns=st.integers(1, 30),
    prefix=st.integers(0, 2_000),
    added=st.integers(0, 900),
    shortest=st.sampled_from([0.0, 512.0, 1_024.0, 4_096.0]),
)
@example(turns=6, prefix=424, added=300, shortest=1_024.0)  # the third turn repeats 1,024 tokens: it is cached
def test_in_a_conversation_only_turns_with_enough_before_them_are_cached(turns, prefix, added, shortest):
    """Each turn is gone through by itself: what stands before it repeats, and is cached where it is long enough."""
    before = [prefix + turn * added for turn in range(turns)]
    cached = [tokens for tokens in before if tokens >= shortest]
    read = {"question_tokens": added / 3.0, "answer_tokens": added / 1.5, "token_factor": 1.0, "turns": float(turns)}
    short = api.short_turns(prefix_tokens=float(prefix), shortest_prefix=shortest, **read)
    assert api.cached_call_share(short_turns=short, turns=float(turns)) == pytest.approx(len(cached) / turns)
    history = sum(before) / turns - prefix
    share = api.cacheable_share(
        prefix_tokens=float(prefix), history_tokens=history, short_turns=short, input_tokens=history + 9_000.0, **read
    )
    assert share == pytest.approx(sum(cached) / turns / (history + 9_000.0))


def test_cache_hits_follow_from_how_often_calls_come():
    def hits(rate, weights):
        return api.prompt_cache_hits_by_rate(
            mean_rate=np.array([rate]),
            hour_weights=weights,
            hours_by_slot=HOURS_BY_SLOT,
            prompt_cache_minutes=5.0,
            seconds_per_minute=60.0,
            one_call=1.0,
        )[0]

    flat, half_days = np.ones(48), np.array([2.0] * 12 + [0.0] * 12 + [2.0] * 12 + [0.0] * 12)
    assert hits(0.01, flat) == pytest.approx(1.0 - np.exp(-3.0))
    assert hits(0.01, half_days) == pytest.approx(1.0 - np.exp(-6.0))  # all calls come at twice the rate
    assert hits(0.0, flat) == 0.0


def test_cache_hits_of_a_quiet_night_are_those_of_simulated_calls():
    """Nine in ten calls by day, one by night: gaps are drawn for each half, and those within five minutes hit."""
    weights = np.array([1.8] * 12 + [0.2] * 12 + [1.8] * 12 + [0.2] * 12)
    rng, rate = np.random.default_rng(3), 0.004
    by_half = [np.mean(rng.exponential(1.0 / (rate * weight), 300_000) < 300.0) for weight in (1.8, 0.2)]
    found = api.prompt_cache_hits_by_rate(np.array([rate]), weights, HOURS_BY_SLOT, 5.0, 60.0, 1.0)[0]
    assert found == pytest.approx(0.9 * by_half[0] + 0.1 * by_half[1], abs=0.003)


def test_without_a_price_of_the_tuned_model_the_base_price_is_taken_and_it_is_said():
    own = {"input_price": None, "output_price": None}
    tuned = plans.api(model="openai/gpt-4", tuned=plans.tuning("hosted_fine_tuning"), **own)
    listed = plans.api(tuned=plans.tuning("hosted_fine_tuning"), **own)
    notes = [bind(plans.plan(each), each, catalogue()).leaves["input_price"].note for each in (tuned, listed)]
    assert "the base model's is taken" in notes[0]
    assert notes[1] == ""


def test_batch_prices_touch_only_what_can_wait():
    scenario = plans.api(input_price=None, output_price=None, credits=0.0, provider="OpenAI", model="openai/gpt-4.1")
    scenario = type(scenario)(id="a", model=scenario.model, hosting=scenario.hosting, levers=Levers(batch=True))
    plan = plain_plan(scenario, deferrable=0.4, day="2026-11-23")
    lines = {kind: catalogue().api_prices("openai/gpt-4.1", plan.money.price_date, "OpenAI", kind)[0] for kind in KINDS}
    each = {kind: 1_000.0 * line.input_price + 250.0 * line.output_price for kind, line in lines.items()}
    assert each["batch"] == pytest.approx(0.5 * each["standard"])
    assert total(plan) == pytest.approx(0.6 * each["standard"] + 0.4 * each["batch"])


def test_a_typed_price_keeps_the_vendors_batch_discount():
    """A contract at 1 and 4 dollars: the list's batch price belongs to another; half of it is half of the contract."""
    model = {"provider": "OpenAI", "model": "openai/gpt-4.1", "credits": 0.0}
    scenario = plans.api(input_price=Range(low=0.5, likely=1.0, high=2.0), output_price=4.0, **model)
    scenario = type(scenario)(id="a", model=scenario.model, hosting=scenario.hosting, levers=Levers(batch=True))
    plan = plain_plan(scenario, deferrable=0.4, day="2026-11-23")
    leaves = bind(plan, scenario, catalogue()).leaves

    assert leaves["batch_input_price"].amount == Range(low=0.25, likely=0.5, high=1.0)
    assert key_of(leaves["batch_input_price"]) == key_of(leaves["input_price"])  # drawn together
    contract = 1_000.0 * 1.0 + 250.0 * 4.0
    assert total(plan) == pytest.approx(0.6 * contract + 0.4 * 0.5 * contract)


KINDS = ("standard", "batch")


def test_credit_is_drawn_down_before_money_flows():
    used = api.credit_used(gross_api_charge=np.array([0.0, 300.0, 300.0, 300.0]), free_credit=500.0, one_month=1.0)
    assert list(used) == [0.0, 300.0, 200.0, 0.0]
    paid = api.api_charge(gross_api_charge=np.array([300.0, 300.0]), credit_used=np.array([300.0, 200.0]))
    assert list(paid) == [0.0, 100.0]


def test_api_prices_fall_by_their_trend():
    factor = api.api_price_factor(api_price_trend=-0.2, years_at_pricing=np.array([0.0, 1.0, 2.0]))
    assert list(factor) == pytest.approx([1.0, 0.8, 0.64])


@given(
    calls=st.floats(0.0, 1e9),
    tokens_in=st.floats(1.0, 1e5),
    tokens_out=st.floats(0.0, 1e5),
    cached=st.floats(0.0, 1.0),
    hits=st.floats(0.0, 1.0),
)
def test_every_input_token_is_paid_once(calls, tokens_in, tokens_out, cached, hits):
    whole = api.interactive_input(interactive_calls=calls, input_tokens=tokens_in, mtok_per_token=1e-6)
    read = api.cache_read_volume(interactive_input=whole, cacheable_share=cached, prompt_cache_hit_share=hits)
    write = api.cache_write_volume(whole, cached, hits)
    plain = api.plain_input_volume(interactive_input=whole, cache_read_volume=read, cache_write_volume=write)
    assert plain + read + write == pytest.approx(whole)
    assert min(plain, read, write) >= -1e-9 * whole


@pytest.mark.parametrize(("tokens", "factor"), [(200_000.0, 1.0), (200_001.0, 2.0)])
def test_the_long_context_price_starts_one_token_above_the_threshold(tokens, factor):
    share = api.long_call_share(input_tokens=tokens, input_spread=0.0, long_threshold=200_000.0)
    charge = api.plain_input_charge(
        plain_input_volume=10.0,
        input_price=3.0,
        long_input_price=6.0,
        long_input_share=share,
        api_price_factor=1.0,
        metered_share=1.0,
    )
    assert charge == pytest.approx(30.0 * factor)


@pytest.mark.parametrize("kind", ["input", "output"])
def test_long_batched_prompts_pay_the_long_batch_price(kind):
    charge = {"input": api.batch_input_charge, "output": api.batch_output_charge}[kind]
    found = charge(2e6, 300_000.0, 1.0, 2.0, 0.25, 1e-6, 1.0)
    assert found == pytest.approx(2e6 * 300_000.0 * 1e-6 * (0.75 * 1.0 + 0.25 * 2.0))


def test_a_call_without_a_prompt_pays_for_its_answer_only():
    lengths = Lengths(system=0.0, context=0.0, question=0.0, answer=250.0)
    bare = plans.api(credits=0.0).model_copy(update={"operations": Operations(), "success": Success()})
    plan = plain_plan(bare.model_copy(update={"switching_cost": 0.0}), lengths=lengths)
    assert evaluate(plan, catalogue()).scenarios[0].total_cost == pytest.approx(1e6 * 250.0 * 1e-6 * 2.1)


EXTRA = {"extra_prompt_tokens": 100.0, "token_factor": 1.2, "input_tokens": 1_200.0}


def test_longer_prompts_cost_their_share_of_the_input_that_they_are_among():
    charges = {"plain_input_charge": 50.0, "batch_input_charge": 20.0}
    plain = api.prompt_tax_charge(
        cache_read_charge=0.0, cache_write_charge=0.0, cacheable_share=0.0, cached_call_share=0.0, **charges, **EXTRA
    )
    assert plain == pytest.approx(70.0 * 120.0 / 1_200.0)
    cached = api.prompt_tax_charge(
        cache_read_charge=3.0, cache_write_charge=9.0, cacheable_share=0.4, cached_call_share=1.0, **charges, **EXTRA
    )
    assert cached == pytest.approx(20.0 * 0.1 + 12.0 * 120.0 / 480.0)
    # In a quarter of the calls only, which hold 240 of 1,200 tokens a call: 30 of its 120 tokens are cached, 90 not.
    partly = api.prompt_tax_charge(
        cache_read_charge=3.0, cache_write_charge=9.0, cacheable_share=0.2, cached_call_share=0.25, **charges, **EXTRA
    )
    assert partly == pytest.approx(20.0 * 0.1 + 12.0 * 30.0 / 240.0 + 50.0 * 90.0 / 960.0)


def test_a_credit_pays_for_longer_prompts_as_for_everything_else():
    gross, credit = np.array([0.0, 100.0, 100.0]), np.array([0.0, 100.0, 25.0])
    tax = api.prompt_tax(prompt_tax_charge=np.array([0.0, 8.0, 8.0]), gross_api_charge=gross, credit_used=credit)
    assert list(tax) == [0.0, 0.0, 6.0]
    assert list(api.api_charge_beside_tax(gross, credit, tax)) == [0.0, 0.0, 69.0]


@pytest.mark.parametrize(
    "levers",
    [
        Levers(),
        Levers(prompt_cache=True, prompt_cache_hits=0.6, shortest_prefix=0.0),
        Levers(prompt_cache=True, prompt_cache_hits=0.6),
        Levers(batch=True),
    ],
)
def test_what_longer_prompts_cost_is_what_is_saved_without_them(levers):
    prices = {"input_price": 2.0, "output_price": 8.0, "cache_read_price": 0.2, "cache_write_price": 2.5}
    taxed, free = (
        bare(levers, **prices).model_copy(update={"tuning": plans.tuning("none", extra_prompt_tokens=extra)})
        for extra in (150.0, 0.0)
    )
    found, without = (
        evaluate(plain_plan(each, deferrable=0.3), catalogue()).scenarios[0].breakdown for each in (taxed, free)
    )
    assert found["api"] == pytest.approx(without["api"])
    assert found["prompt_tax"] > 0.0
