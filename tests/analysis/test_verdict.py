"""The answer in a sentence, by hand-made results: which is cheapest, how sure, when it pays back, what flips it."""

import numpy as np
import pytest
import tuning_by_hand
from shipped_plans import catalogue, shipped

from planner.analysis.charts.words import Words
from planner.analysis.verdict import FigureLink, odds, plain_text, verdict
from planner.cost.evaluation import evaluate
from planner.cost.results import Figure, PlanResult, ScenarioResult
from planner.plan.edits import evolve
from planner.plan.language import Language
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import Message

WORDS = Words(Language())


def plan_of(*names, baseline=""):
    scenarios = tuple(Scenario(id=name.lower(), name=name) for name in names)
    return Plan(id="p", name="P", scenarios=scenarios, baseline=baseline)


def outcome(name, total, draws=None, feasible=True, reasons=(), **figures):
    found = {"total_cost": Figure(total, "USD")} if total is not None else {}
    found |= {key: Figure(value, unit) for key, (value, unit) in figures.items()}
    drawn = None if draws is None else np.asarray(draws, dtype=float)
    return ScenarioResult(name.lower(), name, "api", feasible, reasons, found, total_draws=drawn)


def said(plan, *outcomes, **options):
    return verdict(plan, PlanResult(tuple(outcomes), plan.baseline), **options)


def test_a_plan_without_scenarios_asks_for_one():
    assert plain_text(said(plan_of()).headline, WORDS) == "Add a scenario to get an answer."


def test_a_single_scenario_says_what_it_costs():
    answer = said(plan_of("Alpha"), outcome("Alpha", 1_234.0))

    assert plain_text(answer.headline, WORDS) == "Alpha costs $1\u202f234 over 24 months."
    assert answer.facts == ()


def test_without_draws_the_cheapest_is_named_without_odds():
    answer = said(plan_of("Alpha", "Beta"), outcome("Alpha", 20.0), outcome("Beta", 10.0))

    assert plain_text(answer.headline, WORDS) == "Beta is cheapest."
    assert answer.best == "beta"


def test_odds_are_the_share_of_paired_draws_in_which_a_scenario_is_cheapest():
    able = [outcome("Alpha", 10.0, draws=[1, 1, 9, 1]), outcome("Beta", 20.0, draws=[2, 2, 2, 2])]

    assert odds(able) == {"alpha": 0.75, "beta": 0.25}


def test_a_tie_counts_for_both_and_a_draw_without_an_answer_for_none():
    none = float("inf")
    able = [outcome("Alpha", 10.0, draws=[1, 5, 2, none]), outcome("Beta", 20.0, draws=[1, 1, 9, none])]

    assert odds(able) == {"alpha": 0.375, "beta": 0.375}


def test_clear_odds_are_stated():
    answer = said(
        plan_of("Alpha", "Beta"), outcome("Alpha", 10.0, draws=[1, 1, 9, 1]), outcome("Beta", 20.0, draws=[2, 2, 2, 2])
    )

    assert plain_text(answer.headline, WORDS) == "Alpha is cheapest in 75\u202f% of cases."


def test_close_odds_are_called_too_close_and_name_the_rival():
    answer = said(
        plan_of("Alpha", "Beta"), outcome("Alpha", 10.0, draws=[1, 1, 9, 9]), outcome("Beta", 20.0, draws=[2, 2, 2, 2])
    )

    headline = plain_text(answer.headline, WORDS)
    assert headline.startswith("Too close to call")
    assert "Beta" in headline


def test_the_more_likely_one_comes_first_where_it_is_not_the_cheapest_at_the_likely_values():
    alpha, beta = outcome("Alpha", 10.0, draws=[1, 9, 9, 1, 9, 1, 9]), outcome("Beta", 20.0, draws=[2] * 7)

    headline = plain_text(said(plan_of("Alpha", "Beta"), alpha, beta).headline, WORDS)

    assert headline.startswith("Too close to call: Beta is cheapest in 57")


def test_the_headline_says_where_likely_values_and_odds_disagree():
    alpha, beta = outcome("Alpha", 10.0, draws=[1, 9, 9, 9]), outcome("Beta", 20.0, draws=[2] * 4)

    headline = plain_text(said(plan_of("Alpha", "Beta"), alpha, beta).headline, WORDS)

    assert headline.startswith("Beta is cheapest in 75")
    assert headline.endswith("of cases, but Alpha is at the likely values.")


