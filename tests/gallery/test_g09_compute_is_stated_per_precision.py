"""G9: A100 compute listed at its FP32 rate: 16× error in prefill."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from planner.catalog.loader import load_catalogue
from planner.catalog.records import Accelerator
from planner.cost.performance import deployment_of, predict
from planner.cost.performance.coefficients import shipped
from planner.cost.performance.precision import WEIGHT_FORMATS

A100_FP32_TFLOPS = 19.5  # what the gallery's error used
A100_FP16_TFLOPS = 312.0


def prefill_ms(weights: str, accelerator: str = "A100-SXM-80GB") -> float:
    catalogue = load_catalogue()
    model, chip = catalogue.find_model("llama-2-13b"), catalogue.find_accelerator(accelerator)
    assert model is not None
    assert chip is not None
    return float(predict(deployment_of(model, chip, weight_precision=weights, input_tokens=4000), 1.0).prefill_ms)


def test_prefill_runs_at_the_tensor_cores_rate() -> None:
    least = 2 * 13.0e9 * 4000 / (A100_FP16_TFLOPS * 1e12) * 1e3
    at_fp32 = 2 * 13.0e9 * 4000 / (A100_FP32_TFLOPS * 1e12) * 1e3
    assert least < prefill_ms("fp16") < 2.5 * least
    assert prefill_ms("fp16") < at_fp32 / 6


def test_no_accelerator_has_a_peak_without_a_precision_nor_at_fp32() -> None:
    peaks = {item.name for item in fields(Accelerator) if item.name.startswith("peak")}
    assert peaks == {"peak_fp16", "peak_fp8", "peak_int8", "peak_fp4"}


def test_a100_is_in_the_catalogue_with_its_16_bit_peak_and_a_source() -> None:
    chip = load_catalogue().find_accelerator("A100-SXM-80GB")
    assert chip is not None
    assert chip.peak_fp16 == A100_FP16_TFLOPS
    assert chip.peak_fp8 is None
    assert chip.provenance.title


def test_each_precision_uses_its_own_peak_and_a_missing_unit_falls_back_to_16_bit() -> None:
    assert prefill_ms("fp8", "H100-SXM-80GB") < 0.75 * prefill_ms("fp16", "H100-SXM-80GB")
    assert prefill_ms("fp8") == pytest.approx(prefill_ms("fp16"), rel=0.25)
    assert not any("fp32" in name and item for name, item in _units().items())


def _units() -> dict[str, bool]:
    return {item.name: item.unit != "16-bit" for item in WEIGHT_FORMATS}


def test_achieved_shares_of_the_peak_are_below_one() -> None:
    shares = [value for name, value in shipped().values.items() if name.startswith("compute_efficiency.")]
    assert np.all(np.array(shares) < 1.0)
