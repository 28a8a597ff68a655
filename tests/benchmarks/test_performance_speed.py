"""How fast the performance model is. Not part of the suite: `pytest tests/benchmarks --benchmark-only`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from planner.catalog.loader import load_catalogue
from planner.cost.performance import Deployment, deployment_of, predict_arrays, service_curve, stack
from planner.cost.performance.coefficients import shipped
from planner.cost.performance.deployment import DEPLOYMENT_FIELDS
from planner.cost.performance.queueing import max_arrival_rate_within, waiting

ROWS = 1_000_000


def mixed(rows: int) -> tuple[Deployment, np.ndarray[Any, np.dtype[np.float64]]]:
    """Rows of dense and mixture-of-experts models, chips, precisions and loads, as a table would bring them."""
    catalogue = load_catalogue()
    kinds = []
    for model in ("llama-3.1-8b", "llama-3.1-70b", "gpt-oss-120b", "deepseek-r1"):
        for accelerator in ("H100-SXM-80GB", "B200-SXM-180GB", "MI300X", "L40S"):
            for weights, engine in (("bf16", "vLLM"), ("fp8", "SGLang"), ("fp4", "TensorRT-LLM")):
                found, chip = catalogue.find_model(model), catalogue.find_accelerator(accelerator)
                assert found is not None
                assert chip is not None
                kinds.append(deployment_of(found, chip, weight_precision=weights, engine=engine, tensor_parallel=8.0))
    every, random = stack(kinds), np.random.default_rng(0)
    index = random.integers(0, len(kinds), rows)
    columns = {name: np.asarray(getattr(every, name))[index] for name in DEPLOYMENT_FIELDS}
    columns["input_tokens"], columns["output_tokens"] = random.uniform(10, 8000, rows), random.uniform(10, 2000, rows)
    return Deployment(**columns), random.uniform(1, 512, rows)


def test_a_million_rows_in_a_second(benchmark: Any) -> None:
    deployment, concurrency = mixed(ROWS)
    shipped()
    benchmark.pedantic(predict_arrays, (deployment, concurrency), rounds=5, warmup_rounds=1)
    if benchmark.stats:
        assert ROWS / benchmark.stats["min"] > 1_000_000


@pytest.mark.parametrize("count", [1, 12])
def test_a_service_curve_inside_a_frame(benchmark: Any, count: int) -> None:
    deployment, _ = mixed(count)
    benchmark(service_curve, deployment)


def test_waiting_over_a_day_of_draws(benchmark: Any) -> None:
    curve = service_curve(mixed(12)[0])
    rates = np.max(curve.req_s, axis=1, keepdims=True) * np.linspace(0.1, 0.9, 24)
    benchmark(lambda: waiting(curve, rates, arrival_variation=2.0).ttft_s(0.95))


def test_the_rate_within_targets(benchmark: Any) -> None:
    curve = service_curve(mixed(12)[0])
    benchmark(max_arrival_rate_within, curve, ttft_target_s=1.0, tpot_target_s=0.05, arrival_variation=2.0)
