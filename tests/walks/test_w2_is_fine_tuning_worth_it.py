"""W2 in the model: a long prompt on every request against training an 8B model, to the tenth of a percent.

The walk's plan: one scenario, duplicated, in which only the tuning approach differs; 4,000 examples at 1.20 each, two
re-tunes a year. The crossover is computed a second time, by hand, from prices and parameters alone.
"""

import pytest
from shipped_plans import catalogue
from tuning_by_hand import HORIZON, KINDS, PRICE, TAX, by_part, once_and_again, plan

from planner.analysis.break_even import break_even_volumes
from planner.cost.evaluation import evaluate


@pytest.mark.parametrize("kind", KINDS)
def test_the_crossover_is_where_the_tax_has_paid_for_the_training(kind):
    tax_per_request = TAX * PRICE * 1e-6
    by_hand = (once_and_again(kind) - once_and_again("prompt_engineering")) / (HORIZON * tax_per_request)
    found = break_even_volumes(plan(), catalogue(), "prompt_engineering", [kind])
    assert found[kind] == pytest.approx(by_hand, rel=1e-3)
    for share, tuned_is_cheaper in ((0.99, False), (1.01, True)):
        totals = {r.id: r.total_cost for r in evaluate(plan(requests=by_hand * share), catalogue()).scenarios}
        assert (totals[kind] < totals["prompt_engineering"]) == tuned_is_cheaper


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_tax_tuning_never_pays_back(kind):
    assert kind not in break_even_volumes(plan(tax=0.0), catalogue(), "prompt_engineering", [kind])
    for requests in (1e4, 1e7, 1e10):
        totals = {r.id: r.total_cost for r in evaluate(plan(tax=0.0, requests=requests), catalogue()).scenarios}
        assert totals[kind] > totals["prompt_engineering"]


@pytest.mark.parametrize("kind", ["prompt_engineering", *KINDS])
def test_tax_labelling_gpu_hours_evaluation_people_and_re_tunes_are_separate_parts_of_the_bar(kind):
    result = evaluate(plan(), catalogue()).scenario(kind)
    parts = {name: amount for name, amount in result.breakdown.items() if name not in ("api", "prompt_tax")}
    assert parts == pytest.approx(by_part(kind))
    assert ("prompt_tax" in result.breakdown) == (kind == "prompt_engineering")
    assert result.figures["tuning_cost"].value == pytest.approx(once_and_again(kind))


def test_the_prompt_token_tax_is_paid_on_every_request():
    taxed, free = (evaluate(plan(tax=tax), catalogue()).scenario("prompt_engineering") for tax in (TAX, 0.0))
    assert taxed.breakdown["prompt_tax"] == pytest.approx(1e5 * HORIZON * TAX * PRICE * 1e-6)
    assert taxed.breakdown["api"] == pytest.approx(free.breakdown["api"])
    assert "prompt_tax" not in free.breakdown
