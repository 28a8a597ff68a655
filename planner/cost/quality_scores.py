"""The published quality of a scenario's model at its precision, on the benchmark that the plan names."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence
from planner.catalog.records import QualityScore, QuantizationLoss
from planner.cost.results import Figure
from planner.plan.amounts import likely
from planner.plan.plan import Plan, Scenario

QUALITY_UNIT = "1"
BITS = {"fp16": 16.0, "fp8": 8.0, "int8": 8.0, "int4": 4.0, "fp4": 4.0}
_BEST_FIRST = tuple(Evidence)
_SIZE_WINDOW = 2.5
"""Losses measured on models up to this many times larger or smaller are taken as alike."""


def quality_of(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Figure | None:
    """Return the score with the loss of quantization as a range; None where nothing is published.

    A hybrid is as good as the weaker of its models. A cascade scores the mean over its answers, as if the router chose
    blindly: one that knows the hard questions does better.
    """
    if scenario.hosting.kind not in ("hybrid", "routed"):
        return _score_of(plan, scenario, catalogue)
    parts = {other.id: other for other in plan.scenarios}
    named = [parts[identity] for identity in scenario.leans_on if identity in parts]
    scores = [_score_of(plan, part, catalogue) for part in named]
    known = [score for score in scores if score is not None]
    if len(known) < 2:
        return None
    if scenario.hosting.kind == "hybrid":
        return min(known, key=lambda score: score.value)
    routed = scenario.hosting.routed
    return _mixed(known[0], known[1], likely(routed.small_share) * (1.0 - likely(routed.escalated)))


def _mixed(one: Figure, other: Figure, share: float) -> Figure:
    """Return the mean of two scores, `share` of the first."""

    def mean(a: float, b: float) -> float:
        return share * a + (1.0 - share) * b

    value = mean(one.value, other.value)
    if one.low is None and other.low is None:
        return Figure(value, one.unit)
    low = mean(one.value if one.low is None else one.low, other.value if other.low is None else other.low)
    high = mean(one.value if one.high is None else one.high, other.value if other.high is None else other.high)
    return Figure(value, one.unit, low, high)


def _score_of(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Figure | None:
    benchmark = plan.workload.quality.benchmark
    model = catalogue.find_model(scenario.model.model)
    if not benchmark or model is None:
        return None
    score = published_score(model.id, benchmark, catalogue)
    if score is None:
        return None
    bits = BITS[scenario.model.weights]
    if scenario.hosting.kind == "api" or bits >= 16.0:
        return Figure(score, QUALITY_UNIT)
    loss = quantization_loss(model.total_parameters or 0.0, bits, catalogue)
    if loss is None:
        return Figure(score, QUALITY_UNIT)
    low, middle, high = loss
    return Figure(score * (1.0 + middle), QUALITY_UNIT, score * (1.0 + low), score * (1.0 + high))


def published_score(model_id: str, benchmark: str, catalogue: Catalogue) -> float | None:
    """Return the score of a model on a benchmark that counts; None where none is published."""
    record = score_record(model_id, benchmark, catalogue)
    return None if record is None else record.score


def score_record(model_id: str, benchmark: str, catalogue: Catalogue) -> QualityScore | None:
    """Return the record that counts of a model's scores on a benchmark; None where none is published.

    The newest with the best evidence. Of several on one day, as with more and less reasoning, the middle one, of two
    middles the lower: neither what a model shows at its best nor what it shows in haste.
    """
    records = score_records(model_id, benchmark, catalogue)
    if not records:
        return None
    first = min(map(_precedence, records))
    alike = sorted(
        (record for record in records if _precedence(record) == first), key=lambda record: record.score or 0.0
    )
    return alike[(len(alike) - 1) // 2]


@lru_cache(maxsize=1024)
def score_records(model_id: str, benchmark: str, catalogue: Catalogue) -> tuple[QualityScore, ...]:
    """Return all records of a model's scores on a benchmark."""
    return tuple(
        record
        for record in catalogue.records("quality-scores")
        if isinstance(record, QualityScore)
        and record.model == model_id
        and record.benchmark == benchmark
        and record.score is not None
    )


def _precedence(record: QualityScore) -> tuple[int, int]:
    known = record.provenance
    return _BEST_FIRST.index(known.evidence), -known.date.toordinal()


def benchmark_records(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> tuple[QualityScore, ...]:
    """Return the records behind the quality of a scenario, one for each of its models."""
    parts = {other.id: other for other in plan.scenarios}
    named = [parts[identity] for identity in scenario.leans_on if identity in parts] or [scenario]
    models = [catalogue.find_model(part.model.model) for part in named]
    found = [
        score_record(model.id, plan.workload.quality.benchmark, catalogue) for model in models if model is not None
    ]
    return tuple(record for record in found if record is not None)


@lru_cache(maxsize=256)
def quantization_loss(parameters: float, bits: float, catalogue: Catalogue) -> tuple[float, float, float] | None:
    """Return P10, median and P90 of the published relative change of task scores at this size and number of bits."""
    changes = [
        record.relative_change
        for record in catalogue.records("quantization-losses")
        if isinstance(record, QuantizationLoss)
        and record.relative_change is not None
        and record.bits == bits
        and "perplexity" not in record.metric.lower()
        and record.model_size
        and parameters / _SIZE_WINDOW <= record.model_size <= parameters * _SIZE_WINDOW
        and abs(record.relative_change) < 0.5
    ]
    if not changes:
        return None
    low, middle, high = np.percentile(changes, [10.0, 50.0, 90.0])
    return float(low), float(middle), float(high)
