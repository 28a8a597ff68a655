"""What the charts draw beside the result itself: the answers of the analyses, as plain values.

Every scenario is named by its id, never by its position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.analysis.charts.marks import Floats


@dataclass(frozen=True, slots=True)
class Crossing:
    """A volume in requests a month at which the cheapest scenario changes, and its cost in USD a month there."""

    volume: float
    monthly_cost: float
    cheaper_below: str
    cheaper_above: str


@dataclass(frozen=True, slots=True, eq=False)
class VolumeCurves:
    """Cost against volume: `volumes` in requests a month (rising), cost in USD a month by scenario id.

    A volume that a scenario cannot serve is NaN. `your_volume` is the plan's own: low, likely, high.
    """

    volumes: Floats
    monthly_cost: Mapping[str, Floats]
    your_volume: tuple[float, float, float]
    crossings: tuple[Crossing, ...] = ()

    def unit_cost(self, scenario: str) -> Floats:
        """Return the cost of one request in USD at every volume."""
        return self.monthly_cost[scenario] / self.volumes


@dataclass(frozen=True, slots=True, eq=False)
class MapAxis:
    """One input of a winner map: its label, its unit as people see it, the values tried, and the plan's own."""

    label: str
    values: Floats
    here: float
    unit: str = ""
    logarithmic: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class WinnerMap:
    """Which scenario is cheapest for two inputs: `winner[row][column]` is an id or "", `odds` its share of draws.

    Rows follow the values of `y`, columns those of `x`.
    """

    x: MapAxis
    y: MapAxis
    winner: tuple[tuple[str, ...], ...]
    odds: Floats


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """One input: its P10 and P90 as people read them and the difference in USD at each.

    `flip` is the value at which the two scenarios cost the same, as people read it, if there is one.
    """

    label: str
    low_value: str
    high_value: str
    difference_at_low: float
    difference_at_high: float
    flip: str = ""


@dataclass(frozen=True, slots=True)
class Tornado:
    """What moves the difference: cost of `other` less cost of `best` in USD, by one input at a time."""

    best: str
    other: str
    difference: float
    bars: tuple[TornadoBar, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Saving:
    """Saving of `best` against `other` in USD over the horizon, one value a draw."""

    best: str
    other: str
    draws: Floats


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """What one change contributes, in USD."""

    label: str
    amount: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """The difference between two results as contributions that add up to it, in USD.

    Where an end is a scenario of the plan, its id gives the bar its colour and symbol. Amounts are total costs, or
    the saving over the scenario named by `saved_against`.
    """

    start_label: str
    start: float
    end_label: str
    end: float
    steps: tuple[BridgeStep, ...] = ()
    start_scenario: str = ""
    end_scenario: str = ""
    saved_against: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class DayProfile:
    """A day of one scenario: requests a second that come and that its servers can take, hour by hour.

    `spare` is the part of the capacity that stands by for a failure.
    """

    scenario: str
    demand: Floats
    capacity: Floats
    spare: Floats
    servers: Floats


@dataclass(frozen=True, slots=True)
class GpuMemory:
    """Memory of one accelerator in GB by use, and how many requests it holds at once."""

    scenario: str
    accelerator: str
    capacity: float
    weights: float
    kv_cache: float
    activations: float
    overhead: float
    requests: float | None = None

    @property
    def needed(self) -> float:
        """Return what all uses need together, in GB."""
        return self.weights + self.kv_cache + self.activations + self.overhead


@dataclass(frozen=True, slots=True)
class Analyses:
    """The answers that are known so far; an analysis that has not run is absent."""

    volume: VolumeCurves | None = None
    winner_map: WinnerMap | None = None
    tornado: Tornado | None = None
    saving: Saving | None = None
    bridge: Bridge | None = None
    day: DayProfile | None = None
    memory: tuple[GpuMemory, ...] = field(default_factory=tuple)


NOTHING_YET = Analyses()
