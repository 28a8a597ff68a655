"""G6: long-context and batch tiers ignored. The bill changes exactly where the price list does."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.cost.evaluation import evaluate
from planner.plan.levers import Levers
from planner.plan.people import Operations, Success
from planner.plan.workload import Lengths, Timing, Volume

DAY = "2026-11-23"
MODEL = "openai/gpt-5.4"


def bill(prompt_tokens, deferrable=0.0, spread=0.0):
    """USD of a thousand calls with this prompt and 100 tokens of answer."""
    scenario = plans.api(
        model=MODEL,
        credits=0.0,
        levers=Levers(batch=True),
        **dict.fromkeys(("input_price", "output_price", "cache_read_price", "cache_write_price")),
    )
    scenario = scenario.model_copy(update={"operations": Operations(), "success": Success(), "switching_cost": 0.0})
    workload = plans.workload(
        volume=Volume(requests=1_000.0),
        lengths=Lengths(system=0.0, context=prompt_tokens, question=0.0, answer=100.0, spread=spread),
        timing=Timing(deferrable=deferrable),
    )
    money = plans.money(price_date=DAY, horizon=1.0, basis="nominal", api_price_trend=0.0)
    return evaluate(plans.plan(scenario, workload=workload, money=money), catalogue()).scenarios[0].total_cost


def by_hand(prompt_tokens, input_price, output_price):
    return 1_000.0 * (prompt_tokens * input_price + 100.0 * output_price) * 1e-6


@pytest.mark.parametrize(
    ("tokens", "prices"), [(271_999.0, (2.5, 15.0)), (272_000.0, (2.5, 15.0)), (272_001.0, (5.0, 22.5))]
)
def test_the_bill_jumps_one_token_above_the_threshold(tokens, prices):
    assert bill(tokens) == pytest.approx(by_hand(tokens, *prices))


@pytest.mark.parametrize(("tokens", "prices"), [(272_000.0, (1.25, 7.5)), (272_001.0, (2.5, 11.25))])
def test_batched_calls_have_their_own_price_in_both_tiers(tokens, prices):
    assert bill(tokens, deferrable=1.0) == pytest.approx(by_hand(tokens, *prices))


def test_lengths_that_spread_around_the_threshold_pay_both_tiers():
    below, above = by_hand(250_000.0, 2.5, 15.0), by_hand(250_000.0, 5.0, 22.5)
    assert below < bill(250_000.0, spread=0.5) < above
