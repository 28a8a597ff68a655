"""Fifty randomly drawn figures of each kind, compared with the rows that they were carried over from.

The tables lie beside the project where the data were gathered, not in every checkout: `golden_figures.json` holds fifty
drawn figures of each kind for everywhere else.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import Record

TABLES = Path(__file__).resolve().parents[3] / "shared" / "data"
GOLDEN = Path(__file__).with_name("golden_figures.json")
DRAWN = 50
Row = dict[str, str]


@dataclass(frozen=True)
class Drawn:
    """One figure of a source row, and the records that may carry it."""

    source: str
    field: str
    value: float
    candidates: tuple[Record, ...]


@dataclass(frozen=True)
class Table:
    """How a source table's rows are told apart, and which column is which field (with its factor)."""

    files: tuple[str, ...]
    is_of_row: Callable[[Row, Record], bool]
    columns: dict[str, tuple[str, float]]
    wanted: Callable[[Row], bool] = lambda row: True


def _same(text: str, record: Record, field: str) -> bool:
    return str(getattr(record, field)) == text


def _named(text: str, record: Record) -> bool:
    return text in (record.name, *record.aliases)


def _offer_terms(row: Row) -> str:
    if row["price_type"] == "reserved":
        return {"1y": "reserved_1y", "3y": "reserved_3y"}.get(row["term"], "reserved")
    kinds = {"managed_endpoint_on_demand": "managed", "per_second_serverless": "serverless", "spot_estimate": "spot"}
    return kinds.get(row["price_type"], row["price_type"])


def _is_rental(row: Row, record: Record) -> bool:
    date = str(record.provenance.date)
    return (
        _named(row["instance"], record)
        and _same(row["provider"], record, "provider")
        and _same(_offer_terms(row), record, "terms")
        and _same(row["accel_count"], record, "accelerators")
        and date.startswith(row["price_date"])
    )


def _is_purchase(row: Row, record: Record) -> bool:
    return _named(row["item"], record) and str(record.provenance.date).startswith(row["price_date"])


def _is_site(row: Row, record: Record) -> bool:
    return (
        record.name.casefold() == row["input"].casefold()
        and _same(row["region_or_scope"], record, "region")
        and str(record.provenance.date)[:4] == row["date"][-4:][:4]
    ) or (
        record.name.casefold() == row["input"].casefold()
        and _same(row["region_or_scope"], record, "region")
        and row["date"][:4] == str(record.provenance.date)[:4]
    )


def _is_api_price(row: Row, record: Record) -> bool:
    prices = [getattr(record, field) for field in ("input_price", "output_price")]
    wanted = [float(row[column]) for column in ("input_usd_per_mtok", "output_usd_per_mtok")]
    provider = {"Mistral": "Mistral AI", "Deepseek": "DeepSeek", "X AI": "xAI", "Azure OpenAI": "Azure"}
    return prices == wanted and _same(provider.get(row["provider"], row["provider"]), record, "provider")


