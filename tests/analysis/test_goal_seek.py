"""Goal seek: the solved value fed back gives the target."""

import pytest

from planner.analysis.goal_seek import NoSolution, solve_figure, solve_odds
from planner.analysis.uncertainty import uncertainty
from planner.cost.evaluation import evaluate


def test_a_figure_is_met_when_the_value_is_fed_back(build, plan, catalogue):
    """An API is linear: 50,000 over 24 months is 50,000 / 24 / 0.00765 requests a month."""
    found = solve_figure(plan, catalogue, "dear", build.VOLUME, "total_cost", 50_000.0)
    assert found.value == pytest.approx(50_000 / 24 / 0.00765, rel=1e-6)
    fed_back = evaluate(build.edited(plan, (build.VOLUME, found.value)), catalogue)
    assert fed_back.scenario("dear").total_cost == pytest.approx(50_000.0, rel=1e-5)


def test_an_input_that_cannot_move_in_columns_is_solved_too(build, plan, catalogue):
    path = ("workload", "lengths", "answer")
    found = solve_figure(plan, catalogue, "dear", path, "total_cost", 40_000.0)
    per_request = 40_000 / 24 / 120_000
    assert found.value == pytest.approx((per_request - 900 * 5e-6) / 15e-6, rel=1e-5)


def test_the_volume_at_which_renting_wins_with_80_per_cent_gives_80_per_cent(build, doubtful, catalogue):
    ids = ("dear", "rent")
    found = solve_odds(doubtful, catalogue, "rent", ids, build.VOLUME, 0.8, draws=1_000)
    fed_back = uncertainty(build.edited(doubtful, (build.VOLUME, found.value)), catalogue, ids, 1_000, measure=0)
    assert fed_back.odds["rent"] == pytest.approx(0.8, abs=0.01)
    assert fed_back.odds["rent"] == pytest.approx(found.reached)


def test_what_no_value_reaches_is_said(build, plan, catalogue):
    with pytest.raises(NoSolution, match="No value of 'Requests' reaches the target"):
        solve_figure(plan, catalogue, "rent", build.VOLUME, "total_cost", 1.0)


def test_whole_numbers_are_solved_to_the_nearest_one(build, plan, catalogue):
    path = ("scenarios", "rent", "hosting", "serving", "spare_servers")
    target = (3 * 3.0 * 730 + 1_500) * 24
    found = solve_figure(plan, catalogue, "rent", path, "total_cost", target)
    assert found.value == 2.0
    assert found.reached == pytest.approx(target)
