"""What can stand between the plan on screen and its file, for as long as it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from planner.plan.wording import N_, Message


class TroubleKind(StrEnum):
    """Which ways on there are depends on the kind."""

    SAVE_FAILED = "save failed"
    CHANGED_ON_DISK = "changed on disk"
    READ_ONLY = "read-only"
    LEFT_LOCKED = "left locked"
    """Another computer has the plan, and has not touched it for long."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble, in the user's words."""

    kind: TroubleKind
    message: Message


def changed_on_disk(name: str) -> Trouble:
    """Somebody else, or a synchronised folder, has changed the file."""
    text = N_(
        "“{name}” was changed on disk by someone else. Nothing is overwritten until you decide; "
        "what you do not take goes to the previous versions."
    )
    return Trouble(TroubleKind.CHANGED_ON_DISK, Message(text, {"name": name}))


def read_only(reason: Message, quiet: timedelta | None) -> Trouble:
    """Somebody else has the plan; `quiet` says for how long neither they nor the plan have stirred, if for long."""
    return Trouble(TroubleKind.READ_ONLY, reason) if quiet is None else _left_locked(reason, quiet)


def _left_locked(reason: Message, quiet: timedelta) -> Trouble:
    hours = int(quiet / timedelta(hours=1))
    age = (
        Message(N_("{count} days"), {"count": hours // 24})
        if hours >= 48
        else Message(N_("{count} hours"), {"count": hours})
        if hours >= 2
        else Message(N_("one hour"))
    )
    text = N_("{reason} Nothing has changed there for {age}: if that window is gone, take the plan over.")
    return Trouble(TroubleKind.LEFT_LOCKED, Message(text, {"reason": reason, "age": age}))


REFUSED = Message(N_("This plan is read-only. Open a copy to change it."))
"""Why an edit of a read-only plan is not taken."""
