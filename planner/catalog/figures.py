"""A figure: one field of one record with all that the window says about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from planner.catalog.provenance import Provenance
from planner.catalog.records import ApiPrice, PurchaseOffer, Record, RentalOffer, SiteFigure, TuningFigure
from planner.catalog.rows import kind_of, shape_of
from planner.plan.wording import N_, PlannerError


class Age(StrEnum):
    """How far a figure's day lies back, as the source chip shows it."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Figure:
    """One field of one record: value, unit, label, and where it comes from."""

    value: object
    unit: str
    label: str
    provenance: Provenance
    record_id: str
    field: str


_RECORD_UNIT_LABELS = {
    "value": N_("Value"),
    "low": N_("Low"),
    "typical": N_("Typical"),
    "high": N_("High"),
    "score": N_("Score"),
    "baseline": N_("Before"),
    "quantized": N_("After"),
}


def figure_of(record: Record, field_name: str) -> Figure:
    """Return a field of a record as a figure; refuse a field that the record does not have."""
    shape = shape_of(kind_of(record)).get(field_name)
    if shape is None:
        raise PlannerError(N_("Record '{record}' has no field '{field}'."), record=record.id, field=field_name)
    unit = shape.unit
    if not unit and isinstance(record, SiteFigure | TuningFigure) and field_name in _RECORD_UNIT_LABELS:
        unit = record.unit
    label = shape.label or _RECORD_UNIT_LABELS.get(field_name, field_name)
    return Figure(getattr(record, field_name), unit, label, record.provenance, record.id, field_name)


def is_price(record: Record) -> bool:
    """Say whether a record states money, which ages faster than physics."""
    if isinstance(record, SiteFigure | TuningFigure):
        return any(currency in record.unit for currency in ("USD", "EUR", "GBP"))
    return isinstance(record, ApiPrice | RentalOffer | PurchaseOffer)


def age_of(record: Record, today: dt.date) -> Age:
    """Say how old a record's figures are: prices are ageing after three months, anything is stale after a year.

    The day counted is the later of the fact's own date and the day somebody last checked the source, because a
    price list re-read yesterday is not old even where it began to hold years ago. For offers read from a dated
    table the fact's date counts: nobody re-read the list since.
    """
    provenance = record.provenance
    read = max(provenance.date, provenance.checked) if isinstance(record, ApiPrice) else provenance.date
    if not is_price(record):
        read = provenance.checked
    days = (today - read).days
    if days > 365:
        return Age.STALE
    if is_price(record) and days > 92:
        return Age.AGEING
    return Age.FRESH
