"""Complete a scenario: what is missing from its bill, at usual values, each with a note that says where it is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from planner.analysis.left_out import parts_of_bill
from planner.catalog.catalogue import Catalogue
from planner.catalog.site import Category, usual_figure
from planner.cost.bindings.site import amount_of
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range
from planner.plan.edits import evolve
from planner.plan.language import ENGLISH, Language
from planner.plan.owned import OwnedHosting
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message

USUAL_ENGINEERS = Range(low=0.25, likely=0.5, high=1.0)
"""FTE that look after one service on servers. Assumed, November 2026: from a quarter of a person to one."""
USUAL_ON_CALL = Range(low=1_000.0, likely=2_500.0, high=6_000.0)
"""USD a month for a rota of a few people. Assumed, November 2026; no published rate card is known."""
USUAL_NETWORK = Range(low=0.1, likely=0.125, high=0.15)
"""Share of the servers' price, where the catalogue has no figure. Assumed, November 2026."""

ASSUMED = N_("Added because it was left out. Assumed.")
DEFAULT = N_("Added because it was left out: the usual value of this program.")


@dataclass(frozen=True, slots=True)
class Missing:
    """A scenario that lacks a part: the plan and catalogue around it, and the scenario that it would replace."""

    plan: Plan
    catalogue: Catalogue
    scenario: Scenario
    against: str


@dataclass(frozen=True, slots=True)
class Usual:
    """A value for a field (dotted, below the scenario), and the note that says where it is from."""

    field: str
    value: Any
    note: Message


def with_usual_parts(
    plan: Plan, catalogue: Catalogue, scenario_id: str, against: str, language: Language = ENGLISH
) -> Plan:
    """Return the plan with every part that the scenario lacks at its usual value. What is counted stays as it is.

    `against` is the scenario that answers until delivery. Each added value has a note in the language.
    """
    lacking = Missing(plan, catalogue, plan.scenario(scenario_id), against)
    notes = dict(plan.field_notes)
    for part in parts_of_bill(lacking.scenario.hosting.kind):
        if part.missing(lacking.scenario) is None:
            continue
        for usual in _USUAL[part.name](lacking):
            path = ("scenarios", scenario_id, *usual.field.split("."))
            plan = evolve(plan, path, usual.value)
            notes[".".join(path)] = usual.note.text(language.translate)
    return plan if notes == plan.field_notes else evolve(plan, ("field_notes",), notes)


def _staff(_lacking: Missing) -> tuple[Usual, ...]:
    return (Usual("operations.engineers", USUAL_ENGINEERS, Message(ASSUMED)),)


def _on_call(_lacking: Missing) -> tuple[Usual, ...]:
    return (Usual("operations.on_call", USUAL_ON_CALL, Message(ASSUMED)),)


def _network(lacking: Missing) -> tuple[Usual, ...]:
    figure = usual_figure(lacking.catalogue, Category.CAPEX_ADDON, lacking.plan.money.price_date)
    amount = amount_of(figure) if figure is not None else None
    field = "hosting.owned.network_and_installation"
    if figure is None or amount is None:
        return (Usual(field, USUAL_NETWORK, Message(ASSUMED)),)
    source = {"title": figure.provenance.title, "date": figure.provenance.date}
    return (Usual(field, amount, Message(N_("Added because it was left out. {title}, {date}."), source)),)


def _facility(_lacking: Missing) -> tuple[Usual, ...]:
    note = Message(N_("Left out before; now the catalogue's figure."))
    return tuple(Usual(f"hosting.owned.{name}", None, note) for name in ("space_price", "electricity_price", "pue"))


def _idle_hours(lacking: Missing) -> tuple[Usual, ...]:
    if lacking.scenario.hosting.kind == "rented":
        return (Usual("hosting.rented.scaling", "fixed", Message(N_("Servers are paid around the clock."))),)
    return (Usual("hosting.owned.idle_power", OwnedHosting().idle_power, Message(DEFAULT)),)


def _spare(_lacking: Missing) -> tuple[Usual, ...]:
    return (Usual("hosting.serving.spare_servers", 1.0, Message(N_("One may fail (N+1)."))),)


def _support(_lacking: Missing) -> tuple[Usual, ...]:
    return (Usual("hosting.owned.support", OwnedHosting().support, Message(DEFAULT)),)


def _bridge(lacking: Missing) -> tuple[Usual, ...]:
    """Until delivery the scenario that would be replaced carries on, at its cost per request."""
    found = evaluate(lacking.plan, lacking.catalogue).scenario(lacking.against).figures.get("cost_per_request")
    if found is None:
        return ()
    name = lacking.plan.scenario(lacking.against).name or lacking.against
    note = Message(N_("Until delivery {scenario} carries on, at its cost per request."), {"scenario": name})
    return (Usual("hosting.owned.bridge_price", found.value, note),)


_USUAL: dict[str, Callable[[Missing], tuple[Usual, ...]]] = {
    "staff": _staff,
    "on_call": _on_call,
    "network": _network,
    "facility": _facility,
    "idle_hours": _idle_hours,
    "spare": _spare,
    "support": _support,
    "bridge": _bridge,
}
