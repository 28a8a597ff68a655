"""Why different: the changed inputs between two scenarios or two states of a plan, and what each contributes.

Contributions are Shapley values: the mean of what a change adds over all orders in which the changes can be made.
They do not depend on an order and sum exactly to the difference. Up to eight changes stand alone; beyond that the
changes of one part of the plan stand together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from planner.analysis.charts.inputs import Bridge, BridgeStep
from planner.analysis.charts.parts import part_label
from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range
from planner.plan.edits import value_at
from planner.plan.fields import Path, fields_of
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, PlannerError

MOST_STEPS = 8

GROUP_LABELS = {
    "workload": N_("Workload"),
    "money": N_("Money and horizon"),
    "value": N_("Value of the answers"),
    "model": N_("Model"),
    "tuning": N_("Tuning"),
    "hosting": N_("Hosting"),
    "levers": N_("Levers"),
    "success": N_("Success"),
    "operations": N_("People and licences"),
    "other": N_("Other changes"),
}
IGNORED = frozenset({"id", "name", "shown", "colour", "quote", "notes", "field_notes", "waivers", "seed", "baseline"})
NO_MIXTURE = N_("a mixture of the inputs has no answer.")
KINDS = {("hosting", "kind"), ("tuning", "kind"), ("model", "model")}
"""Choices that decide which other fields matter: their part changes as a whole."""


class BridgeError(PlannerError):
    """The two results cannot be bridged: a mixture of the inputs has no answer."""


@dataclass(frozen=True, slots=True)
class Change:
    """Fields that change together, each with its new value; `by_part` shows its contribution by part of the bill."""

    label: str
    fields: tuple[tuple[Path, Any], ...]
    by_part: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one change contributes to the difference of the total, in USD over the horizon.

    `part` names the part of the bill where the contribution is only that of one part.
    """

    label: str
    amount: float
    part: str = ""


@dataclass(frozen=True, slots=True)
class PlanBridge:
    """The difference between two totals in USD over the horizon, as contributions that sum to it."""

    start_label: str
    start: float
    end_label: str
    end: float
    contributions: tuple[Contribution, ...]

    def as_chart(self, words: Words) -> Bridge:
        """Return what the bridge chart draws."""
        steps = tuple(BridgeStep(_said(each, words), each.amount) for each in self.contributions)
        return Bridge(self.start_label, self.start, self.end_label, self.end, steps)


def _said(each: Contribution, words: Words) -> str:
    label = words.language.translate(each.label)
    label = label[:1].upper() + label[1:]
    if not each.part:
        return label
    part = part_label(each.part, words)
    return words.text(N_("{change}: {part}"), change=label, part=part)


def bridge_between_scenarios(plan: Plan, catalogue: Catalogue, start: str, end: str) -> PlanBridge:
    """Return why one scenario costs more than another. Raises `BridgeError` where a mixture has no answer."""
    first, last = plan.scenario(start), plan.scenario(end)

    def totals(kept: Sequence[Change], every: bool) -> Mapping[str, float]:
        identity = end if every else start
        scenario = with_changes(first, kept).model_copy(update={"id": identity})
        others = tuple(each for each in plan.scenarios if each.id != identity)
        return _parts(plan.model_copy(update={"scenarios": (scenario, *others)}), catalogue, identity)

    return _bridged(first.name or start, last.name or end, changed_fields(first, last), (), totals)


def bridge_between_plans(
    before: tuple[Plan, Catalogue], after: tuple[Plan, Catalogue], scenario_id: str, labels: tuple[str, str]
) -> PlanBridge:
    """Return why a scenario costs another amount in a later state of the plan, or with another catalogue."""
    (old, old_catalogue), (new, new_catalogue) = before, after
    fields = changed_fields(old.with_only(scenario_id), new.with_only(scenario_id))
    prices = Change(N_("Prices of the catalogue"), ())
    further = (prices,) if new_catalogue is not old_catalogue else ()

    def totals(kept: Sequence[Change], every: bool) -> Mapping[str, float]:
        mixed = new if every else with_changes(old, [change for change in kept if change is not prices])
        return _parts(mixed, new_catalogue if prices in kept else old_catalogue, scenario_id)

    return _bridged(labels[0], labels[1], fields, further, totals)


def changed_fields(old: BaseModel, new: BaseModel, path: Path = ()) -> list[tuple[Path, Any]]:
    """Return every field whose value differs, with the new value."""
    found: list[tuple[Path, Any]] = []
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after or (name in IGNORED and (len(path) == 0 or path[0] == "scenarios")):
            continue
        if name == "scenarios":
            then = {scenario.id: scenario for scenario in after}
            for scenario in before:
                if scenario.id in then:
                    found += changed_fields(scenario, then[scenario.id], (*path, name, scenario.id))
        elif isinstance(before, BaseModel) and isinstance(after, BaseModel) and not isinstance(before, Range):
            found += changed_fields(before, after, (*path, name))
        elif name != "snapshot":
            found.append(((*path, name), after))
    return found


