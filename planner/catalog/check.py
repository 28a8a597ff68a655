"""`catalog check`: is every record whole, plausible, sourced and referring to records that exist?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from planner.catalog.bounds import BOUNDS, KNOWN_UNITS
from planner.catalog.catalogue import Catalogue, price_group
from planner.catalog.names import plain_name
from planner.catalog.provenance import Evidence
from planner.catalog.records import (
    KINDS,
    Accelerator,
    ApiPrice,
    HourShape,
    Model,
    PurchaseOffer,
    QualityScore,
    QuantizationLoss,
    Record,
    RentalOffer,
    SiteFigure,
    TuningFigure,
)
from planner.catalog.rows import kind_of, record_from_row, row_of, shape_of
from planner.plan.wording import N_, Message, PlannerError

EARLIEST = dt.date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one record."""

    record_id: str
    kind: str
    problem: Message

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}: {self.problem}"


def problems_of(record: Record, catalogue: Catalogue) -> tuple[Message, ...]:
    """Return what is wrong with one record itself, its source apart: form, bounds, references, rules of its kind."""
    kind = kind_of(record)
    return (
        *_schema(kind, record),
        *_bounds(kind, record),
        *_references(catalogue, record),
        *_own_rules(record),
    )


def check(catalogue: Catalogue, today: dt.date | None = None) -> list[Finding]:
    """Check every record of a catalogue. With `today`, facts dated later than that are reported too."""
    findings: list[Finding] = []
    for kind in KINDS:
        for record in catalogue.records(kind):
            problems = (*problems_of(record, catalogue), *_source(record, today))
            findings.extend(Finding(record.id, kind, problem) for problem in problems)
    findings.extend(_shared_ids(catalogue))
    findings.extend(_shared_names(catalogue, "models"))
    findings.extend(_shared_names(catalogue, "accelerators"))
    findings.extend(_overlapping_prices(catalogue))
    return findings


def _schema(kind: str, record: Record) -> Iterator[Message]:
    try:
        again = record_from_row(kind, row_of(kind, record))
    except PlannerError as error:
        yield error.message
    else:
        if again != record:
            yield Message(N_("It does not survive being written and read again."))


def _source(record: Record, today: dt.date | None) -> Iterator[Message]:
    provenance = record.provenance
    if not provenance.title.strip():
        yield Message(N_("It has no source."))
    weak = provenance.evidence in (Evidence.ASSUMED, Evidence.ESTIMATED)
    if not provenance.address.strip() and not weak and not record.private and not provenance.note.strip():
        yield Message(N_("Its source has no address, and no note says why."))
    if provenance.checked < provenance.date or provenance.date < EARLIEST:
        yield Message(N_("Its date is not plausible."))
    if today is not None and provenance.date > today:
        yield Message(N_("Its date lies in the future."))


def _bounds(kind: str, record: Record) -> Iterator[Message]:
    for name in shape_of(kind):
        value = getattr(record, name)
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            continue
        low, high = BOUNDS.get(f"{kind}.{name}", BOUNDS.get(name, (float("-inf"), float("inf"))))
        if not low <= value <= high:
            yield Message(
                N_("'{field}' is {value}, outside {low} to {high}."),
                {"field": name, "value": value, "low": low, "high": high},
            )
    if isinstance(record, SiteFigure | TuningFigure) and record.unit and record.unit not in KNOWN_UNITS:
        yield Message(N_("Its unit '{unit}' is not known."), {"unit": record.unit})


def _references(catalogue: Catalogue, record: Record) -> Iterator[Message]:
    if isinstance(record, ApiPrice | QualityScore | QuantizationLoss) and record.model:
        if record.model not in catalogue.ids("models"):
            yield Message(N_("It refers to a model '{model}' that does not exist."), {"model": record.model})
    elif isinstance(record, ApiPrice):
        yield Message(N_("It names no model."))
    if isinstance(record, RentalOffer | PurchaseOffer) and record.accelerator:
        if record.accelerator not in catalogue.ids("accelerators"):
            yield Message(
                N_("It refers to an accelerator '{accelerator}' that does not exist."),
                {"accelerator": record.accelerator},
            )
        elif record.accelerators < 1:
            yield Message(N_("It has no accelerators."))


