"""Between the file's dictionary and the typed plan, without losing what this version does not know.

The plan's models refuse unknown fields, as they should for an edit. A file may have some, from another program or
a later version: they are set aside with their place, and put back when the plan is saved.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.plan.fields import BOUND_MESSAGES
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message
from planner.storage.errors import BrokenFileError
from planner.storage.plan_file import PlanFile

Step = str | int | tuple[str, str]
"""A key, a position in a list, or ("id", ID) for a list item that has an id and may be moved."""

_MOST_PASSES = 100
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field of the file that no model knows: where it stood and what it held."""

    path: tuple[Step, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """The typed plan and what must be written back with it."""

    plan: Plan
    unknown: tuple[UnknownField, ...]


class InvalidPlanError(BrokenFileError):
    """The file is a plan, but some of its values are impossible; `problems` names each."""

    def __init__(self, msgid: str, problems: tuple[Message, ...], **parameters: object) -> None:
        self.problems = problems
        super().__init__(msgid, **parameters)


def opened_plan(file: PlanFile) -> OpenedPlan:
    """Return the typed plan of a file; InvalidPlanError lists, field by field, what is wrong."""
    document = file.document
    unknown: list[UnknownField] = []
    for _pass in range(_MOST_PASSES):
        try:
            return OpenedPlan(Plan.model_validate(document), tuple(unknown))
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            # Fields are taken out of a copy; hardly any file needs one.
            document = copy.deepcopy(document)
            found = [_take_out(document, item["loc"]) for item in details if item["type"] == "extra_forbidden"]
            taken = [field for field in found if field is not None]
            if not taken:
                raise _invalid(file.source, details) from error
            unknown.extend(taken)
    raise BrokenFileError(N_("{path} has too many unknown fields inside each other."), path=file.source)


def plan_document(plan: Plan, unknown: Sequence[UnknownField] = ()) -> dict[str, Any]:
    """Return the plan as the file's dictionary, with the unknown fields back in their places.

    A field whose part is gone (a deleted scenario) goes with it.
    """
    document: dict[str, Any] = plan.model_dump(mode="json")
    for field in unknown:
        parent = _descend(document, field.path[:-1])
        key = field.path[-1]
        if isinstance(parent, dict) and isinstance(key, str):
            parent.setdefault(key, field.value)
    return document


def _take_out(document: dict[str, Any], location: tuple[int | str, ...]) -> UnknownField | None:
    node: Any = document
    path: list[Step] = []
    for step in location[:-1]:
        if isinstance(node, dict) and step in node:
            path.append(step)
            node = node[step]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            identity = node.get("id") if isinstance(node, dict) else None
            path.append(("id", identity) if isinstance(identity, str) else step)
        # Otherwise pydantic names a member of a union there, which the document does not have.
    key = location[-1]
    if not isinstance(node, dict) or not isinstance(key, str) or key not in node:
        return None
    return UnknownField((*path, key), node.pop(key))


def _descend(node: Any, path: Sequence[Step]) -> Any:
    for step in path:
        if isinstance(step, tuple) and isinstance(node, list):
            node = next((item for item in node if isinstance(item, dict) and item.get(step[0]) == step[1]), None)
        elif isinstance(step, str) and isinstance(node, dict):
            node = node.get(step)
        elif isinstance(step, int) and isinstance(node, list) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def _invalid(source: str, details: Sequence[ErrorDetails]) -> InvalidPlanError:
    problems = tuple(_problem(item) for item in details[:_MOST_PROBLEMS])
    return InvalidPlanError(
        N_("{path} holds values that a plan cannot have ({count}). The first: {problem}"),
        problems,
        path=source,
        count=len(details),
        problem=problems[0],
    )


def _problem(item: ErrorDetails) -> Message:
    kind = "range_order" if "range_order" in item["msg"] else item["type"]
    context = {name: value for name, value in item.get("ctx", {}).items() if name != "error"}
    place = ".".join(str(step)[:80] for step in item["loc"]) or "plan"
    if kind == "missing":
        return Message(N_("{label}: this value is missing."), {"label": place})
    return Message(
        BOUND_MESSAGES.get(kind, N_("{label}: this value is not allowed here.")), {**context, "label": place}
    )
