import numpy as np
import pytest

from planner.cost.evaluation import evaluate
from planner.export.pricing import bill, bill_without_prices
from planner.plan.edits import evolve


def totals(paid, prices, scenario):
    return sum(float(paid.amount(key, prices).sum()) for key in paid.fixed if key[0] == scenario)


def test_at_todays_prices_the_bill_is_the_result(support_chat):
    plan, catalogue, result = support_chat

    paid = bill(plan, catalogue, result)

    prices = {price.id: price.value for price in paid.prices}
    for scenario in result.scenarios:
        assert totals(paid, prices, scenario.id) == pytest.approx(scenario.total_cost, rel=1e-9)


def test_every_dollar_of_the_template_has_a_price(support_chat):
    paid = bill(*support_chat)

    assert all(not np.any(amounts) for amounts in paid.fixed.values())


def test_a_changed_price_gives_what_the_planner_gives(support_chat):
    plan, catalogue, result = support_chat
    paid = bill(plan, catalogue, result)
    checked = 0

    for price in paid.prices:
        if price.id != price.path:  # a field that stands for two prices cannot be changed for one of them
            continue
        changed = evaluate(evolve(plan, price.path, price.value * 1.37), catalogue)
        prices = {each.id: each.value * (1.37 if each.id == price.id else 1.0) for each in paid.prices}
        for scenario in changed.scenarios:
            assert totals(paid, prices, scenario.id) == pytest.approx(scenario.total_cost, rel=1e-6)
        checked += 1
    assert checked >= 5


def test_a_price_of_one_scenario_reaches_the_one_that_is_routed_to_it(support_chat):
    paid = bill(*support_chat)

    quantities = paid.quantities["small-first", "api"]
    assert {identity[1] for identity in quantities} == {"smallest-api", "large-api"}


def test_a_credit_that_outlasts_a_month_of_the_cascade_leaves_its_price_fixed_and_named(support_chat):
    """At half the price the API still spends the credit in its first month; its share of the cascade does not."""
    plan, catalogue, _ = support_chat
    credited = evolve(plan, ("scenarios", "large-api", "hosting", "api", "credits"), 700.0)
    result = evaluate(credited, catalogue)
    assert result.scenario("large-api").cash_flow["api"][1] > 0.0
    paid = bill(credited, catalogue, result)
    prices = {price.id: price.value for price in paid.prices}

    path = ("scenarios", "large-api", "hosting", "api", "output_price")
    of_output = (*path, "output_price")  # the field stands for the price of long prompts too
    assert paid.unmoved[of_output] == ("small-first",)
    assert of_output in paid.quantities["large-api", "api"]
    assert of_output not in paid.quantities.get(("small-first", "api"), {})
    for scenario in result.scenarios:
        assert totals(paid, prices, scenario.id) == pytest.approx(scenario.total_cost, rel=1e-9)


def test_without_a_credit_every_total_follows_every_price(support_chat):
    assert bill(*support_chat).unmoved == {}


def test_without_a_catalogue_every_amount_is_fixed(view):
    paid = bill_without_prices(view.result)

    assert paid.prices == ()
    assert totals(paid, {}, "own") == pytest.approx(492_000)
