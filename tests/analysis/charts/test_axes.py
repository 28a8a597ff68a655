import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.charts.axes import linear_axis, log_axis, month_axis, steady


def label(value, _step):
    return f"{value:g}"


def test_a_linear_axis_starts_at_zero_and_ends_at_a_round_step():
    axis = linear_axis("", 3.0, 87.0, label)

    assert (axis.low, axis.high) == (0.0, 100.0)
    assert [tick.position for tick in axis.ticks] == [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]


def test_a_logarithmic_axis_of_many_decades_has_ticks_at_powers_of_ten():
    axis = log_axis("", 1e3, 1e7, label)

    assert [tick.label for tick in axis.ticks] == ["1000", "10000", "100000", "1e+06", "1e+07"]


def test_a_logarithmic_axis_of_one_decade_has_ticks_at_one_two_and_five():
    assert [tick.position for tick in log_axis("", 10.0, 100.0, label).ticks] == [10.0, 20.0, 50.0, 100.0]


def test_a_logarithmic_axis_places_the_geometric_mean_in_the_middle():
    assert log_axis("", 10.0, 1000.0, label).position(100.0) == pytest.approx(0.5)


def test_months_are_marked_at_whole_quarters():
    assert [tick.position for tick in month_axis("", 24, label).ticks] == [0, 3, 6, 9, 12, 15, 18, 21, 24]


@given(st.floats(-1e12, 1e12), st.floats(0, 1e12), st.floats(0, 0.4))
def test_every_axis_contains_its_data_and_few_ticks_in_order(low, width, room):
    axis = linear_axis("", low, low + width, label, room=room)

    slack = 1e-6 * (axis.high - axis.low)
    assert axis.low <= low + slack
    assert low + width <= axis.high + slack
    positions = [tick.position for tick in axis.ticks]
    assert positions == sorted(set(positions))
    assert 1 <= len(positions) <= 9


def test_an_axis_stays_while_the_data_fill_it():
    before, now = linear_axis("", 0.0, 100.0, label), linear_axis("", 0.0, 70.0, label)

    assert steady(before, now, 70.0) is before
    assert steady(before, now, 50.0) is now
    assert steady(before, now, 101.0) is now


def test_an_axis_without_room_for_the_words_behind_the_data_is_not_kept():
    """The bar ended at 61, and its doubt reaches 79: the earlier axis ends at 83, its amount needs as much again."""
    before, now = (linear_axis("USD", 0.0, high, str_of, room=0.36) for high in (61.0, 79.0))
    assert steady(before, now, 79.0) is now
    slightly = linear_axis("USD", 0.0, 65.0, str_of, room=0.36)
    assert steady(before, slightly, 65.0) is before


def str_of(value, _step):
    return str(value)
