"""Chart 2: when does it pay back? Cumulative cost of every scenario with its fan, and break-even months."""

from __future__ import annotations

import math

import numpy as np

from planner.analysis.charts.axes import linear_axis, month_axis
from planner.analysis.charts.marks import (
    Band,
    Cell,
    Chart,
    Column,
    Floats,
    Line,
    Mark,
    Marker,
    Table,
    Text,
)
from planner.analysis.charts.view import View, nothing
from planner.cost.results import ScenarioResult
from planner.plan.wording import N_, P_

ID = "cumulative"
TITLE = N_("Cumulative cost")
MOST_FANS = 4


def cumulative(view: View, _basis: str = "") -> Chart:
    """Return what has been paid by the end of each month, and where a scenario gets cheaper than the baseline."""
    words = view.words
    title = words.text(TITLE)
    footer = view.footer(words.text(N_("paid until the end of each month")))
    drawn = [result for result in view.answering if result.cumulative is not None]
    if not drawn:
        return nothing(ID, title, words.text(N_("No scenario meets every limit.")), footer)
    marks: list[Mark] = []
    tops = [0.0]
    lows = [0.0]
    fans = _with_fan(view, drawn)
    for result in drawn:
        paid = _paid(view, result)
        months = np.arange(len(paid), dtype=np.float64)
        tops.append(float(paid.max()))
        lows.append(float(paid.min()))
        if result.id in fans and result.cumulative_low is not None and result.cumulative_high is not None:
            low, high = result.cumulative_low * words.rate, result.cumulative_high * words.rate
            marks.append(Band(months, low, high, view.colour(result.id), result.id))
            tops.append(float(high.max()))
            lows.append(float(low.min()))
    for result in drawn:
        paid = _paid(view, result)
        months = np.arange(len(paid), dtype=np.float64)
        width = 2.0 if result.id == view.result.baseline else 1.5
        marks.append(Line(months, paid, view.colour(result.id), result.id, width=width))
    marks += _ends(view, drawn)
    marks += _break_evens(view, drawn)
    ordered = sorted(drawn, key=lambda result: -float(_paid(view, result)[-1]))
    last = max(len(_paid(view, result)) for result in drawn) - 1
    return Chart(
        id=ID,
        title=title,
        x=month_axis(words.text(N_("Month")), last, words.tick),
        y=linear_axis(
            words.text(N_("Cumulative cost ({currency})"), currency=words.currency),
            min(lows),
            max(tops),
            words.tick_money,
        ),
        marks=tuple(marks),
        legend=tuple(
            view.entry(result.id, words.short_money(float(_paid(view, result)[-1])), line=True) for result in ordered
        ),
        table=_table(view, drawn),
        description=_sentence(view, drawn),
        footer=footer,
    )


def _paid(view: View, result: ScenarioResult) -> Floats:
    paid = result.cumulative if result.cumulative is not None else np.zeros(1)
    return paid * view.words.rate


def _with_fan(view: View, drawn: list[ScenarioResult]) -> set[str]:
    """Return whose fan is drawn: everybody's while few, else those of the cheapest and of the baseline."""
    if len(drawn) <= MOST_FANS:
        return {result.id for result in drawn}
    cheapest = min(drawn, key=lambda result: result.total_cost or 0.0)
    return {cheapest.id, view.result.baseline}


def _ends(view: View, drawn: list[ScenarioResult]) -> list[Mark]:
    """Return a symbol at the end of every line, so that colour is not all that tells them apart."""
    marks: list[Mark] = []
    for result in drawn:
        paid = _paid(view, result)
        place = float(len(paid) - 1), float(paid[-1])
        marks.append(Marker(*place, view.symbol(result.id), view.colour(result.id), 7, result.id))
    return marks


def crossing_month(result: ScenarioResult) -> float | None:
    """Return the month from which a scenario has cost less than the baseline; none if it has from the start."""
    figure = result.figures.get("break_even_month")
    return figure.value if figure is not None and figure.value > 0 else None


def spoken_month(view: View, month: float) -> str:
    """Return the month in which a crossing falls: the 14th month ends at 14.0."""
    return view.words.exact(max(math.ceil(month - 1e-9), 1), 0)


def _break_evens(view: View, drawn: list[ScenarioResult]) -> list[Mark]:
    marks: list[Mark] = []
    for result in drawn:
        month = crossing_month(result)
        paid = _paid(view, result)
        if month is None or result.id == view.result.baseline or not 0 <= month <= len(paid) - 1:
            continue
        height = float(np.interp(month, np.arange(len(paid)), paid))
        marks.append(Marker(month, height, view.symbol(result.id), view.colour(result.id), 9, result.id, filled=False))
        label = view.words.text(N_("month {month}"), month=spoken_month(view, month))
        marks.append(
            Text(month, height, label, "right", view.colour(result.id), dx=-7, dy=8, bold=True, halo=True, whole=True)
        )
    return marks


def _table(view: View, drawn: list[ScenarioResult]) -> Table:
    words = view.words
    columns = [Column(words.text(N_("Month")))]
    paid: list[Floats] = []
    for result in drawn:
        columns.append(Column(view.name(result.id), words.currency))
        paid.append(_paid(view, result))
        if result.cumulative_low is not None and result.cumulative_high is not None:
            columns.append(Column(words.text(N_("{name}, P10"), name=view.name(result.id)), words.currency))
            columns.append(Column(words.text(N_("{name}, P90"), name=view.name(result.id)), words.currency))
            paid += [result.cumulative_low * words.rate, result.cumulative_high * words.rate]
    length = max(len(amounts) for amounts in paid)
    rows: list[tuple[Cell, ...]] = [
        (float(month), *(float(amounts[month]) if month < len(amounts) else None for amounts in paid))
        for month in range(length)
    ]
    return Table(tuple(columns), tuple(rows))


def _sentence(view: View, drawn: list[ScenarioResult]) -> str:
    words = view.words
    months = [(crossing_month(result), result) for result in drawn if result.id != view.result.baseline]
    reached = sorted((month, result.id) for month, result in months if month is not None and month <= view.horizon)
    if not reached:
        best = min(drawn, key=lambda result: result.total_cost or 0.0)
        return words.text(
            P_(
                "No line crosses that of the baseline within {months} month; {name} has cost least at the end.",
                "No line crosses that of the baseline within {months} months; {name} has cost least at the end.",
                "months",
            ),
            months=view.horizon,
            name=view.name(best.id),
        )
    month, identity = reached[0]
    return words.text(
        N_("{name} has paid back against {baseline} in month {month}."),
        name=view.name(identity),
        baseline=view.name(view.result.baseline),
        month=spoken_month(view, month),
    )