TABLES_OF_KIND: dict[str, Table] = {
    "models": Table(
        ("models.csv",),
        lambda row, record: _named(row["model_id"], record) or _named(row["display_name"], record),
        {
            "total_params_b": ("total_parameters", 1e9),
            "active_params_b": ("active_parameters", 1e9),
            "n_layers": ("layers", 1),
            "hidden_size": ("hidden_size", 1),
            "n_heads": ("heads", 1),
            "ffn_intermediate": ("ffn_size", 1),
            "n_experts": ("experts", 1),
            "vocab_size": ("vocabulary", 1),
            "context_length": ("context", 1),
            "kv_bytes_per_token_fp16": ("kv_bytes_per_token", 1),
            "kv_bytes_per_token_growing_only": ("kv_bytes_per_token_growing", 1),
            "full_attn_layers": ("full_attention_layers", 1),
        },
    ),
    "accelerators": Table(
        ("accelerators.csv",),
        lambda row, record: _named(row["accelerator"], record),
        {
            "memory_gb": ("memory", 1),
            "memory_bw_gb_s": ("memory_bandwidth", 1),
            "fp16_bf16_dense_tflops": ("peak_fp16", 1),
            "fp8_dense_tflops": ("peak_fp8", 1),
            "int8_dense_tops": ("peak_int8", 1),
            "fp4_dense_tflops": ("peak_fp4", 1),
            "interconnect_gb_s_bidirectional": ("link_bandwidth", 1),
            "tdp_w": ("board_power", 1),
        },
    ),
    "rental-offers": Table(
        ("gpu_rental.csv", "gpu_rental_2023.csv"),
        _is_rental,
        {"usd_per_hour": ("price", 1), "vcpu": ("vcpus", 1), "ram_gb": ("host_memory", 1)},
        lambda row: "average" not in row["price_type"] and "quoted" not in row["price_type"],
    ),
    "purchase-offers": Table(
        ("hardware_purchase.csv",), _is_purchase, {"price_usd": ("price", 1), "power_w_max": ("power", 1)}
    ),
    "site-figures": Table(
        ("onprem_inputs.csv",),
        _is_site,
        {"value_low": ("low", 1), "value_typical": ("typical", 1), "value_high": ("high", 1)},
    ),
    "api-prices": Table(
        ("api_history.csv",),
        _is_api_price,
        {"input_usd_per_mtok": ("input_price", 1), "output_usd_per_mtok": ("output_price", 1)},
        # A price by the hour of the day is a note; models that do not answer in text are not carried over.
        lambda row: (
            bool(row["output_usd_per_mtok"])
            and "time of day" not in row["notes"]
            and row["model"] not in ("deepseek-chat", "deepseek-reasoner")
            and not any(
                part in row["model"] for part in ("audio", "guard", "search", "research", "preview-tts", "image")
            )
        ),
    ),
    "quality-scores": Table(
        ("quality.csv",),
        lambda row, record: record.name == row["model"] and _same(row["benchmark"], record, "benchmark"),
        {"score": ("score", 1)},
    ),
    "quantization-losses": Table(
        ("quant_quality.csv",),
        lambda row, record: (
            record.name == f"{row['model']}, {row['method']}" and _same(row["metric"], record, "metric")
        ),
        {"baseline": ("baseline", 1), "quantized": ("quantized", 1), "weight_bits": ("bits", 1)},
    ),
    "tuning-figures": Table(
        ("tuning_inputs.csv",),
        lambda row, record: (
            record.category == row["category"].replace("article_claim", "press")
            and _same(row["method"], record, "method")
            and (row["item"].casefold() in record.name.casefold())
            and (not row["gpus"] or _same(row["gpus"], record, "accelerators"))
        ),
        {"value": ("value", 1), "low": ("low", 1), "high": ("high", 1)},
    ),
    "workload-profiles": Table(
        ("workload_profiles.csv",),
        lambda row, record: record.id == row["profile_id"],
        {
            "in_mean": ("input_mean", 1),
            "in_p50": ("input_p50", 1),
            "in_p95": ("input_p95", 1),
            "out_mean": ("output_mean", 1),
            "out_p95": ("output_p95", 1),
            "cached_input_share": ("cached_share", 1),
            "arrival_cv": ("arrival_variation", 1),
        },
    ),
}


def drawn_from_tables(catalogue: Catalogue, kind: str, seed: int) -> Iterator[Drawn]:
    """Draw figures of a kind from its source tables at random."""
    table = TABLES_OF_KIND[kind]
    cells: list[tuple[Row, str]] = []
    for name in table.files:
        with (TABLES / name).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if table.wanted(row)]
        cells += [(row, column) for row in rows for column in table.columns if _number(row[column]) is not None]
    for row, column in random.Random(seed).sample(cells, min(DRAWN, len(cells))):  # noqa: S311 - a draw, no secret
        field, factor = table.columns[column]
        value = _number(row[column])
        assert value is not None
        records = tuple(record for record in catalogue.records(kind) if table.is_of_row(row, record))
        yield Drawn(f"{kind}: {row}", field, value * factor, records)


def drawn_from_golden(catalogue: Catalogue, kind: str) -> Iterator[Drawn]:
    """Return the figures that were drawn once and committed."""
    for record_id, field, value in json.loads(GOLDEN.read_text(encoding="utf-8"))[kind]:
        yield Drawn(f"{kind}: {record_id}", field, value, (catalogue.record(record_id),))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


@pytest.mark.parametrize("kind", TABLES_OF_KIND)
def test_fifty_drawn_figures_equal_their_source_rows(catalogue: Catalogue, kind: str) -> None:
    drawn = list(
        drawn_from_tables(catalogue, kind, seed=20261123) if TABLES.is_dir() else drawn_from_golden(catalogue, kind)
    )

    assert len(drawn) == 50
    for figure in drawn:
        values = [getattr(record, figure.field) for record in figure.candidates]
        assert any(value == pytest.approx(figure.value, rel=1e-9) for value in values if value is not None), figure


@pytest.mark.parametrize("kind", TABLES_OF_KIND)
def test_committed_figures_have_not_moved(catalogue: Catalogue, kind: str) -> None:
    drawn = list(drawn_from_golden(catalogue, kind))

    assert len(drawn) == 50
    for figure in drawn:
        assert getattr(figure.candidates[0], figure.field) == figure.value, figure


def test_every_kind_that_has_a_table_has_committed_figures() -> None:
    assert set(json.loads(GOLDEN.read_text(encoding="utf-8"))) == set(TABLES_OF_KIND)
