"""What is taken together over months: one number of one run, a column of many."""

import numpy as np
import pytest

from planner.cost.summing import by_slot, highest_month, over_hours, over_months

ROWS = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])


def test_the_months_of_one_run_are_one_number_and_those_of_draws_a_column():
    assert over_months(ROWS[0]) == 7.0
    assert np.ndim(over_months(ROWS[0])) == 0
    assert over_months(ROWS).tolist() == [[7.0], [56.0]]


def test_one_run_and_a_row_of_many_add_up_alike_to_the_last_bit():
    flows = np.random.default_rng(7).lognormal(3.0, 2.0, (12, 37))
    assert [over_months(flow) for flow in flows] == over_months(flows)[:, 0].tolist()


def test_the_highest_month_leaves_out_those_without_a_value():
    assert highest_month(np.array([np.nan, 3.0, 2.0])) == 3.0
    assert highest_month(np.array([[np.nan, 3.0], [5.0, 4.0]])).tolist() == [[3.0], [5.0]]


def test_nothing_divided_by_nothing_is_no_error():
    with np.errstate(all="ignore"):
        assert np.isnan(over_months(np.zeros(3)) / over_months(np.zeros(3)))


def test_hours_are_added_up_month_by_month():
    assert over_hours(np.ones((2, 5, 48))).tolist() == [[48.0] * 5] * 2
    assert by_slot(3.0) == 3.0
    assert by_slot(ROWS).shape == (2, 3, 1)
    assert over_hours(by_slot(ROWS) * np.ones(48)) == pytest.approx(48.0 * ROWS)
