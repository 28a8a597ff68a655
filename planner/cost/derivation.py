"""The working of a figure: formula, inputs and units, down to plan fields and catalogue figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.catalog.provenance import Evidence, Provenance
from planner.cost.graph import Formula, Graph
from planner.cost.leaves import Leaf
from planner.plan.fields import Path

Identity = tuple[str, float | None, str]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One quantity in a working. A leaf has no inputs but a source; others have a formula in words and as code.

    `value` is the number to show: for a quantity that runs over months the sum over the horizon (money, requests),
    in the unit of a sum, or the mean of the months.
    """

    name: str
    label: str
    unit: str
    value: float | None
    summary: str = ""  # how months were condensed: "sum", "mean", or empty
    formula: str = ""
    code: Formula | str = ""  # an expression, or the formula that has one
    inputs: tuple[Derivation, ...] = ()
    path: Path = ()
    record: str = ""
    provenance: Provenance | None = None
    evidence: Evidence | None = None
    note: str = ""

    @property
    def identity(self) -> Identity:
        """What tells it from others: in a joined scenario, its own flows and those of its hosts have the same names."""
        return self.name, self.value, self.formula

    @property
    def expression(self) -> str:
        """The formula as code; read from the source when it is asked for, since a working has a hundred of them."""
        return self.code if isinstance(self.code, str) else self.code.expression

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Derivation, bool]]:
        """Yield (depth, node, shown before) in reading order; a node's inputs are unfolded once."""
        seen: set[Identity] = set()
        yield from self._walk(depth, seen)

    def _walk(self, depth: int, seen: set[Identity]) -> Iterator[tuple[int, Derivation, bool]]:
        again = self.identity in seen and bool(self.inputs)
        seen.add(self.identity)
        yield depth, self, again
        if not again:
            for node in self.inputs:
                yield from node._walk(depth + 1, seen)

    def leaves(self) -> Iterator[Derivation]:
        """Yield every leaf once."""
        for _, node, again in self.walk():
            if not node.inputs and not again:
                yield node


FLOWS = ("USD", "request", "token", "Mtoken", "kWh", "kg")


def derive(graph: Graph, leaves: Mapping[str, Leaf], values: Mapping[str, Any], name: str) -> Derivation:
    """Return the working of a quantity. Raises KeyError for a name that the graph does not know."""
    done: dict[str, Derivation] = {}

    def build(wanted: str) -> Derivation:
        if wanted not in done:
            done[wanted] = _node(wanted)
        return done[wanted]

    def _node(wanted: str) -> Derivation:
        value, summary = condensed(values[wanted], _unit(wanted))
        unit = _unit(wanted).removesuffix("/month") if summary == "sum" else _unit(wanted)
        formula = graph.formula(wanted)
        if formula is None:
            leaf = leaves[wanted]
            return Derivation(
                wanted,
                leaf.label,
                unit,
                value,
                summary,
                inputs=() if leaf.working is None else (leaf.working(),),
                path=leaf.path,
                record=leaf.record,
                provenance=leaf.provenance,
                evidence=leaf.provenance.evidence if leaf.provenance else leaf.evidence,
                note=leaf.note,
            )
        inputs = tuple(build(need) for need in formula.inputs)
        return Derivation(wanted, formula.label, unit, value, summary, formula.words, formula, inputs)

    def _unit(wanted: str) -> str:
        formula = graph.formula(wanted)
        return leaves[wanted].unit if formula is None else formula.unit

    return build(name)


def condensed(value: Any, unit: str) -> tuple[float | None, str]:
    """Return one number for a value and how months were condensed; None for what is not a number."""
    if isinstance(value, (int, float, np.floating, np.integer)):
        return float(value), ""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiub":
        return None, ""
    if value.size == 1:
        return float(value.reshape(-1)[0]), ""
    months = value if value.ndim == 1 else value.mean(axis=tuple(range(value.ndim - 1)))
    if unit.split("/", maxsplit=1)[0] in FLOWS and unit.endswith("/month"):
        return float(months.sum()), "sum"
    return float(months[1:].mean()), "mean"
