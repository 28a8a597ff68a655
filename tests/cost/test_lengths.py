"""How long a call is: what a model can read at all, and what a copy of it must hold."""

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.cost.binding import bind
from planner.cost.bindings.lengths import likely_lengths, share_too_long, too_long
from planner.cost.evaluation import evaluate
from planner.plan.levers import Levers
from planner.plan.workload import Lengths

TALK = Lengths(system=400.0, context=600.0, question=100.0, answer=200.0, turns=5.0, language="es")
LLAMA_2 = 4_096


def plan_of(scenario, lengths):
    return plans.plan(scenario, workload=plans.workload(lengths=lengths))


def test_a_call_carries_history_language_and_compression():
    scenario = plans.rented(levers=Levers(compression=True, compression_ratio=2.0))
    found = likely_lengths(plan_of(scenario, TALK), scenario, catalogue())
    spanish = 1.55  # on the small vocabulary of Llama 2
    assert found["input_tokens"] == pytest.approx((400 + 600 / 2 + 100 + 2 * 300) * spanish)
    assert found["output_tokens"] == pytest.approx(200 * spanish)


def test_a_conversation_may_grow_until_its_last_turn_fills_the_context_window():
    scenario = plans.rented()
    first_turn, round_of_turn = (400 + 600 + 100 + 200) * 1.55, (100 + 200) * 1.55
    most = int((LLAMA_2 - first_turn) // round_of_turn) + 1
    for turns in (most, most + 1):
        long_talk = plan_of(scenario, TALK.model_copy(update={"turns": float(turns)}))
        reasons = too_long(long_talk, scenario, catalogue())
        assert bool(reasons) == (turns > most)
    needed = first_turn + most * round_of_turn
    text = reasons[0].text().replace("\u202f", "")
    assert f"takes {needed:.0f} tokens, {needed - LLAMA_2:.0f} more than" in text
    assert f"{most} turns fit" in text


@pytest.mark.parametrize("scenario", [plans.api(), plans.rented(), plans.owned()], ids=lambda each: each.id)
def test_a_prompt_beyond_the_context_window_is_no_answer_on_any_host(scenario):
    result = evaluate(plan_of(scenario, Lengths(context=50_000.0)), catalogue()).scenarios[0]
    assert not result.feasible
    assert "Shorten them, or take a model that reads more" in result.reasons[0].text()
    assert len(result.reasons) == 1


def test_a_cascade_is_held_back_by_the_model_that_reads_less():
    parts = (plans.rented(), plans.api(), plans.routed())
    results = evaluate(plans.plan(*parts, workload=plans.workload(lengths=Lengths(context=8_000.0))), catalogue())
    assert results.scenario("api").feasible
    assert "Llama 2" in results.scenario("routed").reasons[0].text()


def test_the_long_tail_of_prompts_that_must_be_cut_is_that_of_a_lognormal():
    scenario = plans.rented()
    lengths = Lengths(system=0.0, context=3_000.0, question=0.0, answer=96.0, spread=0.5)
    share = share_too_long(plan_of(scenario, lengths), scenario, catalogue())
    rng, sigma = np.random.default_rng(1), np.sqrt(np.log(1.25))
    drawn = rng.lognormal(np.log(3_000.0) - sigma**2 / 2.0, sigma, 400_000)
    assert share == pytest.approx(np.mean(drawn > LLAMA_2 - 96.0), abs=0.003)
    unknown = plans.api(model="openai/no-such-model")
    assert share_too_long(plan_of(unknown, lengths), unknown, catalogue()) == 0.0


def test_a_copy_is_laid_out_for_the_conversation_that_it_must_hold():
    """Weights of 16 GB and 8 GB of cache a conversation: one GPU of 40 GB has no room for four of them."""
    scenario = plans.owned(model="llama-3.1-8b-instruct")
    short = Lengths(system=0.0, context=500.0, question=2_000.0, answer=1_000.0)
    long = short.model_copy(update={"turns": 41.0})
    gpus = [
        bind(plan_of(scenario, lengths), scenario, catalogue()).leaves["accelerators_per_replica"].value
        for lengths in (short, long)
    ]
    assert gpus[0] == 1.0
    assert gpus[1] > 1.0
