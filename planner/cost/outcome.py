"""The outcome of one scenario over months (and draws), however it is hosted: its graph, leaves, values and bill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import chain, islice
from operator import add
from typing import Any

import numpy as np

from planner.cost.derivation import Derivation, derive
from planner.cost.graph import Graph
from planner.cost.leaves import Leaf
from planner.cost.program import Quantities


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Graph, leaves and values of a scenario; `parts` names the flows of the bill by part."""

    graph: Graph
    leaves: Mapping[str, Leaf]
    values: Quantities
    parts: Mapping[str, tuple[str, ...]]
    hosts: tuple[tuple[str, Outcome], ...] = field(default=())  # (role, outcome) of a joined scenario

    def number(self, name: str) -> float:
        """Return a quantity as one number: at the best guesses, or of the first draw."""
        return one_number(self.values[name])

    def flow(self, part: str) -> Any:
        """Return the money of a part by month."""
        return reduce(add, map(self.values.__getitem__, self.parts[part]))

    def flows(self) -> Iterator[Any]:
        """Yield the money of every part by month, all of it read at once."""
        money = iter(self.values.read(tuple(chain.from_iterable(self.parts.values()))))
        for names in self.parts.values():
            yield reduce(add, islice(money, len(names)))

    def everywhere(self, name: str) -> list[Any]:
        """Return a computed quantity of this outcome, or of every host that has it."""
        if self.hosts:
            return [value for _, host in self.hosts for value in host.everywhere(name)]
        return [self.values[name]] if self.graph.formula(name) is not None else []

    def explain(self, quantity: str) -> Derivation:
        """Return the working of a quantity. Raises KeyError for a name that this scenario does not have."""
        return derive(self.graph, self.leaves, self.values, quantity)


def one_number(value: Any) -> float:
    """Return the first number of a value: of a draw, a month, or the value itself."""
    return value.item(0) if isinstance(value, np.ndarray) else float(value)


@lru_cache(maxsize=512)
def parts_of(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the flows by part of the bill."""
    parts: dict[str, tuple[str, ...]] = {}
    for formula in graph.parts():
        parts[formula.part] = (*parts.get(formula.part, ()), formula.name)
    return parts


def outcome_unit(outcome: Outcome, name: str) -> str:
    """Return the unit of a quantity of an outcome."""
    formula = outcome.graph.formula(name)
    return formula.unit if formula is not None else outcome.leaves[name].unit


def label_of(outcome: Outcome, name: str) -> str:
    """Return the label (msgid) of a quantity of an outcome."""
    formula = outcome.graph.formula(name)
    return formula.label if formula is not None else outcome.leaves[name].label