def test_nothing_feasible_says_why():
    reason = Message("Too slow by {ms} ms.", {"ms": 40})
    answer = said(plan_of("Alpha"), outcome("Alpha", None, feasible=False, reasons=(reason,)))

    assert plain_text(answer.headline, WORDS) == "No scenario meets the limits."
    assert plain_text(answer.facts[0], WORDS) == "Alpha: Too slow by 40 ms."


def test_the_only_feasible_scenario_of_several_is_named_as_such():
    answer = said(plan_of("Alpha", "Beta"), outcome("Alpha", 10.0), outcome("Beta", 5.0, feasible=False))

    assert plain_text(answer.headline, WORDS) == "Only Alpha meets the limits."


def test_what_is_yet_to_be_completed_breaks_no_limit():
    answer = said(plan_of("Alpha", "Beta"), outcome("Alpha", 10.0), outcome("Beta", None, feasible=False))

    assert plain_text(answer.headline, WORDS) == "Only Alpha has an answer."


def test_amounts_are_links_with_their_range():
    link = FigureLink("alpha", "total_cost", 1_000.0, "USD", 800.0, 1_500.0)

    assert link.text(WORDS) == "$1\u202f000 ($800\u202f–\u202f$1\u202f500)"


def test_a_baseline_that_is_overtaken_says_when():
    answer = said(
        plan_of("Alpha", "Beta", baseline="alpha"),
        outcome("Alpha", 20.0),
        outcome("Beta", 10.0, break_even_month=(14.0, "month")),
    )

    assert any("month 14" in plain_text(fact, WORDS) for fact in answer.facts)


@pytest.mark.parametrize(("volume", "words"), [(500_000.0, "rises above"), (10_000.0, "falls below")])
def test_the_break_even_volume_is_a_flip_until_a_better_one_is_known(volume, words):
    plan = plan_of("Alpha", "Beta", baseline="alpha")
    answer = said(
        plan,
        outcome("Alpha", 20.0),
        outcome("Beta", 10.0, break_even_requests_per_month=(volume, "request/month")),
    )

    assert words in plain_text(answer.flips[0], WORDS)


def test_flips_of_an_analysis_come_first_and_are_three_at_most():
    flips = tuple(Message(f"flip {number}") for number in range(5))
    answer = said(plan_of("Alpha", "Beta"), outcome("Alpha", 20.0), outcome("Beta", 10.0), flips=flips)

    assert [flip.msgid for flip in answer.flips] == ["flip 0", "flip 1", "flip 2"]


@pytest.mark.parametrize(
    ("draws", "fact"),
    [
        ([9, 9, 9, 9], "Break-even with Alpha in month 7."),
        ([9, 9, 11, 11], "At the likely values break-even with Alpha in month 7."),
    ],
)
def test_a_break_even_that_the_odds_leave_open_is_that_of_the_likely_values(draws, fact):
    answer = said(
        plan_of("Alpha", "Beta", baseline="alpha"),
        outcome("Beta", 9.0, draws=draws, break_even_month=(7.0, "1")),
        outcome("Alpha", 10.0, draws=[10, 10, 10, 10]),
    )

    assert plain_text(answer.facts[1], WORDS) == fact


def test_a_cheaper_model_that_is_not_good_enough_is_named():
    plan, its_catalogue = shipped("templates", "support-chat")
    found = verdict(plan, evaluate(plan, its_catalogue))
    said = " ".join(plain_text(fact, WORDS) for fact in found.facts)
    assert "Smallest API model costs less but is not good enough." in said
    assert found.best == "open-api"
    free = evolve(plan, ("workload", "quality", "floor"), None)
    assert "good enough" not in " ".join(
        plain_text(fact, WORDS) for fact in verdict(free, evaluate(free, catalogue())).facts
    )


def test_a_rival_that_lays_money_out_and_never_earns_it_back_is_named():
    def facts(tax, baseline="prompt_engineering", horizon=24.0):
        asked = tuning_by_hand.plan(tax=tax, requests=4e6).model_copy(update={"baseline": baseline})
        asked = evolve(asked, ("money", "horizon"), horizon)
        asked = asked.with_only("prompt_engineering", "prompt_tuning")
        return [plain_text(fact, WORDS) for fact in verdict(asked, evaluate(asked, catalogue())).facts]

    assert "prompt_tuning never pays back within 24 months." in facts(tax=0.0)
    assert not [fact for fact in facts(tax=0.0, baseline="prompt_tuning") if "never" in fact]
    assert not [fact for fact in facts(tax=1_500.0) if "never" in fact]
    assert not [fact for fact in facts(tax=0.0, horizon=11.0) if "never" in fact]
