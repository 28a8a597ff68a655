"""Which offers were on the market on a day. An offer's date is the day on which its price was seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from planner.catalog.provenance import Evidence
from planner.catalog.records import PurchaseOffer, RentalOffer

Offer = TypeVar("Offer", RentalOffer, PurchaseOffer)

# A price seen a few months later is the best knowledge of a day before the first sighting; one seen two years
# earlier no longer says what is on offer.
SEEN_LATER = dt.timedelta(days=120)
SEEN_EARLIER = dt.timedelta(days=730)


def rental_identity(offer: RentalOffer) -> tuple[Hashable, ...]:
    """Return what stays the same between two sightings of one rental offer."""
    return (offer.provider, offer.name, offer.region, offer.accelerator, offer.accelerators, offer.terms)


def purchase_identity(offer: PurchaseOffer) -> tuple[Hashable, ...]:
    """Return what stays the same between two sightings of one item for sale."""
    return (offer.name, offer.kind, offer.accelerator, offer.accelerators)


def price_per_accelerator(offer: RentalOffer | PurchaseOffer) -> float:
    """Return the offer's price over its accelerators: USD an hour for rent, USD for sale."""
    return (offer.price or 0.0) / max(offer.accelerators, 1)


def latest_rentals(offers: Iterable[RentalOffer], on: dt.date | None) -> list[RentalOffer]:
    """Return the sighting of each rental offer that speaks for a day, cheapest per accelerator first."""
    return _latest([(rental_identity(offer), offer) for offer in offers if offer.price is not None], on)


def latest_purchases(offers: Iterable[PurchaseOffer], on: dt.date | None) -> list[PurchaseOffer]:
    """Return the sighting of each item that speaks for a day, cheapest per accelerator first."""
    return _latest([(purchase_identity(offer), offer) for offer in offers if offer.price is not None], on)


def _latest(offers: Iterable[tuple[tuple[Hashable, ...], Offer]], on: dt.date | None) -> list[Offer]:
    groups: dict[tuple[Hashable, ...], list[Offer]] = {}
    for identity, offer in offers:
        groups.setdefault(identity, []).append(offer)
    chosen = [sighting for group in groups.values() if (sighting := _speaking_for(group, on)) is not None]
    return sorted(chosen, key=lambda offer: (price_per_accelerator(offer), offer.id))


def _speaking_for(sightings: Sequence[Offer], on: dt.date | None) -> Offer | None:
    if on is None:
        return max(sightings, key=lambda offer: (offer.provenance.date, offer.id))
    before = [offer for offer in sightings if on - SEEN_EARLIER <= offer.provenance.date <= on]
    if before:
        return max(before, key=lambda offer: (offer.provenance.date, offer.id))
    after = [offer for offer in sightings if on < offer.provenance.date <= on + SEEN_LATER]
    return min(after, key=lambda offer: (offer.provenance.date, offer.id), default=None)


def usual_offer(offers: Sequence[Offer]) -> Offer | None:
    """Return the offer of the (lower) median price per accelerator; list prices before anything weaker."""
    listed = [offer for offer in offers if offer.provenance.evidence is Evidence.LIST_PRICE] or list(offers)
    listed = sorted(listed, key=lambda offer: (price_per_accelerator(offer), offer.id))
    return listed[(len(listed) - 1) // 2] if listed else None
