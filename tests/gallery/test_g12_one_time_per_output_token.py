"""G12: two definitions of time per output token compared as one."""

from __future__ import annotations

import pytest

from planner.analysis.key_figures import BY_NAME
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
    assert result["pred_tpot_ms"] == ""


def test_the_definition_is_printed() -> None:
    words = " ".join(str(prediction.__doc__).split())
    assert "(end to end − time to first token) / (output tokens − 1)" in words


def test_the_window_says_which_definition_it_is() -> None:
    assert "first token to the last, over the output tokens less one" in BY_NAME["tpot_ms"].help


@pytest.mark.parametrize("output", ["50", "1000"])
def test_one_request_alone_takes_its_first_token_and_the_others_at_the_stated_pace(output: str) -> None:
    alone = {name: float(str(value)) for name, value in row(output_tokens=output, concurrency="1").items()
             if name in ("pred_ttft_ms", "pred_tpot_ms", "pred_req_s")}  # fmt: skip
    rest = alone["pred_tpot_ms"] * (float(output) - 1.0)
    assert alone["pred_ttft_ms"] + rest == pytest.approx(1e3 / alone["pred_req_s"])
