"""Time of one forward pass: what is read, what is computed, what is exchanged, what the engine adds.

Each formula is a roofline with an achieved share: bytes ÷ (share × bandwidth) and operations ÷ (share × peak of that
precision), joined smoothly. All are per replica and vectorised; times are in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.cost.performance.coefficients import Coefficients
from planner.cost.performance.deployment import Array, Deployment, Number
from planner.cost.performance.families import ACCELERATOR_FAMILIES, ENGINE_FAMILIES
from planner.cost.performance.memory import STATE_BYTES, TOKENS_IN_A_STEP, VLLM_06, weight_bytes
from planner.cost.performance.precision import WEIGHT_FORMATS

Index = NDArray[np.intp]

_UNIT = np.array([("16-bit", "8-bit float", "8-bit integer", "4-bit float").index(f.unit) for f in WEIGHT_FORMATS])
_FP16, _FP8, _FP4 = 0, 1, 3
_IS_PACKED = np.array([f.unit == "16-bit" and f.bytes_per_weight < 2.0 for f in WEIGHT_FORMATS])
_LOCAL = ENGINE_FAMILIES.index("local")
_VLLM = ENGINE_FAMILIES.index("vllm")
_CDNA2, _MEMORY_OF_A_DIE = ACCELERATOR_FAMILIES.index("cdna2"), 64.0  # GB
# AMD publishes tuned images since vLLM 0.6.4 of November 2024; until then products of few rows ran untuned on CDNA3.
_ROCM_TUNED = 2024.85
_NEWEST, _OLDEST = 2026.5, 2022.5


@dataclass(frozen=True, slots=True)
class Rates:
    """What an accelerator of a replica achieves with a deployment's formats, and what its engine adds."""

    dense_bytes: Array  # to read per step, all ranks
    expert_bytes: Array
    bandwidth: Array  # B/s of a replica
    expert_bandwidth: Array
    sharers: Array  # replicas whose tokens meet in the same experts
    kv_bandwidth: Array  # of a replica, by the shards of the cache
    seconds_per_token: Array  # linear layers, dense and head, when compute-bound
    expert_seconds_per_token: Array
    attention_seconds_per_pair: Array  # prompt attention, per query-key pair
    exchange_seconds: Array  # latency per forward pass
    exchange_seconds_per_token: Array
    elementwise_seconds_per_token: Array
    decode_compute: Array  # factor on compute in decode steps
    step_seconds: Array
    request_seconds: Array
    latency_seconds: Array  # of a request, outside the steps
    miss: Array  # log of the chance that a token leaves an expert alone
    reach: Array  # experts that routing spreads over


