"""Why a scenario has no answer: the limit that binds, by how much, and what would relax it."""

from __future__ import annotations

from planner.plan.wording import Message


class Infeasible(Exception):  # noqa: N818 - a verdict, not a fault
    """The scenario cannot be evaluated; `reasons` are sentences for the user."""

    def __init__(self, *reasons: Message) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reason.text() for reason in reasons))
