"""What fills the memory of an accelerator, and how many requests the rest holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.cost.performance.deployment import Array, Deployment, Number
from planner.cost.performance.families import ENGINE_FAMILIES
from planner.cost.performance.precision import WEIGHT_FORMATS

GIGABYTE = 2.0**30  # as accelerators are sold and as tools show them
TOKENS_IN_A_STEP = 8192.0  # what engines put into one forward pass by default

STATE_BYTES = 4.0  # recurrent state is kept at 32 bits

_DENSE_BYTES = np.array([f.bytes_per_weight for f in WEIGHT_FORMATS])
_EXPERTS_ONLY = np.array([f.other_bytes if f.experts_only else f.bytes_per_weight for f in WEIGHT_FORMATS])

# Share of the memory that an engine claims (vLLM 0.90–0.92, SGLang and TensorRT-LLM about 0.9 of what is free);
# local engines take what they need.
_CLAIMED = np.array([0.95 if e in {"local", "eager", "fastertransformer"} else 0.91 for e in ENGINE_FAMILIES])
_MOST_REQUESTS = {"vllm": 1024, "sglang": 2048, "tensorrt-llm": 4096, "tgi": 256, "fastertransformer": 256,
                  "local": 64, "eager": 64, "habana": 256, "neuron": 64}  # fmt: skip
_CAP = np.array([float(_MOST_REQUESTS[e]) for e in ENGINE_FAMILIES])
_VLLM, VLLM_06 = ENGINE_FAMILIES.index("vllm"), 2024.75  # version 0.6 of September 2024
_EARLY_VLLM_REQUESTS = 256.0  # its default until then; more wait at its server, even where it was raised
_LAST_CLAIM = 0.98  # an operator who must can push the claim up to here


@dataclass(frozen=True, slots=True)
class Room:
    """What an accelerator holds whatever the requests are, and what each request takes; per accelerator."""

    available: Array  # GB, as vendors count
    weights: Array  # GB
    activations: Array  # GB, where steps are as large as engines make them
    reserve: Array  # GB
    bytes_growing: Array  # of the cache per token
    bytes_windowed: Array  # of the cache per token of layers that keep a window
    window: Array  # tokens
    state_bytes: Array  # of a request, whatever its length
    most_slots: Array  # requests of a replica that the engine lets run, however much memory there is
    most_requests: Array  # its cap on what runs at once
    replicas: Array


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory per accelerator in GB (2^30 bytes), and the requests of a replica that fit at once."""

    available: Array
    weights: Array
    kv_cache: Array  # the pool that is left for it
    activations: Array
    reserve: Array
    least: Array  # weights + the activations of short steps + the cache of one request
    slots: Array  # requests of a replica that memory holds
    max_concurrency: Array  # the same under the engine's cap, all replicas
    fits: np.ndarray

    @property
    def shortfall_gb(self) -> Array:
        """What is missing for one request; 0 where it fits."""
        return np.where(self.fits, 0.0, self.least - _LAST_CLAIM * self.available)


def weight_bytes(d: Deployment) -> tuple[Array, Array]:
    """Return bytes per weight outside and inside the experts."""
    index = np.asarray(d.weight_format).astype(np.intp)
    inside = _DENSE_BYTES[index]
    return np.where(np.asarray(d.expert_parameters) > 0, _EXPERTS_ONLY[index], inside), inside


def memory_of(d: Deployment) -> Memory:
    """Fill the memory: weights ÷ tensor parallel, activations, the engine's reserve; the KV cache has the rest."""
    return filled(room_of(d), tokens_of(d))


def tokens_of(d: Deployment) -> Number:
    """Return the tokens of a request, input and output: the cache holds both."""
    return np.asarray(d.input_tokens) + d.output_tokens


def room_of(d: Deployment) -> Room:
    """Return what a deployment holds whatever its requests are.

    KV bytes per token = values per token × bytes per value ÷ shards; the cache cannot be cut finer than KV heads (the
    latent vector of MLA not at all).
    """
    tp = np.asarray(d.tensor_parallel, dtype=np.float64)
    dense_bytes, expert_bytes = weight_bytes(d)
    engine = np.asarray(d.engine).astype(np.intp)
    other = (np.asarray(d.head_parameters) + d.embedding_parameters) * 2.0
    split = np.asarray(d.layer_split, dtype=np.float64)
    shared = (d.dense_parameters * dense_bytes + other) / tp
    capacity = np.asarray(d.memory_gb, dtype=np.float64)
    per_value = np.asarray(d.kv_bytes) / (np.minimum(tp, d.kv_heads) * split)
    early = (engine == _VLLM) & (np.asarray(d.engine_year) < VLLM_06) & (np.asarray(d.offline) == 0.0)
    return Room(
        available=capacity,
        weights=(shared + d.expert_parameters * expert_bytes / np.asarray(d.expert_parallel)) / (split * GIGABYTE),
        activations=TOKENS_IN_A_STEP * np.asarray(d.hidden_size) * 20.0 / GIGABYTE * np.minimum(capacity / 40.0, 1.0),
        reserve=(1.0 - _CLAIMED[engine]) * capacity,
        bytes_growing=d.kv_values_growing * per_value,
        bytes_windowed=d.kv_values_windowed * per_value,
        window=np.asarray(d.sliding_window),
        state_bytes=np.asarray(d.state_values) * STATE_BYTES / (tp * split),
        most_slots=np.where(early, _EARLY_VLLM_REQUESTS, np.inf),
        most_requests=_CAP[engine],
        replicas=np.asarray(d.replicas),
    )


def filled(room: Room, tokens: Number) -> Memory:
    """Fill the room with requests of so many tokens, input and output; layers with a window hold the window."""
    capacity, weights, activations, reserve = room.available, room.weights, room.activations, room.reserve
    windowed = room.bytes_windowed * np.minimum(tokens, room.window)
    request = (room.bytes_growing * tokens + windowed + room.state_bytes) / GIGABYTE
    least = weights + 0.25 * activations + request
    fits = least <= _LAST_CLAIM * capacity
    pool = np.maximum(capacity - reserve - weights - activations, np.where(fits, request, 0.0))
    # Where it is tight, an operator lets steps be shorter and the engine claim more: activations and reserve give way.
    left = capacity - weights - pool
    activations = np.where(fits, np.minimum(activations, left - (1.0 - _LAST_CLAIM) * capacity), activations)
    reserve = np.where(fits, left - activations, reserve)
    slots = np.where(fits, np.maximum(np.floor(pool / np.maximum(request, 1e-9)), 1.0), 0.0)
    slots = np.minimum(slots, room.most_slots)
    return Memory(
        available=capacity,
        weights=weights,
        kv_cache=pool,
        activations=activations,
        reserve=reserve,
        least=least,
        slots=slots,
        max_concurrency=np.minimum(slots, room.most_requests) * room.replicas,
        fits=fits,
    )
