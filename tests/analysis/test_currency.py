"""Answers are in US dollars whatever currency the plan shows; the edge converts them once."""

from __future__ import annotations

import pytest

from planner.analysis.bridge import bridge_between_scenarios
from planner.analysis.charts.words import Words
from planner.analysis.constraints import relaxations
from planner.catalog.loader import load_catalogue
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve
from planner.plan.language import ENGLISH
from tests.verbs.conftest import small_plan


def test_a_plan_in_euros_has_the_same_dollars_behind_it() -> None:
    catalogue = load_catalogue()
    dollars = small_plan()
    euros = evolve(evolve(dollars, ("money", "currency"), "EUR"), ("money", "exchange_rate"), 0.5)

    for plan in (dollars, euros):
        bridge = bridge_between_scenarios(plan, catalogue, "api", "rent").as_chart(Words.of(ENGLISH, plan))
        assert bridge.start == pytest.approx(2548.8)
        assert evaluate(plan, catalogue).scenario("api").total_cost == pytest.approx(2548.8)


def test_a_budget_is_relaxed_to_what_the_cheapest_costs_in_dollars() -> None:
    catalogue = load_catalogue()
    tight = evolve(small_plan(), ("constraints", "budget_per_month"), 100.0)
    euros = evolve(evolve(tight, ("money", "currency"), "EUR"), ("money", "exchange_rate"), 0.5)

    found = [relaxations(plan, catalogue)[0].changes for plan in (tight, euros)]

    # 2,548.80 $ over 12 months are 212.40 $ a month; relaxed targets have two digits, rounded up.
    assert found == [((("constraints", "budget_per_month"), 220.0),)] * 2
