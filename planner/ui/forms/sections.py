"""The sections of the inputs: which parts of the plan stand where, and for which hosting they matter. Data only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from planner.plan.edits import value_at
from planner.plan.fields import FieldSpec, Path, fields_of, matters
from planner.plan.plan import Plan
from planner.plan.wording import N_

SELF_SUFFICIENT = ("api", "rented", "owned")
"""Hosting kinds that run a model themselves; the others lean on further scenarios."""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one part of the plan, under a small heading.

    `path` stands below the scenario where `of_scenario`, else below the plan. `only` names the fields of a part that
    are meant; empty: all. `kinds` are the hosting kinds that the group matters to; empty: all.
    """

    title: str
    path: Path
    of_scenario: bool = True
    only: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def root(self, scenario_id: str) -> Path:
        """Return the path of the part in the plan."""
        return ("scenarios", scenario_id, *self.path) if self.of_scenario else self.path

    def matters_to(self, plan: Plan, scenario_id: str) -> bool:
        """Say whether the group matters to the scenario's hosting."""
        if self.of_scenario and not scenario_id:
            return False
        return not self.kinds or not scenario_id or plan.scenario(scenario_id).hosting.kind in self.kinds

    def fields(self, plan: Plan, scenario_id: str) -> Iterator[tuple[str, FieldSpec]]:
        """Yield the fields of the group that matter to the scenario as it is, by name."""
        part: BaseModel = value_at(plan, self.root(scenario_id))
        hosting = plan.scenario(scenario_id).hosting.kind if scenario_id else ""
        for spec in fields_of(part.__class__):
            meant = spec.name in self.only if self.only else spec.name != "name"
            if meant and matters(spec, part, hosting if self.of_scenario else ""):
                yield spec.name, spec


@dataclass(frozen=True, slots=True)
class Section:
    """One folded section of the inputs."""

    key: str
    title: str
    groups: tuple[Group, ...]
    is_shared: bool = False  # of the plan: the same for every scenario


SECTIONS = (
    Section(
        "workload",
        N_("Workload"),
        (
            Group(N_("Volume"), ("workload", "volume"), of_scenario=False),
            Group(N_("Tokens of a request"), ("workload", "lengths"), of_scenario=False),
            Group(N_("Load and latency"), ("workload", "timing"), of_scenario=False),
            Group(N_("Quality floor"), ("workload", "quality"), of_scenario=False),
        ),
        is_shared=True,
    ),
    Section(
        "model",
        N_("Model & quality"),
        (
            Group("", ("model",), kinds=SELF_SUFFICIENT),
            Group(N_("Success"), ("success",), kinds=SELF_SUFFICIENT),
        ),
    ),
    Section("tuning", N_("Tuning approach"), (Group("", ("tuning",), kinds=SELF_SUFFICIENT),)),
    Section(
        "hosting",
        N_("Hardware & hosting"),
        (
            Group("", ("hosting",)),
            Group(N_("API prices"), ("hosting", "api"), kinds=("api",)),
            Group(N_("Rental"), ("hosting", "rented"), kinds=("rented",)),
            Group(N_("Purchase and site"), ("hosting", "owned"), kinds=("owned",)),
            Group(N_("Hybrid"), ("hosting", "hybrid"), kinds=("hybrid",)),
            Group(N_("Routing"), ("hosting", "routed"), kinds=("routed",)),
            Group(N_("Serving"), ("hosting", "serving"), kinds=("rented", "owned")),
            Group(N_("Switching"), (), only=("wait_months", "switching_cost")),
        ),
    ),
    Section("levers", N_("Levers"), (Group("", ("levers",), kinds=SELF_SUFFICIENT),)),
    Section("people", N_("People & operations"), (Group("", ("operations",)),)),
    Section(
        "money",
        N_("Money & horizon"),
        (
            Group("", ("money",), of_scenario=False),
            Group(N_("Return"), ("value",), of_scenario=False),
            Group(N_("Hard limits"), ("constraints",), of_scenario=False),
        ),
        is_shared=True,
    ),
)


def sections_for(scenario_id: str) -> tuple[Section, ...]:
    """Return the sections of a scenario, or of the plan itself for ''."""
    return SECTIONS if scenario_id else tuple(section for section in SECTIONS if section.is_shared)
