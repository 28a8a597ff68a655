"""The lever ladder: marginal savings add up, overlap is stated, and a lever touches only what it concerns."""

import pytest

from planner.analysis.ladder import lever_ladder, waiting
from planner.cost.evaluation import evaluate


@pytest.fixture
def levered(build, plan):
    """The dear API with known prices, a cache that answers a fifth, and context cut in half."""
    return build.edited(
        plan,
        (("scenarios", "dear", "levers", "cache_hits"), 0.2),
        (("scenarios", "dear", "levers", "cache_cost"), 0.0),
        (("scenarios", "dear", "levers", "compression_ratio"), 2.0),
    )


def test_marginal_savings_lead_from_the_bare_bill_to_the_last_one(levered, catalogue):
    ladder = lever_ladder(levered, catalogue, "dear")
    assert ladder.start == pytest.approx(evaluate(levered, catalogue).scenario("dear").total_cost)
    assert ladder.start - sum(step.marginal for step in ladder.steps) == pytest.approx(ladder.steps[-1].total)


def test_the_second_lever_saves_less_because_the_first_has_answered_already(levered, catalogue):
    """Half of 500 context tokens at 5 dollars a million, over 24 months; then only of the 80 % that are still asked."""
    steps = {step.label: step for step in lever_ladder(levered, catalogue, "dear").steps}
    alone = 120_000 * 250 * 5e-6 * 24
    assert steps["Prompt compression"].alone == pytest.approx(alone)
    assert steps["Prompt compression"].marginal == pytest.approx(0.8 * alone)
    assert steps["Prompt compression"].overlap == pytest.approx(0.2 * alone)
    assert steps["Answer cache"].overlap == pytest.approx(0.0, abs=1e-6)


def test_nothing_that_can_wait_leaves_nothing_for_batches(levered, catalogue):
    steps = {step.label: step for step in lever_ladder(levered, catalogue, "dear").steps}
    assert steps["Batch what can wait"].marginal == pytest.approx(0.0, abs=1e-6)


def test_only_levers_of_the_hosting_are_climbed(levered, catalogue):
    api = {step.label for step in lever_ladder(levered, catalogue, "dear").steps}
    servers = {step.label for step in lever_ladder(levered, catalogue, "rent").steps}
    assert "Provider prompt cache" in api - servers
    assert {"Fewer bits", "Speculative decoding", "Prefix caching"} <= servers - api
    assert lever_ladder(levered, catalogue, "hybrid") is None  # it has no levers of its own


def test_levers_in_use_are_named(build, levered, catalogue):
    used = build.edited(levered, (("scenarios", "dear", "levers", "compression"), True))
    steps = {step.label: step.in_use for step in lever_ladder(used, catalogue, "dear").steps}
    assert [label for label, in_use in steps.items() if in_use] == ["Prompt compression"]


def test_waiting_pays_the_baseline_until_the_change(plan, catalogue):
    totals = waiting(plan, catalogue, "cheap", [0, 6, 12])
    result = evaluate(plan, catalogue)
    dear, cheap = (result.scenario(each).figures["monthly_cost"].value for each in ("dear", "cheap"))
    for months, total in totals.items():
        assert total == pytest.approx(months * dear + (24 - months) * cheap)


def test_the_ladder_of_a_scenario_that_waits_begins_at_its_whole_bill(build, levered, catalogue):
    later = build.edited(levered, (("baseline",), "cheap"), (("scenarios", "dear", "wait_months"), 6.0))
    ladder = lever_ladder(later, catalogue, "dear")
    assert ladder.start == pytest.approx(evaluate(later, catalogue).scenario("dear").total_cost)
    assert ladder.start < lever_ladder(levered, catalogue, "dear").start
