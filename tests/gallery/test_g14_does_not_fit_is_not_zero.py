"""G14: 'does not fit' returned as 0."""

from __future__ import annotations

import numpy as np
import pytest

from planner.catalog.loader import load_catalogue
from planner.cost.performance import deployment_of, predict
from planner.cost.performance.table import predict_table


def test_fits_is_its_own_answer_with_the_missing_gigabytes() -> None:
    catalogue = load_catalogue()
    model, chip = catalogue.find_model("llama-3.1-70b"), catalogue.find_accelerator("H100-SXM-80GB")
    assert model is not None
    assert chip is not None
    counts = np.array([1.0, 2.0, 4.0])
    p = predict(deployment_of(model, chip, weight_precision="bf16", tensor_parallel=counts), 8.0)
    assert p.fits.tolist() == [False, True, True]
    # 70.55e9 parameters × 2 bytes on 80 GB of 2^30 less 2 %, and a quarter of the activations besides.
    assert float(p.memory.shortfall_gb[0]) == pytest.approx(70.55e9 * 2 / 2**30 - 78.4, abs=2.0)
    assert p.memory.shortfall_gb[1:].tolist() == [0.0, 0.0]
    assert np.isnan(p.output_tok_s[0])
    assert np.isnan(p.tpot_ms[0])
    assert (p.output_tok_s[1:] > 0).all()


def test_the_table_says_false_and_leaves_the_figures_empty() -> None:
    row = {"model": "llama-3.1-405b", "accelerator": "H100-SXM-80GB", "n_accelerators": "8", "tp": "8",
           "weight_precision": "bf16", "input_tokens": "1000", "output_tokens": "100", "concurrency": "1"}  # fmt: skip
    (result,) = predict_table([row], load_catalogue())
    assert result["pred_fits"] == "false"
    assert result["pred_output_tok_s"] == ""
    assert result["pred_tpot_ms"] == ""
    assert result["pred_max_concurrency"] == 0
    assert "GB per accelerator are missing" in str(result["pred_note"])


def test_the_parts_of_the_memory_add_up_to_its_total() -> None:
    catalogue = load_catalogue()
    model, chip = catalogue.find_model("llama-3.1-8b"), catalogue.find_accelerator("H100-SXM-80GB")
    assert model is not None
    assert chip is not None
    memory = predict(deployment_of(model, chip, weight_precision="bf16"), 1.0).memory
    parts = memory.weights + memory.kv_cache + memory.activations + memory.reserve
    assert float(parts) == pytest.approx(float(memory.available))
    assert float(memory.weights) == pytest.approx(8.03e9 * 2 / 2**30, rel=0.01)
