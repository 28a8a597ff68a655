"""The formula graph: quantities named after functions, wired by the names of their parameters.

A formula is a plain function whose name is a quantity and whose parameters are the quantities it needs. `compose`
joins modules of formulas into a `Graph`: a parameter that nothing provides, two providers of one name and a cycle are
errors when the graph is composed, never a silent None. One graph evaluates a single scenario, thousands of draws and
a million design points: values broadcast as (draws or variants, months).
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from graphlib import CycleError, TopologicalSorter
from types import ModuleType
from typing import Any

import numpy as np

from planner.cost.program import Program, Quantities, Run

Value = Any
"""A float, or an array that broadcasts as (draws or variants, months)."""


class GraphError(Exception):
    """A set of formulas that does not form a graph: a defect of the program, not of the plan."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One quantity: how it is computed, from what, and in which unit.

    `part` names the part of the bill that a money flow belongs to; `words` is the formula in words.
    """

    name: str
    unit: str
    label: str
    words: str
    inputs: tuple[str, ...]
    function: Callable[..., Value]
    part: str = ""

    def __call__(self, *args: Value, **values: Value) -> Value:
        """Compute the quantity from plain values, as any function."""
        return self.function(*args, **values)

    @property
    def expression(self) -> str:
        """The code of the formula, one expression, as written; empty where no source is at hand."""
        return _expression(self.function)


def quantity(unit: str, label: str, part: str = "", provides: str = "") -> Callable[[Callable[..., Value]], Formula]:
    """Make a function a formula of the quantity that it is named after.

    Where several formulas define one quantity, a graph uses one of them and `provides` names what they share.
    """

    def declare(function: Callable[..., Value]) -> Formula:
        words = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
        inputs = tuple(inspect.signature(function).parameters)
        return Formula(provides or function.__name__, unit, label, words, inputs, function, part)

    return declare


def formulas_of(module: ModuleType) -> tuple[Formula, ...]:
    """Return the formulas that a module declares, in the order of declaration."""
    return tuple(value for value in vars(module).values() if isinstance(value, Formula))


@dataclass(frozen=True, eq=False)
class Graph:
    """Formulas in an order in which each finds its inputs, and the names that must be given."""

    formulas: tuple[Formula, ...]
    leaves: frozenset[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {formula.name: formula for formula in self.formulas})

    def formula(self, name: str) -> Formula | None:
        """Return the formula of a quantity, or None for a leaf."""
        found: Formula | None = self._by_name.get(name)  # type: ignore[attr-defined]
        return found

    def parts(self) -> tuple[Formula, ...]:
        """Return the formulas that are parts of the bill."""
        return tuple(formula for formula in self.formulas if formula.part)

    def evaluate(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """Return every quantity of the graph, the given leaves included."""
        values = dict(given)
        for formula in self.formulas:
            values[formula.name] = formula.function(*[values[name] for name in formula.inputs])
        return values

    @lru_cache(maxsize=512)  # noqa: B019 - graphs are few and live as long as the program
    def towards(self, wanted: frozenset[str]) -> Graph:
        """Return the part of the graph that these quantities need, for many variants of few answers."""
        needed = set(wanted)
        for formula in reversed(self.formulas):
            if formula.name in needed:
                needed.update(formula.inputs)
        return Graph(tuple(formula for formula in self.formulas if formula.name in needed), self.leaves & needed)

    def run(self, given: Mapping[str, Value], like: Hashable = None) -> Run:
        """Return every quantity of the graph, what no other input reaches taken from the run before.

        `like` names whose last run is probably the nearest: the scenario.
        """
        return self._program.run(given, like)

    def first(self, wanted: frozenset[str], given: Mapping[str, Value], like: Hashable) -> Values:
        """Return the quantities of the graph: those wanted are computed at once, the others when asked for.

        All are computed when asked for where `like` is None: of draws and variants few are wanted.
        """
        return Values(self, given) if like is None else Values(self, self.towards(wanted).run(given, like))

    @cached_property
    def _program(self) -> Program:
        return Program(self.formulas, sorted(self.leaves))

    def values(self, given: Mapping[str, Value]) -> Values:
        """Return the quantities of the graph, each computed when it is first asked for."""
        return Values(self, given)

    def reaches(self, changed: Iterable[str]) -> frozenset[str]:
        """Return the quantities that depend on any of the named leaves."""
        touched = set(changed)
        for formula in self.formulas:
            if not touched.isdisjoint(formula.inputs):
                touched.add(formula.name)
        return frozenset(touched)


class Values(Quantities):
    """Quantities of a graph: some are known, the others are computed when they are first asked for."""

    __slots__ = ("_graph", "_known", "_later")

    def __init__(self, graph: Graph, known: Mapping[str, Value]) -> None:
        self._graph = graph
        self._known = known
        self._later: dict[str, Value] = {}

    def read(self, names: tuple[str, ...]) -> tuple[Value, ...]:
        """Return the values of some quantities."""
        if isinstance(self._known, Run):
            try:
                return self._known.read(names)
            except KeyError:  # one of them is computed later
                pass
        return super().read(names)

    def __getitem__(self, name: str) -> Value:
        if name in self._later:
            return self._later[name]
        if name in self._known:
            return self._known[name]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return self._computed(name)

    def _computed(self, name: str) -> Value:
        formula = self._graph.formula(name)
        if formula is None:
            raise KeyError(name)
        known, later = self._known, self._later
        for needed in formula.inputs:
            if needed not in later and needed not in known:
                self._computed(needed)
        arguments = [later[needed] if needed in later else known[needed] for needed in formula.inputs]
        value = later[name] = formula.function(*arguments)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._known or (isinstance(name, str) and self._graph.formula(name) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._known, *(formula.name for formula in self._graph.formulas)]))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def total_of(name: str, unit: str, label: str, words: str, parts: Iterable[Formula]) -> Formula:
    """Return a formula that adds up other formulas."""
    names = tuple(part.name for part in parts)

    def add(*amounts: Value) -> Value:
        return sum(amounts[1:], start=amounts[0])

    return Formula(name, unit, label, words, names, add)


def compose(formulas: Iterable[Formula], leaves: Iterable[str]) -> Graph:
    """Join formulas into a graph whose other inputs are among `leaves`.

    Raises `GraphError` when an input has no provider, two formulas provide one name, or formulas form a cycle.
    """
    by_name: dict[str, Formula] = {}
    for formula in formulas:
        if formula.name in by_name:
            raise GraphError(f"two formulas provide '{formula.name}'")
        by_name[formula.name] = formula
    given = frozenset(leaves)
    needed = set()
    for formula in by_name.values():
        for name in formula.inputs:
            if name in by_name:
                continue
            if name not in given:
                raise GraphError(f"'{formula.name}' needs '{name}', which nothing provides")
            needed.add(name)
    if both := given & by_name.keys():
        raise GraphError(f"given and computed at once: {', '.join(sorted(both))}")
    order = TopologicalSorter({f.name: [n for n in f.inputs if n in by_name] for f in by_name.values()})
    try:
        return Graph(tuple(by_name[name] for name in order.static_order()), frozenset(needed))
    except CycleError as error:
        raise GraphError(f"formulas form a cycle: {' → '.join(error.args[1])}") from None


def with_its_leaves(formulas: Sequence[Formula]) -> Graph:
    """Join formulas into a graph whose leaves are all that none of them provides. Raises `GraphError` as `compose`."""
    needed = {name for formula in formulas for name in formula.inputs}
    return compose(formulas, needed - {formula.name for formula in formulas})


@lru_cache(maxsize=1024)
def _expression(function: Callable[..., Value]) -> str:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return ""
    body = tree.body[0]
    if not isinstance(body, ast.FunctionDef):
        return ""
    for statement in body.body:
        if isinstance(statement, ast.Return) and statement.value is not None:
            return ast.unparse(statement.value)
    return ""
