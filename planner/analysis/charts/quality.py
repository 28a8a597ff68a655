"""Chart 8: what does the extra money buy? Cost against quality, size by latency, and the line of the best choices."""

from __future__ import annotations

import math

import numpy as np

from planner.analysis.charts.axes import linear_axis
from planner.analysis.charts.marks import (
    BAD,
    MUTED,
    Cell,
    Chart,
    Column,
    LegendEntry,
    Line,
    Mark,
    Marker,
    Rule,
    Span,
    Table,
    Text,
)
from planner.analysis.charts.view import TOTAL_COST, View, nothing, shortened
from planner.cost.results import ScenarioResult
from planner.plan.wording import N_, P_

ID = "quality"
TITLE = N_("Cost and quality")
SMALLEST, LARGEST = 7.0, 17.0


def quality(view: View, _basis: str = "") -> Chart:
    """Return every scenario by total cost and quality; who is on the line cannot be beaten on both."""
    words = view.words
    title, footer = words.text(TITLE), view.footer(words.text(N_("total")))
    drawn = [each for each in view.shown if "quality" in each.figures and "total_cost" in each.figures]
    if not drawn:
        return nothing(ID, title, words.text(N_("No score of these models is known on the chosen benchmark.")), footer)
    costs = {each.id: words.amount(each.figures["total_cost"].value) for each in drawn}
    scores = {each.id: each.figures["quality"].value for each in drawn}
    floor = view.plan.workload.quality.floor
    budget = view.plan.constraints.budget_per_month
    spread = max(scores.values()) - min(scores.values())
    lowest = min([*scores.values(), *([floor] if floor is not None else [])])
    y = linear_axis(
        view.plan.workload.quality.benchmark or words.text(N_("Quality score")),
        lowest - 0.15 * spread - 1,
        max(scores.values()) + 0.12 * spread,
        words.tick,
        zero=False,
    )
    most = max(costs.values())
    x = linear_axis(
        words.text(
            TOTAL_COST,
            months=view.horizon,
            currency=words.currency,
        ),
        0.0,
        most,
        words.tick_money,
        room=0.15,
    )
    marks: list[Mark] = []
    if floor is not None:
        marks += [Span("y", y.low, floor, BAD, 0.08), Rule("y", floor, BAD, "dashed")]
        marks.append(Text(x.high, y.low, words.text(N_("lowest score")), "right", BAD, dx=-3, dy=7, halo=True))
    if budget is not None:
        limit = words.amount(budget * view.horizon)
        if limit < x.high:
            marks += [Span("x", limit, x.high, BAD, 0.08), Rule("x", limit, BAD, "dashed")]
    marks += _pareto(drawn, costs, scores)
    best = {each.id for each in best_choices(drawn)}
    for each in drawn:
        colour = view.colour(each.id) if each.feasible else MUTED
        place = costs[each.id], scores[each.id]
        marks.append(Marker(*place, view.symbol(each.id), colour, _size(drawn, each), each.id, filled=each.feasible))
        # The line of the best choices leaves a symbol to the right: the name stands above it.
        marks.append(_named(view, each, place, x.high, lift=7.0 if each.id in best else 0.0))
    return Chart(
        id=ID,
        title=title,
        x=x,
        y=y,
        marks=tuple(marks),
        legend=_legend(view, drawn),
        table=_table(view, drawn),
        description=_sentence(view, drawn),
        footer=footer,
    )


def _named(view: View, result: ScenarioResult, place: tuple[float, float], end: float, lift: float) -> Text:
    """Return a scenario's name beside its symbol, to the left of it where the right is near the edge."""
    colour = view.colour(result.id) if result.feasible else MUTED
    name = shortened(view.name(result.id), 24)
    if place[0] > 0.65 * end:
        return Text(*place, name, "right", dx=-11, colour=colour, halo=True)
    return Text(*place, name, dx=11, dy=lift, colour=colour, halo=True)


def best_choices(drawn: list[ScenarioResult]) -> list[ScenarioResult]:
    """Return the feasible results that no other beats on cost and quality at once, cheapest first."""
    ranked = sorted(
        (each for each in drawn if each.feasible),
        key=lambda each: (each.figures["total_cost"].value, -each.figures["quality"].value),
    )
    best, reached = list[ScenarioResult](), -math.inf
    for each in ranked:
        if each.figures["quality"].value > reached:
            best.append(each)
            reached = each.figures["quality"].value
    return best


def _pareto(drawn: list[ScenarioResult], costs: dict[str, float], scores: dict[str, float]) -> list[Mark]:
    line = best_choices(drawn)
    if len(line) < 2:
        return []
    x, y = (np.array([values[each.id] for each in line]) for values in (costs, scores))
    # A step: between two choices the better score costs the full price of the dearer one.
    return [Line(np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1], MUTED, stroke="dashed", width=1.2)]


def _size(drawn: list[ScenarioResult], result: ScenarioResult) -> float:
    """Return a size whose area grows with the time to first token."""
    latencies = [each.figures["ttft_p95_ms"].value for each in drawn if "ttft_p95_ms" in each.figures]
    own = result.figures.get("ttft_p95_ms")
    if own is None or not latencies or max(latencies) <= 0:
        return SMALLEST
    return max(SMALLEST, LARGEST * math.sqrt(own.value / max(latencies)))


def _legend(view: View, drawn: list[ScenarioResult]) -> tuple[LegendEntry, ...]:
    entries = []
    for each in sorted(drawn, key=lambda result: -result.figures["quality"].value):
        figure = each.figures.get("ttft_p95_ms")
        value = "" if figure is None else view.words.exact(figure.value, 0) + "\u202fms"
        entries.append(view.entry(each.id, value))
    entries.append(LegendEntry(view.words.text(N_("size: first token, p95")), MUTED, 0, "marker"))
    return tuple(entries)


def _table(view: View, drawn: list[ScenarioResult]) -> Table:
    words = view.words
    best = {each.id for each in best_choices(drawn)}
    columns = (
        Column(words.text(N_("Scenario"))),
        Column(words.text(N_("Total cost")), words.currency),
        Column(words.text(N_("Quality"))),
        Column(words.text(N_("First token, p95")), "ms"),
        Column(words.text(N_("Cannot be beaten on both"))),
        Column(words.text(N_("Limits broken"))),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in drawn:
        latency = each.figures.get("ttft_p95_ms")
        rows.append(
            (
                view.name(each.id),
                words.amount(each.figures["total_cost"].value),
                each.figures["quality"].value,
                None if latency is None else latency.value,
                words.text(N_("yes")) if each.id in best else words.text(N_("no")),
                "; ".join(words.say(reason) for reason in each.reasons),
            )
        )
    return Table(columns, tuple(rows))


def _sentence(view: View, drawn: list[ScenarioResult]) -> str:
    words, best = view.words, best_choices(drawn)
    if not best:
        return words.text(N_("No scenario meets every limit."))
    return words.text(
        P_(
            "{count} of {all} scenarios cannot be beaten on cost and quality at once: {names}.",
            "{count} of {all} scenarios cannot be beaten on cost and quality at once: {names}.",
        ),
        count=len(best),
        all=len(drawn),
        names=", ".join(view.name(each.id) for each in best),
    )
