"""A finding of the checks: what it is called, how much it matters, the sentence, and the field to go to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.plan.fields import Path
from planner.plan.plan import Scenario
from planner.plan.wording import Message


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    WRONG = "wrong"
    MISSING = "missing"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what it is called, how much it matters, the sentence, and the field to go to.

    `scenario` is "" for a finding about the whole plan; `waiver` is the note with which the analyst accepts it, None
    where nobody has.
    """

    check: str
    severity: Severity
    message: Message
    path: Path
    scenario: str = ""
    waiver: str | None = None
    can_be_added: bool = False
    """Whether it is a part of the bill that can be added at its usual value."""


def about(scenario: Scenario, check: str, severity: Severity, message: Message, dotted: str) -> Finding:
    """Return a finding about a scenario; `dotted` is a field of it, or of the plan where it begins with 'plan.'."""
    path = (
        dotted.removeprefix("plan.").split(".")
        if dotted.startswith("plan.")
        else ["scenarios", scenario.id, *dotted.split(".")]
    )
    return Finding(check, severity, message, tuple(path), scenario.id)
