"""`catalog check` passes on what ships and finds each kind of mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planner.catalog.catalogue import Catalogue
from planner.catalog.check import check, disagreements
from planner.catalog.provenance import Evidence
from planner.catalog.records import KINDS, Record
from planner.catalog.rows import kind_of

TODAY = dt.date(2026, 11, 23)


def with_change(catalogue: Catalogue, record_id: str, change: Callable[[Record], Record]) -> Catalogue:
    """The shipped models and accelerators, and the kind of one record, which is changed."""
    wanted = {"models", "accelerators", kind_of(catalogue.record(record_id))}

    def read(kind: str) -> list[Record]:
        if kind not in wanted:
            return []
        return [change(record) if record.id == record_id else record for record in catalogue.records(kind)]

    return Catalogue(version="test", content_hash="", read=read)


def with_source(record: Record, **fields: Any) -> Record:
    return replace(record, provenance=replace(record.provenance, **fields))


def test_the_shipped_catalogue_has_no_findings(catalogue: Catalogue) -> None:
    assert [str(finding) for finding in check(catalogue, TODAY)] == []


@pytest.mark.parametrize(
    ("record_id", "change", "words"),
    [
        ("h100-sxm", lambda record: replace(record, peak_fp16=989_000.0), "outside"),
        ("h100-sxm", lambda record: replace(record, peak_fp16=2000.0), "wrong precision"),
        ("h100-sxm", lambda record: with_source(record, title=" "), "no source"),
        ("h100-sxm", lambda record: with_source(record, address="", note=""), "no address"),
        ("h100-sxm", lambda record: with_source(record, checked=dt.date(2000, 1, 1)), "not plausible"),
        (
            "h100-sxm",
            lambda record: with_source(record, date=dt.date(2030, 1, 1), checked=dt.date(2030, 1, 2)),
            "future",
        ),
        ("h100-sxm", lambda record: replace(record, aliases=(*record.aliases, "H200 SXM")), "same name"),
        ("h100-sxm", lambda record: replace(record, id="h200-sxm"), "same id"),
        ("llama-2-70b", lambda record: replace(record, active_parameters=7e10), "active"),
        ("llama-2-70b", lambda record: replace(record, kv_heads=65), "KV heads"),
        ("llama-2-70b", lambda record: replace(record, full_attention_layers=81), "attend fully"),
        ("mixtral-8x7b-instruct-v0.1", lambda record: replace(record, experts_per_token=9), "more experts"),
        ("openai/gpt-4/standard/2023-03-14", lambda record: replace(record, model="openai/gpt-5000"), "does not exist"),
        ("openai/gpt-4/standard/2023-03-14", lambda record: replace(record, model=""), "names no model"),
        ("openai/gpt-4/standard/2023-03-14", lambda record: replace(record, valid_to=dt.date(2023, 1, 1)), "before"),
        ("openai/gpt-4/standard/2023-03-14", lambda record: replace(record, cache_read_price=31.0), "dearer"),
        ("openai/gpt-4/standard/2023-03-14", lambda record: replace(record, input_price=None), "no price"),
        (
            "aws/g5.xlarge/us-east-1/on_demand/2026-07",
            lambda record: replace(record, accelerator="a11"),
            "does not exist",
        ),
        (
            "aws/g5.xlarge/us-east-1/on_demand/2026-07",
            lambda record: replace(record, accelerators=0),
            "no accelerators",
        ),
        ("press/dgx-box-2023", lambda record: replace(record, unit="dollars"), "not known"),
        ("press/llama-2-premium-2023", lambda record: replace(record, low=2.0), "not in order"),
        ("hours/flat", lambda record: replace(record, weekday=(1.0,) * 23), "24 hours"),
        ("hours/flat", lambda record: replace(record, weekday=(0.0,) * 24), "below zero"),
    ],
)
def test_a_mistake_is_found(
    catalogue: Catalogue, record_id: str, change: Callable[[Record], Record], words: str
) -> None:
    findings = check(with_change(catalogue, record_id, change), TODAY)

    assert any(words in str(finding.problem) for finding in findings), [str(finding) for finding in findings]


def test_two_lines_of_one_list_from_the_same_day_are_found(catalogue: Catalogue) -> None:
    twin = replace(catalogue.api_price("openai/gpt-4/standard/2023-03-14"), id="twin")

    findings = check(catalogue.with_overlay([twin]))

    assert [finding.record_id for finding in findings] == ["twin"]


def test_an_assumption_needs_no_address_but_a_published_figure_does(catalogue: Catalogue) -> None:
    assumed = catalogue.record("hours/flat")
    assert assumed.provenance.evidence is Evidence.ASSUMED
    assert assumed.provenance.address == ""

    claimed = with_change(catalogue, "hours/flat", lambda record: with_source(record, evidence=Evidence.PUBLISHED))

    assert [finding.record_id for finding in check(claimed)] == ["hours/flat"]


def test_what_ships_is_as_much_as_was_promised(catalogue: Catalogue) -> None:
    counts = catalogue.counts()
    architecture = ("layers", "hidden_size", "heads", "kv_heads", "total_parameters", "context", "licence", "attention")
    described = [
        record
        for record in catalogue.records("models")
        if record.open_weights and all(getattr(record, name) for name in architecture)
    ]

    assert set(counts) == set(KINDS)
    assert len(described) >= 80
    assert counts["accelerators"] >= 45
    assert counts["rental-offers"] >= 250
    assert counts["purchase-offers"] >= 60
    assert counts.pop("measurements") == 0
    assert min(counts.values()) > 0


def test_both_values_are_kept_where_sources_differ(catalogue: Catalogue) -> None:
    differing = {record.id for record in disagreements(catalogue)}

    assert {
        "openai/gpt-4-turbo/standard/2023-11-06",
        "openai/gpt-3.5-turbo/standard/2023-06-13",
        "azure/standard_nc48ads_a100_v4/eastus/on_demand/2026-11",
        "gaudi-2",
    } <= differing
