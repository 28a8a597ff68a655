"""Chart 6: how sure? Fifty equally likely savings as dots, and the share of cases in which each of two costs less.

Every share that is said is that of the draws, as the verdict says it; only the dots are rounded to fiftieths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from planner.analysis.charts.axes import linear_axis, round_step
from planner.analysis.charts.inputs import Saving
from planner.analysis.charts.marks import INK, Axis, Cell, Chart, Column, Floats, Mark, Marker, Rule, Table, Text
from planner.analysis.charts.view import ALIKE, View, nothing, shortened
from planner.analysis.verdict import odds as shares_of_draws
from planner.plan.wording import N_

ID = "odds"
TITLE = N_("How sure is the saving")
DOTS = 50
WANTED_COLUMNS = 22
LEAST_HEIGHT = 6


def quantiles(draws: Floats, count: int = DOTS) -> Floats:
    """Return `count` equally likely values: the quantiles in the middle of `count` equal slices."""
    return np.quantile(draws, (np.arange(count) + 0.5) / count)


def shares(view: View, found: Saving) -> tuple[float, float]:
    """Return in which share of the draws the best and the other cost less: those of the result, as in the verdict.

    A result without draws leaves those of the saving itself.
    """
    chances = shares_of_draws([each for each in view.result.scenarios if each.id in (found.best, found.other)])
    won = chances.get(found.best, float(np.mean(found.draws >= 0)))
    return won, chances.get(found.other, 1.0 - won)


def whole_dots(parts: Sequence[float], count: int = DOTS) -> tuple[int, ...]:
    """Return how many of `count` dots stand for each share: whole ones that add up, by largest remainder.

    Shares may leave out cases without an answer: the dots stand for the others.
    """
    exact = [part / sum(parts) * count for part in parts]
    whole = [math.floor(each) for each in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_rest[: count - sum(whole)]:
        whole[place] += 1
    return tuple(whole)


def odds(view: View, _basis: str = "") -> Chart:
    """Return the saving of the cheapest against the next, as fifty dots of about 2 % each."""
    words = view.words
    title, footer = words.text(TITLE), view.footer(words.text(N_("difference in 50 rounded dots")))
    found = view.analyses.saving
    if found is None or not len(found.draws):
        return nothing(ID, title, words.text(N_("The doubt is being computed.")), footer)
    if not np.any(found.draws):
        return nothing(ID, title, words.text(ALIKE), footer)
    savings = quantiles(found.draws) * words.rate
    low, high = float(savings[0]), float(savings[-1])
    width = round_step(max(high - low, abs(high) * 1e-6, 1e-9), WANTED_COLUMNS)
    won, lost = shares(view, found)
    wins, losses = whole_dots((won, lost))
    columns, dots = _stacked(view, found, savings, losses, width)
    marks: list[Mark] = [Rule("x", 0.0, INK, "solid", 1.2), *dots]
    top = float(max(max(columns.values()) + 1.6, LEAST_HEIGHT))
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
        marks.append(Text(0.0, top, words.percent(won), dx=6, dy=-6, bold=True, whole=True))
    if losses:
        marks.append(Text(0.0, top, words.percent(lost), "right", dx=-6, dy=-6, bold=True, whole=True))
    said = _said(view, {found.best: won, found.other: lost})
    return Chart(
        id=ID,
        title=title,
        x=axis,
        y=Axis("", 0.0, top, "linear", (), grid=False),
        marks=tuple(marks),
        legend=tuple(view.entry(identity, share) for identity, share in said.items()),
        table=_table(view, found, said, savings),
        description=words.text(
            N_(
                "{best} costs less than {other} in {odds} of cases; the middle saving is {median}. "
                "The 50 dots are rounded."
            ),
            odds=words.percent(won),
            best=best,
            other=loser,
            median=words.short_money(float(np.median(savings))),
        ),
        footer=footer,
    )


def _said(view: View, pair: Mapping[str, float]) -> dict[str, str]:
    """Return the shares of two in words, which say so where they are not those of the verdict, of all scenarios."""
    words = view.words
    said = {identity: words.percent(share) for identity, share in pair.items()}
    of_all = shares_of_draws(view.result.feasible)
    if all(words.percent(of_all.get(identity, share)) == said[identity] for identity, share in pair.items()):
        return said
    return {identity: words.text(N_("{share} between the two"), share=share) for identity, share in said.items()}


def _table(view: View, found: Saving, said: Mapping[str, str], savings: Floats) -> Table:
    """Return the share of each of the two, then the fifty savings."""
    words = view.words
    columns = (
        Column(words.text(N_("Cheaper"))),
        Column(words.text(N_("Cases"))),
        Column(words.text(N_("Quantile"))),
        Column(words.text(N_("Saving")), words.currency),
    )
    rows: list[tuple[Cell, ...]] = [(view.name(identity), share, None, None) for identity, share in said.items()]
    for number, saving in enumerate(savings.tolist()):
        cheaper = view.name(found.best if saving >= 0 else found.other)
        rows.append((cheaper, None, (number + 0.5) / DOTS, saving))
    return Table(columns, tuple(rows))


def _stacked(
    view: View, found: Saving, savings: Floats, losses: int, width: float
) -> tuple[dict[int, int], list[Mark]]:
    """Return the dots stacked in columns of a width, and how many stand in each column by its number.

    The lowest `losses` savings are dots of the other. A dot that this rounding gives to one side of nothing stands
    there, although its own saving may lie just beyond.
    """
    columns: dict[int, int] = {}
    dots: list[Mark] = []
    for number, saving in enumerate(savings.tolist()):
        winner, column = found.best, max(math.floor(saving / width), 0)
        if number < losses:
            winner, column = found.other, min(math.floor(saving / width), -1)
        columns[column] = columns.get(column, 0) + 1
        place = (column + 0.5) * width, columns[column] - 0.5
        dots.append(Marker(*place, view.symbol(winner), view.colour(winner), 8, winner))
    return columns, dots
