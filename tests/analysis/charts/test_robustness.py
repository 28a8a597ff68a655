"""Charts of absurd results are still charts: nothing raises, every number on an axis is finite."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.charts.inputs import NOTHING_YET, Crossing, VolumeCurves
from planner.analysis.charts.registry import KINDS
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.cost.results import Figure, PlanResult, ScenarioResult
from planner.plan.language import ENGLISH
from planner.plan.plan import Plan, Scenario

AMOUNTS = st.one_of(st.just(0.0), st.floats(-1e12, 1e15, allow_subnormal=False))


@st.composite
def results(draw):
    """A result of a few scenarios with any amounts, some infeasible, some without figures."""
    scenarios = []
    for number in range(draw(st.integers(1, 4))):
        parts = draw(st.dictionaries(st.sampled_from(["api", "rent", "residual", "odd"]), AMOUNTS, max_size=4))
        flow = {part: np.array([0.0, amount / 2, amount / 2]) for part, amount in parts.items()}
        paid = np.cumsum(sum(flow.values(), start=np.zeros(3)))
        total = float(paid[-1])
        figures = {"total_cost": Figure(total, "USD", total - abs(total), total + abs(total))}
        if draw(st.booleans()):
            figures["quality"] = Figure(draw(st.floats(0, 100)), "1")
            figures["ttft_p95_ms"] = Figure(draw(st.floats(0, 1e6)), "ms")
        if draw(st.booleans()):
            figures["break_even_month"] = Figure(draw(st.floats(-5, 100)), "month")
        scenarios.append(
            ScenarioResult(
                f"s{number}",
                f"S{number}",
                "api",
                feasible=draw(st.booleans()),
                figures=figures if draw(st.booleans()) else {},
                breakdown=parts,
                cash_flow=flow,
                cumulative=paid,
            )
        )
    return PlanResult(tuple(scenarios), "s0")


def view_of(result, analyses=NOTHING_YET):
    scenarios = tuple(Scenario(id=each.id, name=each.name, colour=place) for place, each in enumerate(result.scenarios))
    plan = Plan(id="p", name="P", scenarios=scenarios, baseline="s0")
    return View(plan, result, Words.of(ENGLISH, plan), analyses)


@given(results())
def test_any_result_has_every_chart_on_finite_axes(result):
    for each in KINDS:
        for basis in [identity for identity, _ in each.bases] or [""]:
            chart = each.draw(view_of(result), basis)
            for axis in (chart.x, chart.y):
                assert math.isfinite(axis.low)
                assert math.isfinite(axis.high)
                assert axis.low < axis.high


@pytest.mark.parametrize("volume", [0.0, 1e-9, 1e30])
def test_a_volume_outside_the_curves_is_shown_at_their_end(view, volume):
    curves = replace_volume(view, volume)

    chart = next(each for each in KINDS if each.id == "volume").draw(curves)

    assert not chart.nothing
    assert all(0 <= chart.x.position(mark.x) <= 1 for mark in chart.marks if hasattr(mark, "symbol"))


def replace_volume(view, volume):
    before = view.analyses.volume
    curves = VolumeCurves(before.volumes, before.monthly_cost, (volume, volume, volume), before.crossings)
    return replace(view, analyses=replace(view.analyses, volume=curves))


def test_a_volume_of_nothing_still_gives_a_sentence(view):
    before = view.analyses.volume
    curves = VolumeCurves(before.volumes, before.monthly_cost, (0.0, 0.0, 0.0), (Crossing(10.0, 5.0, "own", "rent"),))

    chart = next(each for each in KINDS if each.id == "volume").draw(
        replace(view, analyses=replace(view.analyses, volume=curves))
    )

    assert "Below 10 requests a month" in chart.description
