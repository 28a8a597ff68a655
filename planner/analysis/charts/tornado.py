"""Chart 5: what could flip the decision? A tornado on the difference between the two cheapest scenarios."""

from __future__ import annotations

import re

from planner.analysis.charts.axes import category_axis, linear_axis
from planner.analysis.charts.inputs import Tornado, TornadoBar
from planner.analysis.charts.marks import (
    BAD,
    INK,
    Anchor,
    Axis,
    Bar,
    Cell,
    Chart,
    Colour,
    Column,
    LegendEntry,
    Mark,
    Marker,
    Rule,
    Span,
    Table,
    Text,
    Tick,
)
from planner.analysis.charts.view import ALIKE, View, nothing, shortened
from planner.plan.wording import N_

ID = "tornado"
TITLE = N_("What could flip the decision")
HALF_BAR = 0.3
MOST_BARS = 10
HEAD_ROW = -0.9
"""Where the two names stand, above the first bar."""
LOW_COLOUR, HIGH_COLOUR = Colour("part", 9), Colour("part", 0)


def tornado(view: View, _basis: str = "") -> Chart:
    """Return the difference of two scenarios as each input moves over its own P10 to P90."""
    words = view.words
    title, footer = words.text(TITLE), view.footer(words.text(N_("difference of the totals")))
    found = view.analyses.tornado
    if found is None or not found.bars:
        why = N_("The inputs are being varied.")
        if found is not None:
            why = N_("No input of these two is in doubt.") if found.difference else ALIKE
        return nothing(ID, title, words.text(why), footer)
    bars = sorted(found.bars, key=lambda bar: -abs(bar.difference_at_high - bar.difference_at_low))[:MOST_BARS]
    base = words.amount(found.difference)
    marks: list[Mark] = []
    ends = [0.0, base]
    for row, bar in enumerate(bars):
        drawn = _bar(view, bar, base, row)
        marks += drawn
        ends += [end for mark in drawn if isinstance(mark, Bar) for end in (mark.left, mark.right)]
    spread = max(ends) - min(ends)
    axis = linear_axis(
        words.text(
            N_("{other} less {best} ({currency})"),
            other=shortened(view.name(found.other)),
            best=shortened(view.name(found.best)),
            currency=words.currency,
        ),
        min(ends) - 0.26 * spread,
        max(ends) + 0.26 * spread,
        words.tick_money,
        brief=words.text(N_("Difference ({currency})"), currency=words.currency),
    )
    if axis.low < 0:
        marks.insert(0, Span("x", axis.low, 0.0, BAD, 0.07))
        sides: tuple[tuple[str, Anchor, float], ...] = ((found.other, "right", -5), (found.best, "left", 5))
        for identity, anchor, dx in sides:
            text = words.text(N_("cheaper: {name}"), name=shortened(view.name(identity), 22))
            marks.append(Text(0.0, HEAD_ROW, text, anchor, view.colour(identity), dx=dx, bold=True))
    rows = category_axis("", tuple(Tick(row, bar.label) for row, bar in enumerate(bars)))
    marks += [Rule("x", 0.0, INK, "solid", 1.2), Rule("x", base, INK, "dashed", 0.8)]
    return Chart(
        id=ID,
        title=title,
        x=axis,
        y=Axis(rows.title, HEAD_ROW - 0.4, rows.high, "category", rows.ticks, grid=False),
        marks=tuple(marks),
        legend=(
            LegendEntry(words.text(N_("input at its P10")), LOW_COLOUR),
            LegendEntry(words.text(N_("input at its P90")), HIGH_COLOUR),
        ),
        table=_table(view, bars),
        description=_sentence(view, found, bars),
        footer=footer,
    )


def _bar(view: View, bar: TornadoBar, base: float, row: int) -> list[Mark]:
    words = view.words
    low, high = words.amount(bar.difference_at_low), words.amount(bar.difference_at_high)
    marks: list[Mark] = []
    # The longer half first, so that two ends on one side stay visible.
    halves = [(low, LOW_COLOUR), (high, HIGH_COLOUR)]
    for end, colour in sorted(halves, key=lambda half: -abs(half[0] - base)):
        marks.append(Bar(min(base, end), max(base, end), row - HALF_BAR, row + HALF_BAR, colour, part=bar.label))
    same_side = (low - base) * (high - base) > 0
    for end, text in ((low, bar.low_value), (high, bar.high_value)):
        if same_side and abs(end - base) < max(abs(low - base), abs(high - base)):
            continue
        if end < base:
            marks.append(Text(end, row, text, "right", dx=-3, halo=True, brief=_number(text)))
        else:
            marks.append(Text(end, row, text, dx=3, halo=True, brief=_number(text)))
    if bar.flip and min(low, high) < 0 < max(low, high):
        marks.append(Marker(0.0, row, 3, INK, 7))
    return marks


def _number(text: str) -> str:
    """Return a figure without its unit, a per cent sign kept."""
    number, *unit = re.split(r"[ \u00a0](?=\D)", text, maxsplit=1)
    return f"{number}\u202f%" if unit and unit[0].startswith("%") else number


def _table(view: View, bars: list[TornadoBar]) -> Table:
    words = view.words
    columns = (
        Column(words.text(N_("Input"))),
        Column(words.text(N_("P10"))),
        Column(words.text(N_("P90"))),
        Column(words.text(N_("Difference at P10")), words.currency),
        Column(words.text(N_("Difference at P90")), words.currency),
        Column(words.text(N_("Flips at"))),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            bar.label,
            bar.low_value,
            bar.high_value,
            words.amount(bar.difference_at_low),
            words.amount(bar.difference_at_high),
            bar.flip,
        )
        for bar in bars
    ]
    return Table(columns, tuple(rows))


def _sentence(view: View, found: Tornado, bars: list[TornadoBar]) -> str:
    words = view.words
    flips = [bar for bar in bars if bar.flip]
    if not flips:
        return words.text(
            N_("No single input within its range makes {other} cheaper than {best}."),
            other=view.name(found.other),
            best=view.name(found.best),
        )
    said = ", ".join(words.text(N_("{input} at {value}"), input=bar.label, value=bar.flip) for bar in flips[:3])
    return words.text(N_("The decision flips with: {flips}."), flips=said)