def _model_rules(record: Record) -> Iterator[Message]:
    model = cast("Model", record)
    if model.total_parameters and model.active_parameters and model.active_parameters > model.total_parameters:
        yield Message(N_("More parameters are active than exist."))
    if model.experts and model.experts_per_token and model.experts_per_token > model.experts:
        yield Message(N_("A token uses more experts than exist."))
    if model.heads and model.kv_heads and model.kv_heads > model.heads:
        yield Message(N_("It has more KV heads than attention heads."))
    if model.layers and model.full_attention_layers and model.full_attention_layers > model.layers:
        yield Message(N_("More layers attend fully than exist."))
    if model.kv_bytes_per_token is not None and model.kv_bytes_per_token < (model.kv_bytes_per_token_growing or 0):
        yield Message(N_("More KV cache grows than exists."))


def _accelerator_rules(record: Record) -> Iterator[Message]:
    accelerator = cast("Accelerator", record)
    peaks = (accelerator.peak_fp16, accelerator.peak_fp8, accelerator.peak_fp4)
    stated = [peak for peak in peaks if peak is not None]
    if stated != sorted(stated):
        yield Message(N_("A lower precision is slower than a higher one: is a peak stated at the wrong precision?"))


def _price_rules(record: Record) -> Iterator[Message]:
    price = cast("ApiPrice", record)
    if price.valid_to is not None and price.valid_to <= price.valid_from:
        yield Message(N_("It ends before it begins."))
    if price.cache_read_price is not None and price.input_price and price.cache_read_price > price.input_price:
        yield Message(N_("Cached input is dearer than plain input."))
    if price.input_price is None and price.training_price is None and price.hosting_price is None:
        yield Message(N_("It states no price."))


def _range_rules(record: Record) -> Iterator[Message]:
    figure = cast("SiteFigure | TuningFigure", record)
    middle = figure.typical if isinstance(figure, SiteFigure) else figure.value
    stated = [value for value in (figure.low, middle, figure.high) if value is not None]
    if stated != sorted(stated):
        yield Message(N_("Its low, typical and high values are not in order."))
    if not stated and not record.provenance.note:
        yield Message(N_("It states no value."))


def _hour_rules(record: Record) -> Iterator[Message]:
    shape = cast("HourShape", record)
    if len(shape.weekday) != 24 or len(shape.weekend) != 24:
        yield Message(N_("A day has 24 hours."))
    if min((*shape.weekday, *shape.weekend), default=0) < 0 or not sum(shape.weekday):
        yield Message(N_("An hour's rate is below zero, or all are zero."))


_RULES: dict[type[Record], Callable[[Record], Iterable[Message]]] = {
    Model: _model_rules,
    Accelerator: _accelerator_rules,
    ApiPrice: _price_rules,
    SiteFigure: _range_rules,
    TuningFigure: _range_rules,
    HourShape: _hour_rules,
}


def _own_rules(record: Record) -> Iterable[Message]:
    rule = _RULES.get(type(record))
    return rule(record) if rule else ()


def _shared_ids(catalogue: Catalogue) -> Iterator[Finding]:
    shipped = [(kind, record.id) for kind in KINDS for record in catalogue.shipped(kind)]
    counts = Counter(record_id for _, record_id in shipped)
    for kind, record_id in shipped:
        if counts[record_id] > 1:
            yield Finding(record_id, kind, Message(N_("Another record has the same id.")))


def _shared_names(catalogue: Catalogue, kind: str) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for record in catalogue.records(kind):
        for name in {plain_name(alias) for alias in (record.id, record.name, *record.aliases)}:
            owner = owners.setdefault(name, record.id)
            if owner != record.id:
                problem = Message(N_("'{other}' goes by the same name '{name}'."), {"other": owner, "name": name})
                yield Finding(record.id, kind, problem)


def _overlapping_prices(catalogue: Catalogue) -> Iterator[Finding]:
    lines: dict[object, list[ApiPrice]] = {}
    for record in catalogue.records("api-prices"):
        price = cast("ApiPrice", record)
        lines.setdefault((price_group(price), price.tier_above, price.valid_from), []).append(price)
    for same in lines.values():
        for price in same[1:]:
            problem = Message(N_("'{other}' states another price from the same day."), {"other": same[0].id})
            yield Finding(price.id, "api-prices", problem)


def disagreements(catalogue: Catalogue) -> list[Record]:
    """Return every record on which another source states a different value; both values are kept and shown."""
    return [record for kind in KINDS for record in catalogue.records(kind) if record.disagreement]
