"""Chart 3: at what volume do I switch? Cost against volume on two logarithmic axes, with the steps of servers."""

from __future__ import annotations

import math

import numpy as np

from planner.analysis.charts.axes import log_axis
from planner.analysis.charts.inputs import VolumeCurves
from planner.analysis.charts.marks import (
    ACCENT,
    INK,
    SURFACE,
    Cell,
    Chart,
    Column,
    Floats,
    Line,
    Mark,
    Marker,
    Rule,
    Span,
    Stroke,
    Table,
    Text,
)
from planner.analysis.charts.view import View, nothing
from planner.plan.wording import N_

ID = "volume"
TITLE = N_("Cost against volume")
MOST_CROSSINGS = 4


def volume(view: View, basis: str = "month") -> Chart:
    """Return cost per month or per request against requests a month; the plan's own volume is a band."""
    words = view.words
    title = words.text(TITLE)
    per_request = basis == "request"
    footer = view.footer(words.text(N_("per request")) if per_request else words.text(N_("per month")))
    curves = view.analyses.volume
    if curves is None:
        return nothing(ID, title, words.text(N_("The volumes are being computed.")), footer)
    drawn = {result.id: _curve(view, curves, result.id, per_request) for result in view.shown}
    drawn = {identity: curve for identity, curve in drawn.items() if np.isfinite(curve).any()}
    if not drawn:
        return nothing(ID, title, words.text(N_("No scenario meets every limit.")), footer)
    low, likely, high = (min(max(each, curves.volumes[0]), curves.volumes[-1]) for each in curves.your_volume)
    marks: list[Mark] = [Span("x", low, high), Rule("x", likely, ACCENT, "dashed")]
    answering = {result.id for result in view.answering}
    for each in drawn:
        # What breaks a limit is no answer at any volume: it is shown, but as a dotted line.
        stroke: Stroke = "solid" if each in answering else "dotted"
        marks.append(Line(curves.volumes, drawn[each], view.colour(each), each, stroke))
    marks += _crossings(view, curves, per_request)
    at_likely = {identity: _at(curves, curve, likely) for identity, curve in drawn.items()}
    marks += [
        Marker(likely, cost, view.symbol(identity), view.colour(identity), 7, identity)
        for identity, cost in at_likely.items()
        if np.isfinite(cost)
    ]
    everything = np.concatenate(list(drawn.values()))
    everything = everything[np.isfinite(everything)]
    costs = words.text(
        N_("Cost per request ({currency})") if per_request else N_("Cost per month ({currency})"),
        currency=words.currency,
    )
    y = log_axis(costs, float(everything.min()) / 1.15, float(everything.max()) * 1.15, words.log_tick_money)
    marks.append(Text(likely, y.high, words.text(N_("your volume")), "left", ACCENT, dx=4, dy=-8, halo=True))
    ordered = sorted(drawn, key=lambda identity: -at_likely[identity] if np.isfinite(at_likely[identity]) else 0.0)
    return Chart(
        id=ID,
        title=title,
        x=log_axis(
            words.text(N_("Requests per month")),
            float(curves.volumes[0]),
            float(curves.volumes[-1]),
            words.log_tick,
            grid=False,
        ),
        y=y,
        marks=tuple(marks),
        legend=tuple(view.entry(each, words.short_money(at_likely[each]), line=True) for each in ordered),
        table=_table(view, curves, drawn),
        description=_sentence(view, curves),
        footer=footer,
        basis="request" if per_request else "month",
    )


def _curve(view: View, curves: VolumeCurves, identity: str, per_request: bool) -> Floats:
    if identity not in curves.monthly_cost:
        return np.full(len(curves.volumes), np.nan)
    cost = curves.unit_cost(identity) if per_request else curves.monthly_cost[identity]
    return np.where(cost > 0, cost, np.nan) * view.words.rate


def _at(curves: VolumeCurves, curve: Floats, at: float) -> float:
    """Return a curve's value at the nearest volume that was computed: between two the servers may step."""
    nearest = int(np.argmin(np.abs(np.log(curves.volumes) - np.log(at))))
    return float(curve[nearest])


def _crossings(view: View, curves: VolumeCurves, per_request: bool) -> list[Mark]:
    marks: list[Mark] = []
    for crossing in curves.crossings[:MOST_CROSSINGS]:
        cost = view.words.amount(crossing.monthly_cost / (crossing.volume if per_request else 1.0))
        marks.append(Marker(crossing.volume, cost, 0, SURFACE, 8))
        marks.append(Marker(crossing.volume, cost, 0, INK, 8, filled=False))
        label = view.words.short(crossing.volume)
        marks.append(Text(crossing.volume, cost, label, "left", INK, dx=9, dy=-8, bold=True, halo=True, whole=True))
    return marks


def _table(view: View, curves: VolumeCurves, drawn: dict[str, Floats]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for place, requests in enumerate(curves.volumes):
        found = (float(curve[place]) for curve in drawn.values())
        rows.append((float(requests), *(value if np.isfinite(value) else None for value in found)))
    columns = (
        Column(view.words.text(N_("Requests per month"))),
        *(Column(view.name(each), view.words.currency) for each in drawn),
    )
    return Table(columns, tuple(rows))


def _sentence(view: View, curves: VolumeCurves) -> str:
    words = view.words
    if not curves.crossings:
        return words.text(N_("The cheapest scenario is the same at every volume shown."))
    likely = max(curves.your_volume[1], curves.volumes[0])
    near = min(curves.crossings, key=lambda crossing: abs(math.log(crossing.volume / likely)))
    return words.text(
        N_("Below {volume} requests a month {below} costs least, above it {above}; your volume is {likely}."),
        volume=words.short(near.volume),
        below=view.name(near.cheaper_below),
        above=view.name(near.cheaper_above),
        likely=words.short(curves.your_volume[1]),
    )
