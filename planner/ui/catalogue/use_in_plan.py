"""Put a catalogue record into a scenario: which fields it fills, as one edit."""

from __future__ import annotations

from typing import Any

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import Accelerator, ApiPrice, Model, PurchaseOffer, Record, RentalOffer, WorkloadProfile
from planner.plan.edits import evolve
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import N_, PlannerError

Changes = list[tuple[Path, Any]]


def changes_by(record: Record, plan: Plan, scenario_id: str, catalogue: Catalogue) -> Changes:
    """Return the fields of a plan that a record fills; empty where a plan cannot name such a record."""
    here = ("scenarios", scenario_id)
    match record:
        case Model():
            return [((*here, "model", "model"), record.id)]
        case ApiPrice():
            changes: Changes = [
                ((*here, "hosting", "kind"), "api"),
                ((*here, "model", "model"), record.model),
                ((*here, "hosting", "api", "provider"), record.provider),
            ]
            if record.processing in ("standard", "flex", "priority"):
                changes.append(((*here, "hosting", "api", "processing"), record.processing))
            return changes
        case RentalOffer():
            return [
                ((*here, "hosting", "kind"), "rented"),
                ((*here, "hosting", "rented", "offer"), record.id),
                ((*here, "hosting", "rented", "price"), None),
            ]
        case PurchaseOffer():
            return [
                ((*here, "hosting", "kind"), "owned"),
                ((*here, "hosting", "owned", "offer"), record.id),
                ((*here, "hosting", "owned", "price"), None),
            ]
        case Accelerator():
            return _hardware(record, plan, scenario_id, catalogue)
        case WorkloadProfile():
            return _lengths(record)
        case _:
            return []


def _hardware(record: Accelerator, plan: Plan, scenario_id: str, catalogue: Catalogue) -> Changes:
    """Return the usual offer with an accelerator: for sale where the scenario owns, for rent elsewhere."""
    day = plan.money.price_date
    owns = bool(scenario_id) and plan.scenario(scenario_id).hosting.kind == "owned"
    offer: Record | None = catalogue.default_purchase_offer(record.id, day) if owns else None
    offer = offer or catalogue.default_rental_offer(record.id, day) or catalogue.default_purchase_offer(record.id, day)
    return changes_by(offer, plan, scenario_id, catalogue) if offer is not None else []


def _lengths(profile: WorkloadProfile) -> Changes:
    """Return the lengths of a token profile: its input as context, because it does not tell the parts apart."""
    changes: Changes = []
    if profile.input_mean is not None:
        changes += [
            (("workload", "lengths", "system"), 0.0),
            (("workload", "lengths", "context"), float(profile.input_mean)),
            (("workload", "lengths", "question"), 0.0),
        ]
    if profile.output_mean is not None:
        changes.append((("workload", "lengths", "answer"), max(float(profile.output_mean), 1.0)))
    return changes


def can_be_used(record: Record, plan: Plan, scenario_id: str, catalogue: Catalogue) -> bool:
    """Say whether a plan can take a record: most into the selected scenario, token profiles into the workload."""
    placed = bool(scenario_id) or isinstance(record, WorkloadProfile)
    return placed and bool(changes_by(record, plan, scenario_id, catalogue))


def with_record(plan: Plan, scenario_id: str, record: Record, catalogue: Catalogue) -> Plan:
    """Return the plan with a record put in. Raises `PlannerError` where there is no place for it."""
    if not can_be_used(record, plan, scenario_id, catalogue):
        raise PlannerError(N_("Select a scenario first: there is no place for this record in the plan as a whole."))
    for path, value in changes_by(record, plan, scenario_id, catalogue):
        plan = evolve(plan, path, value)
    return plan
