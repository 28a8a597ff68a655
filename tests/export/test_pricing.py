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


def test_without_a_catalogue_every_amount_is_fixed(view):
    paid = bill_without_prices(view.result)

    assert paid.prices == ()
    assert totals(paid, {}, "own") == pytest.approx(492_000)
