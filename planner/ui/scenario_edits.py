"""What can be done to the list of scenarios: pure functions from a plan to a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.plan.edits import evolve
from planner.plan.plan import ModelChoice, Plan, Scenario

COLOURS = 12


def free_id(taken: Iterable[str], stem: str = "scenario") -> str:
    """Return an id that is not taken: the stem with the lowest free number. Deterministic, unlike a random one."""
    known = set(taken)
    number = 1
    while f"{stem}-{number}" in known:
        number += 1
    return f"{stem}-{number}"


def free_name(taken: Iterable[str], wanted: str) -> str:
    """Return a name that is not taken: the wanted one, else with a number behind."""
    known = set(taken)
    if wanted not in known:
        return wanted
    number = 2
    while f"{wanted} {number}" in known:
        number += 1
    return f"{wanted} {number}"


def copied_name(name: str, form: str) -> str:
    """Return the name of a copy in a form such as "{name} (copy)"; a copy of a copy is another copy of the first."""
    before, behind = form.split("{name}")
    first = re.fullmatch(rf"{re.escape(before)}(.+?){re.escape(behind)}( \d+)?", name)
    return form.format(name=first[1] if first else name)


def free_colour(scenarios: Iterable[Scenario]) -> int:
    """Return the first colour that no scenario has; when all are taken, the one that is used least."""
    used = [scenario.colour for scenario in scenarios]
    return min(range(COLOURS), key=lambda colour: (used.count(colour), colour))


def added(plan: Plan, name: str, after: str = "") -> tuple[Plan, str]:
    """Return the plan with a new scenario behind the one named, or at the end, and the new id.

    It starts with the model of the baseline: one that the plan's day knows, and what the new way is compared with.
    """
    identity = free_id(scenario.id for scenario in plan.scenarios)
    baseline = plan.baseline_scenario
    new = Scenario(
        id=identity,
        model=ModelChoice() if baseline is None else baseline.model,
        name=free_name((scenario.name for scenario in plan.scenarios), name),
        colour=free_colour(plan.scenarios),
    )
    return _inserted(plan, new, after), identity


def duplicated(plan: Plan, identity: str, name: str) -> tuple[Plan, str]:
    """Return the plan with a copy of a scenario right behind it, and the copy's id."""
    new_id = free_id(scenario.id for scenario in plan.scenarios)
    copy = plan.scenario(identity).model_copy(
        update={
            "id": new_id,
            "name": free_name((scenario.name for scenario in plan.scenarios), name),
            "colour": free_colour(plan.scenarios),
        }
    )
    return _inserted(plan, copy, identity), new_id


def removed(plan: Plan, identity: str) -> Plan:
    """Return the plan without a scenario; when it was the baseline, the first of the others takes its place."""
    rest = tuple(scenario for scenario in plan.scenarios if scenario.id != identity)
    if plan.baseline == identity:
        plan = evolve(plan, ("baseline",), rest[0].id if rest else "")
    return evolve(plan, ("scenarios",), rest)


def moved(plan: Plan, identity: str, position: int) -> Plan:
    """Return the plan with a scenario at another position (0 = first) among the others."""
    rest = [scenario for scenario in plan.scenarios if scenario.id != identity]
    rest.insert(max(0, min(position, len(rest))), plan.scenario(identity))
    return evolve(plan, ("scenarios",), tuple(rest))


def neighbour(plan: Plan, identity: str) -> str:
    """Return the scenario to select after this one is gone: the next, else the one before, else none."""
    ids = [scenario.id for scenario in plan.scenarios]
    place = ids.index(identity)
    rest = ids[:place] + ids[place + 1 :]
    return rest[min(place, len(rest) - 1)] if rest else ""


def _inserted(plan: Plan, new: Scenario, after: str) -> Plan:
    scenarios = list(plan.scenarios)
    ids = [scenario.id for scenario in scenarios]
    scenarios.insert(ids.index(after) + 1 if after in ids else len(scenarios), new)
    return evolve(plan, ("scenarios",), tuple(scenarios))
