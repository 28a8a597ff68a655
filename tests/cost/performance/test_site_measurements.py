from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalog.loader import load_catalogue
from planner.cost.performance import predict
from planner.cost.performance.benchmark_files import LARGEST_FILE, read_measurements
from planner.cost.performance.site_measurements import (
    Setup,
    SiteMeasurement,
    correction_for,
    corrections,
)
from planner.cost.performance.table_rows import RowReader
from planner.plan.wording import PlannerError

SETUP = Setup(model="llama-3.1-8b", accelerator="H100-SXM-80GB", weight_precision="bf16", engine="vLLM", tp=1.0)

VLLM = {
    "backend": "vllm", "model_id": "llama-3.1-8b", "num_prompts": 100, "max_concurrency": 16, "completed": 100,
    "total_input_tokens": 100_000, "total_output_tokens": 50_000, "output_throughput": 1500.0, "mean_ttft_ms": 80.0,
    "mean_tpot_ms": 9.5,
}  # fmt: skip
SGLANG = VLLM | {"backend": "sglang", "concurrency": 15.6, "max_concurrency": None}
GUIDELLM = {
    "benchmarks": [
        {
            "metrics": {
                "output_tokens_per_second": {"successful": {"mean": 1500.0}},
                "inter_token_latency_ms": {"successful": {"mean": 9.5}},
                "time_to_first_token_ms": {"successful": {"mean": 80.0}},
                "prompt_token_count": {"successful": {"mean": 1000.0}},
                "output_token_count": {"successful": {"mean": 500.0}},
                "request_concurrency": {"successful": {"mean": 16.0}},
            }
        }
    ]
}
GENAI_PERF = {
    "output_token_throughput": {"unit": "tokens/sec", "avg": 1500.0},
    "inter_token_latency": {"unit": "ms", "avg": 9.5},
    "time_to_first_token": {"unit": "ms", "avg": 80.0},
    "input_sequence_length": {"avg": 1000.0},
    "output_sequence_length": {"avg": 500.0},
    "input_config": {"perf_analyzer": {"stimulus": {"concurrency": 16}}},
}
CSV = (
    "model,accelerator,n_accelerators,tp,weight_precision,input_tokens,output_tokens,concurrency,engine,output_tok_s,"
    "tpot_ms,ttft_ms\nllama-3.1-8b,H100-SXM-80GB,1,1,bf16,1000,500,16,vLLM,1500,9.5,80\n"
)


@pytest.mark.parametrize(
    "content", [json.dumps(VLLM), json.dumps(SGLANG), json.dumps(GUIDELLM), json.dumps(GENAI_PERF), CSV]
)
def test_every_known_file_says_the_same(content: str) -> None:
    (run,) = read_measurements(content.encode(), "result", SETUP)
    assert run.input_tokens == 1000.0
    assert run.output_tokens == 500.0
    assert run.output_tok_s == 1500.0
    assert run.tpot_ms == 9.5
    assert run.ttft_ms == 80.0
    assert run.concurrency == pytest.approx(16.0, rel=0.03)
    assert run.setup.model == "llama-3.1-8b"
    assert run.setup.accelerator == "H100-SXM-80GB"


def test_lines_of_json_are_runs() -> None:
    content = "\n".join(json.dumps(VLLM | {"max_concurrency": n}) for n in (1, 8, 64))
    assert [run.concurrency for run in read_measurements(content.encode(), "runs.jsonl", SETUP)] == [1.0, 8.0, 64.0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no measurement that is understood"),
        (b"{}", "no measurement that is understood"),
        (b"[" * 100_000, "not well-formed JSON"),
        (b'{"a": ', "not well-formed JSON"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"x" * (LARGEST_FILE + 1), "larger than 20 MB"),
        (b"model,output_tok_s\nllama,-3\n", "line 2: output_tok_s is '-3'"),
        (b"model,output_tok_s\nllama,inf\n", "output_tok_s is 'inf'"),
        (b'model,output_tok_s\n"llama', "not a well-formed CSV"),
        (json.dumps(VLLM | {"output_throughput": "NaN", "mean_tpot_ms": None}).encode(), "no measurement"),
    ],
)
def test_files_that_are_not_results_are_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(PlannerError, match=message):
        read_measurements(content, "file", SETUP)


