"""Chart 1: what does each scenario cost, and of what is it made? Ranked stacked bars with P10–P90."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.analysis.charts.axes import category_axis, linear_axis
from planner.analysis.charts.marks import (
    BAD,
    INK,
    MUTED,
    Bar,
    Cell,
    Chart,
    Column,
    LegendEntry,
    Mark,
    Table,
    Text,
    Tick,
    Whisker,
)
from planner.analysis.charts.parts import OTHER, REST, part_colour, part_label, shown_parts
from planner.analysis.charts.view import TOTAL_COST, View, nothing, shortened
from planner.cost.results import ScenarioResult
from planner.plan.wording import N_, Plural

ID = "cost"
TITLE = N_("Cost by scenario")
HALF_BAR = 0.31
GREYED = 0.3


@dataclass(frozen=True, slots=True)
class Basis:
    """What a cost is counted per: its key figure and the words for it."""

    id: str
    figure: str
    label: str
    axis: str | Plural


BASES = (
    Basis(
        "total",
        "total_cost",
        N_("total"),
        TOTAL_COST,
    ),
    Basis("month", "monthly_cost", N_("per month"), N_("Mean cost per month ({currency})")),
    Basis("tokens", "cost_per_million_tokens", N_("per 1M tokens"), N_("Cost per 1M tokens ({currency})")),
    Basis("request", "cost_per_request", N_("per request"), N_("Cost per request ({currency})")),
    Basis("task", "cost_per_successful_task", N_("per successful task"), N_("Cost per successful task ({currency})")),
    Basis("user", "cost_per_user", N_("per user"), N_("Cost per user ({currency})")),
)


def basis_of(identity: str) -> Basis:
    """Return a basis by its id, the total for an unknown one."""
    return next((basis for basis in BASES if basis.id == identity), BASES[0])


def cost_bars(view: View, basis_id: str = "total") -> Chart:
    """Return the ranked stacked bars on a basis. What is infeasible stays, greyed, with the reason."""
    words, basis = view.words, basis_of(basis_id)
    title = words.text(TITLE)
    footer = view.footer(words.text(basis.label))
    ranked = sorted(view.shown, key=lambda result: _rank(result, basis))
    if not ranked:
        why = (
            N_("No scenario is ticked for the charts.")
            if view.plan.scenarios
            else N_("Add a scenario to get an answer.")
        )
        return nothing(ID, title, words.text(why), footer)
    parts = shown_parts(result.breakdown for result in ranked if basis.figure in result.figures)
    marks: list[Mark] = []
    reach = [0.0]
    lowest = [0.0]
    for row, result in enumerate(ranked):
        marks += _bars(view, basis, parts, result, row)
        marks += _labels(view, basis, result, row)
        figure = result.figures.get(basis.figure)
        if figure is not None:
            reach.append(words.amount(max(figure.value, figure.high or figure.value)))
    lowest += [mark.left for mark in marks if isinstance(mark, Bar)]
    reach += [mark.right for mark in marks if isinstance(mark, Bar)]
    axis_title = words.text(basis.axis, months=view.horizon, currency=words.currency)
    axis = linear_axis(axis_title, min(lowest), max(reach), words.tick_money, room=0.36)
    if not any(reach):  # only reasons, no amounts: an axis would count nothing
        axis = replace(axis, title="", ticks=())
    return Chart(
        id=ID,
        title=title,
        x=axis,
        y=category_axis("", tuple(_tick(view, result, row) for row, result in enumerate(ranked))),
        marks=tuple(marks),
        legend=_legend(view, parts, ranked),
        table=_table(view, basis, parts, ranked),
        description=_sentence(view, basis, ranked),
        footer=footer,
        basis=basis.id,
    )


def _rank(result: ScenarioResult, basis: Basis) -> tuple[bool, bool, float]:
    figure = result.figures.get(basis.figure)
    return (not result.feasible, figure is None, figure.value if figure is not None else 0.0)


def _tick(view: View, result: ScenarioResult, row: int) -> Tick:
    colour = view.colour(result.id) if result.feasible else MUTED
    return Tick(row, shortened(view.name(result.id)), colour, view.symbol(result.id))


def amounts(view: View, basis: Basis, parts: tuple[str, ...], result: ScenarioResult) -> dict[str, float]:
    """Return a scenario's cost on a basis by shown part, the others together; the sum is the key figure."""
    figure, total = result.figures.get(basis.figure), sum(result.breakdown.values())
    if figure is None or not total:
        return {}
    factor = view.words.amount(figure.value) / total
    shares = {part: result.breakdown.get(part, 0.0) * factor for part in parts}
    shares[OTHER] = sum(amount for part, amount in result.breakdown.items() if part not in parts) * factor
    return {part: amount for part, amount in shares.items() if amount}


