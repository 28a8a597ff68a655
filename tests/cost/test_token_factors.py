"""Tokens per English token: by language and size of the vocabulary."""

import pytest
from shipped_plans import catalogue

from planner.cost.token_factors import token_factor
from planner.plan.amounts import Range, likely
from planner.plan.workload import LANGUAGES


def test_english_is_one():
    assert token_factor("llama-2-13b", "en", catalogue()).amount == 1.0


@pytest.mark.parametrize("language", [name for name, _ in LANGUAGES if name != "en"])
def test_other_languages_cost_more_and_most_on_a_small_vocabulary(language):
    small = token_factor("llama-2-13b", language, catalogue())  # 32,000 entries
    large = token_factor("qwen3-8b", language, catalogue())  # 151,936 entries
    assert isinstance(small.amount, Range)
    assert likely(small.amount) > likely(large.amount) > 1.0
    assert small.provenance is not None


def test_an_api_model_whose_tokenizer_is_not_known_counts_as_a_large_vocabulary():
    assert token_factor("openai/gpt-4", "es", catalogue()).amount == token_factor("qwen3-8b", "es", catalogue()).amount
