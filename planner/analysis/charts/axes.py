"""Round limits and ticks for an axis, so that two charts of similar figures look alike."""

from __future__ import annotations

import math
from collections.abc import Callable

from planner.analysis.charts.marks import Axis, Tick

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_step(span: float, wanted: int = 5) -> float:
    """Return the smallest of 1, 2, 2.5, 5 × 10ⁿ that covers a span in at most `wanted` steps."""
    rough = span / wanted
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next((step * magnitude for step in STEPS if step * magnitude >= rough * (1 - 1e-9)), 10 * magnitude)


def linear_axis(
    title: str,
    low: float,
    high: float,
    label: Callable[[float, float], str],
    *,
    zero: bool = True,
    wanted: int = 5,
    room: float = 0.0,
    grid: bool = True,
    brief: str = "",
) -> Axis:
    """Return an axis around the data from `low` to `high`.

    `label(value, step)` words a tick. `zero` includes 0; `room` adds that share of the span after the data, for
    words that stand at its end.
    """
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if not math.isfinite(low) or not math.isfinite(high) or high <= low:
        low, high = min(low, 0.0) if math.isfinite(low) else 0.0, max(low, 0.0) + 1.0 if math.isfinite(low) else 1.0
    step = round_step(high - low, wanted)
    first = math.floor(low / step + 1e-9)
    if room:
        end = high + room * (high - low)
        last = math.floor(end / step + 1e-9)
    else:
        last = math.ceil(high / step - 1e-9)
        end = last * step
    ticks = tuple(Tick(index * step, label(index * step, step)) for index in range(first, last + 1))
    return Axis(title, first * step, end, "linear", ticks, grid, brief)


def log_axis(title: str, low: float, high: float, label: Callable[[float, float], str], *, grid: bool = True) -> Axis:
    """Return a logarithmic axis around positive data, with ticks at 1, 2, 5 or at powers of ten."""
    if not (math.isfinite(low) and math.isfinite(high)) or low <= 0 or high <= 0:
        low, high = 1.0, 10.0
    if high / low < 1.5:
        low, high = low / 1.5, high * 1.5
    decades = math.log10(high / low)
    leading = (1.0, 2.0, 5.0) if decades <= 2.2 else (1.0, 3.0) if decades <= 3.2 else (1.0,)
    every = 1 if decades <= 7 else 2 if decades <= 14 else 3
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    places = [factor * 10.0**exponent for exponent in exponents if exponent % every == 0 for factor in leading]
    ticks = tuple(Tick(place, label(place, place)) for place in places if low * 0.999 <= place <= high * 1.001)
    return Axis(title, low, high, "log", ticks, grid)


def category_axis(title: str, ticks: tuple[Tick, ...]) -> Axis:
    """Return an axis of categories at 0, 1, 2 …, half a category wider on either side."""
    return Axis(title, -0.5, max(len(ticks), 1) - 0.5, "category", ticks, grid=False)


ROOM_KEPT = 0.6
"""Share of the room behind the data that an earlier axis must leave to be kept."""


def steady(before: Axis, now: Axis, reached: float) -> Axis:
    """Return the axis to show after an edit: the earlier one while the data fill 60 to 100 % of it.

    An axis that jumps at every step of a drag hides what moves. Most of the room behind the data is kept too: words
    stand there, and would move onto what they name.
    """
    same = before.scale == now.scale == "linear" and before.title == now.title and before.low == now.low
    fits = reached + ROOM_KEPT * (now.high - reached) <= before.high
    return before if same and fits and 0.6 <= (reached - before.low) / (before.high - before.low) <= 1.0 else now


def month_axis(title: str, months: int, label: Callable[[float, float], str]) -> Axis:
    """Return an axis of months with ticks at whole quarters, half years or years."""
    step = next((each for each in (1, 2, 3, 6, 12, 24) if months / each <= 8), 24)
    ticks = tuple(Tick(float(month), label(month, step)) for month in range(0, months + 1, step))
    return Axis(title, 0.0, months * 1.015, "linear", ticks, grid=False)
