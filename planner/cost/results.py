"""What an evaluation answers: figures, parts and cash flow of every scenario, ready to be shown.

Values are plain numbers in stored units. What does not apply is absent, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.plan.wording import Message

Months = NDArray[np.float64]
"""One value a month: index 0 is the start (one-off costs), 1 … horizon the months."""


class Figure(NamedTuple):
    """A key figure: `low` and `high` are P10 and P90 of the draws, absent without doubt."""

    value: float
    unit: str
    low: float | None = None
    high: float | None = None


class Figures(Mapping[str, Figure]):
    """Key figures by name, each made when it is looked at: an edit works out hundreds and few of them are on screen."""

    __slots__ = ("_ranges", "_units", "_values")

    def __init__(
        self, values: Mapping[str, float], units: Mapping[str, str], ranges: Mapping[str, tuple[float, float]]
    ) -> None:
        self._values = values
        self._units = units
        self._ranges = ranges

    def __getitem__(self, name: str) -> Figure:
        return Figure(self._values[name], self._units[name], *self._ranges.get(name, ()))

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """The result of one scenario.

    `figures` by the names of the command line contract; `breakdown` total USD over the horizon by part;
    `cash_flow` USD of each month by part; `doubt` total cost of each draw (empty before the draws are done).
    """

    id: str
    name: str
    hosting: str
    feasible: bool
    reasons: tuple[Message, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    breakdown: Mapping[str, float] = field(default_factory=dict)
    cash_flow: Mapping[str, Months] = field(default_factory=dict)
    cumulative: Months | None = None  # USD paid until the end of each month
    cumulative_low: Months | None = None
    cumulative_high: Months | None = None
    total_draws: Months | None = None

    @property
    def total_cost(self) -> float | None:
        """Total over the horizon in USD, absent for an infeasible scenario."""
        figure = self.figures.get("total_cost")
        return None if figure is None else figure.value


@dataclass(frozen=True, slots=True)
class PlanResult:
    """The results of a plan, in the order of its scenarios."""

    scenarios: tuple[ScenarioResult, ...]
    baseline: str

    def scenario(self, identity: str) -> ScenarioResult:
        """Return the result of the scenario with this id. Raises KeyError if there is none."""
        for result in self.scenarios:
            if result.id == identity:
                return result
        raise KeyError(identity)

    @property
    def feasible(self) -> tuple[ScenarioResult, ...]:
        """The results that answer the question, cheapest first."""
        able = [result for result in self.scenarios if result.feasible and result.total_cost is not None]
        return tuple(sorted(able, key=lambda result: result.total_cost or 0.0))
