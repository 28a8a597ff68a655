"""What can stand between the plan on screen and its file, for as long as it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.plan.wording import N_, Message


class TroubleKind(StrEnum):
    """Which ways on there are depends on the kind."""

    SAVE_FAILED = "save failed"
    CHANGED_ON_DISK = "changed on disk"
    READ_ONLY = "read-only"


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


REFUSED = Message(N_("This plan is read-only. Open a copy to change it."))
"""Why an edit of a read-only plan is not taken."""
