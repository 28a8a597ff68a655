"""Chart 6: how sure? Fifty equally likely savings as dots, so that odds can be counted."""

from __future__ import annotations

import math

import numpy as np

from planner.analysis.charts.axes import linear_axis, round_step
from planner.analysis.charts.inputs import Saving
from planner.analysis.charts.marks import INK, Axis, Cell, Chart, Column, Floats, Mark, Marker, Rule, Table, Text
from planner.analysis.charts.view import ALIKE, View, nothing, shortened
from planner.plan.wording import N_

ID = "odds"
TITLE = N_("How sure is the saving")
DOTS = 50
WANTED_COLUMNS = 22
LEAST_HEIGHT = 6


def quantiles(draws: Floats, count: int = DOTS) -> Floats:
    """Return `count` equally likely values: the quantiles in the middle of `count` equal slices."""
    return np.quantile(draws, (np.arange(count) + 0.5) / count)


def odds(view: View, _basis: str = "") -> Chart:
    """Return the saving of the cheapest against the next, as fifty dots of 2 % each."""
    words = view.words
    title, footer = words.text(TITLE), view.footer(words.text(N_("difference of the totals")))
    found = view.analyses.saving
    if found is None or not len(found.draws):
        return nothing(ID, title, words.text(N_("The doubt is being computed.")), footer)
    if not np.any(found.draws):
        return nothing(ID, title, words.text(ALIKE), footer)
    savings = quantiles(found.draws) * words.rate
    low, high = float(savings[0]), float(savings[-1])
    width = round_step(max(high - low, abs(high) * 1e-6, 1e-9), WANTED_COLUMNS)
    columns, dots = _stacked(view, found, savings, width)
    marks: list[Mark] = [Rule("x", 0.0, INK, "solid", 1.2), *dots]
    top = float(max(max(columns.values()) + 1.6, LEAST_HEIGHT))
    wins = int(np.sum(savings >= 0))
    loser, best = view.name(found.other), view.name(found.best)
    axis = linear_axis(
        words.text(
            N_("Saving of {best} against {other} ({currency})"),
            best=shortened(best),
            other=shortened(loser),
            currency=words.currency,
        ),
        (min(columns) - 1) * width,
        (max(columns) + 2) * width,
        words.tick_money,
        room=1e-9,
        grid=False,
        brief=words.text(N_("Saving ({currency})"), currency=words.currency),
    )
    if wins:
        marks.append(Text(0.0, top, words.text(N_("{count} of 50"), count=wins), dx=6, dy=-6, bold=True, whole=True))
    if wins < DOTS:
        text = words.text(N_("{count} of 50"), count=DOTS - wins)
        marks.append(Text(0.0, top, text, "right", dx=-6, dy=-6, bold=True, whole=True))
    rows: list[tuple[Cell, ...]] = [((number + 0.5) / DOTS, saving) for number, saving in enumerate(savings.tolist())]
    return Chart(
        id=ID,
        title=title,
        x=axis,
        y=Axis("", 0.0, top, "linear", (), grid=False),
        marks=tuple(marks),
        legend=tuple(
            view.entry(identity, words.percent(count / DOTS))
            for identity, count in ((found.best, wins), (found.other, DOTS - wins))
        ),
        table=Table(
            (Column(words.text(N_("Quantile"))), Column(words.text(N_("Saving")), words.currency)), tuple(rows)
        ),
        description=words.text(
            N_("In {wins} of 50 equally likely cases {best} costs less than {other}; the middle saving is {median}."),
            wins=wins,
            best=best,
            other=loser,
            median=words.short_money(float(np.median(savings))),
        ),
        footer=footer,
    )


def _stacked(view: View, found: Saving, savings: Floats, width: float) -> tuple[dict[int, int], list[Mark]]:
    """Return the dots stacked in columns of a width, and how many stand in each column by its number."""
    columns: dict[int, int] = {}
    dots: list[Mark] = []
    for saving in savings.tolist():
        column = math.floor(saving / width)
        columns[column] = columns.get(column, 0) + 1
        winner = found.best if saving >= 0 else found.other
        place = (column + 0.5) * width, columns[column] - 0.5
        dots.append(Marker(*place, view.symbol(winner), view.colour(winner), 8, winner))
    return columns, dots
