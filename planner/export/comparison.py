"""The comparison and the cash flow as tables: one row has one scenario, told by its id."""

from __future__ import annotations

from planner.analysis.amount_text import UNIT_WORDS
from planner.analysis.charts.marks import Cell, Column, Table
from planner.analysis.charts.parts import part_label
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.analysis.key_figures import BY_NAME, KEY_FIGURES
from planner.cost.results import Figure, ScenarioResult
from planner.plan.wording import N_


def figure_names(view: View) -> list[str]:
    """Return the names of every key figure that some scenario has, in reading order."""
    present = {name for result in view.shown for name in result.figures}
    return [figure.name for figure in KEY_FIGURES if figure.name in present]


def figure_label(name: str, words: Words) -> str:
    """Return a key figure's name for people."""
    return words.text(BY_NAME[name].label)


def is_money(unit: str) -> bool:
    """Return whether a unit counts money."""
    return unit == "USD" or unit.startswith("USD/")


def shown_unit(unit: str, words: Words) -> str:
    """Return a unit as people read it: money in the plan's currency, nothing for a plain number."""
    if unit == "1":
        return ""
    if is_money(unit):
        per = unit.removeprefix("USD")
        return words.currency + (words.language.translate(UNIT_WORDS[unit]) if unit in UNIT_WORDS else per)
    return words.language.translate(UNIT_WORDS.get(unit, unit))


def shown_value(figure: Figure, value: float | None, words: Words) -> float | None:
    """Return a value in the unit that is shown."""
    return words.amount(value) if value is not None and is_money(figure.unit) else value


def has_range(view: View, name: str) -> bool:
    """Return whether any scenario knows the range of a figure."""
    figures = [result.figures.get(name) for result in view.shown]
    return any(figure is not None and figure.low is not None for figure in figures)


def unit_of(view: View, name: str) -> str:
    """Return the unit of a figure."""
    return next(result.figures[name].unit for result in view.shown if name in result.figures)


def comparison_table(view: View) -> Table:
    """Return every key figure of every shown scenario with P10 and P90; what does not apply is empty."""
    words = view.words
    columns = [
        Column(words.text(N_("Id"))),
        Column(words.text(N_("Scenario"))),
        Column(words.text(N_("Hosting"))),
        Column(words.text(N_("Meets every limit"))),
        Column(words.text(N_("Limits broken"))),
    ]
    names = figure_names(view)
    for name in names:
        label, unit = figure_label(name, words), shown_unit(unit_of(view, name), words)
        columns.append(Column(label, unit))
        if has_range(view, name):
            columns += [Column(f"{label} P10", unit), Column(f"{label} P90", unit)]
    return Table(tuple(columns), tuple(_row(view, result, names) for result in view.shown))


def _row(view: View, result: ScenarioResult, names: list[str]) -> tuple[Cell, ...]:
    words = view.words
    cells: list[Cell] = [
        result.id,
        view.name(result.id),
        result.hosting,
        words.text(N_("yes")) if result.feasible else words.text(N_("no")),
        "; ".join(words.say(reason) for reason in result.reasons),
    ]
    for name in names:
        figure = result.figures.get(name)
        wanted = 3 if has_range(view, name) else 1
        if figure is None:
            cells += [None] * wanted
        else:
            cells += [shown_value(figure, end, words) for end in (figure.value, figure.low, figure.high)[:wanted]]
    return tuple(cells)


def parts_in(view: View) -> list[str]:
    """Return every part of the bill that some scenario has, in the order of the results."""
    return list(dict.fromkeys(part for result in view.shown for part in result.cash_flow))


def cash_flow_table(view: View) -> Table:
    """Return what each scenario pays in each month by part; month 0 is the start."""
    words, parts = view.words, parts_in(view)
    columns = (
        Column(words.text(N_("Id"))),
        Column(words.text(N_("Scenario"))),
        Column(words.text(N_("Month"))),
        *(Column(part_label(part, words), words.currency) for part in parts),
        Column(words.text(N_("Sum")), words.currency),
    )
    rows: list[tuple[Cell, ...]] = []
    for result in view.shown:
        length = max((len(flow) for flow in result.cash_flow.values()), default=0)
        for month in range(length):
            paid = [_paid(result, part, month, words) for part in parts]
            total = sum(amount for amount in paid if amount is not None)
            rows.append((result.id, view.name(result.id), float(month), *paid, total))
    return Table(columns, tuple(rows))


def _paid(result: ScenarioResult, part: str, month: int, words: Words) -> float | None:
    flow = result.cash_flow.get(part)
    return None if flow is None else words.amount(float(flow[month]))
