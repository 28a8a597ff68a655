"""What is served, on what, how: the input of the performance model as a structure of arrays.

Every field is a number or a numpy array; all are broadcast against each other and against the concurrency, so one
`Deployment` holds one deployment or a million. `deployment_of` makes one from catalogue records.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from planner.catalog.records import Accelerator, Model
from planner.cost.performance.families import (
    ACCELERATOR_FAMILIES,
    DEFAULT_ENGINE_YEAR,
    ENGINE_FAMILIES,
    accelerator_family,
    engine_family,
    engine_year,
    usual_engine,
)
from planner.cost.performance.precision import WEIGHT_FORMATS, kv_bytes, weight_format
from planner.plan.wording import N_, PlannerError

Array = NDArray[np.float64]
Number = float | Array
TUNING = ("out of the box", "usual", "expert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A deployment, or arrays of them. Counts are plain numbers, sizes are in the unit that the name says.

    Missing peaks are NaN: the precision then runs on the 16-bit unit. Indices refer to the tuples of `families` and
    `precision`.
    """

    # The model
    dense_parameters: Number  # in linear layers that every token passes, embeddings apart
    head_parameters: Number  # vocabulary × hidden size: read once per step
    embedding_parameters: Number  # held in memory but not read
    expert_parameters: Number  # in all experts together, shared ones apart
    experts: Number  # 1 for dense models
    experts_per_token: Number
    layers: Number
    hidden_size: Number
    query_size: Number  # heads × head size
    attention_layers: Number
    kv_heads: Number  # most shards that the KV cache can be cut into
    kv_values_growing: Number  # values per token that grow with the context
    kv_values_windowed: Number  # values per token of layers that keep a window
    sliding_window: Number  # tokens
    state_values: Number  # of recurrent layers (Mamba, linear attention), per request whatever its length
    # The accelerator
    accelerator_family: Number
    memory_gb: Number  # as vendors count: 2^30 bytes
    bandwidth_gb_s: Number
    peak_fp16_tflops: Number
    peak_fp8_tflops: Number
    peak_int8_tops: Number
    peak_fp4_tflops: Number
    link_gb_s: Number  # one direction, per accelerator
    link_is_pcie: Number  # 1 where collectives cross PCIe
    # The deployment
    weight_format: Number
    kv_bytes: Number
    tensor_parallel: Number
    replicas: Number  # of the attention and dense layers
    expert_parallel: Number  # accelerators that the experts are spread over; tensor_parallel where replicas share none
    layer_split: Number  # parts that hold some of the layers each and work in turn: memory adds up, speed does not
    input_tokens: Number
    output_tokens: Number
    shared_prefix_tokens: Number  # of the input, computed once and reused
    engine: Number
    engine_year: Number
    tuning: Number  # −1 out of the box, 0 usual, +1 expert
    correction: Number = 1.0  # of the throughput, from measurements of the site


DEPLOYMENT_FIELDS = tuple(item.name for item in fields(Deployment))


def stack(deployments: Sequence[Deployment]) -> Deployment:
    """Join deployments of one row each into one of arrays."""
    return Deployment(
        **{name: np.array([getattr(d, name) for d in deployments], dtype=np.float64) for name in DEPLOYMENT_FIELDS}
    )


def deployment_of(
    model: Model,
    accelerator: Accelerator,
    *,
    tensor_parallel: Number = 1.0,
    replicas: Number = 1.0,
    expert_parallel: Number | None = None,
    layer_split: Number = 1.0,
    weight_precision: str = "",
    kv_precision: str = "",
    input_tokens: Number = 512.0,
    output_tokens: Number = 256.0,
    shared_prefix_tokens: Number = 0.0,
    engine: str = "",
    engine_date: str | float = "",
    tuned: str = "usual",
    correction: Number = 1.0,
) -> Deployment:
    """Build a deployment from records; empty names take the model's native precision and the usual engine of today.

    Raises `PlannerError` where a record lacks what the model needs (a closed model, an accelerator without bandwidth)
    or a name is unknown.
    """
    family = accelerator_family(accelerator)
    form, engine_index = _format(weight_precision, model), _engine(engine, family)
    return Deployment(
        **model_terms(model),
        **accelerator_terms(accelerator, family),
        weight_format=float(form),
        kv_bytes=_kv(kv_precision, engine_index, form),
        tensor_parallel=tensor_parallel,
        replicas=replicas,
        expert_parallel=tensor_parallel if expert_parallel is None else expert_parallel,
        layer_split=layer_split,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        shared_prefix_tokens=shared_prefix_tokens,
        engine=float(engine_index),
        engine_year=_year(engine_date),
        tuning=_tuning(tuned),
        correction=correction,
    )


