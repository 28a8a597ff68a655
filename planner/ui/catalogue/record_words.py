"""How catalogue records read: names of kinds and fields, values with the digits they deserve."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.analysis.amount_text import UNIT_WORDS, number
from planner.analysis.charts.words import Words
from planner.catalog.figures import Age, age_of, figure_of
from planner.catalog.records import Record
from planner.catalog.rows import FieldShape, kind_of, shape_of
from planner.plan.language import Language
from planner.plan.wording import N_
from planner.ui.forms.options import TERMS
from planner.ui.forms.source_chip import EVIDENCE_WORDS

KIND_NAMES = {
    "models": N_("Models"),
    "accelerators": N_("Accelerators"),
    "api-prices": N_("API prices"),
    "rental-offers": N_("Rental offers"),
    "purchase-offers": N_("Purchase prices"),
    "site-figures": N_("Figures of a site"),
    "quality-scores": N_("Quality scores"),
    "quantization-losses": N_("Losses by quantization"),
    "tuning-figures": N_("Figures of tuning"),
    "workload-profiles": N_("Token profiles"),
    "hour-shapes": N_("Day profiles"),
    "measurements": N_("Your measurements"),
}

COLUMNS: dict[str, tuple[str, ...]] = {
    "models": ("vendor", "total_parameters", "active_parameters", "context", "attention", "licence", "released"),
    "accelerators": ("vendor", "memory", "memory_bandwidth", "peak_fp16", "peak_fp8", "board_power", "launched"),
    "api-prices": ("processing", "input_price", "output_price", "cache_read_price", "tier_above", "valid_from"),
    "rental-offers": ("provider", "region", "accelerators", "terms", "price"),
    "purchase-offers": ("kind", "accelerator", "accelerators", "price", "power"),
    "site-figures": ("category", "region", "low", "typical", "high", "unit"),
    "quality-scores": ("benchmark", "score", "scale"),
    "quantization-losses": ("method", "bits", "metric", "relative_change"),
    "tuning-figures": ("category", "method", "low", "value", "high", "unit"),
    "workload-profiles": ("task", "input_mean", "output_mean", "peak_to_mean"),
    "hour-shapes": (),
    "measurements": ("model", "accelerator", "concurrency", "output_rate", "token_time"),
}
"""What the table shows of a kind, between the name and the source."""

FIELD_NAMES = {
    "id": N_("Identifier"),
    "name": N_("Name"),
    "aliases": N_("Also known as"),
    "family": N_("Family"),
    "vendor": N_("Maker"),
    "released": N_("Released"),
    "retired": N_("Retired"),
    "open_weights": N_("Open weights"),
    "architecture": N_("Architecture"),
    "attention": N_("Attention"),
    "native_precision": N_("Native precision"),
    "licence": N_("Licence"),
    "commercial_use": N_("Commercial use"),
    "form_factor": N_("Form"),
    "link": N_("Link"),
    "provider": N_("Provider"),
    "model": N_("Model"),
    "region": N_("Region"),
    "processing": N_("Processing"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
    "tuned": N_("Price of a tuned model"),
    "accelerator": N_("Accelerator"),
    "accelerators": N_("Accelerators in it"),
    "terms": N_("Terms"),
    "kind": N_("Kind of item"),
    "category": N_("Category"),
    "unit": N_("Unit"),
    "benchmark": N_("Benchmark"),
    "scale": N_("Scale"),
    "setting": N_("Setting"),
    "method": N_("Method"),
    "metric": N_("Metric"),
    "hardware": N_("Hardware"),
    "task": N_("Task"),
    "weekday": N_("Weekday, by hour"),
    "weekend": N_("Weekend, by hour"),
    "weight_precision": N_("Weights"),
    "kv_precision": N_("KV cache"),
    "engine": N_("Engine"),
    "engine_date": N_("Engine of"),
}

AGE_NAMES = {Age.FRESH: N_("fresh"), Age.AGEING: N_("ageing"), Age.STALE: N_("stale")}
HIDDEN = frozenset({"id", "name", "aliases", "private", "disagreement"})
_UNITS = {
    "USD": "$",
    "USD/hour": "$/h",
    "USD/Mtoken": N_("$/M tokens"),
    "parameter": "",
    "byte/token": N_("bytes/token"),
    "year": "",
    "1": "",
    "bit": N_("bits"),
    "token/s": N_("tokens/s"),
}

CHOICE_WORDS = {
    **TERMS,
    "dense": N_("dense"),
    "moe": N_("mixture of experts"),
    "hybrid": N_("hybrid"),
    "standard": N_("standard"),
    "batch": N_("batch"),
    "flex": N_("flex, slower"),
    "priority": N_("priority"),
    "provisioned": N_("provisioned"),
    "system": N_("complete system"),
    "server": N_("server"),
    "baseboard": N_("baseboard"),
    "card": N_("card"),
    "desktop": N_("desktop"),
    "yes": N_("yes"),
    "yes-with-limits": N_("yes, with limits"),
    "no": N_("no"),
    "check": N_("to be checked"),
    "": N_("not stated"),
}
"""Words that a field allows → as people read them."""


@dataclass(frozen=True, slots=True)
class FigureText:
    """One field of a record as it reads."""

    field: str
    title: str
    value: str
    unit: str


def local_today() -> dt.date:
    """Return the day on the user's wall."""
    return dt.datetime.now().astimezone().date()


