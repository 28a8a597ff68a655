"""What is served, on what, how: the input of the performance model as a structure of arrays.

Every field is a number or a numpy array; all are broadcast against each other and against the concurrency, so one
`Deployment` holds one deployment or a million. `deployment_of` makes one from catalogue records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from planner.catalog.records import Accelerator, Model
from planner.cost.performance.architecture import accelerator_terms, model_terms
from planner.cost.performance.families import (
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
    is_card: Number  # 1 for cards in a PCIe slot with less power than modules: the peak is held less
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
    offline: Number = 0.0  # 1 where all requests are handed over at once, with no server between: a run for throughput
    correction: Number = 1.0  # of the throughput, from measurements of the site


DEPLOYMENT_FIELDS = tuple(item.name for item in fields(Deployment))
LENGTHS = ("input_tokens", "output_tokens", "shared_prefix_tokens")
"""Fields of the requests; the others say what is served on what."""


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
    offline: bool = False,
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
        offline=float(offline),
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
    tuned = tuned.replace("_", " ")  # as a plan file writes it
    if tuned not in TUNING:
        raise PlannerError(
            N_("'{tuned}' is not a level of tuning. Take 'out of the box', 'usual' or 'expert'."), tuned=tuned
        )
    return float(TUNING.index(tuned) - 1)