def _format(name: str, model: Model) -> int:
    index = weight_format(name or model.native_precision.split("/")[0].strip() or "bf16")
    if index is None:
        raise PlannerError(
            N_("The weight precision '{name}' is not known. Take one of fp16, bf16, fp8, int8, int4, fp4."), name=name
        )
    # The released 4-bit checkpoints of models trained in MXFP4 keep all but the experts at 16 bits.
    if WEIGHT_FORMATS[index].name == "fp4" and weight_format(model.native_precision or "-") == _MXFP4:
        return _MXFP4
    return index


_MXFP4 = next(index for index, item in enumerate(WEIGHT_FORMATS) if item.name == "mxfp4")


def _kv(name: str, engine: int, form: int) -> float:
    # TensorRT-LLM's and Habana's 8-bit and 4-bit checkpoints carry scales for an 8-bit cache and use it by default.
    eight = ENGINE_FAMILIES[engine] in {"tensorrt-llm", "habana"} and WEIGHT_FORMATS[form].unit in {
        "8-bit float",
        "4-bit float",
    }
    size = kv_bytes(name or ("fp8" if eight else "fp16"))
    if size is None:
        raise PlannerError(N_("The KV cache precision '{name}' is not known. Take fp16 or fp8."), name=name)
    return size


def _engine(name: str, family: int) -> int:
    if not name.strip():
        return usual_engine(family)
    index = engine_family(name)
    if index is None:
        raise PlannerError(
            N_("The serving engine '{name}' is not known. Take vllm, sglang, tensorrt-llm, tgi or llama.cpp."),
            name=name,
        )
    return index


def _year(date: str | float) -> float:
    if isinstance(date, (int, float)):
        return float(date)
    if not date.strip():
        return DEFAULT_ENGINE_YEAR
    year = engine_year(date)
    if year is None:
        raise PlannerError(N_("The engine date '{date}' is not a month. Write it as YYYY-MM."), date=date)
    return year


def _tuning(tuned: str) -> float:
    if tuned not in TUNING:
        raise PlannerError(
            N_("'{tuned}' is not a level of tuning. Take 'out of the box', 'usual' or 'expert'."), tuned=tuned
        )
    return float(TUNING.index(tuned) - 1)