def field_title(shape: FieldShape, language: Language) -> str:
    """Return the name of a field."""
    return language.translate(shape.label or FIELD_NAMES.get(shape.name, shape.name.replace("_", " ").capitalize()))


def unit_text(unit: str, language: Language) -> str:
    """Return a unit as people read it."""
    return language.translate(_UNITS.get(unit, UNIT_WORDS.get(unit, unit))) if unit else ""


def value_text(shape: FieldShape, value: object, language: Language) -> str:
    """Return a field's value; empty where the source gives none."""
    words = Words(language)
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, bool):
        return language.translate("yes") if value else language.translate("no")
    if isinstance(value, dt.date):
        return language.date(value)
    if isinstance(value, tuple):
        return "  ".join(words.exact(float(each), 2) if isinstance(each, (int, float)) else str(each) for each in value)
    if isinstance(value, (int, float)):
        return str(value) if shape.unit == "year" else number(float(value), words)
    return language.translate(CHOICE_WORDS.get(str(value), str(value))) if shape.choices else str(value)


def figures_of_record(record: Record, language: Language) -> list[FigureText]:
    """Return every field of a record that its source gives, in the order of the record."""
    figures = []
    for name, shape in shape_of(kind_of(record)).items():
        text = value_text(shape, getattr(record, name), language)
        if name in HIDDEN or not text or (name == "unit" and hasattr(record, "unit")):
            continue
        figures.append(
            FigureText(name, field_title(shape, language), text, unit_text(figure_of(record, name).unit, language))
        )
    return figures


def age_name(record: Record, today: dt.date, language: Language) -> str:
    """Say how old a record's figures are."""
    return language.translate(AGE_NAMES[age_of(record, today)])


def evidence_name(record: Record, language: Language) -> str:
    """Say how well a record is founded; a user's own record says that it is theirs."""
    _ = language.translate
    evidence = _(EVIDENCE_WORDS[record.provenance.evidence])
    return _("yours · {evidence}").format(evidence=evidence) if record.private else evidence


def source_lines(record: Record, today: dt.date, language: Language) -> list[str]:
    """Return the source of a record: title, address, days, age, note."""
    _ = language.translate
    known = record.provenance
    days = _("{evidence}, of {date}, read {checked}, {age}").format(
        evidence=evidence_name(record, language),
        date=language.date(known.date),
        checked=language.date(known.checked),
        age=age_name(record, today, language),
    )
    return [line for line in (known.title, days, known.note) if line]


def record_text(record: Record, today: dt.date, language: Language) -> str:
    """Return a whole record as text for the clipboard: a line a figure, then the source with its address."""
    figures = [f"{each.title}\t{each.value}\t{each.unit}".rstrip() for each in figures_of_record(record, language)]
    return "\n".join(
        line
        for line in (
            record.name,
            *figures,
            *source_lines(record, today, language),
            record.provenance.address,
            record.disagreement,
        )
        if line
    )
