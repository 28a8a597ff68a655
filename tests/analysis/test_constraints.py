"""Limits: what each costs, which binds, and the smallest change that helps."""

import pytest

from planner.analysis.charts.words import Words
from planner.analysis.constraints import constraint_prices, relaxations
from planner.analysis.verdict import plain_text, verdict
from planner.cost.evaluation import evaluate
from planner.plan.language import ENGLISH

NO_EGRESS = (("constraints", "no_egress"), True)
FIRST_TOKEN = ("workload", "timing", "ttft_target")


def test_the_price_of_a_limit_is_what_the_cheapest_costs_more(build, plan, catalogue):
    limited = build.edited(plan, NO_EGRESS)
    prices = constraint_prices(limited, catalogue, evaluate(limited, catalogue))
    free = evaluate(plan, catalogue)
    by_path = {each.path: each for each in prices}
    found = by_path["constraints", "no_egress"]
    assert found.price == pytest.approx(free.scenario("rent").total_cost - free.scenario("cheap").total_cost)
    assert found.cheapest_without == "cheap"
    assert by_path[FIRST_TOKEN].price == 0.0


def test_removing_a_limit_never_raises_the_cheapest_cost(build, plan, catalogue):
    limited = build.edited(plan, NO_EGRESS, (("constraints", "budget_per_month"), 1e6), (FIRST_TOKEN, 900.0))
    assert all(each.price >= 0.0 for each in constraint_prices(limited, catalogue, evaluate(limited, catalogue)))


def test_the_smallest_relaxation_lets_a_scenario_pass_and_a_smaller_one_does_not(build, plan, catalogue):
    impossible = build.edited(plan, NO_EGRESS, (FIRST_TOKEN, 15.0))
    assert not evaluate(impossible, catalogue).feasible
    best = relaxations(impossible, catalogue)[0]
    ((path, value),) = best.changes
    assert path == FIRST_TOKEN
    assert evaluate(build.edited(impossible, (path, value)), catalogue).feasible
    assert not evaluate(build.edited(impossible, (path, value * 0.9)), catalogue).feasible


def test_a_budget_is_relaxed_to_what_the_cheapest_costs(build, plan, catalogue):
    poor = build.edited(plan, NO_EGRESS, (("constraints", "budget_per_month"), 3_000.0))
    best = relaxations(poor, catalogue)[0]
    ((path, value),) = best.changes
    assert path == ("constraints", "budget_per_month")
    assert 3_690.0 <= value <= 3_700.0
    assert evaluate(build.edited(poor, (path, value)), catalogue).feasible


def test_the_verdict_never_answers_zero_but_says_what_binds_and_what_helps(build, plan, catalogue):
    poor = build.edited(plan, NO_EGRESS, (("constraints", "budget_per_month"), 3_000.0))
    helps = [each.message for each in relaxations(poor, catalogue)]
    answer = verdict(poor, evaluate(poor, catalogue), (), helps)
    words = Words(ENGLISH)
    assert answer.best == ""
    assert plain_text(answer.headline, words) == "No scenario meets the limits."
    facts = [plain_text(fact, words) for fact in answer.facts]
    assert "690 USD over the highest allowed" in " ".join(facts)
    assert facts[-1].startswith("The smallest change that helps: 'Highest monthly cost' from 3000")


def test_limits_that_only_give_way_together_are_named_together(build, plan, catalogue):
    strict = build.edited(plan, (("constraints", "residency"), "own"), (("constraints", "budget_per_month"), 10.0))
    assert not evaluate(strict, catalogue).feasible
    best = relaxations(strict, catalogue)[0]
    assert {path[-1] for path, _ in best.changes} == {"residency", "budget_per_month"}
    assert evaluate(build.edited(strict, *best.changes), catalogue).feasible
    for change in best.changes:
        assert not evaluate(build.edited(strict, change), catalogue).feasible
    cheapest = min(each.total_cost for each in evaluate(plan, catalogue).scenarios) / 24.0
    budget = dict(best.changes)["constraints", "budget_per_month"]
    assert cheapest <= budget <= 1.1 * cheapest
    said = plain_text(best.message, Words(ENGLISH))
    assert said.startswith("No single change helps. The smallest that do together, for cheap: no limit 'Data may stay'")
    assert "'Highest monthly cost' from 10" in said


LIMITS = {
    "residency": (("constraints", "residency"), "own"),
    "no_egress": NO_EGRESS,
    "banned_vendors": (("constraints", "banned_vendors"), "openai"),
    "ttft_target": (FIRST_TOKEN, 1_000.0),
}


@pytest.mark.parametrize("name", LIMITS)
def test_every_kind_of_limit_is_a_hard_filter_with_a_price(build, plan, catalogue, name):
    """A box of one's own meets all of them, dearer than the API that three of them rule out."""
    wide = plan.model_copy(update={"scenarios": (*plan.scenarios, build.owned("own", 300_000.0))})
    path, _ = LIMITS[name]
    limited = build.edited(wide, LIMITS[name])
    result = evaluate(limited, catalogue)
    assert "own" in {each.id for each in result.feasible}
    price = {each.path: each.price for each in constraint_prices(limited, catalogue, result)}[path]
    free = evaluate(wide, catalogue).feasible[0].total_cost
    assert price == pytest.approx(result.feasible[0].total_cost - free)
    if name != "ttft_target":
        assert {"dear", "cheap"}.isdisjoint(each.id for each in result.feasible)
        assert price > 0.0


def test_the_dearest_limit_stands_first(build, plan, catalogue):
    wide = plan.model_copy(update={"scenarios": (*plan.scenarios, build.owned("own", 300_000.0))})
    limited = build.edited(wide, (("constraints", "residency"), "own"), (("constraints", "budget_per_month"), 1e6))
    prices = constraint_prices(limited, catalogue, evaluate(limited, catalogue))
    assert prices[0].path[-1] == "residency"
    assert [each.price for each in prices] == sorted((each.price for each in prices), reverse=True)
    assert prices[0].price > prices[-1].price


def test_where_every_limit_must_give_way_all_are_named(build, plan, catalogue):
    free = [(path, None) for path in (FIRST_TOKEN, ("workload", "timing", "tpot_target"))]
    both = ((("constraints", "residency"), "own"), (("constraints", "budget_per_month"), 10.0))
    strict = build.edited(plan, *free, *both)
    best = relaxations(strict, catalogue)[0]
    assert {path[-1] for path, _ in best.changes} == {"residency", "budget_per_month"}