def model_terms(model: Model) -> dict[str, float]:
    """Return the architecture terms of a model. Expert parameters follow from total and active ones.

    Parameters = active + experts · (1 − used / all): what differs between total and active are the experts not used.
    """
    total, active = model.total_parameters, model.active_parameters or model.total_parameters
    layers, hidden = model.layers, model.hidden_size
    if not total or not active or not layers or not hidden:
        raise PlannerError(
            N_("The architecture of {name} is not known (its size, layers or hidden size), so it cannot be predicted."),
            name=model.name,
        )
    experts, used = float(model.experts or 1), float(model.experts_per_token or 1)
    expert = (total - active) / (1 - used / experts) if experts > used else 0.0
    head = float((model.vocabulary or 0) * hidden)
    heads = float(model.heads or max(hidden // 128, 1))
    head_size = float(model.head_size or hidden / heads)
    both = min(2 * head, 0.6 * active)
    tied = _is_tied(model, total, head)
    dense = max(total - expert - (head if tied else both), 0.1 * active)
    kv = float(model.kv_bytes_per_token or 0) / 2 or 2 * layers * float(model.kv_heads or heads) * head_size
    growing = float(model.kv_bytes_per_token_growing or 2 * kv) / 2
    attention_layers = float(layers)
    if not model.sliding_window and model.full_attention_layers is not None:
        attention_layers = float(model.full_attention_layers)
    return {
        "dense_parameters": dense,
        "head_parameters": head,
        "embedding_parameters": 0.0 if tied else head,
        "expert_parameters": expert,
        "experts": experts,
        "experts_per_token": used,
        "layers": float(layers),
        "hidden_size": float(hidden),
        "query_size": heads * head_size,
        "attention_layers": attention_layers,
        "kv_heads": 1.0 if model.attention == "MLA" else float(model.kv_heads or heads),
        "kv_values_growing": growing,
        "kv_values_windowed": max(kv - growing, 0.0),
        "sliding_window": float(model.sliding_window or 1e9),
        "state_values": _RECURRENT_SHARE * (layers - attention_layers) * hidden * _STATE_VALUES,
    }


# A Mamba-2 layer keeps 2 × hidden × 128 values, linear attention about as many; of the layers without attention of the
# hybrids published so far a half (Nemotron: the rest are feed-forward) to all (Qwen3.5) are recurrent.
_STATE_VALUES = 256.0
_RECURRENT_SHARE = 0.6


def _is_tied(model: Model, total: float, head: float) -> bool:
    """Tell whether input and output embeddings are one matrix: which of the two explains the parameter count better."""
    if not model.ffn_size or not model.heads or model.experts:
        return False
    size = float(model.head_size or model.hidden_size or 0)
    hidden, heads = float(model.hidden_size or 0), float(model.heads)
    size = float(model.head_size or hidden / heads)
    layer = hidden * size * (2 * heads + 2 * float(model.kv_heads or heads)) + 3 * hidden * float(model.ffn_size)
    linear = float(model.layers or 0) * layer
    return abs(total - linear - head) < abs(total - linear - 2 * head)


# Assumed where a source gives no figure: one-direction GB/s of the link by kind, peak of 16-bit compute by bandwidth.
_LINK_GB_S = {"nvlink": 300.0, "infinity": 350.0, "xgmi": 350.0, "neuronlink": 96.0, "ici": 200.0, "roce": 300.0}
_PCIE_GB_S = 32.0
# The makers' product pages, for accelerators whose bandwidth the catalogue's sources leave out.
_BANDWIDTH_GB_S = {
    "gh200-96gb": 4000.0,
    "mi210": 1638.0,
    "radeon-pro-w7900": 864.0,
    "trainium1": 820.0,
    "m2-ultra": 800.0,
}


def accelerator_terms(accelerator: Accelerator, family: int) -> dict[str, float]:
    """Return the terms of an accelerator. Peaks are dense and per precision; a peak not given follows from the others
    by the ratio that units of one generation keep (8-bit = 2 × 16-bit).
    """
    fp16 = accelerator.peak_fp16
    if not fp16:
        eight = accelerator.peak_fp8 or accelerator.peak_int8 or (accelerator.peak_fp4 or 0) / 2
        fp16 = eight / 2 or None
    bandwidth = accelerator.memory_bandwidth or _BANDWIDTH_GB_S.get(accelerator.id)
    if not accelerator.memory or not bandwidth:
        raise PlannerError(
            N_("The memory or its bandwidth is not known for {name}, so it cannot be predicted. Enter it."),
            name=accelerator.name,
        )
    if not fp16:
        fp16 = _peak_by_relatives(bandwidth, ACCELERATOR_FAMILIES[family])
    link, is_pcie = _link(accelerator)
    return {
        "accelerator_family": float(family),
        "memory_gb": accelerator.memory,
        "bandwidth_gb_s": bandwidth,
        "peak_fp16_tflops": fp16,
        "peak_fp8_tflops": accelerator.peak_fp8 or (accelerator.peak_fp4 or math.nan) / 2,
        "peak_int8_tops": accelerator.peak_int8 or math.nan,
        "peak_fp4_tflops": accelerator.peak_fp4 or math.nan,
        "link_gb_s": link,
        "link_is_pcie": float(is_pcie),
    }


def _peak_by_relatives(bandwidth: float, family: str) -> float:
    """Assume the family's operations per byte: 280 on data-centre chips since 2022, 35 on Apple's, else 150."""
    return bandwidth * {"apple": 0.035, "hopper": 0.28, "blackwell": 0.28, "cdna3": 0.28, "cdna4": 0.28}.get(
        family, 0.15
    )


def _link(accelerator: Accelerator) -> tuple[float, bool]:
    text = f"{accelerator.link} {accelerator.form_factor}".casefold()
    both = accelerator.link_bandwidth
    first = accelerator.link.casefold()
    if "pcie" in first and "nvlink" not in first.split("pcie", maxsplit=1)[0]:
        return (both or 2 * _PCIE_GB_S) / 2, True
    for kind, speed in _LINK_GB_S.items():
        if kind in text:
            return (both / 2 if both else speed), False
    return (both / 2, False) if both else (_PCIE_GB_S, "oam" not in text and "sxm" not in text)
