"""A question as data: what one chooses, and how it is answered. Qt-free, so that it is answered in a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.analysis.charts.marks import Chart
from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.cost.results import PlanResult
from planner.plan.fields import Path
from planner.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """The plan that is asked about, with its results and the words to answer in."""

    plan: Plan
    catalogue: Catalogue
    result: PlanResult
    words: Words
    selection: str

    def named(self) -> tuple[tuple[str, str], ...]:
        """Return id and name of every scenario that has an answer, cheapest first."""
        return tuple((each.id, each.name or each.id) for each in self.result.feasible)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: a name, a label, the values with their texts, and the one chosen at first."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    first: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the plan that the answer proposes."""

    label: str
    path: Path
    value: object


@dataclass(frozen=True, slots=True)
class Completion:
    """A plan that the answer proposes, in which a scenario has what it lacked."""

    label: str
    after: Plan
    scenario: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence, a picture, a table (the first column is text, the others are figures), and what may be done."""

    sentence: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    proposal: Edit | Completion | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its action, its title and sentence (msgids), what is chosen, and how it is answered."""

    key: str
    title: str
    sentence: str
    choices: Callable[[Asked], tuple[Choice, ...]]
    answer: Callable[[Asked, Mapping[str, str]], Answer]
