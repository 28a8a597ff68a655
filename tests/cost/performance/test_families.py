from __future__ import annotations

from dataclasses import replace

import pytest

from planner.catalog.loader import load_catalogue
from planner.catalog.records import Accelerator
from planner.cost.performance.architecture import model_terms
from planner.cost.performance.families import (
    ACCELERATOR_FAMILIES,
    ENGINE_FAMILIES,
    accelerator_family,
    engine_family,
    engine_year,
)
from planner.cost.performance.precision import WEIGHT_FORMATS, kv_bytes, weight_format


@pytest.mark.parametrize(
    ("identity", "family"),
    [
        ("h100-sxm", "hopper"), ("gh200-96gb", "hopper"), ("b200-sxm", "blackwell"), ("gb300", "blackwell"),
        ("rtx-pro-6000-blackwell-server", "blackwell workstation"), ("rtx-5090", "blackwell workstation"),
        ("dgx-spark", "blackwell workstation"), ("rtx-5000-ada", "ada"), ("rtx-4090", "ada"), ("l40s", "ada"),
        ("a100-pcie-40gb", "ampere"), ("a10g", "ampere"), ("rtx-a6000", "ampere"), ("t4", "volta"),
        ("v100-sxm-32gb", "volta"), ("mi250", "cdna2"), ("mi300x", "cdna3"), ("mi355x", "cdna4"),
        ("radeon-rx-7900-xtx", "rdna"), ("gaudi-3", "gaudi"), ("data-center-gpu-max-1550", "intel gpu"),
        ("arc-pro-b60-dual", "arc"), ("m2-ultra", "apple"), ("m1-7-core-gpu", "apple"),
        ("inferentia2", "neuron"), ("trainium1", "neuron"), ("tpu-v5e", "tpu"), ("sn40l", "dataflow"),
    ],
)  # fmt: skip
def test_an_accelerator_finds_its_family(identity: str, family: str) -> None:
    found = load_catalogue().find_accelerator(identity)
    assert found is not None
    assert ACCELERATOR_FAMILIES[accelerator_family(found)] == family


def test_an_accelerator_of_no_known_family_is_other(accelerator: Accelerator) -> None:
    odd = replace(accelerator, id="quantum-1", name="Quantum One", family="", vendor="Nobody")
    assert ACCELERATOR_FAMILIES[accelerator_family(odd)] == "other"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("vLLM", "vllm"), ("vLLM (ROCm)", "vllm"), ("TensorRT-LLM", "tensorrt-llm"), ("trtllm", "tensorrt-llm"),
        ("SGLang", "sglang"), ("llama.cpp", "local"), ("ExLlamaV2", "local"), ("mlx-lm", "local"),
        ("HF transformers", "eager"), ("Transformers NeuronX", "neuron"), ("Optimum Habana", "habana"),
        ("TGI (HF endpoint)", "tgi"), ("FasterTransformer", "fastertransformer"),
    ],
)  # fmt: skip
def test_an_engine_finds_its_family(name: str, family: str) -> None:
    found = engine_family(name)
    assert found is not None
    assert ENGINE_FAMILIES[found] == family


def test_an_unknown_engine_has_no_family() -> None:
    assert engine_family("abacus") is None


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("BF16", "fp16"), ("bf16/fp16", "fp16"), ("FP8", "fp8"), ("q4_k_m", "int4 k-quant"),
        ("q8_0", "int8 weight-only"), ("exl2-8.0bpw", "int8"),
        ("exl2-4.0bpw", "int4"), ("exl2-2.5bpw", "int2"), ("NVFP4", "fp4"), ("mxfp4", "mxfp4"), ("uint4", "int4"),
    ],
)  # fmt: skip
def test_a_precision_finds_its_format(name: str, format_name: str) -> None:
    index = weight_format(name)
    assert index is not None
    assert WEIGHT_FORMATS[index].name == format_name


def test_unknown_precisions_are_none() -> None:
    assert weight_format("fp7") is None
    assert kv_bytes("fp7") is None
    assert kv_bytes("fp8") == 1.0


@pytest.mark.parametrize(
    ("text", "year"), [("2024-01", 2024 + 0.5 / 12), ("2025-12-24", 2025 + 11.5 / 12), ("x", None)]
)
def test_dates_are_years(text: str, year: float | None) -> None:
    assert engine_year(text) == (None if year is None else pytest.approx(year))


def test_the_parts_of_every_open_model_add_up_to_its_parameters() -> None:
    checked = 0
    for model in load_catalogue().records("models"):
        if not (model.total_parameters and model.layers and model.hidden_size):
            continue
        terms = model_terms(model)
        parts = ("dense_parameters", "expert_parameters", "head_parameters", "embedding_parameters")
        assert sum(terms[part] for part in parts) == pytest.approx(model.total_parameters, rel=0.03), model.id
        checked += 1
    assert checked > 80
