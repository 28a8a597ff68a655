"""Leaves of the graph: figures that are given, each knowing where it stands in the plan and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from planner.catalog.provenance import Evidence, Provenance
from planner.plan.amounts import Range
from planner.plan.fields import Path
from planner.plan.wording import Message


class Leaf(NamedTuple):
    """A given figure: its amount, unit and label; the plan field and the catalogue record that it comes from.

    `amount` is a number, a range, or an opaque object that only formulas read (an hour shape, a deployment). A tuple,
    because an evaluation makes hundreds and a frozen dataclass takes five times as long to make.
    """

    name: str
    amount: Any
    unit: str
    label: str
    path: Path = ()
    record: str = ""
    provenance: Provenance | None = None
    own_evidence: Evidence = Evidence.ASSUMED  # counts where a record does not say better
    note: str = ""
    follows: Message | None = None  # the measurements of the user that predictions resting on it are calibrated on
    most: float = math.inf  # what a draw cannot exceed
    least: float = -math.inf  # what a draw cannot fall below
    working: Callable[[], Any] | None = None  # the derivation of a figure that another graph computed

    @property
    def value(self) -> Any:
        """The single best guess."""
        return self.amount.likely if type(self.amount) is Range else self.amount

    @property
    def evidence(self) -> Evidence:
        """The evidence class of the source: a record says better than a default how well it is founded."""
        if self.provenance is not None and self.own_evidence is Evidence.ASSUMED:
            return self.provenance.evidence
        return self.own_evidence


def best_guesses(leaves: Mapping[str, Leaf]) -> dict[str, Any]:
    """Return the value of every leaf by name."""
    return {name: amount.likely if type(amount := leaf.amount) is Range else amount for name, leaf in leaves.items()}


def by_name(leaves: Iterable[Leaf]) -> dict[str, Leaf]:
    """Return leaves by their name; of two with one name the later counts."""
    return {leaf.name: leaf for leaf in leaves}
