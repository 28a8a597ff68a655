"""What verbs read: a plan with the catalogue that answers for it, a scenario by name, a language."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from planner.catalog.catalogue import Catalogue
from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.catalog.snapshot import with_snapshot
from planner.plan.language import Language, load_language
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, PlannerError
from planner.storage.directories import user_directories
from planner.storage.documents import opened_plan
from planner.storage.plan_file import read_plan_file
from planner.storage.preferences import Preferences, load_preferences


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan and the catalogue that answers for it: the plan's own records first."""

    plan: Plan
    catalogue: Catalogue


def open_plan(path: str) -> Opened:
    """Read a plan. Raises a `PlannerError` that says what is wrong."""
    plan = opened_plan(read_plan_file(Path(path))).plan
    catalogue = load_catalogue()
    return Opened(plan, with_snapshot(catalogue, plan.snapshot) if plan.snapshot else catalogue)


def scenario_named(plan: Plan, name: str) -> Scenario:
    """Return the scenario of this id or name. Raises a `PlannerError` that lists those there are."""
    for scenario in plan.scenarios:
        if name in (scenario.id, scenario.name):
            return scenario
    raise PlannerError(
        N_("There is no scenario '{name}'. There are: {known}."),
        name=name,
        known=", ".join(scenario.name or scenario.id for scenario in plan.scenarios),
    )


def settings() -> Preferences:
    """Return what the user has set in the window; what is wrong with it is said on the error stream."""
    directories = user_directories(application_folder=Path(sys.argv[0]).resolve().parent)
    found, problems = load_preferences(directories.preferences_file)
    for problem in problems:
        print(f"llm-cost-planner: {problem.text()}", file=sys.stderr)
    return found


def language_of(code: str) -> Language:
    """Return the language of a code."""
    return load_language(code, resource_path("translations"))
