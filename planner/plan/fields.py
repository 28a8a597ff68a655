"""What a field of the plan is, declared once beside its type: label, unit, bounds, help, and when it matters.

One table, many consumers: validation, forms, the command line's messages, explanation and export all read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from planner.plan.amounts import Range, numbers
from planner.plan.units import NONE, Unit
from planner.plan.wording import N_

Path = tuple[str, ...]
"""Where a field stands in a plan: ("workload", "requests") or ("scenarios", ID, "hosting", "rented", "price")."""


class Part(BaseModel):
    """A part of the plan document: immutable, checked, without unknown fields.

    A module of parts does without `from __future__ import annotations`: annotations that are text are compiled one by
    one when the class is made, at every start of the program.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_max_length=2_000)


@dataclass(frozen=True, slots=True)
class Ui:
    """The description of one field.

    `minimum` and `maximum` are hard bounds in stored units; `soft_maximum` ends a slider. `when` names a sibling
    field and the values for which this field matters, `hosts` the hosting kinds (empty: all). `catalogue` names the
    kind of record that a text field holds the id of. A field whose value may be None takes its default from the
    catalogue; `empty` says in a word what it means where nothing stands in.
    """

    label: str
    unit: Unit = NONE
    help: str = ""
    minimum: float | None = 0.0
    maximum: float | None = None
    soft_maximum: float | None = None
    whole: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    hosts: tuple[str, ...] = ()
    catalogue: str = ""
    empty: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (value, msgid)
    basic: bool = False  # shown without unfolding 'more'

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Add the bounds to the field's own checks."""
        return core_schema.no_info_after_validator_function(self._within_bounds, handler(source))

    def _within_bounds(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, (int, float, Range)):
            return value
        for number in numbers(value):
            if self.minimum is not None and number < self.minimum:
                least = {"minimum": self.minimum, "scale": self.unit.scale}
                raise PydanticCustomError("too_low", "must be at least {minimum}", least)
            if self.maximum is not None and number > self.maximum:
                most = {"maximum": self.maximum, "scale": self.unit.scale}
                raise PydanticCustomError("too_high", "must be at most {maximum}", most)
            if self.whole and number != int(number):
                raise PydanticCustomError("not_whole", "must be a whole number", {})
        return value


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field found in a part: its name, its description, and its pydantic declaration."""

    name: str
    ui: Ui
    declaration: FieldInfo

    @property
    def may_be_default(self) -> bool:
        """Whether None is allowed and means 'as the catalogue says'."""
        return type(None) in getattr(self.declaration.annotation, "__args__", ())


@cache
def fields_of(part: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """Return the described fields of a part, in the order of declaration."""
    return tuple(
        FieldSpec(name, item, declaration)
        for name, declaration in part.model_fields.items()
        for item in declaration.metadata
        if isinstance(item, Ui)
    )


def walk(part: BaseModel, path: Path = ()) -> Iterator[tuple[Path, FieldSpec, Any]]:
    """Yield every described field below `part` with its path and value. Items of a tuple are named by their id."""
    described = {spec.name: spec for spec in fields_of(type(part))}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in described:
            yield (*path, name), described[name], value
        elif isinstance(value, BaseModel) and not isinstance(value, Range):
            yield from walk(value, (*path, name))
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel) and hasattr(item, "id"):
                    yield from walk(item, (*path, name, item.id))


def matters(spec: FieldSpec, part: BaseModel, hosting: str = "") -> bool:
    """Say whether a field matters, given its siblings in `part` and the kind of hosting, where there is one."""
    if hosting and spec.ui.hosts and hosting not in spec.ui.hosts:
        return False
    if spec.ui.when is None:
        return True
    sibling, values = spec.ui.when
    return str(getattr(part, sibling)) in values


BOUND_MESSAGES = {
    "too_low": N_("{label}: must be at least {minimum}."),
    "too_high": N_("{label}: must be at most {maximum}."),
    "not_whole": N_("{label}: must be a whole number."),
    "range_order": N_("{label}: low, likely and high must rise."),
}
