"""Cost and quality, day profile, memory by hand calculation."""

from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.charts.day import day, utilisation
from planner.analysis.charts.inputs import DayProfile
from planner.analysis.charts.marks import Bar, Cells, Line, Marker, Span, Text
from planner.analysis.charts.memory import memory
from planner.analysis.charts.quality import best_choices, quality


def test_who_is_dearer_and_no_better_is_not_a_best_choice(view):
    # 264k/61, 422.8k/80, 480k/79, 492k/79, 676k/84: rented and owned are dearer than the hybrid and worse.
    assert [result.id for result in best_choices(list(view.answering))] == ["api-s", "hybrid", "api-l"]


def test_the_area_of_a_symbol_grows_with_the_latency(view):
    sizes = {mark.scenario: mark.size for mark in quality(view).of(Marker)}

    assert sizes["api-l"] == pytest.approx(17.0)
    assert sizes["rent"] == pytest.approx(17.0 * (900 / 1100) ** 0.5)


def test_below_the_floor_and_above_the_budget_the_ground_is_shaded(view):
    plan = view.plan
    floored = plan.model_copy(
        update={
            "workload": plan.workload.model_copy(
                update={"quality": plan.workload.quality.model_copy(update={"floor": 70.0})}
            ),
            "constraints": plan.constraints.model_copy(update={"budget_per_month": 25_000.0}),
        }
    )

    spans = {span.axis: span for span in quality(replace(view, plan=floored)).of(Span)}

    assert spans["y"].high == 70.0
    assert spans["x"].low == 600_000


def test_utilisation_counts_spare_servers_as_paid():
    profile = DayProfile("x", np.array([1.0, 3.0]), np.array([4.0, 4.0]), np.array([2.0, 2.0]), np.array([3.0, 3.0]))

    assert utilisation(profile) == pytest.approx([1 / 6, 0.5])


def test_the_strip_of_the_day_is_as_solid_as_the_servers_are_busy(view):
    (strip,) = day(view).of(Cells)

    assert strip.opacity[0] == pytest.approx(np.maximum(utilisation(view.analyses.day), 0.06))


def test_the_day_says_how_many_servers_stand_at_the_peak(view):
    found = view.analyses.day
    at = {text.text: text.y for text in day(view).of(Text)}
    peak = int(np.argmax(found.demand))
    assert at["3 servers"] == found.capacity[peak]
    assert at["4 with the spare"] == found.capacity[peak] + found.spare[peak]
    assert [row[4] for row in day(view).table.rows] == view.analyses.day.servers.tolist()


def test_without_a_spare_server_the_day_shows_none(view):
    bare = replace(view.analyses.day, spare=np.zeros(24))
    chart = day(replace(view, analyses=replace(view.analyses, day=bare)))

    assert [entry.label for entry in chart.legend] == ["Demand", "Capacity", "Utilisation"]
    assert len(chart.of(Line)) == 2
    assert [text.text for text in chart.of(Text)] == ["3 servers"]


def test_memory_is_stacked_by_use_and_says_what_is_missing(view):
    chart = memory(view)

    rent = [bar for bar in chart.of(Bar) if bar.scenario == "rent"]
    assert [bar.right for bar in rent] == pytest.approx([35.3, 63.3, 65.7, 68.8])
    # 112 + 0.6 + 1.2 + 3.2 − 24 = 93.0
    assert "93 GB short" in [text.text for text in chart.of(Text)]
    assert "does not fit on L4 24 GB" in chart.description


def test_a_gpu_that_holds_it_says_how_many_requests(view):
    assert "96 requests" in [text.text for text in memory(view).of(Text)]
