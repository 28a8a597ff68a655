import pytest

from planner.analysis.charts.cumulative import cumulative
from planner.analysis.charts.marks import Band, Line, Marker


def test_a_line_is_what_was_paid_until_the_end_of_each_month(view):
    line = next(mark for mark in cumulative(view).of(Line) if mark.scenario == "own")

    assert line.x.tolist() == list(range(25))
    assert line.y[0] == 252_000
    assert line.y[24] == pytest.approx(252_000 + 24 * 10_000)


def test_a_break_even_is_marked_where_both_have_cost_the_same(view):
    # Own 252,000 + 10,000·m equals API large 4,000 + 28,000·m at m = 248/18 = 13.78.
    marker = next(mark for mark in cumulative(view).of(Marker) if mark.scenario == "own" and not mark.filled)

    assert marker.x == pytest.approx(248 / 18, abs=1e-6)
    assert marker.y == pytest.approx(252_000 + 10_000 * 248 / 18, rel=1e-6)


def test_what_is_infeasible_has_no_line(view):
    assert "tiny" not in {mark.scenario for mark in cumulative(view).of(Line)}


def test_of_many_scenarios_only_the_cheapest_and_the_baseline_have_a_fan(view):
    assert {mark.scenario for mark in cumulative(view).of(Band)} == {"api-s", "api-l"}


def test_the_table_has_a_row_a_month_and_the_values_of_the_lines(view):
    chart = cumulative(view)

    column = [column.label for column in chart.table.columns].index("Rent 70B")
    line = next(mark for mark in chart.of(Line) if mark.scenario == "rent")
    assert [row[column] for row in chart.table.rows] == pytest.approx(line.y.tolist())


def test_the_legend_is_in_the_order_in_which_the_lines_end(view):
    entries = [(entry.label, entry.value) for entry in cumulative(view).legend]

    assert entries[0] == ("API large", "$676k")
    assert entries[-1] == ("API small", "$264k")