NUMBERS_OR_NOT = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=5), st.lists(st.integers())
)


@given(st.dictionaries(st.sampled_from([*VLLM, "metrics", "benchmarks", "output_token_throughput"]), NUMBERS_OR_NOT))
def test_odd_values_in_a_result_never_pass_as_measurements(document: dict[str, Any]) -> None:
    try:
        runs = read_measurements(json.dumps(document).encode(), "odd", SETUP)
    except PlannerError:
        return
    for run in runs:
        assert run.output_tok_s > 0 or run.tpot_ms > 0
        assert run.concurrency > 0


def measured(factor: float, concurrency: float) -> SiteMeasurement:
    """A run that is `factor` times as fast as predicted."""
    run = SiteMeasurement(setup=SETUP, input_tokens=1000, output_tokens=500, concurrency=concurrency)
    row = {"model": SETUP.model, "accelerator": SETUP.accelerator, "n_accelerators": "1", "tp": "1", "engine": "vLLM",
           "weight_precision": "bf16", "input_tokens": "1000", "output_tokens": "500"}  # fmt: skip
    read = RowReader(load_catalogue()).read(row | {"concurrency": repr(concurrency)})
    assert read.deployment is not None
    return replace(run, output_tok_s=factor * float(predict(read.deployment, concurrency).output_tok_s))


def test_six_measurements_pull_predictions_almost_all_the_way() -> None:
    runs = [measured(0.7, concurrency) for concurrency in (1, 4, 8, 16, 32, 64)]
    (correction,) = corrections(runs, load_catalogue())
    assert correction.factor == pytest.approx(0.7, rel=0.02)
    assert correction.measurements == 6
    assert correction.note.text() == "calibrated on your 6 measurements"


def test_one_measurement_pulls_less_than_six() -> None:
    (one,) = corrections([measured(0.7, 8)], load_catalogue())
    (six,) = corrections([measured(0.7, concurrency) for concurrency in (1, 4, 8, 16, 32, 64)], load_catalogue())
    assert six.factor < one.factor < 1.0
    assert one.error > six.error


def test_a_correction_makes_the_prediction_follow() -> None:
    (correction,) = corrections([measured(1.3, n) for n in (1, 2, 4, 8, 16, 32)], load_catalogue())
    row = {"model": "llama-3.1-8b", "accelerator": "H100-SXM-80GB", "concurrency": "8", "engine": "vLLM"}
    read = RowReader(load_catalogue()).read(row)
    assert read.deployment is not None
    before = predict(read.deployment, 8.0)
    after = predict(replace(read.deployment, correction=correction.factor), 8.0)
    assert float(after.output_tok_s / before.output_tok_s) == pytest.approx(correction.factor)
    assert float(before.tpot_ms / after.tpot_ms) == pytest.approx(correction.factor)


def test_time_per_token_alone_corrects_too() -> None:
    run = measured(0.8, 16)
    slow = replace(run, output_tok_s=math.nan, tpot_ms=1000.0)
    (correction,) = corrections([slow], load_catalogue())
    assert correction.factor < 0.5


def test_another_model_on_the_same_accelerator_follows_by_half() -> None:
    known = corrections([measured(0.7, n) for n in (1, 4, 16, 64)], load_catalogue())
    accelerator, model = known[0].accelerator, known[0].model
    assert correction_for(known, accelerator, model, "vllm") == known[0]
    other = correction_for(known, accelerator, "another", "vllm")
    assert other is not None
    assert np.log(other.factor) == pytest.approx(0.5 * np.log(known[0].factor))
    assert correction_for(known, "another", model, "vllm") is None


def test_measurements_of_what_nobody_knows_or_what_does_not_fit_are_refused() -> None:
    run = measured(1.0, 8)
    with pytest.raises(PlannerError, match="not in the catalogue"):
        corrections([replace(run, setup=replace(SETUP, model="atlantis"))], load_catalogue())
    with pytest.raises(PlannerError, match="does not fit"):
        corrections([replace(run, setup=replace(SETUP, model="llama-3.1-405b"))], load_catalogue())