def rates(d: Deployment, c: Coefficients) -> Rates:
    """Work out everything that does not depend on the batch."""
    family = np.asarray(d.accelerator_family).astype(np.intp)
    form = np.asarray(d.weight_format).astype(np.intp)
    engine = np.asarray(d.engine).astype(np.intp)
    tp = np.asarray(d.tensor_parallel, dtype=np.float64)
    layers, hidden = np.asarray(d.layers), np.asarray(d.hidden_size)
    year = np.clip(d.engine_year, _OLDEST, _NEWEST)
    early = np.exp(-c.immaturity[family] * np.maximum(_NEWEST - 0.5 - year, 0.0))
    share = c.bandwidth[family] * early
    packed = _IS_PACKED[form] | ((_UNIT[form] == _FP4) & np.isnan(d.peak_fp4_tflops))
    per_rank = np.asarray(d.bandwidth_gb_s) * 1e9 * share
    per_rank = np.where(engine == _LOCAL, _of_local_engines(per_rank, family, d, c), per_rank)
    bandwidth = per_rank * tp * np.where(packed & (engine != _LOCAL), c["bandwidth_ratio.weight_only"], 1.0)
    flops, flops16 = _flops(
        d, c, c.compute[family] * early * np.where(np.asarray(d.is_card) > 0, c["compute_ratio.card"], 1.0), form
    )
    dense_bytes, expert_bytes = weight_bytes(d)
    dense_flops = np.where((np.asarray(d.expert_parameters) > 0) & (dense_bytes > 1.0), flops16, flops)
    used = np.asarray(d.expert_parameters) * d.experts_per_token / d.experts
    reach = np.maximum(d.experts * c["expert_skew"], d.experts_per_token)
    sharers = np.maximum(d.expert_parallel / tp, 1.0)
    together = np.maximum(tp, np.asarray(d.expert_parallel))
    doublings = np.log2(together)
    several = together > 1
    pcie = np.asarray(d.link_is_pcie)
    link_share = np.where(
        pcie > 0,
        c["link_efficiency.pcie"] * np.exp2(-c["pcie_crowding"] * np.maximum(doublings - 1, 0.0)),
        c["link_efficiency.fast"],
    )
    link = np.asarray(d.link_gb_s) * 1e9 * link_share
    per_token = (4.0 * (tp - 1) / tp * hidden * 2.0 * layers + _sent_to_experts(d, sharers)) / link
    latency = 2e-6 * layers * c["allreduce_latency"] * (1 + c["allreduce_growth"] * (doublings - 1)) * (1 + pcie)
    age = np.exp(c["overhead_decline"] * c.ages[engine] * (_NEWEST - 1 - year))
    early_vllm = (year < VLLM_06) & (engine == _VLLM)
    spread = np.where(sharers > 1.0, c["spread_experts_ratio"], 1.0)
    offline = np.asarray(d.offline) > 0
    untuned = np.where((year < _ROCM_TUNED) & ~offline, c.untuned_decode_compute[family], 1.0)
    served = np.where(early_vllm, c["request_overhead.vllm before 0.6"], c.request_overhead[engine] * age)
    moe = np.asarray(d.expert_parameters) > 0
    layer = c["layer_overhead"] + np.where(
        moe, c["moe_layer_overhead"] + np.where(_UNIT[form] == _FP8, c["block_scale_overhead"], 0.0), 0.0
    )
    vendor = c.vendor_overhead[family]
    return Rates(
        dense_bytes=d.dense_parameters * dense_bytes + np.asarray(d.head_parameters) * 2.0,
        expert_bytes=d.expert_parameters * expert_bytes,
        bandwidth=bandwidth,
        expert_bandwidth=bandwidth * sharers * spread,
        sharers=sharers,
        kv_bandwidth=per_rank * np.minimum(tp, d.kv_heads),
        seconds_per_token=2.0 * (d.dense_parameters / dense_flops + np.asarray(d.head_parameters) / flops16) / tp,
        expert_seconds_per_token=2.0 * used / (flops * c["moe_compute_ratio"] * tp * spread),
        attention_seconds_per_pair=4.0
        * np.asarray(d.query_size)
        * d.attention_layers
        / (np.asarray(d.peak_fp16_tflops) * 1e12 * c["prefill_attention_efficiency"] * tp),
        exchange_seconds=np.where(several, latency * vendor * age, 0.0),
        exchange_seconds_per_token=np.where(several, per_token, 0.0),
        elementwise_seconds_per_token=layers * hidden * 30.0 / per_rank,
        decode_compute=untuned,
        step_seconds=(c.step_overhead[engine] * 1e-3 * age + layer * 1e-6 * layers) * vendor,
        request_seconds=np.where(offline, c["request_overhead.offline"] * age, served) * 1e-6,
        latency_seconds=c.request_latency[engine] * 1e-3,
        miss=np.log1p(-np.minimum(d.experts_per_token / reach, 1.0 - 1e-9)),
        reach=reach,
    )


def _sent_to_experts(d: Deployment, sharers: Array) -> Array:
    """Bytes that a token of a replica sends to the replicas that hold its experts and gets back, over all layers.

    It goes once to each of the others among which its k experts lie: (n − 1) · (1 − (1 − 1/n)^k) of n.
    """
    reached = (sharers - 1.0) * (1.0 - (1.0 - 1.0 / sharers) ** np.asarray(d.experts_per_token))
    sent: Array = reached * np.asarray(d.hidden_size) * (2.0 + 2.0) * d.layers
    return sent


def _of_local_engines(bandwidth: Array, family: Index, d: Deployment, c: Coefficients) -> Array:
    """Bandwidth that local engines reach: their kernels level off, and are made for other chips than CDNA and Xe-HPC.

    The two dies of an MI250 are two devices to them, of which a model that fits one uses one.
    """
    dies = np.where(
        (family == _CDNA2) & (np.asarray(d.is_card) == 0) & (np.asarray(d.memory_gb) > _MEMORY_OF_A_DIE), 2.0, 1.0
    )
    reached = bandwidth / dies * np.where(c.immaturity[family] > 0, c["bandwidth_ratio.local_elsewhere"], 1.0)
    square = (reached / (1e9 * c["local_kernel_bandwidth"])) ** 2
    return reached / np.sqrt(np.sqrt(1.0 + square * square))


