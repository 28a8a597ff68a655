"""The records that a plan carries, and what moved since: a plan opens with the same figures on any machine.

A snapshot is JSON-ready: `{"catalogue": "2026-11", "hash": "…", "records": {kind: [row, …]}}`. Opening a plan never
changes it; `moved_figures` lists what the installed catalogue says differently, to be accepted or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from planner.catalog.catalogue import Catalogue, price_group
from planner.catalog.offers import purchase_identity, rental_identity
from planner.catalog.prices import holds_on, tiers_on
from planner.catalog.records import KINDS, ApiPrice, PurchaseOffer, Record, RentalOffer
from planner.catalog.rows import kind_of, record_from_row, row_of, shape_of
from planner.plan.wording import N_, PlannerError

Snapshot = dict[str, Any]

_NOT_FIGURES = frozenset({"id", "name", "aliases", "private", "disagreement"})


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure on which a plan's snapshot and the installed catalogue differ.

    `new_record` is the catalogue's record that says so: it can have another id, where a newer price line of the
    same list holds on the plan's price date. `new` is None where the catalogue no longer has the record.
    """

    record_id: str
    field: str
    old: object
    new: object
    unit: str
    label: str
    new_record: str = ""


def snapshot(catalogue: Catalogue, ids: Iterable[str]) -> Snapshot:
    """Return the records of these ids as a snapshot; an API price line brings all tiers of its price list."""
    chosen: dict[str, Record] = {}
    for record_id in ids:
        record = catalogue.record(record_id)
        chosen[record.id] = record
        if isinstance(record, ApiPrice):
            chosen.update((tier.id, tier) for tier in _tiers_with(catalogue, record))
    records: dict[str, list[dict[str, Any]]] = {}
    for record in sorted(chosen.values(), key=lambda record: record.id):
        kind = kind_of(record)
        records.setdefault(kind, []).append(row_of(kind, record))
    ordered = {kind: records[kind] for kind in KINDS if kind in records}
    return {"catalogue": catalogue.version, "hash": catalogue.hash, "records": ordered}


def _tiers_with(catalogue: Catalogue, price: ApiPrice) -> list[ApiPrice]:
    return [
        line
        for line in catalogue.records("api-prices")
        if isinstance(line, ApiPrice)
        and price_group(line) == price_group(price)
        and line.valid_from == price.valid_from
    ]


def snapshot_records(content: Mapping[str, Any]) -> tuple[Record, ...]:
    """Return the records of a snapshot; refuse one that is not a snapshot."""
    rows = content.get("records", {})
    if not isinstance(rows, dict) or not all(isinstance(listed, list) for listed in rows.values()):
        raise PlannerError(N_("The plan's catalogue records are not in the expected form."))
    return tuple(record_from_row(kind, row) for kind, listed in rows.items() for row in listed)


def with_snapshot(catalogue: Catalogue, content: Mapping[str, Any]) -> Catalogue:
    """Return a catalogue that answers from the snapshot first."""
    return catalogue.with_frozen(snapshot_records(content))


def strip_private(content: Mapping[str, Any]) -> Snapshot:
    """Return a snapshot without the user's private records, for a plan that is shared."""
    kept = {kind: [row for row in rows if not row.get("private", False)] for kind, rows in content["records"].items()}
    return {**content, "records": {kind: rows for kind, rows in kept.items() if rows}}


def private_records(content: Mapping[str, Any]) -> list[str]:
    """Return the ids of the private records in a snapshot."""
    return [row["id"] for rows in content["records"].values() for row in rows if row.get("private", False)]


def moved_figures(content: Mapping[str, Any], catalogue: Catalogue, on: dt.date | None = None) -> list[Moved]:
    """List every figure on which the installed catalogue differs from a plan's snapshot.

    With the plan's price date `on`, a price that another line of the same list now answers counts as moved too:
    a newer sighting of a rental offer, a later API price line that holds on that day.
    """
    moved: list[Moved] = []
    for old in snapshot_records(content):
        moved.extend(_differences(old, _successor(catalogue, old, on)))
    return moved


def _successor(catalogue: Catalogue, old: Record, on: dt.date | None) -> Record | None:
    kind = kind_of(old)
    same = {record.id: record for record in catalogue.records(kind)}.get(old.id)
    if on is None:
        return same
    if isinstance(old, ApiPrice):
        lines = [
            line
            for line in catalogue.records(kind)
            if isinstance(line, ApiPrice) and price_group(line) == price_group(old)
        ]
        tiers = {tier.tier_above: tier for tier in tiers_on(lines, on)}
        return tiers.get(old.tier_above, same if same is not None and holds_on(old, on) else None) or same
    if isinstance(old, RentalOffer):
        rentals = catalogue.rental_offers(old.accelerator, old.provider, on, old.terms)
        return next((offer for offer in rentals if rental_identity(offer) == rental_identity(old)), same)
    if isinstance(old, PurchaseOffer):
        items = catalogue.purchase_offers(old.accelerator, old.kind, on)
        return next((offer for offer in items if purchase_identity(offer) == purchase_identity(old)), same)
    return same


def _differences(old: Record, new: Record | None) -> list[Moved]:
    shapes = shape_of(kind_of(old))
    if new is None:
        return [Moved(old.id, "id", old.id, None, "", N_("No longer in the catalogue"))]
    moved = []
    for name, shape in shapes.items():
        before, after = getattr(old, name), getattr(new, name)
        is_figure = bool(shape.unit) or float in shape.types or int in shape.types
        dates_only = new.id != old.id and name in ("valid_from", "valid_to")
        if name in _NOT_FIGURES or dates_only or before == after or not is_figure:
            continue
        moved.append(Moved(old.id, name, before, after, shape.unit or getattr(old, "unit", ""), shape.label, new.id))
    return moved


def accept(content: Mapping[str, Any], catalogue: Catalogue, moved: Collection[Moved]) -> Snapshot:
    """Return the snapshot with these moved figures taken over from the catalogue; all others stay pinned.

    A record keeps its id, so that the plan's references hold; its source becomes the catalogue's.
    """
    wanted: dict[str, dict[str, Moved]] = {}
    for figure in moved:
        wanted.setdefault(figure.record_id, {})[figure.field] = figure
    records: dict[str, list[dict[str, Any]]] = {}
    for old in snapshot_records(content):
        changes = wanted.get(old.id, {})
        kind = kind_of(old)
        record = old
        taken: dict[str, Any] = {name: figure.new for name, figure in changes.items() if name != "id"}
        if taken:
            source = catalogue.record(next(iter(changes.values())).new_record)
            record = replace(old, **taken, provenance=source.provenance)
        records.setdefault(kind, []).append(row_of(kind, record))
    return {**content, "records": records}
