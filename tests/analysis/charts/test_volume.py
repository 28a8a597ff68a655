from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.charts.marks import Line, Marker, Span
from planner.analysis.charts.view import NOTHING_YET
from planner.analysis.charts.volume import volume


def test_your_volume_is_a_band_on_the_horizontal_axis(view):
    (span,) = volume(view).of(Span)

    assert (span.axis, span.low, span.high) == ("x", 90_000, 170_000)


def test_both_axes_are_logarithmic_and_hold_every_line(view):
    chart = volume(view)

    assert (chart.x.scale, chart.y.scale) == ("log", "log")
    for line in chart.of(Line):
        known = line.y[np.isfinite(line.y)]
        assert chart.y.low <= known.min()
        assert known.max() <= chart.y.high


def test_per_request_a_line_is_the_monthly_cost_over_the_requests(view):
    monthly = next(mark for mark in volume(view, "month").of(Line) if mark.scenario == "api-s")

    unit = next(mark for mark in volume(view, "request").of(Line) if mark.scenario == "api-s")

    assert unit.y == pytest.approx(monthly.y / monthly.x)
    assert unit.y[-1] == pytest.approx(0.075 + 2_000 / 1e7)


def test_a_scenario_that_serves_no_volume_has_no_line_and_no_entry(view):
    chart = volume(view)

    assert "tiny" not in {mark.scenario for mark in chart.of(Line)}
    assert "tiny" not in {entry.scenario for entry in chart.legend}


def test_a_crossing_is_marked_and_named_in_the_sentence(view):
    chart = volume(view)

    assert 168_000 in {mark.x for mark in chart.of(Marker)}
    assert "Below 168k requests a month API small costs least" in chart.description


def test_without_the_analysis_the_chart_says_so(view):
    chart = volume(replace(view, analyses=NOTHING_YET))

    assert chart.nothing
    assert chart.marks == ()


def test_a_scenario_that_breaks_a_limit_is_a_dotted_line(view):
    results = tuple(
        replace(result, feasible=False) if result.id == "api-s" else result for result in view.result.scenarios
    )

    chart = volume(replace(view, result=replace(view.result, scenarios=results)))

    assert {mark.scenario: mark.stroke for mark in chart.of(Line)}["api-s"] == "dotted"
    assert {mark.scenario: mark.stroke for mark in chart.of(Line)}["own"] == "solid"
