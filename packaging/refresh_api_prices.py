"""Generate the current API prices of the catalogue from the `genai-prices` package (MIT).

    pip install -e ".[refresh]"
    python packaging/refresh_api_prices.py && python packaging/build_catalog.py

Writes resources/catalog/api-prices-generated.jsonl and models-generated.jsonl, to be reviewed and committed.
Lines gathered by people in api-prices.jsonl (history, tuning) stand before generated ones: a generated line of
the same price list only follows after the last day of theirs. The package is read here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from model_dates import RELEASED, RETIRED
from planner.catalog.names import plain_name, slug
from planner.catalog.shipped import SOURCES, read_lines
from price_disagreements import disagreement
from price_names import OPEN_FAMILIES, PROVIDERS, SPECIAL_NAMES, bare_name, is_text_model, own_vendor, spellings

CATALOG = Path(__file__).resolve().parent.parent / "resources" / "catalog"
CHECKED = "2026-11-23"
SEEN = "2026-11-01"  # the package gives no day; its version was published in this month
QUARTER = dt.timedelta(days=92)  # how long a price of unknown start is taken to have held before it changed
FIELDS = {
    "input_mtok": "input_price",
    "output_mtok": "output_price",
    "cache_read_mtok": "cache_read_price",
    "cache_write_mtok": "cache_write_price",
}
PROCESSING = {
    ("processing", "batch"): "batch",
    ("service_tier", "flex"): "flex",
    ("service_tier", "priority"): "priority",
    ("speed", "fast"): "priority",
}
Row = dict[str, Any]


class Names:
    """Which model record a provider's name means."""

    def __init__(self, models: Iterable[Row], providers: dict[str, Any]) -> None:
        self.known = {plain_name(name): row for row in models for name in (row["name"], *row.get("aliases", ()))}
        self.known.update({plain_name(row["id"]): row for row in models})
        self.providers = providers
        self.made: dict[str, Row] = {}

    def resolve(self, provider: str, model: Any) -> Row:
        """Return the model's record: known, the vendor's own, or a new one."""
        own = PROVIDERS[provider][2]
        # At its own vendor every name is a model of its own: o1-preview is not o1.
        forms = [SPECIAL_NAMES.get(model.id, model.id), model.id] if own else list(spellings(model.id))
        for form in forms:
            if (row := self.known.get(plain_name(form))) is not None:
                return row
        vendor = own_vendor([bare_name(model.id), *forms])
        if vendor and vendor != provider:
            for form in forms:
                for own in self.providers[vendor].models:
                    if own.is_match(form):
                        return self._row(vendor, own)
        return self._row(provider, model)

    def _row(self, provider: str, model: Any) -> Row:
        shown, part, own = PROVIDERS[provider]
        name = re.sub(r"-latest$", "", slug(model.id.split("/")[-1] if own else model.id))
        key = f"{part}/{name}"
        if not own and (maker := _maker(model.id)):
            key = f"{slug(maker)}/{slug(re.sub(r'(-v[0-9]+)?:[0-9]+$', '', bare_name(model.id)))}"
        row = self.made.get(key)
        if row is None:
            if (row := self.known.get(plain_name(key.split("/")[-1]))) is not None:
                return row
            row = self.made[key] = self._new(key, shown if own else _maker(model.id) or shown, model)
        return row

    def _new(self, key: str, vendor: str, model: Any) -> Row:
        aliases = {model.id, key.rsplit("/", maxsplit=1)[-1], *_exact_names(model.match)} - {key}
        shown_name = model.name if model.name and plain_name(model.name) not in self.known else model.id
        row: Row = {
            "id": key,
            "name": shown_name,
            "aliases": sorted(a for a in aliases if plain_name(a) not in self.known),
            "vendor": vendor,
            "released": (_named_day(model) or "")[:7] or None,
            "retired": ended.day if (ended := RETIRED.get(key)) else None,
            "open_weights": bool(OPEN_FAMILIES.match(bare_name(model.id))),
            "context": model.context_window,
            "note": "known from a price list only: architecture not gathered"
            + ("; the vendor calls it deprecated" if model.deprecated else "")
            + (f"; end: {ended.source}" if ended else ""),
        }
        for name in (*row["aliases"], key, shown_name):
            self.known.setdefault(plain_name(name), row)
        return row


def _maker(name: str) -> str:
    """Return the maker that a name at a reseller begins with: 'Qwen/Qwen3.7-Max', 'global.amazon.nova-2-lite'."""
    if "/" in name:
        return name.split("/", maxsplit=1)[0]
    parts = re.sub(r"^(global|regional)\.", "", name).split(".")
    return parts[0].capitalize() if len(parts) > 1 and parts[0].isalpha() else ""