def grouped(fields: Sequence[tuple[Path, Any]], spare: int = 0, joined: Sequence[str] = ()) -> tuple[Change, ...]:
    """Return the changes: one a field while there are few, else one a part of the plan.

    A changed kind of hosting, tuning or model takes its whole part with it, because a mixture would mean nothing;
    `joined` names parts that are taken together.
    """
    parts: dict[str, list[tuple[Path, Any]]] = {}
    for path, value in fields:
        parts.setdefault(_part_of(path), []).append((path, value))
    whole = {part for part, changed in parts.items() if any(path[-2:] in KINDS for path, _ in changed)}
    if whole & set(joined):
        together = [each for part in joined for each in parts.pop(part, [])]
        parts["hosting"] = together
        whole |= {"hosting"}
    single = sum(1 if part in whole else len(changed) for part, changed in parts.items())
    changes = []
    for part, changed in parts.items():
        if part in whole or single + spare > MOST_STEPS:
            label = JOINED_LABELS[len(joined)] if part == "hosting" and part in whole else GROUP_LABELS[part]
            changes.append(Change(label, tuple(changed), by_part=part in whole))
        else:
            changes += [Change(_label_of(path), ((path, value),)) for path, value in changed]
    return tuple(changes)


JOINED = (("model", "hosting"), ("model", "hosting", "tuning"))
"""Parts that are taken together where a mixture has no answer: an open model is not called where closed ones are."""
JOINED_LABELS = {0: N_("Hosting"), 2: N_("Model and hosting"), 3: N_("Model, hosting and tuning")}


def _part_of(path: Path) -> str:
    steps = path[2:] if path[0] == "scenarios" else path
    return steps[0] if steps[0] in GROUP_LABELS else "other"


def _label_of(path: Path) -> str:
    steps = path[2:] if path[0] == "scenarios" else path
    for root in (Scenario, Plan):
        part: Any = root
        for step in steps[:-1]:
            part = part.model_fields[step].annotation if step in getattr(part, "model_fields", {}) else None
        if part is not None:
            for spec in fields_of(part):
                if spec.name == steps[-1]:
                    return spec.ui.label
    return GROUP_LABELS["other"]


Root = TypeVar("Root", bound=BaseModel)


def with_changes(root: Root, changes: Sequence[Change]) -> Root:
    """Return the part with the changes made; checks of single fields have been passed by both states."""
    for change in changes:
        for path, value in change.fields:
            root = cast("Root", _replaced(root, path, value))
    return root


def _replaced(node: Any, path: Path, value: Any) -> Any:
    head, *rest = path
    if isinstance(node, tuple):
        return tuple(
            (_replaced(item, tuple(rest), value) if rest else value) if item.id == head else item for item in node
        )
    new = _replaced(value_at(node, (head,)), tuple(rest), value) if rest else value
    return node.model_copy(update={head: new})


def _parts(plan: Plan, catalogue: Catalogue, scenario_id: str) -> Mapping[str, float]:
    """Return the total by part of the bill."""
    result = evaluate(plan.with_only(scenario_id), catalogue).scenario(scenario_id)
    if result.total_cost is None:
        raise BridgeError(
            N_("The difference cannot be split: {reason}"),
            reason=result.reasons[0] if result.reasons else Message(NO_MIXTURE),
        )
    return result.breakdown


Totals = Callable[[Sequence[Change], bool], Mapping[str, float]]
"""Returns the total by part with these changes made; the flag says that it is all of them."""


def _bridged(
    start_label: str,
    end_label: str,
    fields: Sequence[tuple[Path, Any]],
    further: tuple[Change, ...],
    totals: Totals,
) -> PlanBridge:
    """Split the difference as finely as mixtures have an answer."""
    for joined in JOINED:
        changes = (*grouped(fields, len(further), joined), *further)
        try:
            return split(start_label, end_label, changes, totals)
        except BridgeError:
            continue
    everything = Change(N_("All changes"), tuple(fields), by_part=True)
    return split(start_label, end_label, (everything, *further), totals)


def split(start_label: str, end_label: str, changes: Sequence[Change], totals: Totals) -> PlanBridge:
    """Return the bridge over these changes; `totals` answers for every subset of them."""
    count = len(changes)
    every = (1 << count) - 1
    found = {
        subset: totals([change for bit, change in enumerate(changes) if subset >> bit & 1], subset == every)
        for subset in (0, every, *range(1, every))
    }
    parts = tuple(dict.fromkeys(part for breakdown in found.values() for part in breakdown))
    contributions = []
    for bit, change in enumerate(changes):
        by_part = {
            part: shapley({subset: each.get(part, 0.0) for subset, each in found.items()}, bit, count) for part in parts
        }
        if change.by_part:
            contributions += [Contribution(change.label, amount, part) for part, amount in by_part.items() if amount]
        else:
            contributions.append(Contribution(change.label, sum(by_part.values())))
    start, end = sum(found[0].values()), sum(found[every].values())
    return PlanBridge(start_label, start, end_label, end, tuple(contributions))


def shapley(totals: Mapping[int, float], bit: int, count: int) -> float:
    """Return the Shapley value of one of `count` changes; `totals` by the bits of the changes made."""
    value = 0.0
    for subset, amount in totals.items():
        if subset >> bit & 1:
            continue
        size = subset.bit_count()
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        value += weight * (totals[subset | 1 << bit] - amount)
    return value
