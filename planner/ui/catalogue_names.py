"""Names of catalogue records for people, where a plan only holds an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.wording import PlannerError

if TYPE_CHECKING:
    from planner.catalog.catalogue import Catalogue


def model_name(catalogue: Catalogue | None, identity: str) -> str:
    """Return a model's name, or its id where the catalogue does not know it (yet)."""
    return record_name(catalogue, "models", identity)


def record_name(catalogue: Catalogue | None, kind: str, identity: str) -> str:
    """Return a record's name, or its id where the catalogue does not know it (yet)."""
    if catalogue is None or not identity:
        return identity
    finders = {"models": catalogue.find_model, "accelerators": catalogue.find_accelerator}
    readers = {"rental-offers": catalogue.rental_offer, "purchase-offers": catalogue.purchase_offer}
    if kind in finders:
        found = finders[kind](identity)
        return found.name if found is not None else identity
    try:
        return readers[kind](identity).name
    except PlannerError:
        return identity
