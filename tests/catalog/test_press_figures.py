"""What the press said in 2023: each figure is a record with source and date, beside what the sources say."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import QualityScore, QuantizationLoss, TuningFigure

SUMMER_2023 = dt.date(2023, 8, 15)
AUTUMN_2023 = dt.date(2023, 11, 10)


@pytest.mark.parametrize(
    ("record_id", "low", "typical", "high", "unit"),
    [
        ("press/llama-2-premium-2023", 0.5, None, 1.0, "fraction"),  # F1
        ("press/cypher-llama-2-tests-2023", None, 1200, None, "USD"),  # F2
        ("press/cypher-gpt-3.5-tests-2023", None, 5, None, "USD"),  # F2
        ("press/gpt-4-turbo-input-2023", None, 100, None, "USD/Mtoken"),  # F3
        ("credit/openai-devday-2023", None, 500, None, "USD"),  # F4
        ("press/permutable-api-bill-2023", None, 1_000_000, None, "USD/year"),  # F8
        ("press/permutable-factor-2023", None, 20, None, "ratio"),  # F8
        ("press/dgx-box-2023", None, 200_000, None, "USD"),  # F12
        ("press/on-premises-hardware-2023", None, 65_000, None, "USD/year"),  # F13
        ("press/cloud-under-15b-2023", None, 1000, None, "USD/month"),  # F14
        ("press/cloud-70b-2023", None, 1500, None, "USD/month"),  # F15
    ],
)
def test_a_figure_of_the_press_is_a_record(
    catalogue: Catalogue, record_id: str, low: float | None, typical: float | None, high: float | None, unit: str
) -> None:
    record = catalogue.site_figure(record_id)

    assert (record.low, record.typical, record.high, record.unit) == (low, typical, high, unit)
    assert record.provenance.date.year == 2023
    assert record.provenance.title


@pytest.mark.parametrize(
    ("record_id", "low", "value", "high"),
    [
        ("press/prompt-tuning-2023", 10, None, 1000),
        ("press/instruction-tuning-2023", 100, None, 10_000),
        ("press/fine-tuning-1-5b-2023", 100_000, 100_000, 100_000),
        ("press/fine-tuning-larger-2023", 1_000_000, None, None),
    ],
)
def test_the_published_costs_of_tuning_are_records(
    catalogue: Catalogue, record_id: str, low: float, value: float | None, high: float | None
) -> None:
    record = catalogue.record(record_id)

    assert isinstance(record, TuningFigure)
    assert (record.category, record.low, record.value, record.high) == ("press", low, value, high)
    assert record.unit == "USD"


def test_gpt_4_turbo_cost_a_third_of_gpt_4(catalogue: Catalogue) -> None:
    (turbo,) = catalogue.api_prices("openai/gpt-4-turbo", AUTUMN_2023)
    (gpt_4,) = catalogue.api_prices("openai/gpt-4", AUTUMN_2023)

    assert turbo.input_price is not None
    assert gpt_4.input_price == pytest.approx(3 * turbo.input_price)


def test_the_dgx_box_written_off_over_three_years_is_what_the_press_said(catalogue: Catalogue) -> None:
    box = catalogue.purchase_offer("buy/nvidia-dgx-a100-320gb/2020-05")
    said = catalogue.site_figure("press/on-premises-hardware-2023").typical

    assert box.price is not None
    assert box.price / 3 == pytest.approx(said, rel=0.03)


@pytest.mark.parametrize("model", ["llama-2-7b-chat", "llama-2-13b-chat", "llama-2-70b-chat", "openai/gpt-3.5-turbo"])
def test_the_models_of_the_time_have_published_scores(catalogue: Catalogue, model: str) -> None:
    scores = [score for score in catalogue.records("quality-scores") if isinstance(score, QualityScore)]

    assert len({score.benchmark for score in scores if score.model == model}) >= 2


def test_larger_llamas_score_higher(catalogue: Catalogue) -> None:
    scores = {
        score.model: score.score or 0.0
        for score in catalogue.records("quality-scores")
        if isinstance(score, QualityScore) and score.benchmark == "Arena Elo (text, overall)"
    }

    assert scores["llama-2-7b-chat"] < scores["llama-2-13b-chat"] < scores["llama-2-70b-chat"]
    assert scores["llama-2-70b-chat"] < scores["openai/gpt-4-turbo"]


def test_fewer_bits_lose_more(catalogue: Catalogue) -> None:
    def loss(bits: float) -> float:
        changes = [
            record.relative_change
            for record in catalogue.records("quantization-losses")
            if isinstance(record, QuantizationLoss)
            and record.bits == bits
            and record.relative_change is not None
            and "zero-shot" in record.metric
        ]
        return sum(changes) / len(changes)

    assert loss(2) < loss(3) < loss(4) < 0


def test_three_vendors_make_accelerators_and_four_named_providers_rent_them(catalogue: Catalogue) -> None:
    vendors = {record.vendor for record in catalogue.records("accelerators")}
    providers = {record.provider for record in catalogue.records("rental-offers")}

    assert {"NVIDIA", "AMD", "Intel"} <= vendors
    assert {"AWS", "Azure", "Hugging Face Inference Endpoints", "NexGen Cloud (Hyperstack)"} <= providers


def test_the_cloud_figures_of_the_press_have_an_instance_that_explains_them(catalogue: Catalogue) -> None:
    """F14: one A10G around the clock. F15: one 80 GB card with the model in four bits."""
    small = [offer.price or 0 for offer in catalogue.rental_offers("a10g", on=SUMMER_2023) if offer.accelerators == 1]
    large = [
        offer.price or 0
        for card in ("a100-sxm-80gb", "a100-pcie-80gb", "h100-sxm", "h100-pcie")
        for offer in catalogue.rental_offers(card, on=SUMMER_2023)
        if offer.accelerators == 1
    ]

    assert any(1000 * 0.9 <= price * 730 <= 1000 * 1.1 for price in small)
    assert any(1500 * 0.9 <= price * 730 <= 1500 * 1.1 for price in large)
