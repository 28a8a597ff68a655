"""One copy of a model as the sizing sees it: limit, capacity within latency targets, and latencies at a load.

The performance model gives the speed at every number in flight; the queueing approximation turns a rate of arrivals
into percentiles of waiting. Speeds are remembered, because an edit of the volume leaves the speed of a copy as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.cost.performance.deployment import Deployment
from planner.cost.performance.prediction import service_curve

GRID_POINTS = 32
REMEMBERED = 256
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Speed:
    """The speed of one copy over a grid of requests in flight: arrays of (draws, points)."""

    in_flight: Array
    ttft_s: Array
    tpot_s: Array
    rate: Array  # requests per second
    output_tokens: Any


class SpeedMemory:
    """Remembers the speeds of deployments whose token counts are plain numbers."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Speed] = {}

    def speed(self, deployment: Deployment, tokens_in: Any, tokens_out: Any, shared: Any, batch_limit: Any) -> Speed:
        """Return the speed of one copy; token counts are numbers, or columns of draws."""
        arguments = (tokens_in, tokens_out, shared, batch_limit)
        if any(np.ndim(value) for value in arguments):
            return _speed(deployment, *arguments)
        # The deployment is kept with the speed, so that its identity is not reused while the entry lives.
        key = (id(deployment), *(float(value) for value in arguments))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[key] = _speed(deployment, *arguments)
        return found


_MEMORY = SpeedMemory()


def speed(deployment: Deployment, tokens_in: Any, tokens_out: Any, shared: Any, batch_limit: Any) -> Speed:
    """Return the speed of one copy at 1 … as many requests as fit, at most `batch_limit`."""
    return _MEMORY.speed(deployment, tokens_in, tokens_out, shared, batch_limit)


def _speed(deployment: Deployment, tokens_in: Any, tokens_out: Any, shared: Any, batch_limit: Any) -> Speed:
    placed = replace(
        deployment, input_tokens=_row(tokens_in), output_tokens=_row(tokens_out), shared_prefix_tokens=_row(shared)
    )
    curve = service_curve(placed, GRID_POINTS)
    limit = np.reshape(np.asarray(batch_limit, dtype=float), (-1, 1))
    # Points beyond the batch limit are taken back to the last one within it.
    last = np.maximum(np.sum(curve.concurrency <= limit * (1 + 1e-9), axis=-1, keepdims=True) - 1, 0)
    index = np.minimum(np.arange(curve.concurrency.shape[-1]), last)

    def within(values: Array) -> Array:
        wide = np.broadcast_to(values, np.broadcast_shapes(values.shape, index.shape))
        return np.take_along_axis(wide, np.broadcast_to(index, wide.shape), axis=-1)

    return Speed(
        within(curve.concurrency),
        within(curve.ttft_ms) * 1e-3,
        within(curve.tpot_ms) * 1e-3,
        within(curve.req_s),
        np.reshape(np.asarray(tokens_out, dtype=float), (-1, 1)),
    )


def speculating(copy: Speed, gain: Any, loss: Any) -> Speed:
    """Return the speed with speculative decoding: `gain` at one request in flight, `loss` when full.

    In between the factor follows the logarithm of the requests in flight: drafts use compute that idles at low load
    and is missing at high load.
    """
    full = np.log(np.maximum(copy.in_flight[..., -1:], 1.0))
    fullness = np.log(np.maximum(copy.in_flight, 1.0)) / np.where(full > 0.0, full, 1.0)
    factor = _row_of_draws(gain) ** (1.0 - fullness) * _row_of_draws(loss) ** fullness
    end_to_end = copy.ttft_s + copy.tpot_s * np.maximum(copy.output_tokens - 1.0, 0.0)
    faster = copy.ttft_s + copy.tpot_s / factor * np.maximum(copy.output_tokens - 1.0, 0.0)
    return replace(copy, tpot_s=copy.tpot_s / factor, rate=copy.rate * end_to_end / faster)


def _row_of_draws(value: Any) -> Array:
    return np.reshape(np.asarray(value, dtype=float), (-1, 1))


def _row(value: Any) -> Any:
    return np.reshape(value, -1) if np.ndim(value) else float(value)


def _narrow(values: Array) -> Any:
    return float(values[0, 0]) if values.shape == (1, 1) else values


def limit(copy: Speed) -> Any:
    """Return the highest rate in requests/second, whatever the latency."""
    return _narrow(np.max(copy.rate, axis=-1, keepdims=True))


def capacity(copy: Speed, ttft_target_s: Any, tpot_target_s: Any, burstiness: Any) -> Any:
    """Return the highest rate of arrivals in requests/second at which both latency targets are kept; 0 if none is."""
    within_tpot = copy.tpot_s <= np.reshape(np.asarray(tpot_target_s, dtype=float), (-1, 1))
    within_ttft = copy.ttft_s <= np.reshape(np.asarray(ttft_target_s, dtype=float), (-1, 1))
    rate = np.where(within_tpot & within_ttft, copy.rate, 0.0)
    return _narrow(np.max(rate, axis=-1, keepdims=True) * safe_load(np.asarray(burstiness, dtype=float).reshape(-1, 1)))


def safe_load(burstiness: Any) -> Any:
    """Return the share of the capacity at which p99 waiting stays near its base."""
    return 0.8 / (1.0 + 0.4 * np.maximum(burstiness - 1.0, 0.0))
