"""A graph as a straight run of calls over numbered slots; an evaluation repeats only the calls that an edit reaches.

Formulas are pure and what they are given never changes, so that a call whose inputs are the very same numbers gives
the very same numbers: the values of an earlier run stand in their place, bit by bit. Two earlier runs are looked at:
the last one of the same scenario, which differs in what was edited, and the last one of any scenario, which shares
the edited plan. Which calls a leaf reaches is known beforehand, as the bits of a whole number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import compress
from math import copysign
from operator import is_not, itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from planner.cost.graph import Formula, Value

RUNS_KEPT = 64
"""Scenarios whose last run of a graph is remembered."""
WAYS_KEPT = 512
"""Ways through a graph that are remembered: one for each two sets of leaves that differ."""
SMALL = 512
"""Arrays of more numbers than this are not compared: computing again costs no more."""

_Step = tuple[Callable[..., Any], Callable[[Any], Any], int]
"""A call: the function, what picks its arguments out of the slots, and the slot of its value."""

_Way = tuple[tuple[int, ...], tuple[_Step, ...]]
"""The slots that are taken from the last run of any scenario, and the calls that are made."""


class Program:
    """The calls of a graph in order, and the values of its last runs."""

    def __init__(self, formulas: Sequence[Formula], leaves: Sequence[str]) -> None:
        self._given = _taking(leaves)
        names = (*leaves, *(formula.name for formula in formulas))
        slots = self._slots = {name: slot for slot, name in enumerate(names)}
        self._steps: tuple[_Step, ...] = tuple(
            (formula.function, _picking([slots[name] for name in formula.inputs]), slots[formula.name])
            for formula in formulas
        )
        self._reach = _reach(formulas, leaves)
        self._numbers = range(len(leaves))
        self._ways: dict[tuple[int, int], _Way] = {}
        self._runs: dict[Hashable, list[Value]] = {}
        self._last: list[Value] | None = None

    def run(self, given: Mapping[str, Value], like: Hashable = None) -> Run:
        """Return the value of every quantity. `like` names whose last run differs least from this one."""
        values = list(self._given(given))
        last = self._last
        own = self._runs.get(like, last)
        if own is None or last is None:
            steps = self._steps
            values += [None] * len(steps)
        else:
            reached = self._reached(own, values)
            copied, steps = self._way(reached, reached if own is last else self._reached(last, values))
            values += own[len(values) :]
            for slot in copied:
                values[slot] = last[slot]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for function, arguments, slot in steps:
                values[slot] = function(*arguments(values))
        self._remember(like, values)
        return Run(self._slots, values, given)

    def _remember(self, like: Hashable, values: list[Value]) -> None:
        # A worker may run at the same time: lists are replaced, and nobody changes one that stands here.
        if len(self._runs) >= RUNS_KEPT and like not in self._runs:
            self._runs = {}
        self._runs[like] = self._last = values

    def _reached(self, before: Sequence[Value], after: Sequence[Value]) -> int:
        """Return the calls that a leaf with another value reaches."""
        reached = 0
        for slot in compress(self._numbers, map(is_not, before, after)):
            old, new = before[slot], after[slot]
            if type(old) is type(new) is float:  # as most leaves are; minus nothing divides otherwise than nothing
                differs = old != new or (new == 0.0 and copysign(1.0, old) != copysign(1.0, new))
            else:
                differs = not _is_same(old, new)
            if differs:
                reached |= self._reach[slot]
        return reached

    def _way(self, from_own: int, from_last: int) -> _Way:
        """Return what to do, given the calls that the changes since each of two runs reach."""
        way = self._ways.get((from_own, from_last))
        if way is None:
            numbered = list(enumerate(self._steps))
            way = (
                tuple(step[2] for number, step in numbered if (from_own & ~from_last) >> number & 1),
                tuple(step for number, step in numbered if (from_own & from_last) >> number & 1),
            )
            if len(self._ways) >= WAYS_KEPT:
                self._ways = {}
            self._ways[from_own, from_last] = way
        return way


class Quantities(Mapping[str, "Value"]):
    """Values by name; many of them are read at once quicker than one by one."""

    __slots__ = ()

    def read(self, names: tuple[str, ...]) -> tuple[Value, ...]:
        """Return the values of some names."""
        return tuple(self[name] for name in names)


class Run(Quantities):
    """The value of every quantity of a graph by name, and of what was given though no formula reads it."""

    __slots__ = ("_given", "_slots", "_values")

    def __init__(self, slots: Mapping[str, int], values: list[Value], given: Mapping[str, Value]) -> None:
        self._slots = slots
        self._values = values
        self._given = given

    def read(self, names: tuple[str, ...]) -> tuple[Value, ...]:
        """Return the values of some quantities."""
        return tuple(map(self._values.__getitem__, map(self._slots.__getitem__, names)))

    def __getitem__(self, name: str) -> Value:
        slot = self._slots.get(name)
        return self._given[name] if slot is None else self._values[slot]

    def __contains__(self, name: object) -> bool:
        return name in self._slots or name in self._given

    def __iter__(self) -> Iterator[str]:
        return iter({**self._given, **self._slots})

    def __len__(self) -> int:
        return len({**self._given, **self._slots})


def _picking(slots: list[int]) -> Callable[[Any], Any]:
    """Return what picks the arguments of a call out of the slots, as a sequence."""
    if len(slots) == 1:
        return itemgetter(slice(slots[0], slots[0] + 1))
    return itemgetter(*slots) if slots else itemgetter(slice(0, 0))


def _taking(names: Sequence[str]) -> Callable[[Mapping[str, Value]], Sequence[Value]]:
    """Return what takes the values of some names out of a mapping, as a sequence."""
    return itemgetter(*names) if len(names) > 1 else lambda given: [given[name] for name in names]


def _reach(formulas: Sequence[Formula], leaves: Sequence[str]) -> list[int]:
    """Return for each leaf the calls that depend on it, call number n as bit n."""
    reach = dict.fromkeys([*leaves, *(formula.name for formula in formulas)], 0)
    for number, formula in reversed(list(enumerate(formulas))):
        onwards = reach[formula.name] | 1 << number
        for name in formula.inputs:
            reach[name] |= onwards
    return [reach[name] for name in leaves]


def _is_same(old: Value, new: Value) -> bool:
    """Say whether two values of a leaf are the same bit by bit, so that no formula can tell them apart."""
    if type(old) is not type(new):
        return False
    if isinstance(new, float):
        return bool(old == new) and copysign(1.0, old) == copysign(1.0, new)
    if isinstance(new, np.ndarray):
        return (
            new.size <= SMALL
            and old.shape == new.shape
            and old.dtype == new.dtype
            and new.dtype.kind == "f"
            and bool(old.tobytes() == new.tobytes())
        )
    return False
