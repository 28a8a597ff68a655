"""What the browser shows: a price over time, a record found by words, models that fit their own sizes."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from planner.catalog.browsing import api_price_history, rental_history, search
from planner.catalog.catalogue import Catalogue
from planner.catalog.parameters import Architecture, total_parameters
from planner.catalog.records import Model


def test_the_history_of_a_price_is_in_the_order_of_time(catalogue: Catalogue) -> None:
    history = api_price_history(catalogue, "openai/gpt-3.5-turbo", "OpenAI")

    assert [(line.valid_from, line.input_price) for line in history] == [
        (dt.date(2023, 3, 1), 2),
        (dt.date(2023, 6, 13), 1.5),
        (dt.date(2023, 11, 6), 1),
        (dt.date(2024, 1, 25), 0.5),
    ]
    assert all(line.valid_to == after.valid_from for line, after in pairwise(history))


def test_the_history_of_an_offer_has_each_sighting(catalogue: Catalogue) -> None:
    history = rental_history(catalogue, catalogue.rental_offer("aws/p4d.24xlarge/us-east-1/on_demand/2026-07"))

    days = [offer.provenance.date for offer in history]
    assert days == sorted(days)
    assert (days[0].year, days[-1].year) == (2023, 2026)
    assert history[0].price != history[-1].price


@pytest.mark.parametrize(
    ("words", "kind", "record_id"),
    [
        ("llama 70b chat", "models", "llama-2-70b-chat"),
        ("AWS p4d", "rental-offers", "aws/p4d.24xlarge/us-east-1/on_demand/2026-07"),
        ("h100 SXM", None, "h100-sxm"),
        ("dgx a100", "purchase-offers", "buy/nvidia-dgx-a100-320gb/2020-05"),
    ],
)
def test_a_record_is_found_by_words_in_any_order(
    catalogue: Catalogue, words: str, kind: str | None, record_id: str
) -> None:
    for asked in (words, " ".join(reversed(words.split()))):
        assert record_id in {record.id for record in search(catalogue, asked, kind)}


def test_words_that_match_nothing_find_nothing(catalogue: Catalogue) -> None:
    assert search(catalogue, "no such thing at all") == []
    assert len(search(catalogue, "", "accelerators")) == len(catalogue.records("accelerators"))


def deviation(model: Model) -> float:
    """Relative difference between the stated and the computed count, for the reading that fits best.

    A record does not say whether feed-forward blocks are gated, embeddings tied, or which layers have no experts.
    """
    assert model.total_parameters
    readings = [
        Architecture(
            layers=model.layers or 0,
            hidden_size=model.hidden_size or 0,
            heads=model.heads or 0,
            kv_heads=model.kv_heads or 2,  # DeciLM: 1, 2 or 4
            head_size=model.head_size or 0,
            ffn_size=model.ffn_size or 0,
            vocabulary=model.vocabulary or 0,
            tied_embeddings=tied,
            gated=gated,
            experts=model.experts or 0,
            experts_per_token=model.experts_per_token or 0,
            shared_experts=model.shared_experts or 0,
            expert_size=model.expert_size or 0,
            dense_layers=dense if model.experts else 0,
        )
        for gated in (True, False)
        for tied in (True, False)
        for dense in (0, 1, 3, (model.layers or 0) // 2)
    ]
    return min(abs(total_parameters(reading) / model.total_parameters - 1) for reading in readings)


def test_the_sizes_of_every_transformer_add_up_to_its_parameters(catalogue: Catalogue) -> None:
    """Also guards against slips in sizes that were typed in: a wrong layer count or width would not add up."""
    transformers = [
        model
        for model in catalogue.records("models")
        if isinstance(model, Model)
        and model.architecture in ("dense", "moe")
        and model.attention in ("MHA", "GQA", "MQA")
        and all(
            (model.layers, model.hidden_size, model.heads, model.head_size, model.vocabulary, model.total_parameters)
        )
    ]

    assert len(transformers) > 90
    assert {model.id: deviation(model) for model in transformers if deviation(model) > 0.025} == {}
