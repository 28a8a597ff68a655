"""Chart 4: where am I, and how safe is it? The cheapest scenario for two inputs, its odds as opacity."""

from __future__ import annotations

import numpy as np

from planner.analysis.charts.axes import linear_axis, log_axis
from planner.analysis.charts.inputs import MapAxis, WinnerMap
from planner.analysis.charts.marks import (
    FAINT,
    INK,
    Axis,
    Cell,
    Cells,
    Chart,
    Column,
    Floats,
    Mark,
    Marker,
    Table,
    Text,
)
from planner.analysis.charts.view import View, nothing, shortened
from planner.plan.wording import N_

ID = "winner"
TITLE = N_("Winner map")
LEAST_SHARE_FOR_A_NAME = 0.05
FAINTEST = 0.12
UNSURE = 0.4
"""Odds at or below this are drawn faintest."""


def winner_map(view: View, _basis: str = "") -> Chart:
    """Return the map of the cheapest scenario over two inputs; the ring is the plan."""
    words = view.words
    title, footer = words.text(TITLE), view.footer(words.text(N_("total")))
    found = view.analyses.winner_map
    if found is None:
        return nothing(ID, title, words.text(N_("The map is being computed.")), footer)
    x_edges, y_edges = edges(found.x), edges(found.y)
    winners = [identity for row in found.winner for identity in row if identity]
    order = sorted(set(winners), key=lambda identity: -winners.count(identity))
    marks: list[Mark] = [
        Cells(
            x_edges,
            y_edges,
            tuple(tuple(view.colour(each) if each else FAINT for each in row) for row in found.winner),
            opacity(found.odds),
        )
    ]
    for identity in order:
        marks += _name(view, found, identity, len(winners))
    marks.append(Marker(found.x.here, found.y.here, 0, INK, 10, filled=False))
    marks.append(Text(found.x.here, found.y.here, words.text(N_("your plan")), dx=9, bold=True, halo=True))
    shares = {identity: winners.count(identity) / max(len(winners), 1) for identity in order}
    return Chart(
        id=ID,
        title=title,
        x=_axis(view, found.x, x_edges),
        y=_axis(view, found.y, y_edges),
        marks=tuple(marks),
        legend=tuple(view.entry(identity, words.percent(shares[identity])) for identity in order),
        table=_table(view, found),
        description=_sentence(view, found),
        footer=footer,
    )


def edges(axis: MapAxis) -> Floats:
    """Return the borders between the values of an axis: half way, on a logarithmic axis by ratio."""
    values = np.log(axis.values) if axis.logarithmic else np.asarray(axis.values, dtype=np.float64)
    if len(values) < 2:
        borders = np.array([values[0] - 0.5, values[0] + 0.5])
    else:
        middle = (values[1:] + values[:-1]) / 2
        borders = np.concatenate([[2 * values[0] - middle[0]], middle, [2 * values[-1] - middle[-1]]])
    return np.exp(borders) if axis.logarithmic else borders


def opacity(odds: Floats) -> Floats:
    """Return how solid a cell is: certain is solid, undecided is faint."""
    return np.clip(FAINTEST + (0.9 - FAINTEST) * (odds - UNSURE) / (1 - UNSURE), FAINTEST, 0.9)


def _axis(view: View, axis: MapAxis, borders: Floats) -> Axis:
    words = view.words
    title = f"{axis.label} ({axis.unit})" if axis.unit and axis.unit not in axis.label else axis.label
    low, high = float(borders[0]), float(borders[-1])
    if axis.logarithmic:
        return log_axis(title, low, high, words.log_tick, grid=False)

    def label(value: float, step: float) -> str:
        return words.percent(value, 0 if step >= 0.01 else 1) if axis.percent else words.tick(value, step)

    rounded = linear_axis(title, low, high, label, zero=False, grid=False)
    ticks = tuple(tick for tick in rounded.ticks if low <= tick.position <= high)
    return Axis(title, low, high, "linear", ticks, grid=False)


def _name(view: View, found: WinnerMap, identity: str, total: int) -> list[Mark]:
    """Return a symbol and a name in the middle of a scenario's area: colour alone is not enough."""
    places = [(r, c) for r, row in enumerate(found.winner) for c, each in enumerate(row) if each == identity]
    if len(places) < LEAST_SHARE_FOR_A_NAME * total:
        return []
    middle = np.mean(places, axis=0)
    row, column = min(places, key=lambda place: float(np.hypot(*(np.array(place) - middle))))
    x, y = float(found.x.values[column]), float(found.y.values[row])
    name = Text(x, y, shortened(view.name(identity), 20), "centre", dy=-11, bold=True, halo=True)
    return [Marker(x, y, view.symbol(identity), view.colour(identity), 9, identity), name]


def _table(view: View, found: WinnerMap) -> Table:
    words = view.words
    rows: list[tuple[Cell, ...]] = [
        (float(x), float(y), view.name(found.winner[r][c]) if found.winner[r][c] else "", float(found.odds[r, c]))
        for r, y in enumerate(found.y.values)
        for c, x in enumerate(found.x.values)
    ]
    columns = (
        Column(found.x.label, found.x.unit),
        Column(found.y.label, found.y.unit),
        Column(words.text(N_("Cheapest"))),
        Column(words.text(N_("Odds"))),
    )
    return Table(columns, tuple(rows))


def _sentence(view: View, found: WinnerMap) -> str:
    words = view.words
    row = int(np.argmin(np.abs(found.y.values - found.y.here)))
    column = int(np.argmin(np.abs(found.x.values - found.x.here)))
    identity = found.winner[row][column]
    if not identity:
        return words.text(N_("With both inputs as in your plan, no scenario meets every limit."))
    return words.text(
        N_("With both inputs as in your plan, {name} is cheapest in {odds} of cases."),
        name=view.name(identity),
        odds=words.percent(float(found.odds[row, column])),
    )
