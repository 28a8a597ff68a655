"""From catalogue records to the numbers that the formulas need, and what stands in where a source gives no figure."""

from __future__ import annotations

import math

from planner.catalog.records import Accelerator, Model
from planner.cost.performance.families import ACCELERATOR_FAMILIES
from planner.plan.wording import N_, PlannerError


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
    if model.architecture == "hybrid" and model.full_attention_layers is not None:
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
_UNKNOWN_LINK_GB_S = 200.0
_FULL_POWER = 500.0  # W: a card with this much holds its clock as a module does
_WITH_FP8 = {"ada", "hopper", "blackwell", "blackwell workstation", "cdna3", "cdna4"}


def accelerator_terms(accelerator: Accelerator, family: int) -> dict[str, float]:
    """Return the terms of an accelerator. Peaks are dense and per precision; a peak not given follows from the others
    by the ratio that units of one generation keep (8-bit = 2 × 16-bit).
    """
    fp16 = accelerator.peak_fp16
    if not fp16:
        eight = accelerator.peak_fp8 or accelerator.peak_int8 or (accelerator.peak_fp4 or 0) / 2
        fp16 = eight / 2 or None
    bandwidth = accelerator.memory_bandwidth
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
        "peak_fp8_tflops": accelerator.peak_fp8
        or (2 * fp16 if ACCELERATOR_FAMILIES[family] in _WITH_FP8 else math.nan),
        "peak_int8_tops": accelerator.peak_int8 or math.nan,
        "peak_fp4_tflops": accelerator.peak_fp4 or math.nan,
        "is_card": float("pcie" in accelerator.form_factor.casefold() and (accelerator.board_power or 0) < _FULL_POWER),
        "link_gb_s": link,
        "link_is_pcie": float(is_pcie),
    }


def _peak_by_relatives(bandwidth: float, family: str) -> float:
    """Assume the family's operations per byte: 280 on data-centre chips since 2022, 35 on Apple's, else 150."""
    return bandwidth * {
        "apple": 0.035,
        "hopper": 0.28,
        "blackwell": 0.28,
        "cdna3": 0.28,
        "cdna4": 0.28,
        "ada": 0.3,
    }.get(family, 0.15)


def _link(accelerator: Accelerator) -> tuple[float, bool]:
    text = f"{accelerator.link} {accelerator.form_factor}".casefold()
    both = accelerator.link_bandwidth
    first = accelerator.link.casefold()
    if "pcie" in first and "nvlink" not in first.split("pcie", maxsplit=1)[0]:
        return (both or 2 * _PCIE_GB_S) / 2, True
    for kind, speed in _LINK_GB_S.items():
        if kind in text:
            return (both / 2 if both else speed), False
    if both:
        return both / 2, False
    on_a_slot = "pcie" in text or "desktop" in text
    return (_PCIE_GB_S, True) if on_a_slot else (_UNKNOWN_LINK_GB_S, False)
