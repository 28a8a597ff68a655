"""What differs between two states of one plan, field by field, in the words of the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.plan.amounts import Range
from planner.plan.fields import FieldSpec, Path, walk
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.ui.forms.editors import shown_text
from planner.ui.forms.option_names import option_name
from planner.ui.store import Store


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same."""

    place: str
    """Name of the scenario; empty for the plan itself."""
    label: str
    mine: str
    theirs: str


def differences(mine: Plan, theirs: Plan, store: Store, language: Language) -> list[Difference]:
    """Return every field that differs, in the order of the form; what only one of them has shows as a dash."""
    _ = language.translate
    sides = ({path: (spec, value) for path, spec, value in walk(plan)} for plan in (mine, theirs))
    left, right = sides
    found = list(_scenarios(mine, theirs, language))
    both = {one.id for one in mine.scenarios} & {one.id for one in theirs.scenarios}
    for path in [*left, *(path for path in right if path not in left)]:
        if path[0] == "scenarios" and path[1] not in both:
            continue
        spec = (left.get(path) or right[path])[0]
        values = [side[path][1] if path in side else None for side in (left, right)]
        if values[0] != values[1]:
            texts = [_text(spec, value, store, language) for value in values]
            found.append(Difference(_place(path, mine), _(spec.ui.label), *texts))
    for title, one, other in (
        (_("Notes"), mine.notes, theirs.notes),
        (_("Baseline"), _name(mine, mine.baseline), _name(theirs, theirs.baseline)),
        (_("Notes on fields"), str(len(mine.field_notes)), str(len(theirs.field_notes))),
    ):
        if one != other or (title == _("Notes on fields") and mine.field_notes != theirs.field_notes):
            found.append(Difference("", title, one or "–", other or "–"))
    return found


def _scenarios(mine: Plan, theirs: Plan, language: Language) -> Iterator[Difference]:
    title = language.translate("Scenario")
    left, right = ({one.id: one for one in plan.scenarios} for plan in (mine, theirs))
    for identity in [*left, *(one for one in right if one not in left)]:
        one, other = left.get(identity), right.get(identity)
        if one is None or other is None:
            yield Difference("", title, one.name if one else "–", other.name if other else "–")
        elif one.notes != other.notes:
            yield Difference(one.name, language.translate("Notes"), one.notes or "–", other.notes or "–")
    kept = [identity for identity in left if identity in right]
    if kept != [identity for identity in right if identity in left]:
        names = [
            ", ".join(plan.scenario(one).name for one in order)
            for plan, order in ((mine, kept), (theirs, [one for one in right if one in left]))
        ]
        yield Difference("", language.translate("Order of scenarios"), *names)


def _place(path: Path, plan: Plan) -> str:
    return _name(plan, path[1]) if path[0] == "scenarios" else ""


def _name(plan: Plan, identity: str) -> str:
    return next((one.name for one in plan.scenarios if one.id == identity), identity)


def _text(spec: FieldSpec, value: Any, store: Store, language: Language) -> str:
    _ = language.translate
    if value is None or value == "":
        return _("default") if spec.may_be_default else "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return language.date(value)
    if isinstance(value, (int, float, Range)):
        sign = _(spec.ui.unit.sign)
        return f"{shown_text(value, spec.ui.unit, language)} {sign}".rstrip()
    named = dict(spec.ui.choices).get(value) if isinstance(value, str) else None
    if named is not None:
        return _(named)
    if spec.ui.catalogue and isinstance(value, str):
        return option_name(spec.ui.catalogue, value, store)
    return str(value)
