"""G6: long-context and batch tiers ignored. The tier is exact at its threshold ± 1 token; batch has its own price."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.catalog.loader import load_catalogue
from planner.catalog.prices import tier_for

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("prompt_tokens", "input_price", "output_price"),
    [(0, 2.5, 15.0), (271_999, 2.5, 15.0), (272_000, 2.5, 15.0), (272_001, 5.0, 22.5), (1_000_000, 5.0, 22.5)],
)
def test_the_tier_is_exact_at_its_threshold(prompt_tokens: int, input_price: float, output_price: float) -> None:
    tiers = load_catalogue().api_prices("openai/gpt-5.4", TODAY, "OpenAI")

    tier = tier_for(tiers, prompt_tokens)

    assert (tier.input_price, tier.output_price) == (input_price, output_price)


def test_batch_has_its_own_price_in_every_tier() -> None:
    catalogue = load_catalogue()

    for prompt_tokens in (1000, 272_001):
        standard = tier_for(catalogue.api_prices("openai/gpt-5.4", TODAY, "OpenAI"), prompt_tokens)
        batch = tier_for(catalogue.api_prices("openai/gpt-5.4", TODAY, "OpenAI", "batch"), prompt_tokens)
        assert batch.input_price == pytest.approx((standard.input_price or 0) / 2)
        assert batch.output_price == pytest.approx((standard.output_price or 0) / 2)
