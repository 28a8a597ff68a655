"""The undo stack between two runs: each step as the values that it changed, found by what two plans do not share.

An edit shares every untouched part with the plan before it, so finding the changes costs next to nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError
from PySide6.QtGui import QUndoCommand

from planner.plan.plan import Plan
from planner.storage.session import PlanSession
from planner.storage.undo_file import Step, load_undo_steps, save_undo_steps
from planner.ui.undo import Replacement

if TYPE_CHECKING:
    from planner.ui.store import Store

MOST_STEPS = 200

Change = tuple[list[str | int], Any, Any]
"""Where, in the plan's JSON; the value before; the value after."""


class RememberedStep(QUndoCommand):
    """A step of an earlier run."""

    def __init__(self, store: Store, step: Step) -> None:
        super().__init__(str(step.get("text", "")))
        self._store = store
        self.step = step
        self.is_awake = False
        """Whether undo and redo act; they do not while the stack is being rebuilt."""

    def redo(self) -> None:
        """Put the later values in."""
        self._put(2)

    def undo(self) -> None:
        """Put the earlier values back."""
        self._put(1)

    def _put(self, side: int) -> None:
        if not self.is_awake:
            return
        try:
            document = self._store.plan.model_dump(mode="json")
            for change in self.step["changes"]:
                node = document
                *way, last = change[0]
                for step in way:
                    node = node[step]
                node[last] = change[side]
            plan = Plan.model_validate(document)
        except (ValidationError, KeyError, IndexError, TypeError):
            logging.getLogger(__name__).warning("a remembered undo step does not fit the plan")
            self.setObsolete(True)
            return
        self._store.install(plan, ())


def remember_steps(store: Store, folder: Path, session: PlanSession) -> None:
    """Keep the newest undo steps for the next time that this very file is opened."""
    stack = store.undo_stack
    first = max(0, stack.count() - MOST_STEPS)
    steps: list[Step] = []
    for number in range(first, stack.count()):
        command = stack.command(number)
        if isinstance(command, RememberedStep):
            steps.append(command.step)
        elif isinstance(command, Replacement):
            found = [list(change) for change in changes(command.before, command.after)]
            steps.append({"text": command.text(), "changes": found})
        else:
            steps.clear()
            first = number + 1
    save_undo_steps(folder, str(session.path), session.digest, steps, max(0, stack.index() - first))


def recall_steps(store: Store, folder: Path, session: PlanSession) -> None:
    """Put the undo steps of the last run on the stack, if the file is still the one they belong to."""
    steps, position = load_undo_steps(folder, str(session.path), session.digest)
    commands = [RememberedStep(store, step) for step in steps if isinstance(step.get("changes"), list)]
    if len(commands) != len(steps):
        return
    for command in commands:
        store.undo_stack.push(command)
    store.undo_stack.setIndex(position)
    for command in commands:
        command.is_awake = True


def changes(before: Any, after: Any, way: Sequence[str | int] = ()) -> Iterator[Change]:
    """Yield what differs between two parts of a plan of the same type."""
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old is new or old == new:
            continue
        here = [*way, name]
        if isinstance(old, BaseModel) and isinstance(new, BaseModel) and type(old) is type(new):
            yield from changes(old, new, here)
        elif _are_the_same_items(old, new):
            for number, (one, other) in enumerate(zip(old, new, strict=True)):
                if one is not other:
                    yield from changes(one, other, [*here, number])
        else:
            yield here, _json(before, name), _json(after, name)


def _are_the_same_items(old: Any, new: Any) -> bool:
    if not (isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new)):
        return False
    return all(
        hasattr(one, "id") and hasattr(other, "id") and one.id == other.id for one, other in zip(old, new, strict=True)
    )


def _json(part: BaseModel, name: str) -> Any:
    return part.model_dump(mode="json", include={name})[name]
