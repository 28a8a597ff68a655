"""One copy of a model as the sizing sees it: its speed, its limit, its capacity within targets, latency at a load.

The performance model gives the speed at every number in flight; the queueing approximation turns a rate of arrivals
into percentiles of waiting. Speeds are remembered, because an edit of the volume leaves the speed of a copy as it was.
Rates are in requests per second, times in seconds; draws stand in columns (draws, 1).
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.cost.performance.deployment import Deployment
from planner.cost.performance.prediction import ServiceCurve, service_curve
from planner.cost.performance.queueing import LEAST_LOAD, Queue

GRID_POINTS = 32
REMEMBERED = 512
Array = NDArray[np.float64]


class _Memory:
    """Remembers answers for plain numbers; what they hang on is kept alive, so that its identity is not reused."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[object, Any]] = {}

    def recall(self, kind: str, subject: object, numbers: tuple[Any, ...], compute: Any) -> Any:
        key = (kind, id(subject), numbers)
        try:
            found = self._known.get(key)
        except TypeError:  # draws stand in arrays, which are no key
            return compute()
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[key] = (subject, compute())
        return found[1]


_MEMORY = _Memory()


def speed(
    deployment: Deployment, tokens_in: Any, tokens_out: Any, shared: Any, batch_limit: Any = math.inf
) -> ServiceCurve:
    """Return the speed of one copy at 1 … as many requests as fit, at most `batch_limit`."""
    numbers = (tokens_in, tokens_out, shared, batch_limit)
    curve: ServiceCurve = _MEMORY.recall("speed", deployment, numbers, lambda: _speed(deployment, *numbers))
    return curve


def _speed(deployment: Deployment, tokens_in: Any, tokens_out: Any, shared: Any, batch_limit: Any) -> ServiceCurve:
    placed = replace(
        deployment, input_tokens=_row(tokens_in), output_tokens=_row(tokens_out), shared_prefix_tokens=_row(shared)
    )
    return within_batch(service_curve(placed, GRID_POINTS), np.minimum.reduce(np.ravel(batch_limit)))


def within_batch(curve: ServiceCurve, batch_limit: float) -> ServiceCurve:
    """Return the curve up to a batch limit; points beyond it are taken back to the limit itself."""
    if batch_limit >= np.maximum.reduce(curve.concurrency, axis=None):
        return curve
    limit = max(batch_limit, 1.0)
    grid = np.log(curve.concurrency)
    wanted = np.minimum(grid, math.log(limit))

    def taken_back(values: Array) -> Array:
        wide = np.broadcast_to(values, grid.shape)
        return np.stack([np.interp(w, g, v) for w, g, v in zip(wanted, grid, wide, strict=True)])

    return replace(
        curve,
        concurrency=np.exp(wanted),
        tpot_ms=taken_back(curve.tpot_ms),
        ttft_ms=taken_back(curve.ttft_ms),
        req_s=taken_back(curve.req_s),
    )


def speculating(curve: ServiceCurve, gain: Any, loss: Any, tokens_out: Any) -> ServiceCurve:
    """Return the speed with speculative decoding: `gain` at one request in flight, `loss` when full.

    In between the factor follows the logarithm of the requests in flight: drafts use compute that idles at low load
    and is missing at high load.
    """
    full = np.log(np.maximum(curve.concurrency[..., -1:], 1.0))
    fullness = np.log(np.maximum(curve.concurrency, 1.0)) / np.where(full > 0.0, full, 1.0)
    factor = _column(gain) ** (1.0 - fullness) * _column(loss) ** fullness
    further = np.maximum(_column(tokens_out) - 1.0, 0.0)
    before = curve.ttft_ms + curve.tpot_ms * further
    after = curve.ttft_ms + curve.tpot_ms / factor * further
    return replace(curve, tpot_ms=curve.tpot_ms / factor, req_s=curve.req_s * before / after)


def limit(curve: ServiceCurve) -> Any:
    """Return the highest rate of one copy, whatever the latency."""
    return _narrow(np.maximum.reduce(curve.req_s, axis=-1, keepdims=True))


def capacity(curve: ServiceCurve, ttft_target_s: Any, tpot_target_s: Any, burstiness: Any, length_spread: Any) -> Any:
    """Return the highest rate of arrivals at which both latency targets are kept; 0 where none keeps them."""
    numbers = (ttft_target_s, tpot_target_s, burstiness, length_spread)

    def compute() -> Any:
        rate = _queue(curve, burstiness, length_spread).highest_rate(ttft_target_s, tpot_target_s)
        return _narrow(np.reshape(rate, (-1, 1)))

    return _MEMORY.recall("capacity", curve, numbers, compute)


def at_load(curve: ServiceCurve, rate: Any, burstiness: Any, length_spread: Any) -> tuple[Any, Any]:
    """Return p95 of the first token and the mean time per token, in seconds, at a rate of arrivals at one copy."""
    numbers = (rate, burstiness, length_spread)

    def compute() -> tuple[Any, Any]:
        found = _queue(curve, burstiness, length_spread).at(_column(rate))
        return _narrow(found.ttft_s(0.95)), _narrow(found.tpot_s)

    times: tuple[Any, Any] = _MEMORY.recall("load", curve, numbers, compute)
    return times


def _queue(curve: ServiceCurve, burstiness: Any, length_spread: Any) -> Queue:
    numbers = (burstiness, length_spread)
    queue: Queue = _MEMORY.recall(
        "queue", curve, numbers, lambda: Queue.of(curve, _column(burstiness), _column(length_spread))
    )
    return queue


def quickest(curve: ServiceCurve, burstiness: Any, length_spread: Any) -> tuple[Any, Any]:
    """Return p95 of the first token and the mean time per token, in seconds, at the lowest load that is planned."""
    return at_load(curve, LEAST_LOAD * limit(curve), burstiness, length_spread)


def _row(value: Any) -> Any:
    return np.reshape(value, -1) if np.ndim(value) else float(value)


def _column(value: Any) -> Array:
    return np.reshape(np.asarray(value, dtype=float), (-1, 1))


def _narrow(values: Array) -> Any:
    return float(values[0, 0]) if values.shape == (1, 1) else values
