"""The catalogue: answers 'what is known, from where, and what held on that day'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Any, TypeVar, cast

from planner.catalog.figures import Age, Figure, age_of, figure_of
from planner.catalog.names import plain_name
from planner.catalog.offers import latest_purchases, latest_rentals, usual_offer
from planner.catalog.prices import holds_on, tiers_on
from planner.catalog.records import (
    KINDS,
    Accelerator,
    ApiPrice,
    HourShape,
    Model,
    PurchaseOffer,
    Record,
    RentalOffer,
    SiteFigure,
)
from planner.plan.wording import N_, PlannerError

RecordType = TypeVar("RecordType", bound=Record)
ReadKind = Callable[[str], Iterable[Record]]

PriceGroup = tuple[str, str, str, bool]


def price_group(price: ApiPrice) -> PriceGroup:
    """Return what the lines of one price list have in common: model, provider, processing, tuned or not."""
    return (price.model, price.provider, price.processing, price.tuned)


class Catalogue:
    """Every record by kind, id and name. A kind is read when it is first asked for.

    `overlay` holds the user's own records, which stand before shipped ones of the same id; `frozen` holds the
    records that a plan carries, which stand before both.
    """

    def __init__(
        self,
        *,
        version: str,
        content_hash: str,
        read: ReadKind,
        overlay: Iterable[Record] = (),
        frozen: Iterable[Record] = (),
    ) -> None:
        self.version = version
        self.hash = content_hash
        self._read = read
        self._overlay = tuple(overlay)
        self._frozen = tuple(frozen)
        self._frozen_ids = frozenset(record.id for record in self._frozen)
        self._by_id: dict[str, dict[str, Record]] = {}
        self._by_name: dict[str, dict[str, Record]] = {}
        self._price_groups: dict[str, dict[PriceGroup, list[ApiPrice]]] | None = None

    def with_overlay(self, records: Iterable[Record]) -> Catalogue:
        """Return a catalogue in which these private records stand before the shipped ones."""
        return Catalogue(
            version=self.version, content_hash=self.hash, read=self._read, overlay=records, frozen=self._frozen
        )

    def with_frozen(self, records: Iterable[Record]) -> Catalogue:
        """Return a catalogue that answers from these records first (a plan's snapshot)."""
        return Catalogue(
            version=self.version, content_hash=self.hash, read=self._read, overlay=self._overlay, frozen=records
        )

    def with_snapshot(self, content: Mapping[str, Any]) -> Catalogue:
        """Return a catalogue that answers from a plan's snapshot first (see `planner.catalog.snapshot`)."""
        from planner.catalog.snapshot import with_snapshot

        return with_snapshot(self, content)

    def _kind(self, kind: str) -> dict[str, Record]:
        known = self._by_id.get(kind)
        if known is None:
            if kind not in KINDS:
                raise PlannerError(
                    N_("'{kind}' is not a kind of catalogue record. The kinds are: {kinds}."),
                    kind=kind,
                    kinds=", ".join(KINDS),
                )
            known = {record.id: record for record in self._read(kind)}
            for layer in (self._overlay, self._frozen):
                known.update((record.id, record) for record in layer if type(record) is KINDS[kind])
            self._by_id[kind] = known
        return known

    def records(self, kind: str) -> tuple[Record, ...]:
        """Return every record of a kind, `records("models")`."""
        return tuple(self._kind(kind).values())

    def ids(self, kind: str) -> Set[str]:
        """Return the ids of a kind."""
        return self._kind(kind).keys()

    def shipped(self, kind: str) -> tuple[Record, ...]:
        """Return the shipped records of a kind as the files hold them, without overlay and snapshot."""
        return tuple(self._read(kind))

    def record(self, record_id: str) -> Record:
        """Return a record of any kind by its id."""
        for kind in self._loaded_first():
            found = self._kind(kind).get(record_id)
            if found is not None:
                return found
        raise PlannerError(
            N_("The catalogue has no record '{record}'. List what it has with 'catalog list KIND'."), record=record_id
        )

    def has(self, record_id: str) -> bool:
        """Say whether a record of this id is known."""
        return any(record_id in self._kind(kind) for kind in self._loaded_first())

    def carries(self, record: Record) -> bool:
        """Say whether a record comes from the snapshot of a plan, and so stands before newer ones like it."""
        return record.id in self._frozen_ids

    def _loaded_first(self) -> Iterator[str]:
        yield from (loaded := tuple(self._by_id))
        yield from (kind for kind in KINDS if kind not in loaded)

    def counts(self) -> dict[str, int]:
        """Return the number of records per kind, for `catalog list`."""
        return {kind: len(self._kind(kind)) for kind in KINDS}

    def _get(self, kind: str, record_type: type[RecordType], record_id: str) -> RecordType:
        found = self._kind(kind).get(record_id)
        if not isinstance(found, record_type):
            raise PlannerError(
                N_("The catalogue has no record '{record}' among {kind}. List them with 'catalog list {kind}'."),
                record=record_id,
                kind=kind,
            )
        return found

    def model(self, record_id: str) -> Model:
        """Return a model by its id."""
        return self._get("models", Model, record_id)

    def accelerator(self, record_id: str) -> Accelerator:
        """Return an accelerator by its id."""
        return self._get("accelerators", Accelerator, record_id)

    def rental_offer(self, record_id: str) -> RentalOffer:
        """Return a rental offer by its id."""
        return self._get("rental-offers", RentalOffer, record_id)

    def purchase_offer(self, record_id: str) -> PurchaseOffer:
        """Return a purchase offer by its id."""
        return self._get("purchase-offers", PurchaseOffer, record_id)

    def api_price(self, record_id: str) -> ApiPrice:
        """Return one line of an API price list by its id."""
        return self._get("api-prices", ApiPrice, record_id)

    def site_figure(self, record_id: str) -> SiteFigure:
        """Return a figure of a place by its id."""
        return self._get("site-figures", SiteFigure, record_id)

    def hour_shape(self, record_id: str) -> HourShape:
        """Return the shape of a day by its id."""
        return self._get("hour-shapes", HourShape, record_id)

    def find_model(self, name: str) -> Model | None:
        """Return the model of this id or other name, or None; case and punctuation do not matter."""
        return cast("Model | None", self._named("models").get(plain_name(name)))

    def find_accelerator(self, name: str) -> Accelerator | None:
        """Return the accelerator of this id or other name, or None; case and punctuation do not matter."""
        return cast("Accelerator | None", self._named("accelerators").get(plain_name(name)))

    def _named(self, kind: str) -> dict[str, Record]:
        names = self._by_name.get(kind)
        if names is None:
            records = self._kind(kind).values()
            names = {}
            for record in records:
                for alias in (*record.aliases, record.name):
                    names[plain_name(alias)] = record
            # An id is never taken by another record's alias.
            names.update((plain_name(record.id), record) for record in records)
            self._by_name[kind] = names
        return names

    def _groups(self, model_id: str) -> Mapping[PriceGroup, list[ApiPrice]]:
        groups = self._price_groups
        if groups is None:
            groups = {}
            for record in self._kind("api-prices").values():
                price = cast("ApiPrice", record)
                groups.setdefault(price.model, {}).setdefault(price_group(price), []).append(price)
            self._price_groups = groups  # whole at once: a worker may ask at the same time
        return groups.get(model_id, {})

    def api_prices(
        self,
        model_id: str,
        on: dt.date,
        provider: str | None = None,
        processing: str = "standard",
        tuned: bool = False,
    ) -> list[ApiPrice]:
        """Return the tiers of one provider's price list on a day, shortest prompts first; empty when there is none.

        Without a provider the model's own vendor is meant, else the cheapest provider of that day. A price that
        a plan carries stands before newer lines of the same list.
        """
        if provider is None:
            provider = self._usual_provider(model_id, on, processing, tuned=tuned)
            if provider is None:
                return []
        lines = self._groups(model_id).get((model_id, provider, processing, tuned), [])
        carried = tiers_on([line for line in lines if self.carries(line)], on) if self._frozen else []
        return carried or tiers_on(lines, on)

    def _usual_provider(self, model_id: str, on: dt.date, processing: str, *, tuned: bool) -> str | None:
        offered = {}
        for group, lines in self._groups(model_id).items():
            if group[2:] == (processing, tuned) and (tiers := tiers_on(lines, on)):
                offered[group[1]] = (tiers[0].input_price or 0) + (tiers[0].output_price or 0)
        vendor = self._kind("models").get(model_id)
        own = plain_name(cast("Model", vendor).vendor) if vendor is not None else ""
        return min(offered, key=lambda name: (plain_name(name) != own, offered[name], name), default=None)

    def api_providers(self, model_id: str, on: dt.date) -> list[str]:
        """Return the providers that sell a model by the token on a day, in alphabetical order."""
        return sorted(
            {group[1] for group, lines in self._groups(model_id).items() if any(holds_on(line, on) for line in lines)}
        )

    def rental_offers(
        self,
        accelerator: str | None = None,
        provider: str | None = None,
        on: dt.date | None = None,
        terms: str | None = None,
    ) -> list[RentalOffer]:
        """Return the offers for rent, cheapest per accelerator first; with `on`, what was on offer that day."""
        offers = [
            offer
            for offer in cast("tuple[RentalOffer, ...]", self.records("rental-offers"))
            if (accelerator is None or offer.accelerator == accelerator)
            and (provider is None or offer.provider == provider)
            and (terms is None or offer.terms == terms)
        ]
        return latest_rentals(offers, on)

    def purchase_offers(
        self, accelerator: str | None = None, kind: str | None = None, on: dt.date | None = None
    ) -> list[PurchaseOffer]:
        """Return the items for sale, cheapest per accelerator first; with `on`, what was known that day."""
        offers = [
            offer
            for offer in cast("tuple[PurchaseOffer, ...]", self.records("purchase-offers"))
            if (accelerator is None or offer.accelerator == accelerator) and (kind is None or offer.kind == kind)
        ]
        return latest_purchases(offers, on)

    def default_rental_offer(
        self, accelerator: str, on: dt.date, accelerators: int | None = None, terms: str = "on_demand"
    ) -> RentalOffer | None:
        """Return the middling offer of a day: the median price per accelerator among the list prices."""
        offers = self.rental_offers(accelerator=accelerator, on=on, terms=terms)
        return usual_offer([offer for offer in offers if accelerators in (None, offer.accelerators)])

    def default_purchase_offer(
        self, accelerator: str, on: dt.date, accelerators: int | None = None
    ) -> PurchaseOffer | None:
        """Return the middling item for sale on a day: the median price per accelerator, whole machines first."""
        offers = [
            offer
            for offer in self.purchase_offers(accelerator=accelerator, on=on)
            if accelerators in (None, offer.accelerators)
        ]
        machines = [offer for offer in offers if offer.kind in ("system", "server", "desktop")]
        return usual_offer(machines or offers)

    def site_figures(self, category: str, region: str | None = None, on: dt.date | None = None) -> list[SiteFigure]:
        """Return the figures of a category (see `planner.catalog.site`), newest first; with `on`, none younger."""
        figures = [
            figure
            for figure in cast("tuple[SiteFigure, ...]", self.records("site-figures"))
            if figure.category == category
            and (region is None or figure.region == region)
            and (on is None or figure.provenance.date <= on)
        ]
        return sorted(figures, key=lambda figure: (figure.provenance.date, figure.id), reverse=True)

    def figure(self, record: Record, field_name: str) -> Figure:
        """Return one field of a record with its unit, label and provenance."""
        return figure_of(record, field_name)

    def age(self, record: Record, today: dt.date) -> Age:
        """Say whether a record's figures are fresh, ageing or stale."""
        return age_of(record, today)
