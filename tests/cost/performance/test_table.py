from __future__ import annotations

import pytest

from planner.catalog.loader import load_catalogue
from planner.cost.performance.table import COLUMNS, predict_table

ROW = {
    "model": "llama-3.1-8b",
    "accelerator": "H100-SXM-80GB",
    "n_accelerators": "1",
    "tp": "1",
    "weight_precision": "bf16",
    "kv_precision": "fp16",
    "input_tokens": "1000",
    "output_tokens": "500",
    "concurrency": "16",
    "engine": "vLLM",
    "engine_date": "2025-07",
}


def predicted(**changes: str) -> dict[str, object]:
    return predict_table([ROW | changes], load_catalogue())[0]


def test_a_row_keeps_its_columns_and_gets_those_of_the_contract() -> None:
    result = predicted(colour="blue")
    assert result["colour"] == "blue"
    assert set(COLUMNS) <= set(result)
    assert result["pred_fits"] == "true"
    assert result["pred_note"] == ""
    assert result["pred_low_output_tok_s"] < result["pred_output_tok_s"] < result["pred_high_output_tok_s"]
    assert result["pred_total_tok_s"] == pytest.approx(3 * result["pred_output_tok_s"])
    end_to_end = result["pred_ttft_ms"] + 499 * result["pred_tpot_ms"]
    assert result["pred_req_s"] == pytest.approx(16 / (end_to_end * 1e-3))


@pytest.mark.parametrize(
    "changes",
    [{"model": "Meta Llama 3.1 8B instruct"}, {"model": "LLAMA_3.1-8b"}, {"accelerator": "h100 sxm 80gb"}],
)
def test_case_and_punctuation_of_names_do_not_matter(changes: dict[str, str]) -> None:
    assert predicted(**changes)["pred_output_tok_s"] == predicted()["pred_output_tok_s"]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"model": "atlantis-9b"}, "'atlantis-9b' is not in the catalogue"),
        ({"model": ""}, "not in the catalogue"),
        ({"accelerator": "abacus"}, "'abacus' is not in the catalogue"),
        ({"weight_precision": "fp7"}, "'fp7' is not known"),
        ({"concurrency": ""}, "concurrency is missing"),
        ({"concurrency": "-4"}, "concurrency is '-4'"),
        ({"concurrency": "nan"}, "concurrency is 'nan'"),
        ({"input_tokens": "1e300"}, "input_tokens is '1e300'"),
        ({"output_tokens": "many"}, "output_tokens is 'many'"),
        ({"n_accelerators": "0"}, "n_accelerators is '0'"),
        ({"n_accelerators": "1.5"}, "not a whole number"),
        ({"model": "gpt-5"}, "gpt-5"),
    ],
)
def test_what_cannot_be_predicted_is_empty_and_says_why(changes: dict[str, str], note: str) -> None:
    result = predicted(**changes)
    assert note.casefold() in str(result["pred_note"]).casefold()
    assert all(result[column] == "" for column in COLUMNS if column != "pred_note")


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"input_tokens": ""}, "input_tokens is missing: 256 taken"),
        ({"output_tokens": ""}, "output_tokens is missing: 256 taken"),
        ({"weight_precision": ""}, "native precision taken"),
        ({"weight_precision": "", "concurrency": "max"}, "fp8 taken"),
        ({"kv_precision": "odd"}, "KV cache precision 'odd' is not known"),
        ({"engine": "magic"}, "engine 'magic' is not known"),
        ({"engine_date": "soon"}, "not YYYY-MM"),
        ({"tp": "4"}, "tp is larger than n_accelerators"),
        ({"concurrency": "100000"}, "requests fit at once"),
        ({"output_tokens": "0"}, "output_tokens is 0: 1 taken"),
        ({"n_accelerators": "3", "tp": "2"}, "Replicas of 2 leave 1 of 3 accelerators unused"),
    ],
)
def test_what_can_be_assumed_is_predicted_and_says_so(changes: dict[str, str], note: str) -> None:
    result = predicted(**changes)
    assert note in str(result["pred_note"])
    assert float(str(result["pred_output_tok_s"])) > 0


def test_accelerators_that_make_no_whole_replica_add_nothing() -> None:
    assert predicted(n_accelerators="3", tp="2")["pred_req_s"] == predicted(n_accelerators="2", tp="2")["pred_req_s"]


