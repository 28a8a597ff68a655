"""What a chart consists of: axes and marks in data coordinates, a legend, a table twin and a sentence.

A chart is a value. Nothing here knows a pixel, a font or a theme, so that the screen, every export and the tests
draw and check the same thing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Role = Literal["scenario", "part", "ink", "muted", "faint", "good", "bad", "accent", "surface"]
Scale = Literal["linear", "log", "category"]
Shape = Literal["patch", "line", "marker"]
Anchor = Literal["left", "right", "centre"]
Stroke = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by what it stands for; a palette says which one that is."""

    role: Role
    index: int = 0


INK = Colour("ink")
MUTED = Colour("muted")
FAINT = Colour("faint")
GOOD = Colour("good")
BAD = Colour("bad")
ACCENT = Colour("accent")
SURFACE = Colour("surface")


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis. A scenario's tick carries its colour and symbol."""

    position: float
    label: str
    colour: Colour | None = None
    symbol: int | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from `low` to `high` in data values. A category axis counts 0, 1, 2 … from the top or the left."""

    title: str
    low: float
    high: float
    scale: Scale = "linear"
    ticks: tuple[Tick, ...] = ()
    grid: bool = True
    brief: str = ""
    """A shorter title for where the whole one finds no room."""

    def position(self, value: float) -> float:
        """Return where a value lies between 0 (low) and 1 (high); values outside lie outside."""
        if self.scale == "log":
            if value <= 0:
                return -math.inf
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    left: float
    right: float
    bottom: float
    top: float
    colour: Colour
    opacity: float = 1.0
    scenario: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Whisker:
    """A range from `low` to `high` at a place on the other axis."""

    at: float
    low: float
    high: float
    horizontal: bool = True
    scenario: str = ""
    cap: float = 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line through points. Points that are not finite interrupt it."""

    x: Floats
    y: Floats
    colour: Colour
    scenario: str = ""
    stroke: Stroke = "solid"
    width: float = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The area between two lines, drawn translucent."""

    x: Floats
    low: Floats
    high: Floats
    colour: Colour
    scenario: str = ""
    opacity: float = 0.16


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one axis, over the whole height or width."""

    axis: Literal["x", "y"]
    low: float
    high: float
    colour: Colour = ACCENT
    opacity: float = 0.12


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the whole chart at one value of an axis."""

    axis: Literal["x", "y"]
    at: float
    colour: Colour = MUTED
    stroke: Stroke = "solid"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Marker:
    """A symbol at a point, `size` in points of type."""

    x: float
    y: float
    symbol: int
    colour: Colour
    size: float = 6.0
    scenario: str = ""
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a point. `dx` and `dy` shift them, in points of type, to the right and upwards.

    Where there is no room, words are shortened, or give way to `brief` ones; a `whole` text, a figure, moves instead.
    """

    x: float
    y: float
    text: str
    anchor: Anchor = "left"
    colour: Colour = INK
    dx: float = 0.0
    dy: float = 0.0
    bold: bool = False
    halo: bool = False
    whole: bool = False
    brief: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A grid of filled cells; `colours` by row, then column, `opacity` likewise."""

    x_edges: Floats
    y_edges: Floats
    colours: tuple[tuple[Colour, ...], ...]
    opacity: Floats


Mark = Bar | Whisker | Line | Band | Span | Rule | Marker | Text | Cells


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a colour and a symbol stand for, with a figure where one says more."""

    label: str
    colour: Colour
    symbol: int | None = None
    shape: Shape = "patch"
    value: str = ""
    scenario: str = ""


Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table twin: its heading and the unit of its numbers."""

    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The chart as a table, for screen readers, for the clipboard and for export."""

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """One chart, ready to be drawn.

    `description` is one sentence that says what the picture shows; `nothing` says why there is no picture.
    """

    id: str
    title: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    table: Table = field(default_factory=Table)
    description: str = ""
    footer: str = ""
    basis: str = ""
    nothing: str = ""

    def of(self, kind: type[Mark]) -> tuple[Mark, ...]:
        """Return the marks of one kind, in drawing order."""
        return tuple(mark for mark in self.marks if isinstance(mark, kind))
