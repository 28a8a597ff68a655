"""The winner map agrees with direct runs, cell by cell, and is the same every time."""

import numpy as np
import pytest

from planner.analysis.uncertainty import uncertainty
from planner.analysis.winner_map import AxisChoice, winner_map
from planner.cost.evaluation import evaluate
from planner.plan.wording import PlannerError

IDS = ("dear", "cheap", "rent")
TREND = ("money", "api_price_trend")
PEAK = ("workload", "timing", "peak_factor")
ANSWER = ("workload", "lengths", "answer")


@pytest.mark.parametrize("other", [TREND, ANSWER, ("scenarios", "rent", "hosting", "serving", "spare_servers")])
def test_every_cell_agrees_with_a_direct_run(build, plan, catalogue, other):
    found = winner_map(
        plan, catalogue, IDS, AxisChoice(build.VOLUME, 1e5, 1e8), AxisChoice(other), columns=4, rows=3, draws=0
    )
    for row, y in enumerate(found.y.values):
        for column, x in enumerate(found.x.values):
            cell = build.edited(plan, (build.VOLUME, float(x)), (other, float(y)))
            direct = evaluate(cell, catalogue)
            cheapest = min(IDS, key=lambda each: direct.scenario(each).total_cost)
            assert found.winner[row][column] == cheapest
    assert len({each for row in found.winner for each in row}) > 1


def test_odds_of_a_cell_are_those_of_the_plan_in_that_cell(build, doubtful, catalogue):
    axes = AxisChoice(build.VOLUME, 1e6, 3e7), AxisChoice(TREND, -0.5, 0.5)
    found = winner_map(doubtful, catalogue, IDS, *axes, columns=4, rows=2, draws=64)
    for row, column in ((0, 0), (1, 3), (0, 2)):
        cell = build.edited(
            doubtful, (build.VOLUME, float(found.x.values[column])), (TREND, float(found.y.values[row]))
        )
        direct = uncertainty(cell, catalogue, IDS, draws=64, measure=0)
        assert found.odds[row, column] == pytest.approx(direct.odds[found.winner[row][column]])


def test_a_second_run_is_byte_identical(build, doubtful, catalogue):
    axes = AxisChoice(build.VOLUME), AxisChoice(TREND)
    first = winner_map(doubtful, catalogue, IDS, *axes, columns=5, rows=4, draws=32)
    again = winner_map(doubtful, catalogue, IDS, *axes, columns=5, rows=4, draws=32)
    assert first.winner == again.winner
    assert first.odds.tobytes() == again.odds.tobytes()


def test_axes_are_logarithmic_around_an_amount_and_straight_through_a_trend(build, plan, catalogue):
    found = winner_map(plan, catalogue, IDS, AxisChoice(build.VOLUME), AxisChoice(TREND), draws=0)
    assert found.x.logarithmic
    assert (found.x.values[0], found.x.values[-1]) == (pytest.approx(12_000.0), pytest.approx(1.2e6))
    assert not found.y.logarithmic
    assert found.y.percent
    assert (found.y.values[0], found.y.values[-1], found.y.here) == (-0.5, 0.5, 0.0)


def test_whole_numbers_stay_whole(build, plan, catalogue):
    spares = ("scenarios", "rent", "hosting", "serving", "spare_servers")
    found = winner_map(plan, catalogue, IDS, AxisChoice(build.VOLUME), AxisChoice(spares), rows=5, draws=0)
    np.testing.assert_array_equal(found.y.values, np.rint(found.y.values))


def test_a_price_that_the_catalogue_gives_can_be_an_axis(build, plan, catalogue):
    listed = build.edited(plan, (("scenarios", "rent", "hosting", "rented", "price"), None))
    choice = AxisChoice(("scenarios", "rent", "hosting", "rented", "price"))
    found = winner_map(listed, catalogue, IDS, AxisChoice(build.VOLUME), choice, draws=0)
    assert found.y.here == pytest.approx(6.98)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (("workload", "timing", "shape"), "not a number"),
        (("workload", "nonsense"), "no field"),
        (("workload", "volume", "requests"), "different inputs"),
    ],
)
def test_what_is_no_axis_is_refused(build, plan, catalogue, path, why):
    with pytest.raises(PlannerError, match=why):
        winner_map(plan, catalogue, IDS, AxisChoice(build.VOLUME), AxisChoice(path), draws=0)
