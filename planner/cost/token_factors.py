"""Tokens per English token: the same text in another language costs more, depending on the tokenizer.

Factors are the ratio of tokens for the same content against English: about 1.2–1.6 for Western European languages
with vocabularies near 32,000 entries and 1.05–1.4 with large multilingual ones (Petrov et al. 2023, 'Language model
tokenizers introduce unfairness between languages', arXiv 2305.15425, read for orders of magnitude; the single values
here are our estimates, hence ranges).
"""

from __future__ import annotations

import datetime as dt

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence, Provenance
from planner.cost.leaves import Leaf
from planner.plan.amounts import Range
from planner.plan.wording import N_

LARGE_VOCABULARY = 90_000
_SMALL = {
    "es": Range(low=1.4, likely=1.55, high=1.75),
    "fr": Range(low=1.45, likely=1.6, high=1.8),
    "de": Range(low=1.45, likely=1.6, high=1.85),
    "pt": Range(low=1.4, likely=1.55, high=1.8),
    "zh": Range(low=1.6, likely=1.9, high=2.4),
    "hi": Range(low=3.5, likely=4.5, high=6.0),
}
_LARGE = {
    "es": Range(low=1.15, likely=1.3, high=1.5),
    "fr": Range(low=1.2, likely=1.35, high=1.55),
    "de": Range(low=1.2, likely=1.35, high=1.6),
    "pt": Range(low=1.15, likely=1.3, high=1.5),
    "zh": Range(low=1.0, likely=1.3, high=1.9),
    "hi": Range(low=1.4, likely=2.5, high=4.5),
}
_SOURCE = Provenance(
    title="Language model tokenizers introduce unfairness between languages (orders of magnitude)",
    address="arxiv.org/abs/2305.15425",
    date=dt.date(2023, 5, 17),
    checked=dt.date(2026, 11, 23),
    evidence=Evidence.ESTIMATED,
)


def token_factor(model_id: str, language: str, catalogue: Catalogue) -> Leaf:
    """Return the leaf of tokens per English token for a language and a model's tokenizer."""
    path = ("workload", "lengths", "language")
    label = N_("Tokens per English token")
    if language == "en":
        return Leaf("token_factor", 1.0, "1", label, path=path, note=N_("Lengths are given for English."))
    model = catalogue.find_model(model_id)
    small = model is not None and model.vocabulary is not None and model.vocabulary < LARGE_VOCABULARY
    factor = (_SMALL if small else _LARGE)[language]
    return Leaf("token_factor", factor, "1", label, path=path, provenance=_SOURCE, own_evidence=Evidence.ESTIMATED)