def _bars(view: View, basis: Basis, parts: tuple[str, ...], result: ScenarioResult, row: int) -> list[Mark]:
    marks: list[Mark] = []
    right = left = 0.0
    for part, amount in amounts(view, basis, parts, result).items():
        start = right if amount > 0 else left
        colour = REST if part == OTHER else part_colour(part)
        opacity = 1.0 if result.feasible else GREYED
        low, high = sorted((start, start + amount))
        marks.append(Bar(low, high, row - HALF_BAR, row + HALF_BAR, colour, opacity, result.id, part))
        right, left = (high, left) if amount > 0 else (right, low)
    return marks


def _labels(view: View, basis: Basis, result: ScenarioResult, row: int) -> list[Mark]:
    words, figure = view.words, result.figures.get(basis.figure)
    end, marks = 0.0, list[Mark]()
    if figure is not None:
        value = end = words.amount(figure.value)
        if figure.low is not None and figure.high is not None:
            end = max(value, words.amount(figure.high))
            marks.append(Whisker(row, words.amount(figure.low), words.amount(figure.high), scenario=result.id))
        if result.feasible:
            marks.append(Text(end, row, words.short_money(value), dx=5, bold=True, whole=True))
    if not result.feasible:
        reason = words.say(result.reasons[0]) if result.reasons else words.text(N_("infeasible"))
        marks.append(Text(end, row, reason, colour=BAD, dx=5))
    elif figure is None:
        marks.append(Text(0.0, row, words.text(N_("does not apply")), colour=MUTED, dx=5))
    return marks


def _legend(view: View, parts: tuple[str, ...], ranked: list[ScenarioResult]) -> tuple[LegendEntry, ...]:
    entries = [LegendEntry(part_label(part, view.words), part_colour(part)) for part in parts]
    if any(part not in parts and amount for result in ranked for part, amount in result.breakdown.items()):
        entries.append(LegendEntry(view.words.text(N_("Other")), REST))
    if any(figure.low is not None for result in ranked for figure in result.figures.values()):
        entries.append(LegendEntry(view.words.text(N_("P10 to P90")), INK, shape="line"))
    return tuple(entries)


def _table(view: View, basis: Basis, parts: tuple[str, ...], ranked: list[ScenarioResult]) -> Table:
    words = view.words
    by_row = [amounts(view, basis, parts, result) for result in ranked]
    columns = [*parts, OTHER] if any(OTHER in row for row in by_row) else list(parts)
    unit = words.currency
    rows: list[tuple[Cell, ...]] = []
    for result, row in zip(ranked, by_row, strict=True):
        figure = result.figures.get(basis.figure)
        ends: tuple[Cell, ...] = (None, None, None)
        if figure is not None:
            low, high = (None if end is None else words.amount(end) for end in (figure.low, figure.high))
            ends = (words.amount(figure.value), low, high)
        state = "; ".join(words.say(reason) for reason in result.reasons)
        rows.append((view.name(result.id), *(row.get(part, 0.0) if row else None for part in columns), *ends, state))
    return Table(
        (
            Column(words.text(N_("Scenario"))),
            *(Column(words.text(N_("Other")) if part == OTHER else part_label(part, words), unit) for part in columns),
            Column(words.text(N_("Sum")), unit),
            Column(words.text(N_("P10")), unit),
            Column(words.text(N_("P90")), unit),
            Column(words.text(N_("Limits broken"))),
        ),
        tuple(rows),
    )


def _sentence(view: View, basis: Basis, ranked: list[ScenarioResult]) -> str:
    words = view.words
    able = [result for result in ranked if result.feasible and basis.figure in result.figures]
    if not able:
        return words.text(N_("No scenario meets every limit."))

    def priced(result: ScenarioResult) -> str:
        return words.short_money(words.amount(result.figures[basis.figure].value))

    first = words.text(
        N_("{name} costs least: {amount} {basis}."),
        name=view.name(able[0].id),
        amount=priced(able[0]),
        basis=words.text(basis.label),
    )
    if len(able) == 1:
        return first
    second = words.text(
        N_("{name} follows with {amount}; {count} are compared."),
        name=view.name(able[1].id),
        amount=priced(able[1]),
        count=len(ranked),
    )
    return first + " " + second
