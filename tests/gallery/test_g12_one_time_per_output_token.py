"""G12: two definitions of time per output token compared as one."""

from __future__ import annotations

import numpy as np
import pytest

from planner.catalog.loader import load_catalogue
from planner.cost.performance import prediction
from planner.cost.performance.table import predict_table


def row(**changes: str) -> dict[str, object]:
    base = {"model": "llama-3.1-70b", "accelerator": "H100-SXM-80GB", "n_accelerators": "4", "tp": "4",
            "weight_precision": "fp8", "input_tokens": "2000", "output_tokens": "200", "concurrency": "32"}  # fmt: skip
    return predict_table([base | changes], load_catalogue())[0]


@pytest.mark.parametrize("output", ["20", "50", "1000"])
def test_the_first_token_is_not_in_the_time_per_output_token(output: str) -> None:
    result = row(output_tokens=output)
    end_to_end_ms = 32 / float(str(result["pred_req_s"])) * 1e3
    tokens = float(output)
    expected = (end_to_end_ms - float(str(result["pred_ttft_ms"]))) / (tokens - 1)
    assert float(str(result["pred_tpot_ms"])) == pytest.approx(expected)
    # The other definition, end to end over all tokens, is another number.
    assert float(str(result["pred_tpot_ms"])) != pytest.approx(end_to_end_ms / tokens, rel=1e-3)


def test_a_single_token_takes_its_prefill_alone_and_no_time_per_output_token() -> None:
    result = row(output_tokens="1", concurrency="1")
    assert 1e3 / float(str(result["pred_req_s"])) == pytest.approx(float(str(result["pred_ttft_ms"])))
    assert np.isfinite(float(str(result["pred_tpot_ms"])))


def test_the_definition_is_printed() -> None:
    words = " ".join(str(prediction.__doc__).split())
    assert "(end to end − time to first token) / (output tokens − 1)" in words
