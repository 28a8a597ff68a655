"""An edit is a path and a value; it yields a new plan and leaves the old one as it was."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from planner.plan.fields import BOUND_MESSAGES, Path, fields_of
from planner.plan.wording import N_, Message, PlannerError, Plural

P = TypeVar("P", bound=BaseModel)


class EditError(PlannerError):
    """A value that the plan does not take; `path` says where."""

    def __init__(self, msgid: str | Plural, path: Path, **parameters: object) -> None:
        self.path = path
        super().__init__(msgid, **parameters)


def value_at(node: Any, path: Path) -> Any:
    """Return what stands at a path. Items of a tuple are named by their id."""
    for step in path:
        node = _item(node, step) if isinstance(node, tuple) else getattr(node, step)
    return node


def evolve(plan: P, path: Path, value: Any) -> P:
    """Return `plan` with `value` at `path`; every part on the way is checked, all others are shared.

    Raises `EditError` when the path is unknown or the value is not allowed there.
    """
    try:
        evolved: P = _evolve(plan, path, value)
    except ValidationError as error:
        message = describe(error, label_at(plan, path))
        raise EditError(message.msgid, path, **message.parameters) from None
    return evolved


def _evolve(node: Any, path: Path, value: Any) -> Any:
    head, *rest = path
    if isinstance(node, tuple):
        old = _item(node, head)
        new = _evolve(old, tuple(rest), value) if rest else value
        return tuple(new if item is old else item for item in node)
    if head not in type(node).model_fields:
        raise EditError(N_("There is no field '{field}'."), path, field=head)
    new = _evolve(getattr(node, head), tuple(rest), value) if rest else value
    return type(node).model_validate({**dict(node), head: new})


def _item(items: tuple[Any, ...], identity: str) -> Any:
    for item in items:
        if item.id == identity:
            return item
    raise EditError(N_("There is no scenario '{scenario}' any more."), (identity,), scenario=identity)


def label_at(plan: BaseModel, path: Path) -> str:
    """Return the label (msgid) of the field at a path, or its name."""
    part: BaseModel = value_at(plan, path[:-1])
    for spec in fields_of(part.__class__):
        if spec.name == path[-1]:
            return spec.ui.label
    return path[-1]


def describe(error: ValidationError, label: str) -> Message:
    """Say in our own words what pydantic found wrong with a field."""
    first = error.errors()[0]
    context = {name: value for name, value in first.get("ctx", {}).items() if name != "error"}
    scale = context.pop("scale", 1.0)
    for bound in context.keys() & {"minimum", "maximum"}:
        context[bound] /= scale  # as the field shows it: 95 where the plan keeps 0.95
    kind = "range_order" if "range_order" in first["msg"] else first["type"]
    msgid = BOUND_MESSAGES.get(kind, N_("{label}: this value is not allowed here."))
    return Message(msgid, {"label": Message(label), **context})
