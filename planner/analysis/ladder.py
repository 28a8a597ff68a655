"""The lever ladder: levers applied in order, with the marginal saving of each and what it overlaps with the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.catalog.catalogue import Catalogue
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve, value_at
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import N_

FEWER_BITS = {"fp16": "fp8", "fp8": "int4", "int8": "int4"}


@dataclass(frozen=True, slots=True)
class Lever:
    """A lever: the field that it sits in and the kinds of hosting that it applies to."""

    label: str
    path: Path
    hosting: tuple[str, ...]


LEVERS = (
    Lever(N_("Answer cache"), ("levers", "semantic_cache"), ("api", "rented", "owned")),
    Lever(N_("Prompt compression"), ("levers", "compression"), ("api", "rented", "owned")),
    Lever(N_("Provider prompt cache"), ("levers", "prompt_cache"), ("api",)),
    Lever(N_("Prefix caching"), ("hosting", "serving", "prefix_caching"), ("rented", "owned")),
    Lever(N_("Batch what can wait"), ("levers", "batch"), ("api", "rented", "owned")),
    Lever(N_("Speculative decoding"), ("levers", "speculative"), ("rented", "owned")),
    Lever(N_("Fewer bits"), ("model", "weights"), ("rented", "owned")),
)
"""In the order in which a request meets them; a quantity that one has removed cannot be saved by the next."""


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One lever: what it saves on top of those before it, and what it would save alone.

    Amounts are of the total over the horizon, in USD; a negative one is a loss. `quality` is the
    published score with it, where one is known.
    """

    label: str
    path: Path
    in_use: bool
    total: float
    marginal: float
    alone: float
    quality: float | None = None

    @property
    def overlap(self) -> float:
        """Return what the levers before it have already saved of its own saving."""
        return self.alone - self.marginal


@dataclass(frozen=True, slots=True)
class Ladder:
    """The total without any lever, and every step."""

    scenario: str
    start: float
    steps: tuple[LadderStep, ...]


def lever_ladder(plan: Plan, catalogue: Catalogue, scenario_id: str, levers: Sequence[Lever] = LEVERS) -> Ladder | None:
    """Return what the levers that apply save one after the other; None where none does, or there is no bare answer."""
    scenario = plan.scenario(scenario_id)
    chosen = [lever for lever in levers if scenario.hosting.kind in lever.hosting]
    if not chosen:
        return None
    bare = plan
    for lever in chosen:
        if lever.path != ("model", "weights"):
            bare = evolve(bare, ("scenarios", scenario_id, *lever.path), value=False)
    start = _total(bare, catalogue, scenario_id)
    if start is None:
        return None
    steps, current, before = [], bare, start
    for lever in chosen:
        alone = _applied(bare, scenario_id, lever)
        further = _applied(current, scenario_id, lever)
        if alone is None or further is None:
            continue
        by_itself, total = _total(alone, catalogue, scenario_id), _total(further, catalogue, scenario_id)
        if by_itself is None or total is None:
            continue
        in_use = lever.path != ("model", "weights") and bool(value_at(scenario, lever.path))
        quality = evaluate(further.with_only(scenario_id), catalogue).scenario(scenario_id).figures.get("quality")
        steps.append(
            LadderStep(
                lever.label,
                ("scenarios", scenario_id, *lever.path),
                in_use,
                total,
                before - total,
                start - by_itself,
                None if quality is None else quality.value,
            )
        )
        current, before = further, total
    return Ladder(scenario_id, start, tuple(steps))


def _applied(plan: Plan, scenario_id: str, lever: Lever) -> Plan | None:
    path = ("scenarios", scenario_id, *lever.path)
    if lever.path != ("model", "weights"):
        return evolve(plan, path, value=True)
    fewer = FEWER_BITS.get(plan.scenario(scenario_id).model.weights)
    return None if fewer is None else evolve(plan, path, fewer)


def _total(plan: Plan, catalogue: Catalogue, scenario_id: str) -> float | None:
    return evaluate(plan.with_only(scenario_id), catalogue).scenario(scenario_id).total_cost


def waiting(plan: Plan, catalogue: Catalogue, scenario_id: str, months: Sequence[int]) -> dict[int, float]:
    """Return the total in USD when the scenario starts after so many months, where it has an answer."""
    found = {}
    for wait in months:
        later = evolve(plan, ("scenarios", scenario_id, "wait_months"), float(wait))
        total = evaluate(later, catalogue).scenario(scenario_id).total_cost
        if total is not None:
            found[wait] = total
    return found
