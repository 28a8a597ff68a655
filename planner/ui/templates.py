"""What a plan can start from: the worked examples, the templates by role, and an empty one.

Shipped plans are written in English. Their names and notes are translated as one of them is opened: from then on they
are the user's own text, and no other language touches them.
"""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from planner.catalog.locations import resource_path
from planner.plan.language import Language
from planner.plan.money import Money
from planner.plan.plan import Plan, Scenario
from planner.storage.documents import opened_plan
from planner.storage.json_text import read_limited
from planner.storage.plan_file import SUFFIX, parse_plan

FIRST_EXAMPLE = "startup-chatbot-2023"


@dataclass(frozen=True, slots=True)
class Starter:
    """A shipped plan: where it is, and what it is called."""

    path: Path
    name: str


def starters(folder: str) -> tuple[Starter, ...]:
    """Return the shipped plans of `examples` or `templates`, in the order of their file names."""
    paths = sorted(resource_path(folder).glob(f"*{SUFFIX}"))
    return tuple(Starter(path, _title(path)) for path in paths)


def read_starter(path: Path, language: Language) -> Plan:
    """Return a shipped plan in a language, under an id of its own: it can be edited and saved beside others."""
    plan = opened_plan(parse_plan(read_limited(path), str(path))).plan
    return _in_language(plan, language).model_copy(update={"id": uuid.uuid4().hex})


def empty_plan(
    language: Language, currency: str = "USD", horizon_months: float = 24.0, exchange_rate: float = 1.0
) -> Plan:
    """Return a plan with one scenario and all defaults, in a currency (so many a US dollar) and over so many months.

    A currency that plans do not know (the settings take any) leaves the default.
    """
    _ = language.translate
    money = Money(horizon=float(horizon_months))
    with contextlib.suppress(ValidationError):
        money = Money(horizon=float(horizon_months), currency=currency, exchange_rate=exchange_rate)
    return Plan(
        id=uuid.uuid4().hex,
        money=money,
        name=_("New plan"),
        scenarios=(Scenario(id="scenario-1", name=_("Scenario 1")),),
        baseline="scenario-1",
    )


def first_starter() -> Path:
    """Return where the worked example is that a new user sees."""
    return resource_path("examples") / f"{FIRST_EXAMPLE}{SUFFIX}"


def first_plan(language: Language) -> Plan:
    """Return what a new user sees: the worked example, an empty plan where it is missing."""
    path = first_starter()
    return read_starter(path, language) if path.exists() else empty_plan(language)


def _in_language(plan: Plan, language: Language) -> Plan:
    """Return a plan with every name and note in a language; what it does not know stays as it is."""
    say = language.translate

    def said(part: Plan | Scenario) -> dict[str, str]:
        return {"name": say(part.name), "notes": say(part.notes)}

    scenarios = tuple(scenario.model_copy(update=said(scenario)) for scenario in plan.scenarios)
    notes = {path: say(note) for path, note in plan.field_notes.items()}
    return plan.model_copy(update={**said(plan), "scenarios": scenarios, "field_notes": notes})


def _title(path: Path) -> str:
    from planner.storage.plan_head import read_plan_head

    return read_plan_head(path).name or path.name.removesuffix(SUFFIX).replace("-", " ")
