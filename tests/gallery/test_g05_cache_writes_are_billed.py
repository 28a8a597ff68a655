"""G5: cache writes not billed."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.cost.binding import bind
from planner.plan.levers import Levers


def values(hits):
    scenario = plans.api(levers=Levers(prompt_cache=True, prompt_cache_hits=hits, shortest_prefix=0.0))
    return bind(plans.plan(scenario), scenario, catalogue()).values()


def test_what_the_cache_does_not_hold_is_written_at_the_price_of_a_write():
    found = values(0.75)
    written = found["interactive_input"][1] * found["cacheable_share"] * 0.25
    assert found["cache_write_volume"][1] == pytest.approx(written)
    assert found["cache_write_charge"][1] == pytest.approx(written * 1.7 * found["api_price_factor"][1])


def test_a_cache_that_never_hits_costs_more_than_none():
    scenario = plans.api()
    without = bind(plans.plan(scenario), scenario, catalogue()).values()
    assert values(0.0)["gross_api_charge"][1] > without["gross_api_charge"][1]


def test_the_price_of_a_write_is_the_providers_own():
    line = catalogue().api_prices("anthropic/claude-sonnet-4-5", plans.money(price_date="2026-11-23").price_date)[0]
    scenario = plans.api(
        model="anthropic/claude-sonnet-4-5",
        provider="Anthropic",
        levers=Levers(prompt_cache=True),
        **dict.fromkeys(("input_price", "output_price", "cache_read_price", "cache_write_price")),
    )
    plan = plans.plan(scenario, money=plans.money(price_date="2026-11-23"))
    leaves = bind(plan, scenario, catalogue()).leaves
    assert leaves["cache_write_price"].value == line.cache_write_price == pytest.approx(1.25 * line.input_price)
    assert leaves["cache_read_price"].value == line.cache_read_price == pytest.approx(0.1 * line.input_price)
