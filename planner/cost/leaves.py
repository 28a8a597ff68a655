"""Leaves of the graph: figures that are given, each knowing where it stands in the plan and where it comes from."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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


class Leaves(Mapping[str, Leaf]):
    """Leaves by name. Their best guesses are at hand; each leaf itself is made when somebody asks where it comes from.

    An evaluation reads the amounts of thousands of leaves and says of none where it comes from.
    """

    __slots__ = ("_made", "likely")

    def __init__(self, likely: dict[str, Any]) -> None:
        self.likely = likely
        self._made: dict[str, Leaf] | None = None

    @classmethod
    def of(cls, leaves: Iterable[Leaf]) -> Leaves:
        """Return leaves that are made already; of two with one name the later counts."""
        made = {leaf.name: leaf for leaf in leaves}
        likely = {
            name: amount.likely if type(amount := leaf.amount) is Range else amount for name, leaf in made.items()
        }
        return _Given(likely, made)

    @classmethod
    def joined(cls, first: Leaves, *others: Leaves) -> Leaves:
        """Return the leaves of all parts; of two with one name the later counts."""
        likely = first.likely.copy()
        for part in others:
            likely.update(part.likely)
        return _Joined(likely, (first, *others))

    def only(self, names: Collection[str]) -> Leaves:
        """Return those leaves that are named."""
        return _Chosen({name: value for name, value in self.likely.items() if name in names}, self)

    def as_dict(self) -> dict[str, Leaf]:
        """Return every leaf by name: made once, and not to be changed."""
        if self._made is None:
            self._made = self._make()
        return self._made

    @abstractmethod
    def _make(self) -> dict[str, Leaf]:
        """Return the leaves by name, in the order in which they were named."""

    def __getitem__(self, name: str) -> Leaf:
        return self.as_dict()[name]

    def __contains__(self, name: object) -> bool:
        return name in self.likely

    def __iter__(self) -> Iterator[str]:
        return iter(self.as_dict())  # in the order in which they were named

    def __len__(self) -> int:
        return len(self.likely)


class _Given(Leaves):
    __slots__ = ("_leaves",)

    def __init__(self, likely: dict[str, Any], leaves: dict[str, Leaf]) -> None:
        super().__init__(likely)
        self._leaves = leaves

    def _make(self) -> dict[str, Leaf]:
        return self._leaves


class _Joined(Leaves):
    __slots__ = ("_parts",)

    def __init__(self, likely: dict[str, Any], parts: tuple[Leaves, ...]) -> None:
        super().__init__(likely)
        self._parts = parts

    def _make(self) -> dict[str, Leaf]:
        return {name: leaf for part in self._parts for name, leaf in part.as_dict().items()}


class _Chosen(Leaves):
    __slots__ = ("_among",)

    def __init__(self, likely: dict[str, Any], among: Leaves) -> None:
        super().__init__(likely)
        self._among = among

    def _make(self) -> dict[str, Leaf]:
        return {name: self._among[name] for name in self.likely}