def _flops(d: Deployment, c: Coefficients, share: Array, form: Index) -> tuple[Array, Array]:
    """Return achieved operations per second with the deployment's format, and with 16 bits."""
    flops16 = np.asarray(d.peak_fp16_tflops) * 1e12 * share
    fp8 = np.asarray(d.peak_fp8_tflops) * 1e12 * share * c["compute_ratio.8-bit"]
    int8 = np.asarray(d.peak_int8_tops) * 1e12 * share * c["compute_ratio.8-bit"]
    fp4 = np.asarray(d.peak_fp4_tflops) * 1e12 * share * c["compute_ratio.fp4"]
    own = np.choose(_UNIT[form], [flops16, fp8, int8, fp4])
    packed = _IS_PACKED[form] | np.isnan(own)
    fallback = np.where(packed, flops16 * c["compute_ratio.weight_only"], flops16)
    return np.where(np.isnan(own) | (_UNIT[form] == _FP16), fallback, own), flops16


def join(one: Array, other: Array) -> Array:
    """Join two times of work: they add. (Kernels overlap a little of it; a root of squares fitted no better.)"""
    return one + other


def expert_share(r: Rates, tokens: Number) -> Array:
    """Return the share of experts that a step of so many tokens touches: 1 − (1 − k/E)^tokens of those in reach."""
    return -np.expm1(r.miss * tokens)


@dataclass(frozen=True, slots=True)
class DecodeStep:
    """The parts of a decode step in seconds; the step takes `total`."""

    weights: Array  # reading, beyond which compute adds `compute`
    kv_cache: Array
    compute: Array
    all_reduce: Array
    overhead: Array

    @property
    def total(self) -> Array:
        """Sum of the parts."""
        return self.weights + self.kv_cache + self.compute + self.all_reduce + self.overhead


def decode_step(d: Deployment, r: Rates, batch: Number, context: Number) -> DecodeStep:
    """Time of a step that gives each of `batch` requests its next token, at a mean context in tokens."""
    dense = r.dense_bytes / r.bandwidth
    experts = r.expert_bytes / r.expert_bandwidth * expert_share(r, batch * r.sharers)
    busy = batch * r.decode_compute
    linear = join(dense, r.seconds_per_token * busy) + join(experts, r.expert_seconds_per_token * busy)
    weights = dense + experts
    values = d.kv_values_growing * context + d.kv_values_windowed * np.minimum(context, d.sliding_window)
    return DecodeStep(
        weights=weights,
        kv_cache=batch * (values * d.kv_bytes / r.kv_bandwidth + d.state_values * (2.0 * STATE_BYTES) / r.bandwidth),
        compute=linear - weights + r.elementwise_seconds_per_token * batch,
        all_reduce=r.exchange_seconds + r.exchange_seconds_per_token * batch,
        overhead=r.step_seconds + r.request_seconds * batch * r.sharers,  # one server for all that share experts
    )


def prefill(d: Deployment, r: Rates, prompts: Number) -> tuple[Array, Array]:
    """Return the seconds that one prompt takes alone, and its marginal seconds among `prompts` that share passes."""
    tokens = np.maximum(np.asarray(d.input_tokens) - d.shared_prefix_tokens, 1.0)
    window = np.minimum(d.input_tokens, d.sliding_window)
    values = np.asarray(d.kv_values_growing) + d.kv_values_windowed
    full = d.kv_values_growing / np.maximum(values, 1.0)
    before = np.asarray(d.shared_prefix_tokens)
    pairs = tokens * (full * (0.5 * tokens + before) + (1 - full) * np.minimum(0.5 * tokens + before, window))
    attention = pairs * r.attention_seconds_per_pair
    dense, experts = (
        r.dense_bytes / r.bandwidth,
        r.expert_bytes / r.expert_bandwidth * expert_share(r, tokens * r.sharers),
    )
    linear, expert_work = r.seconds_per_token * tokens, r.expert_seconds_per_token * tokens
    other = attention + (r.exchange_seconds_per_token + r.elementwise_seconds_per_token) * tokens
    passes = np.ceil(tokens / TOKENS_IN_A_STEP)
    alone = join(dense * passes, linear) + join(experts * passes, expert_work) + other
    alone = alone + passes * (r.exchange_seconds + r.step_seconds)
    sharing = 1.0 / np.maximum(np.minimum(prompts, TOKENS_IN_A_STEP / tokens), 1.0)
    among = join(dense * passes * sharing, linear) + join(experts * passes * sharing, expert_work) + other
    return alone, among + passes * sharing * (r.exchange_seconds + r.step_seconds)
