"""Tornado and flip points: own ranges, pure, and equal to direct evaluations."""

import pytest

from planner.analysis.charts.words import Words
from planner.analysis.sensitivity import nearest_flips, sensitivity
from planner.analysis.verdict import flip_messages, plain_text
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range
from planner.plan.language import ENGLISH


def difference(plan, catalogue, best, other):
    result = evaluate(plan, catalogue)
    return result.scenario(other).total_cost - result.scenario(best).total_cost


def test_each_bar_is_a_direct_evaluation_at_the_inputs_own_p10_and_p90_g10(build, doubtful, catalogue):
    before = doubtful.model_dump_json()
    found = sensitivity(doubtful, catalogue, "cheap", "rent")
    assert doubtful.model_dump_json() == before
    assert found.difference == pytest.approx(difference(doubtful, catalogue, "cheap", "rent"))
    paths = {effect.input.path: effect for effect in found.effects}
    price = ("scenarios", "rent", "hosting", "rented", "price")
    for path, low, high in ((build.VOLUME, 4e5, 1.6e6), (price, 2.0, 4.5)):
        effect = paths[path]
        for value, seen in ((low, effect.difference_at_low), (high, effect.difference_at_high)):
            direct = difference(build.edited(doubtful, (path, value)), catalogue, "cheap", "rent")
            assert seen == pytest.approx(direct, rel=1e-9)


def test_an_input_without_doubt_has_no_bar(build, plan, catalogue):
    doubted = build.edited(plan, (build.VOLUME, Range(low=4e5, likely=8e5, high=1.6e6)))
    found = sensitivity(doubted, catalogue, "rent", "dear")
    assert [effect.input.path for effect in found.effects] == [build.VOLUME]


def test_bars_are_ordered_by_how_far_they_swing(doubtful, catalogue):
    swings = [effect.swing for effect in sensitivity(doubtful, catalogue, "cheap", "rent").effects]
    assert swings == sorted(swings, reverse=True)
    assert len(swings) >= 3


def test_a_flip_point_is_where_both_cost_the_same(build, plan, catalogue):
    """At 800,000 requests the rented server wins; the API wins below (3 · 730 + 1,500) / 0.00765 requests."""
    busy = build.edited(plan, (build.VOLUME, Range(low=4e5, likely=8e5, high=1.6e6)))
    (effect,) = sensitivity(busy, catalogue, "rent", "dear").effects
    assert effect.flip == pytest.approx((3.0 * 730 + 1_500) / 0.00765, rel=1e-6)


def test_every_flip_really_flips(build, plan, catalogue):
    busy = build.edited(plan, (build.VOLUME, 8e5))
    flips = nearest_flips(busy, catalogue, ("rent", "dear"), 3)
    assert len(flips) == 3
    for flip in flips:
        beyond = flip.value * (1.001 if flip.above else 0.999)
        short = flip.value * (0.999 if flip.above else 1.001)
        assert difference(build.edited(busy, (flip.input.path, beyond)), catalogue, "rent", "dear") < 0.0
        assert difference(build.edited(busy, (flip.input.path, short)), catalogue, "rent", "dear") > 0.0
        assert flip.cheapest_then == "dear"


def test_who_loses_at_no_value_has_no_flip(build, plan, catalogue):
    twins = plan.model_copy(update={"scenarios": (build.api("one", 1.0, 1.0), build.api("two", 2.0, 2.0))})
    paths = [flip.input.path for flip in nearest_flips(twins, catalogue, ("one", "two"), 20)]
    assert build.VOLUME not in paths
    assert ("scenarios", "one", "hosting", "api", "input_price") in paths


def test_flips_are_said_with_the_unit_of_the_field(build, plan, catalogue):
    busy = build.edited(plan, (build.VOLUME, Range(low=4e5, likely=8e5, high=1.6e6)))
    flips = nearest_flips(busy, catalogue, ("rent", "dear"), 1)
    (said,) = flip_messages(plan, flips)
    assert plain_text(said, Words(ENGLISH)) == "Requests below 482\u202f000\u00a0requests/month"


def test_the_chart_gets_the_ends_as_people_read_them(doubtful, catalogue):
    bars = sensitivity(doubtful, catalogue, "cheap", "rent").as_chart(Words(ENGLISH)).bars
    by_label = {bar.label: bar for bar in bars}
    assert by_label["Answer"].low_value == "100\u00a0tokens"
    assert by_label["Price of a server"].high_value == "$4.50/server and hour"


def test_a_copy_that_costs_the_same_is_no_rival_that_could_flip_the_answer(build, plan, catalogue):
    twins = (build.api("one", 1.0, 1.0), build.api("copy", 1.0, 1.0), build.api("two", 2.0, 2.0))
    apart = plan.model_copy(update={"scenarios": twins})
    flips = nearest_flips(apart, catalogue, ("one", "copy", "two"), 20)
    assert flips
    assert {flip.cheapest_then for flip in flips} == {"two"}
    assert nearest_flips(apart, catalogue, ("one", "copy"), 20) == ()


def test_a_flip_names_the_scenario_whose_input_it_is(build, plan, catalogue):
    twins = plan.model_copy(update={"scenarios": (build.api("one", 1.0, 1.0), build.api("two", 2.0, 2.0))})
    said = [
        plain_text(each, Words(ENGLISH))
        for each in flip_messages(twins, nearest_flips(twins, catalogue, ("one", "two")))
    ]
    assert any(" of one " in sentence for sentence in said)
