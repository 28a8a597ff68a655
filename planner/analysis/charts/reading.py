"""What stands under a place of a chart, in words: for the tool tip, where no label could be."""

from __future__ import annotations

import math

import numpy as np

from planner.analysis.charts.marks import Axis, Bar, Chart, Line, Marker, Text
from planner.analysis.charts.parts import OTHER, part_label
from planner.analysis.charts.view import View
from planner.plan.wording import N_

HALF_ROW = 0.5
NEAR = 0.04
"""Share of the plot within which a line or a symbol counts as meant."""


def reading(view: View, chart: Chart, x: float, y: float) -> str:
    """Return what is drawn at a place in data values, empty where nothing is near."""
    if chart.y.scale == "category" and x < chart.x.low:
        return _row(chart, y)
    for mark in chart.marks:
        if isinstance(mark, Bar) and mark.left <= x <= mark.right and mark.bottom <= y <= mark.top:
            return _bar(view, chart, mark, y)
    return _nearest_marker(view, chart, x, y) or _nearest_line(view, chart, x, y)


def _row(chart: Chart, y: float) -> str:
    """Return the whole name of a row, which may be shortened beside the plot, and the figures that must be said."""
    row = next((tick for tick in chart.y.ticks if abs(tick.position - y) <= HALF_ROW), None)
    if row is None:
        return ""
    texts = (mark for mark in chart.marks if isinstance(mark, Text) and mark.whole)
    figures = (mark.text for mark in texts if abs(mark.y - row.position) < HALF_ROW)
    return "\n".join((row.label, *figures))


def _bar(view: View, chart: Chart, bar: Bar, y: float) -> str:
    if not bar.scenario or not bar.part:
        return _row(chart, y)
    part = view.words.text(N_("Other")) if bar.part == OTHER else part_label(bar.part, view.words)
    amount = _figure(view, chart.x, bar.right - bar.left)
    return view.words.text(N_("{name} · {part}: {amount}"), name=view.name(bar.scenario), part=part, amount=amount)


def _nearest_marker(view: View, chart: Chart, x: float, y: float) -> str:
    place = chart.x.position(x), chart.y.position(y)
    best, found = NEAR, None
    for mark in chart.marks:
        if isinstance(mark, Marker) and mark.scenario:
            distance = math.dist(place, (chart.x.position(mark.x), chart.y.position(mark.y)))
            if distance < best:
                best, found = distance, mark
    return "" if found is None else _point(view, chart, found.scenario, found.x, found.y)


def _nearest_line(view: View, chart: Chart, x: float, y: float) -> str:
    best, found = NEAR, ("", 0.0)
    height = chart.y.position(y)
    for mark in chart.marks:
        if not isinstance(mark, Line) or not mark.scenario or not mark.x[0] <= x <= mark.x[-1]:
            continue
        value = float(np.interp(x, mark.x, mark.y))
        distance = abs(chart.y.position(value) - height) if math.isfinite(value) else math.inf
        if distance < best:
            best, found = distance, (mark.scenario, value)
    return _point(view, chart, found[0], x, found[1]) if found[0] else ""


def _point(view: View, chart: Chart, scenario: str, x: float, y: float) -> str:
    across = f"{chart.x.title}: {_figure(view, chart.x, x)}" if chart.x.title else ""
    up = f"{chart.y.title}: {_figure(view, chart.y, y)}" if chart.y.title else ""
    name = view.name(scenario) if chart.y.title else _with_share(view, chart, scenario)
    return "\n".join(line for line in (name, across, up) if line)


def _with_share(view: View, chart: Chart, scenario: str) -> str:
    """Return a scenario with its figure of the legend, for dots whose height stands for nothing of its own."""
    value = next((entry.value for entry in chart.legend if entry.scenario == scenario), "")
    return " · ".join(part for part in (view.name(scenario), value) if part)


def _figure(view: View, axis: Axis, value: float) -> str:
    """Return a value as its axis counts it."""
    is_money = f"({view.words.currency})" in axis.title
    return view.words.short_money(value) if is_money else view.words.short(value)
