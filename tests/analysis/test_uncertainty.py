"""Odds, saving and what to measure: against the odds that two ranges have by themselves."""

import numpy as np
import pytest
from scipy.stats import norm

from planner.analysis.uncertainty import odds_of, quantile_dots, uncertainty
from planner.analysis.variants import changing, unchanged
from planner.cost.evaluation import evaluate_with_doubt
from planner.cost.leaves import Leaf
from planner.plan.amounts import Range


def test_odds_follow_from_the_distribution_of_one_range(build, plan, catalogue):
    """The rented server costs 3,690 a month; the API 0.00765 a request, so it wins below 482,353 requests."""
    doubted = build.edited(plan, (build.VOLUME, Range(low=2e5, likely=4e5, high=8e5)))
    found = uncertainty(doubted, catalogue, ("dear", "rent"), draws=4_000)
    spread = np.log(2.0) / norm.ppf(0.9)
    expected = norm.cdf(np.log((3.0 * 730 + 1_500) / 0.00765 / 4e5) / spread)
    assert found.odds["dear"] == pytest.approx(expected, abs=0.001)
    assert sum(found.odds.values()) == pytest.approx(1.0)


def test_totals_have_the_quantiles_of_the_range(build, plan, catalogue):
    doubted = build.edited(plan, (build.VOLUME, Range(low=2e5, likely=4e5, high=8e5)))
    spread = uncertainty(doubted, catalogue, ("dear", "rent"), draws=4_000).totals["dear"]
    months = 24 * 0.00765
    assert spread.low == pytest.approx(2e5 * months, rel=0.005)
    assert spread.middle == pytest.approx(4e5 * months, rel=0.005)
    assert spread.high == pytest.approx(8e5 * months, rel=0.005)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(build, doubtful, catalogue):
    first = uncertainty(doubtful, catalogue, ("rent", "dear"), draws=300)
    again = uncertainty(doubtful, catalogue, ("rent", "dear"), draws=300)
    assert first.saving_draws.tobytes() == again.saving_draws.tobytes()
    assert first.odds == again.odds
    other = uncertainty(build.edited(doubtful, (("seed",), 7)), catalogue, ("rent", "dear"), draws=300)
    assert first.saving_draws.tobytes() != other.saving_draws.tobytes()


def test_draws_are_those_of_the_evaluation_with_doubt(doubtful, catalogue):
    found = uncertainty(doubtful, catalogue, ("cheap", "rent"), draws=200)
    result = evaluate_with_doubt(doubtful, catalogue, 200)
    direct = result.scenario("rent").total_draws - result.scenario("cheap").total_draws
    np.testing.assert_array_equal(found.saving_draws, direct)


def test_shared_doubt_does_not_blur_the_difference(build, plan, catalogue):
    """Two APIs of one price differ by nothing in every draw, however unsure the volume is."""
    twins = plan.model_copy(update={"scenarios": (build.api("one", 5.0, 15.0), build.api("two", 5.0, 15.0))})
    doubted = build.edited(twins, (build.VOLUME, Range(low=1e5, likely=4e5, high=2e6)))
    found = uncertainty(doubted, catalogue, ("one", "two"), draws=200)
    np.testing.assert_array_equal(found.saving_draws, 0.0)
    assert found.odds == {"one": 0.5, "two": 0.5}
    assert found.too_close


def test_what_to_measure_next_is_the_only_thing_in_doubt(build, plan, catalogue):
    doubted = build.edited(plan, (build.VOLUME, Range(low=2e5, likely=4e5, high=8e5)))
    found = uncertainty(doubted, catalogue, ("dear", "rent"), draws=1_000)
    assert found.measure[0].key == "workload/volume/requests"
    assert found.measure[0].narrows == pytest.approx(1.0)
    assert found.measure[0].gain > 0.0


def test_what_shares_an_input_moves_in_proportion(plan):
    """A batch price that is half of the typed price stays half of it."""
    path = ("scenarios", "dear", "hosting", "api", "input_price")
    leaves = {name: Leaf(name, usd, "USD/Mtoken", "", path=path) for name, usd in (("input", 5.0), ("batch", 2.5))}

    assert changing(plan, by_key={"/".join(path): 8.0}, on=unchanged)(leaves) == {"input": 8.0, "batch": 4.0}
    assert changing(plan, {path: 8.0}, on=unchanged)(leaves) == {"input": 8.0, "batch": 4.0}


def test_what_narrows_nothing_is_not_worth_measuring(build, plan, catalogue):
    """The draws of a second range shift the quantiles by chance: that is no doubt of its own."""
    doubted = build.edited(
        plan,
        (build.VOLUME, Range(low=2e5, likely=4e5, high=8e5)),
        (("scenarios", "rent", "operations", "engineers"), Range(low=0.0999, likely=0.1, high=0.1001)),
    )
    found = uncertainty(doubted, catalogue, ("dear", "rent"), draws=200, measure=9)
    assert all(each.narrows >= 0.0 for each in found.measure)
    assert all(each.narrows > 0.0 or each.gain > 0.0 for each in found.measure)


def test_knowing_is_worth_what_the_cheaper_choice_saves_on_average(build, plan, catalogue):
    doubted = build.edited(plan, (build.VOLUME, Range(low=2e5, likely=4e5, high=8e5)))
    found = uncertainty(doubted, catalogue, ("dear", "rent"), draws=2_000)
    saved = found.saving_draws
    perfect = np.mean(np.maximum(-saved, 0.0))  # choosing "rent" wherever "dear" turns out dearer
    if np.mean(saved) < 0.0:
        perfect = np.mean(np.maximum(saved, 0.0))
    assert found.measure[0].gain == pytest.approx(perfect, rel=0.02)


def test_fifty_dots_stand_for_equal_shares():
    dots = quantile_dots(np.arange(1_001.0))
    assert len(dots) == 50
    np.testing.assert_allclose(dots, 10.0 + 20.0 * np.arange(50))


def test_ties_are_split_and_draws_without_an_answer_count_for_nobody():
    found = np.array([[1.0, 2.0, np.inf, np.inf], [1.0, 3.0, 4.0, np.inf]])
    np.testing.assert_allclose(odds_of(found), [0.375, 0.375])


def test_one_scenario_alone_has_no_odds(plan, catalogue):
    assert uncertainty(plan, catalogue, ("dear",)) is None


def test_too_close_says_what_to_measure(build, plan, catalogue):
    edge = (3.0 * 730 + 1_500) / 0.00765
    doubted = build.edited(plan, (build.VOLUME, Range(low=edge / 2, likely=edge, high=edge * 2)))
    found = uncertainty(doubted, catalogue, ("dear", "rent"), draws=500)
    assert found.too_close
    assert str(found.statement) == "The two cheapest are too close to call. Measure next: Requests."