def test_one_token_has_no_time_to_a_further_one() -> None:
    assert predicted(output_tokens="1")["pred_tpot_ms"] == ""
    assert predicted(output_tokens="1")["pred_ttft_ms"] > 0
    assert predicted(output_tokens="2")["pred_tpot_ms"] > 0


def test_no_row_stops_the_others() -> None:
    rows = [ROW, ROW | {"model": "?"}, ROW | {"concurrency": "x"}, {}, ROW]
    results = predict_table(rows, load_catalogue())
    assert [bool(result["pred_output_tok_s"]) for result in results] == [True, False, False, False, True]
    assert results[0] == results[4]


def test_an_empty_table_stays_empty() -> None:
    assert predict_table([], load_catalogue()) == []


def test_accelerators_beyond_tensor_parallel_are_replicas() -> None:
    one, four = predicted(), predicted(n_accelerators="4", concurrency="64")
    assert four["pred_output_tok_s"] == pytest.approx(4 * float(str(one["pred_output_tok_s"])))
    assert four["pred_max_concurrency"] == pytest.approx(4 * float(str(one["pred_max_concurrency"])))


def test_an_empty_tp_is_all_accelerators_of_one_replica() -> None:
    assert predicted(tp="", n_accelerators="4") == predicted(tp="4", n_accelerators="4") | {"tp": ""}


def test_a_run_for_throughput_without_tp_takes_small_replicas_and_says_so() -> None:
    result = predicted(tp="", n_accelerators="8", concurrency="max")
    assert "8 replicas of 1 accelerators" in str(result["pred_note"])


def test_max_is_as_many_as_fit_handed_over_at_once_so_that_no_server_slows_them() -> None:
    most = predicted(concurrency="max")
    served = predicted(concurrency=repr(most["pred_max_concurrency"]))
    assert served["pred_max_concurrency"] == most["pred_max_concurrency"]
    assert float(str(served["pred_output_tok_s"])) < float(str(most["pred_output_tok_s"]))


def test_a_throughput_run_of_many_experts_keeps_attention_on_each_accelerator() -> None:
    row = {"model": "deepseek-r1", "accelerator": "B200", "weight_precision": "fp4", "n_accelerators": "8", "tp": "8"}
    most, served = predicted(**row, concurrency="max"), predicted(**row, concurrency="256")
    assert "experts spread" in str(most["pred_note"])
    assert "experts spread" not in str(served["pred_note"])
    # The latent cache of DeepSeek cannot be cut: eight accelerators with attention of their own hold far more of it.
    assert float(str(most["pred_max_concurrency"])) > 4 * float(str(served["pred_max_concurrency"]))


def test_a_throughput_run_of_few_experts_stays_tensor_parallel() -> None:
    row = {"model": "mixtral-8x7b", "accelerator": "H100", "n_accelerators": "2", "tp": "2", "concurrency": "max"}
    assert "experts spread" not in str(predicted(**row)["pred_note"])


def test_a_throughput_run_that_names_no_precision_takes_the_least_that_has_units() -> None:
    notes = {
        accelerator: str(predicted(accelerator=accelerator, weight_precision="", concurrency="max")["pred_note"])
        for accelerator in ("B200", "H200", "A100-SXM-80GB")
    }
    assert "fp4 taken" in notes["B200"]
    assert "fp8 taken" in notes["H200"]
    assert "native precision taken" in notes["A100-SXM-80GB"]


def test_a_local_engine_splits_layers_over_cards_that_say_nothing_of_tp() -> None:
    row = {"engine": "llama.cpp", "tp": "", "concurrency": "1", "accelerator": "RTX 3090", "model": "llama-2-70b"}
    quant = {"weight_precision": "q4_k_m"}
    assert predicted(**row, **quant, n_accelerators="1")["pred_fits"] == "false"
    two, four = (predicted(**row, **quant, n_accelerators=count) for count in ("2", "4"))
    assert "layers are split" in str(two["pred_note"])
    assert two["pred_tpot_ms"] == pytest.approx(four["pred_tpot_ms"])


def test_experts_that_do_not_fit_one_replica_are_spread_and_said_to_be() -> None:
    result = predicted(model="deepseek-r1", n_accelerators="8", tp="1", weight_precision="fp8", accelerator="B200")
    assert "experts are spread" in str(result["pred_note"])
    assert result["pred_fits"] == "true"


def test_a_name_with_its_memory_matches_only_that_memory() -> None:
    assert predicted(accelerator="L40S-48GB")["pred_fits"] == "true"
    assert "not in the catalogue" in str(predicted(accelerator="L40S-96GB")["pred_note"])