def _exact_names(clause: Any) -> Iterator[str]:
    if (exact := getattr(clause, "equals", None)) is not None:
        yield exact
    for inner in getattr(clause, "or_", None) or ():
        yield from _exact_names(inner)


def _starts(clause: Any) -> Iterator[str]:
    """Yield the names that a provider's dated snapshots begin with, without the part that leads to the date."""
    if (start := getattr(clause, "starts_with", None)) is not None:
        yield re.sub(r"[-@](20\d*)?$", "", start)
    for inner in getattr(clause, "or_", None) or ():
        yield from _starts(inner)


def _named_day(model: Any) -> str | None:
    """Return the earliest day that a model's own names or comments give for its release."""
    text = " ".join((model.id, *_exact_names(model.match)))
    days = [f"{y}-{m}-{d}" for y, m, d in re.findall(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)", text)]
    days += re.findall(r"[Rr]eleased (20\d\d-\d\d-\d\d)", model.price_comments or "")
    months = [f"20{yy}-{mm}-01" for yy, mm in re.findall(r"-(2[3-6])([01]\d)(?!\d)", model.id)]
    for day in sorted(days) or sorted(months):
        try:
            return dt.date.fromisoformat(day).isoformat()
        except ValueError:
            continue
    return None


def _amount(price: Any, above: int | None) -> float | None:
    """Return a price in USD per million tokens for prompts longer than `above`."""
    if price is None:
        return None
    chosen = getattr(price, "base", price)
    for tier in getattr(price, "tiers", ()):
        if above is not None and tier.start <= above:
            chosen = tier.price
    amount = float(chosen)
    return int(amount) if amount.is_integer() else amount


def _tiers(prices: dict[str, Any]) -> Iterator[Row]:
    """Yield the price of each tier: the base one, then one per threshold in any of its fields."""
    starts = {tier.start for name in FIELDS for tier in getattr(prices.get(name), "tiers", ())}
    for above in (None, *sorted(starts)):
        amounts = {ours: _amount(prices.get(theirs), above) for theirs, ours in FIELDS.items()}
        yield {"tier_above": above} | {name: amount for name, amount in amounts.items() if amount is not None}


def _hours(constraint: Any) -> float:
    start, end = (moment.hour + moment.minute / 60 for moment in (constraint.start_time, constraint.end_time))
    return float((end - start) % 24)


def _standard_periods(model: Any) -> list[tuple[str | None, dict[str, Any], str]]:
    """Return (first day, prices, note) of a model's standard prices in the order of time.

    Where the price changes with the hour, the one that holds for most of the day counts; the note has the other.
    """
    if not isinstance(model.prices, list):
        return [(None, vars(model.prices), "")]
    dated: list[tuple[str | None, dict[str, Any]]] = []
    hourly: list[tuple[float, dict[str, Any]]] = []
    for item in model.prices:
        if hasattr(item.constraint, "start_time"):
            hourly.append((_hours(item.constraint), vars(item.prices)))
        else:
            start = item.constraint.start_date.isoformat() if item.constraint else None
            dated.append((start, vars(item.prices)))
    if not hourly:
        return [(start, prices, "") for start, prices in dated]
    hours = sum(hour for hour, _ in hourly)
    first, last = hourly[0][1], dated[-1]
    usual, other = (first, last[1]) if hours > 12 else (last[1], first)
    other_hours = 24 - hours if hours > 12 else hours
    note = (
        f"for {other_hours:g} hours a day the price is {_amount(other.get('input_mtok'), None)} in and "
        f"{_amount(other.get('output_mtok'), None)} out"
    )
    return [(start, prices, "") for start, prices in dated[:-1]] + [(last[0], usual, note)]


def _periods(model: Any) -> Iterator[tuple[str, str | None, dict[str, Any], str]]:
    """Yield (processing, first day, prices, note) of everything that a model's prices say."""
    standard = _standard_periods(model)
    for start, prices, note in standard:
        yield "standard", start, prices, note
    seen = set()
    for variant in model.price_variants or ():
        processing = PROCESSING.get(next(iter(variant.when.items())))
        if processing is None or processing in seen or hasattr(variant.constraint, "start_time"):
            continue
        seen.add(processing)
        start = variant.constraint.start_date.isoformat() if variant.constraint else None
        merged = standard[-1][1] | {name: price for name, price in vars(variant.prices).items() if price is not None}
        yield processing, start, merged, ""


def price_rows(
    provider: str, model: Any, row: Row, source: str, covered: dict[tuple[str, ...], str | None]
) -> list[Row]:
    """Return the price lines of one model at one provider."""
    shown, part, own = PROVIDERS[provider]
    if model.id.startswith("regional."):
        shown, part = f"{shown} (regional)", f"{part}-regional"
    periods = list(_periods(model))
    released = _release(row, model) if own else None
    rows: list[Row] = []
    for position, (processing, start, prices, note) in enumerate(periods):
        following = [day for kind, day, _, _ in periods[position + 1 :] if kind == processing and day]
        first = start or released or SEEN
        dated = bool(start or released)
        last = following[0] if following else row.get("retired")
        if last and first >= last and not start:
            dated = False
            first = (dt.date.fromisoformat(last) - QUARTER).isoformat()
        theirs = covered.get((shown, row["id"], processing), "")
        if theirs is None:
            continue
        first = max(first, theirs)
        if last and first >= last:
            continue
        notes = [note, "" if dated else "no start date known"]
        if own and first == released and (known := RELEASED.get(row["id"])):
            notes.append(f"first day: {known.source}")
        for tier in _tiers(prices):
            if "input_price" not in tier or "output_price" not in tier:
                continue
            suffix = f"/above-{tier['tier_above']}" if tier["tier_above"] is not None else ""
            rows.append(
                {
                    "id": f"{part}/{row['id'].split('/')[-1]}/{processing}/{first}{suffix}",
                    "name": f"{shown}: {row['name']}",
                    "provider": shown,
                    "model": row["id"],
                    "processing": processing,
                    "valid_from": first,
                    "valid_to": last,
                    "context": model.context_window,
                    **tier,
                    "disagreement": disagreement(shown, row["id"], processing) if not last or last > CHECKED else "",
                    "source": source,
                    "date": SEEN,
                    "checked": CHECKED,
                    "evidence": "list price",
                    "note": "; ".join(text for text in notes if text),
                }
            )
    return rows


def _release(row: Row, model: Any) -> str | None:
    known = RELEASED.get(row["id"])
    day = known.day if known else _named_day(model)
    if day is None and len(row.get("released") or "") == 7:
        day = f"{row['released']}-01"
    return day if day is None or day <= SEEN else SEEN


def covered_lists(rows: Iterable[Row]) -> dict[tuple[str, ...], str | None]:
    """Return, for each price list that people gathered, the day after which it says nothing (None: it goes on)."""
    ends: dict[tuple[str, ...], str | None] = {}
    for row in rows:
        if not row.get("tuned"):
            key = (row["provider"], row["model"], row.get("processing", "standard"))
            end = row.get("valid_to")
            ends[key] = None if end is None or ends.get(key, "") is None else max(str(ends.get(key, "")), end)
    return ends


def main() -> int:
    """Write the two generated files."""
    from genai_prices.data_snapshot import get_snapshot

    release = version("genai-prices")
    providers = {provider.id: provider for provider in get_snapshot().providers}
    names = Names(read_lines(CATALOG / "models.jsonl"), providers)
    covered = covered_lists(read_lines(CATALOG / "api-prices.jsonl"))
    sources = {row["key"]: row for row in read_lines(CATALOG / SOURCES)}
    prices: dict[str, Row] = {}
    lists_seen: dict[tuple[str, str], str] = {}
    for provider_id in PROVIDERS:
        provider = providers[provider_id]
        source = f"genai-prices-{release}-{provider_id}"
        address = (provider.pricing_urls or ["github.com/pydantic/genai-prices"])[0]
        title = f"genai-prices {release} (MIT), after {provider.name}'s price page"
        sources[source] = {"key": source, "title": title, "address": address}
        for model in sorted(provider.models, key=lambda model: (len(model.id), model.id)):
            if not is_text_model(model.id) or model.id.startswith("ft:") or ".ft-" in model.id:
                continue
            if provider_id == "openrouter" and not _is_known(names, model):
                continue
            row = names.resolve(provider_id, model)
            place = f"{provider_id} regional" if model.id.startswith("regional.") else provider_id
            if lists_seen.setdefault((place, row["id"]), model.id) != model.id:
                continue  # a second name of one model: a snapshot or a variant of the line already taken
            for price in price_rows(provider_id, model, row, source, covered):
                prices.setdefault(price["id"], price)
    sold = {price["model"] for price in prices.values()}
    models = [row for row in names.made.values() if row["id"] in sold]
    for row in models:
        source = next(price["source"] for price in prices.values() if price["model"] == row["id"])
        row |= {"source": source, "date": SEEN, "checked": CHECKED, "evidence": "published"}
    for name, rows in (
        ("models-generated.jsonl", models),
        ("api-prices-generated.jsonl", list(prices.values())),
        (SOURCES, list(sources.values())),
    ):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (CATALOG / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}: {len(rows)}\n")
    return 0


def _is_known(names: Names, model: Any) -> bool:
    return any(plain_name(form) in names.known for form in spellings(model.id))


if __name__ == "__main__":
    raise SystemExit(main())
