"""How many servers to keep: the total against the number, with the cheapest one marked."""

from __future__ import annotations

import numpy as np

from planner.analysis.amount_text import money
from planner.analysis.charts.axes import linear_axis
from planner.analysis.charts.marks import ACCENT, INK, Axis, Chart, Column, Line, Marker, Rule, Table, Text, Tick
from planner.analysis.charts.words import Words
from planner.analysis.sizes import Sizes
from planner.plan.wording import N_, P_, Number

ID = "sizes"
TITLE = N_("Total by the number of servers")
MOST_TICKS = 12


def size_chart(found: Sizes, words: Words) -> Chart:
    """Return the chart of the totals that were found."""
    servers = np.array([number for number, _ in found.totals], dtype=float)
    totals = np.array([words.amount(total) for _, total in found.totals])
    best, lowest = float(found.best), float(totals.min())
    title = words.text(N_("Total cost ({currency})"), currency=words.currency)
    # Sizes differ by little of the total: the axis shows the valley, not the zero far below it.
    y = linear_axis(title, lowest, float(totals.max()), lambda value, _step: words.short_money(value, 4), zero=False)
    label = words.text(N_("cheapest: {number}"), number=words.exact(best, 0))
    return Chart(
        id=ID,
        title=words.text(TITLE),
        x=_whole_axis(words.text(found.label), int(servers.min()), int(servers.max()), words),
        y=y,
        marks=(
            Rule("x", best, ACCENT, "dashed"),
            Line(servers, totals, INK),
            *(Marker(float(x), float(y), 0, INK, 5.0) for x, y in zip(servers, totals, strict=True)),
            Marker(best, lowest, 0, ACCENT, 9.0),
            Text(best, lowest, label, "left", ACCENT, dx=8.0, dy=12.0, bold=True, halo=True, whole=True),
        ),
        table=Table(
            (Column(words.text(found.label)), Column(words.text(N_("Total")), words.currency)),
            tuple((float(number), words.amount(total)) for number, total in found.totals),
        ),
        description=words.text(
            P_("{number} server costs least: {total}.", "{number} servers cost least: {total}.", "number"),
            number=Number(best, 0),
            total=money(found.total(found.best), words),
        ),
    )


def _whole_axis(title: str, low: int, high: int, words: Words) -> Axis:
    """Return an axis of whole numbers, with at most about ten ticks."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1_000, 10_000) if (high - low) / step <= MOST_TICKS)
    first = low // step * step
    ticks = tuple(Tick(float(at), words.exact(at, 0)) for at in range(first, high + 1, step))
    return Axis(title, float(first) - 0.5, float(high) + 0.5, "linear", ticks, grid=False)
