"""The name of what a picker field holds."""

from __future__ import annotations

from planner.ui.catalogue_names import record_name
from planner.ui.store import Store

_KINDS = {
    "model": "models",
    "accelerator": "accelerators",
    "rental-offer": "rental-offers",
    "purchase-offer": "purchase-offers",
}


def option_name(catalogue_kind: str, identity: str, store: Store) -> str:
    """Return the name behind an id: a record's, a scenario's, or the id itself where it is the name."""
    if catalogue_kind == "scenario":
        names = {scenario.id: scenario.name for scenario in store.plan.scenarios}
        return names.get(identity, identity)
    kind = _KINDS.get(catalogue_kind)
    return record_name(store.catalogue, kind, identity) if kind is not None else identity
