"""Leaves of the graph: figures that are given, each knowing where it stands in the plan and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from planner.catalog.provenance import Evidence, Provenance
from planner.plan.amounts import Range
from planner.plan.fields import Path
from planner.plan.wording import Message


@dataclass(frozen=True, slots=True)
class Leaf:
    """A given figure: its amount, unit and label; the plan field and the catalogue record that it comes from.

    `amount` is a number, a range, or an opaque object that only formulas read (an hour shape, a deployment).
    """

    name: str
    amount: Any
    unit: str
    label: str
    path: Path = ()
    record: str = ""
    provenance: Provenance | None = None
    evidence: Evidence = Evidence.ASSUMED
    note: str = ""
    follows: Message | None = None  # the measurements of the user that predictions resting on it are calibrated on
    most: float = math.inf  # what a draw cannot exceed
    least: float = -math.inf  # what a draw cannot fall below
    working: Callable[[], Any] | None = None  # the derivation of a figure that another graph computed
    value: Any = field(init=False, repr=False, compare=False)  # the single best guess

    def __post_init__(self) -> None:
        """Take the evidence class of the source: a record says better than a default how well it is founded."""
        object.__setattr__(self, "value", self.amount.likely if type(self.amount) is Range else self.amount)
        if self.provenance is not None and self.evidence is Evidence.ASSUMED:
            object.__setattr__(self, "evidence", self.provenance.evidence)
