"""Chart 7: why different? The difference between two results, change by change."""

from __future__ import annotations

import numpy as np

from planner.analysis.charts.axes import category_axis, linear_axis
from planner.analysis.charts.inputs import Bridge
from planner.analysis.charts.marks import (
    BAD,
    GOOD,
    MUTED,
    Bar,
    Cell,
    Chart,
    Colour,
    Column,
    LegendEntry,
    Line,
    Mark,
    Table,
    Text,
    Tick,
)
from planner.analysis.charts.view import TOTAL_COST, View, nothing
from planner.plan.wording import MINUS, N_, P_

ID = "bridge"
TITLE = N_("Why the difference")
TOTAL_SAVING = P_(
    "Saving over {other} in {months} month ({currency})",
    "Saving over {other} in {months} months ({currency})",
    "months",
)
HALF_BAR = 0.3


def bridge(view: View, _basis: str = "") -> Chart:
    """Return the bridge from one total to another; the steps add up to the difference."""
    words = view.words
    found = view.analyses.bridge
    basis = N_("saving") if found is not None and found.saved_against else N_("total")
    title, footer = words.text(TITLE), view.footer(words.text(basis))
    if found is None:
        return nothing(
            ID, title, words.text(N_("Choose two scenarios, or two versions of the plan, to compare.")), footer
        )
    is_saving = bool(found.saved_against)
    start, end = words.amount(found.start), words.amount(found.end)
    last = len(found.steps) + 1
    marks: list[Mark] = [_end(view, start, 0, found.start_scenario), _end(view, end, last, found.end_scenario)]
    running, reached = start, [0.0, start, end]
    texts: list[Mark] = [_total(view, start, 0)]
    for row, step in enumerate(found.steps, start=1):
        amount = words.amount(step.amount)
        after = running + amount
        low, high = sorted((running, after))
        colour = GOOD if (amount < 0) != is_saving else BAD
        marks.append(_joint(running, row - 1, row))
        marks.append(Bar(low, high, row - HALF_BAR, row + HALF_BAR, colour, 0.85, part=step.label))
        texts.append(Text(high, row, signed(view, amount), colour=colour, dx=4, whole=True))
        running = after
        reached.append(after)
    marks.append(_joint(running, last - 1, last))
    texts.append(_total(view, end, last))
    ticks = [
        _tick(view, 0, found.start_label, found.start_scenario),
        *(Tick(row, step.label) for row, step in enumerate(found.steps, start=1)),
        _tick(view, last, found.end_label, found.end_scenario),
    ]
    measure = TOTAL_SAVING if is_saving else TOTAL_COST
    axis_title = words.text(measure, months=view.horizon, currency=words.currency, other=found.saved_against)
    return Chart(
        id=ID,
        title=title,
        x=linear_axis(axis_title, min(reached), max(reached), words.tick_money, room=0.24),
        y=category_axis("", tuple(ticks)),
        marks=(*marks, *texts),
        legend=(LegendEntry(words.text(N_("costs more")), BAD), LegendEntry(words.text(N_("costs less")), GOOD)),
        table=_table(view, found),
        description=_description(view, found),
        footer=footer,
    )


def _table(view: View, found: Bridge) -> Table:
    words = view.words
    columns = (Column(words.text(N_("Change"))), Column(words.text(N_("Amount")), words.currency))
    rows: list[tuple[Cell, ...]] = [
        (found.start_label, words.amount(found.start)),
        *((step.label, words.amount(step.amount)) for step in found.steps),
        (found.end_label, words.amount(found.end)),
    ]
    return Table(columns, tuple(rows))


def _description(view: View, found: Bridge) -> str:
    told = (
        N_("From {start} to {end} the saving changes by {amount}; the largest part is {part}.")
        if found.saved_against
        else N_("From {start} to {end} the total changes by {amount}; the largest part is {part}.")
    )
    return view.words.text(
        told,
        start=found.start_label,
        end=found.end_label,
        amount=signed(view, view.words.amount(found.end) - view.words.amount(found.start)),
        part=max(found.steps, key=lambda step: abs(step.amount)).label if found.steps else "–",
    )


def signed(view: View, amount: float) -> str:
    """Return an amount with its sign, the plus too."""
    text = view.words.short_money(amount)
    return text if text.startswith(MINUS) or amount == 0 else f"+{text}"


def _end(view: View, amount: float, row: int, scenario: str) -> Mark:
    colour = view.colour(scenario) if scenario else MUTED
    return Bar(min(amount, 0.0), max(amount, 0.0), row - HALF_BAR, row + HALF_BAR, colour, scenario=scenario)


def _total(view: View, amount: float, row: int) -> Mark:
    """Return the amount of a start or an end, right of its bar: a loss has its bar left of nothing."""
    return Text(max(amount, 0.0), row, view.words.short_money(amount), dx=4, bold=True, whole=True)


def _joint(at: float, row: int, after: int) -> Mark:
    """Return the thin line from one bar to the next."""
    return Line(np.array([at, at]), np.array([row - HALF_BAR, after + HALF_BAR]), Colour("muted"), width=0.6)


def _tick(view: View, row: int, text: str, scenario: str) -> Tick:
    if not scenario:
        return Tick(row, text)
    return Tick(row, text, view.colour(scenario), view.symbol(scenario))
