"""Chart 10: does it fit, and how many users? The memory of one GPU by use."""

from __future__ import annotations

import numpy as np

from planner.analysis.charts.axes import category_axis, linear_axis
from planner.analysis.charts.inputs import GpuMemory
from planner.analysis.charts.marks import (
    BAD,
    FAINT,
    INK,
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
from planner.analysis.charts.view import View, nothing, shortened
from planner.plan.wording import N_, P_

ID = "memory"
TITLE = N_("Memory of one GPU")
HALF_BAR = 0.3
USES = (
    ("weights", N_("Weights"), Colour("part", 0)),
    ("kv_cache", N_("KV cache"), Colour("part", 3)),
    ("activations", N_("Activations"), Colour("part", 10)),
    ("overhead", N_("Overhead"), Colour("part", 16)),
)


def memory(view: View, _basis: str = "") -> Chart:
    """Return what fills the memory of one GPU, scenario by scenario; what does not fit sticks out."""
    words = view.words
    title, footer = words.text(TITLE), view.footer(words.text(N_("GB on each GPU")))
    shown = {result.id for result in view.shown}
    drawn = [each for each in view.analyses.memory if each.scenario in shown]
    if not drawn:
        return nothing(ID, title, words.text(N_("No scenario has servers of its own or rented ones.")), footer)
    marks: list[Mark] = []
    for row, each in enumerate(drawn):
        marks += _row(view, each, row)
    ticks = tuple(
        Tick(row, shortened(view.name(each.scenario)), view.colour(each.scenario), view.symbol(each.scenario))
        for row, each in enumerate(drawn)
    )
    most = max(max(each.needed, each.capacity) for each in drawn)
    return Chart(
        id=ID,
        title=title,
        x=linear_axis(words.text(N_("Memory (GB)")), 0.0, most, words.tick, room=0.45),
        y=category_axis("", ticks),
        marks=tuple(marks),
        legend=(
            *(LegendEntry(words.text(label), colour) for _, label, colour in USES),
            LegendEntry(words.text(N_("Memory of the GPU")), INK, shape="line"),
        ),
        table=_table(view, drawn),
        description=_sentence(view, drawn),
        footer=footer,
    )


def _row(view: View, each: GpuMemory, row: int) -> list[Mark]:
    words = view.words
    marks: list[Mark] = [Bar(0.0, each.capacity, row - HALF_BAR, row + HALF_BAR, FAINT, part="capacity")]
    left = 0.0
    for use, _, colour in USES:
        amount = getattr(each, use)
        if amount > 0:
            marks.append(Bar(left, left + amount, row - HALF_BAR, row + HALF_BAR, colour, 1.0, each.scenario, use))
            left += amount
    ends = np.array([row - HALF_BAR - 0.12, row + HALF_BAR + 0.12])
    marks.append(Line(np.array([each.capacity, each.capacity]), ends, INK, each.scenario, width=1.6))
    short = each.needed - each.capacity
    place = max(each.needed, each.capacity)
    if short > 0:
        text = words.text(N_("{gb} GB short"), gb=words.short(short))
        marks.append(Text(place, row, text, colour=BAD, dx=5, bold=True, whole=True))
    elif each.requests is not None:
        text = words.counted(P_("{count} request", "{count} requests"), round(each.requests))
        marks.append(Text(place, row, text, dx=5, whole=True))
    return marks


def _table(view: View, drawn: list[GpuMemory]) -> Table:
    words = view.words
    columns = (
        Column(words.text(N_("Scenario"))),
        Column(words.text(N_("GPU"))),
        *(Column(words.text(label), "GB") for _, label, _ in USES),
        Column(words.text(N_("Needed")), "GB"),
        Column(words.text(N_("Memory of the GPU")), "GB"),
        Column(words.text(N_("Requests at once"))),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            view.name(each.scenario),
            each.accelerator,
            *(float(getattr(each, use)) for use, _, _ in USES),
            each.needed,
            each.capacity,
            each.requests,
        )
        for each in drawn
    ]
    return Table(columns, tuple(rows))


def _sentence(view: View, drawn: list[GpuMemory]) -> str:
    words = view.words
    said = []
    for each in drawn:
        text = N_("{name} fits on {gpu}") if each.needed <= each.capacity else N_("{name} does not fit on {gpu}")
        said.append(words.text(text, name=view.name(each.scenario), gpu=each.accelerator))
    return "; ".join(said) + "."
