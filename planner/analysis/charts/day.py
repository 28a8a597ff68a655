"""Chart 9: why this many servers? A day's demand against capacity, with the utilisation of every hour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.analysis.charts.axes import linear_axis
from planner.analysis.charts.inputs import DayProfile
from planner.analysis.charts.marks import (
    ACCENT,
    INK,
    MUTED,
    Axis,
    Band,
    Cell,
    Cells,
    Chart,
    Column,
    Floats,
    LegendEntry,
    Line,
    Mark,
    Table,
    Text,
    Tick,
)
from planner.analysis.charts.view import View, nothing
from planner.plan.wording import N_, P_

ID = "day"
TITLE = N_("Day profile and capacity")
STRIP_LOW, STRIP_HIGH = -0.13, -0.05
"""Where the strip of utilisation stands, as shares of the height of the plot."""


def day(view: View, _basis: str = "") -> Chart:
    """Return demand, capacity and spare over a day of the scenario that was chosen."""
    words = view.words
    title = words.text(TITLE)
    found = view.analyses.day
    if found is None:
        why = words.text(N_("Choose a scenario with servers of its own or rented ones."))
        return nothing(ID, title, why, view.footer(words.text(N_("busiest day"))))
    highest = float((found.capacity + found.spare).max())
    rounded = linear_axis(words.text(N_("Requests per second")), 0.0, highest * 1.08, words.tick)
    peak = int(np.argmax(found.demand))
    room = float(np.sum(found.capacity + found.spare))
    mean = words.percent(float(np.sum(found.demand)) / room if room else 0.0)
    ticks = tuple(Tick(float(hour), f"{hour:02d}:00") for hour in range(0, 25, 4))
    return Chart(
        id=ID,
        title=title,
        x=Axis(words.text(N_("Hour of the day")), 0.0, 24.0, "linear", ticks, grid=False),
        y=Axis(rounded.title, rounded.high * (STRIP_LOW - 0.02), rounded.high, "linear", rounded.ticks),
        marks=(*_marks(view, found, rounded.high), *_servers(view, found, peak)),
        legend=_legend(view, found, mean),
        table=_table(view, found, utilisation(found)),
        description=words.text(
            N_("{name}: a peak of {peak} requests a second against a capacity of {capacity}; used {mean} of the day."),
            name=view.name(found.scenario),
            peak=words.short(float(found.demand[peak])),
            capacity=words.short(float(found.capacity[peak])),
            mean=mean,
        ),
        footer=view.footer(view.name(found.scenario)),
    )


def utilisation(found: DayProfile) -> Floats:
    """Return demand over everything that is paid for, spare included, hour by hour."""
    paid = found.capacity + found.spare
    return np.divide(found.demand, paid, out=np.zeros(len(paid)), where=paid > 0)


def _marks(view: View, found: DayProfile, highest: float) -> tuple[Mark, ...]:
    """Return demand under capacity and spare, and the strip of utilisation below an axis that ends at `highest`."""
    hours, colour = np.arange(25, dtype=np.float64), view.colour(found.scenario)
    demand, capacity, spare = (_stepped(each) for each in (found.demand, found.capacity, found.spare))
    steps = np.repeat(hours, 2)[1:-1]
    return (
        Band(steps, capacity, capacity + spare, MUTED, found.scenario, 0.14),
        Band(steps, np.zeros(len(steps)), demand, colour, found.scenario, 0.3),
        Line(steps, demand, colour, found.scenario),
        Line(steps, capacity, INK, found.scenario, width=1.5),
        *([Line(steps, capacity + spare, MUTED, found.scenario, width=1.0)] if _has_spare(found) else []),
        Cells(
            hours,
            np.array([STRIP_LOW, STRIP_HIGH]) * highest,
            (tuple([ACCENT] * len(found.demand)),),
            np.clip(utilisation(found)[np.newaxis, :], 0.06, 1.0),
        ),
    )


def _legend(view: View, found: DayProfile, mean: str) -> tuple[LegendEntry, ...]:
    words = view.words
    return (
        LegendEntry(words.text(N_("Demand")), view.colour(found.scenario), view.symbol(found.scenario), "line"),
        LegendEntry(words.text(N_("Capacity")), INK, None, "line"),
        *([LegendEntry(words.text(N_("With spare")), MUTED, None, "line")] if _has_spare(found) else []),
        LegendEntry(words.text(N_("Utilisation")), ACCENT, None, "patch", mean),
    )


def _has_spare(found: DayProfile) -> bool:
    return bool(np.any(found.spare > 0.0))


def _stepped(hourly: Floats) -> Floats:
    """Return hourly values as a line of steps."""
    return np.repeat(np.asarray(hourly, dtype=np.float64), 2)


def _servers(view: View, found: DayProfile, peak: int) -> Iterator[Mark]:
    """Name the servers that carry the peak at their line, and all of them at the line of the spare."""
    words, needed = view.words, float(found.servers[peak])
    capacity, spare = float(found.capacity[peak]), float(found.spare[peak])
    text = words.counted(P_("{count} server", "{count} servers"), needed)
    yield Text(peak + 0.5, capacity, text, "centre", INK, dy=7, bold=True, halo=True)
    if spare > 0.0 and capacity > 0.0:
        everything = words.exact(needed * (1.0 + spare / capacity), 0)
        text = words.text(N_("{count} with the spare"), count=everything)
        yield Text(peak + 0.5, capacity + spare, text, "centre", MUTED, dy=7, halo=True)


def _table(view: View, found: DayProfile, used: Floats) -> Table:
    words = view.words
    columns = (
        Column(words.text(N_("Hour"))),
        Column(words.text(N_("Demand")), words.text(N_("requests/s"))),
        Column(words.text(N_("Capacity")), words.text(N_("requests/s"))),
        Column(words.text(N_("Spare")), words.text(N_("requests/s"))),
        Column(words.text(N_("Servers"))),
        Column(words.text(N_("Utilisation"))),
    )
    rows: list[tuple[Cell, ...]] = [
        (float(hour), *(float(each[hour]) for each in (found.demand, found.capacity, found.spare, found.servers, used)))
        for hour in range(len(found.demand))
    ]
    return Table(columns, tuple(rows))
