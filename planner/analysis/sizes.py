"""Totals over sizes: how many servers for a base load, or under a commitment, and which number is cheapest."""

from __future__ import annotations

from dataclasses import dataclass

from planner.catalog.catalogue import Catalogue
from planner.cost.binding import bind
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.commitment import totals_of_sizes
from planner.cost.composites import outcome_of
from planner.cost.hybrid import best_base
from planner.plan.edits import evolve
from planner.plan.fields import Path
from planner.plan.plan import Plan, Scenario
from planner.plan.rented import COMMITTING
from planner.plan.wording import N_


@dataclass(frozen=True, slots=True)
class Sizes:
    """The total in USD of every number of servers that was tried; `path` is the field that holds the number."""

    label: str
    path: Path
    totals: tuple[tuple[int, float], ...]

    @property
    def best(self) -> int:
        """The number with the lowest total, the smallest of equals."""
        return min(self.totals, key=lambda each: (each[1], each[0]))[0]

    def total(self, servers: int) -> float:
        """Return the total of a number that was tried. Raises KeyError for another."""
        return dict(self.totals)[servers]


def sizes(plan: Plan, catalogue: Catalogue, scenario_id: str) -> Sizes | None:
    """Return the sizes of a hybrid's base or of a rented commitment; None for other hosting or without an answer."""
    scenario = plan.scenario(scenario_id)
    path = ("scenarios", scenario_id, "hosting")
    try:
        if scenario.hosting.kind == "hybrid":
            return _bases(plan, scenario, catalogue, (*path, "hybrid", "base_servers"))
        if scenario.hosting.kind != "rented" or scenario.hosting.rented.scaling not in COMMITTING:
            return None
        # The discount is looked up for servers that are committed to, whatever their number.
        place = (*path, "rented", "committed_servers")
        some = evolve(plan, place, 1.0)
        bound = bind(some, some.scenario(scenario_id), catalogue)
        totals = totals_of_sizes(bound.graph, bound.leaves.likely)
    except Infeasible:
        return None
    return Sizes(N_("Committed servers"), place, totals) if totals else None


def _bases(plan: Plan, scenario: Scenario, catalogue: Catalogue, place: Path) -> Sizes:
    """Return the sizes of a base, with what the hybrid pays beside its parts, which no size changes."""
    best, totals = best_base(plan, scenario, catalogue)
    free = evolve(plan, place, None)
    whole = outcome_of(free, free.scenario(scenario.id), catalogue, 0).number("total_cost")
    beside = whole - dict(totals)[best]
    return Sizes(N_("Servers for the base load"), place, tuple((number, total + beside) for number, total in totals))
