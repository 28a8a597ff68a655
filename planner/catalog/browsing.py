"""Looking around in the catalogue: records by words, a price over time."""

from __future__ import annotations

from planner.catalog.catalogue import Catalogue, price_group
from planner.catalog.names import plain_name
from planner.catalog.offers import rental_identity
from planner.catalog.records import KINDS, ApiPrice, Record, RentalOffer

_PLACES = ("vendor", "provider", "region", "model", "accelerator", "benchmark", "category")


def search(catalogue: Catalogue, text: str, kind: str | None = None) -> list[Record]:
    """Return the records whose id, names, maker or place contain every word of a text, in any order."""
    words = [word for word in map(plain_name, text.split()) if word]
    kinds = KINDS if kind is None else (kind,)
    return [
        record
        for searched in kinds
        for record in catalogue.records(searched)
        if all(word in _searched_text(record) for word in words)
    ]


def _searched_text(record: Record) -> str:
    places = (getattr(record, place, "") for place in _PLACES)
    return " ".join(map(plain_name, (record.id, record.name, *record.aliases, *places)))


def api_price_history(
    catalogue: Catalogue, model_id: str, provider: str, processing: str = "standard", tuned: bool = False
) -> list[ApiPrice]:
    """Return every line of one price list in the order of time, for the chart of a price's history."""
    lines = [
        line
        for line in catalogue.records("api-prices")
        if isinstance(line, ApiPrice) and price_group(line) == (model_id, provider, processing, tuned)
    ]
    return sorted(lines, key=lambda line: (line.valid_from, line.tier_above or 0, line.id))


def rental_history(catalogue: Catalogue, offer: RentalOffer) -> list[RentalOffer]:
    """Return every sighting of an offer for rent in the order of time."""
    sightings = [
        other
        for other in catalogue.records("rental-offers")
        if isinstance(other, RentalOffer) and rental_identity(other) == rental_identity(offer)
    ]
    return sorted(sightings, key=lambda other: (other.provenance.date, other.id))
