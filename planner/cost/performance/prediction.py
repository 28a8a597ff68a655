"""Predict: does it fit, how fast is a token, how long until the first, how many per second, and how surely.

The closed loop: `concurrency` requests are in flight all the time, each replaced when it ends. Throughput and
latencies are of one consistent account: a request's time is its own prefill, its decode steps, and the prefills of
others that come between. Time per output token = (end to end − time to first token) / (output tokens − 1).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.cost.performance.band import width_of
from planner.cost.performance.coefficients import Coefficients, shipped
from planner.cost.performance.deployment import DEPLOYMENT_FIELDS, LENGTHS, Array, Deployment, Number
from planner.cost.performance.memory import Memory, Room, filled, room_of, tokens_of
from planner.cost.performance.step_time import DecodeStep, Rates, decode_step, prefill, rates

_CHUNK = 8192  # rows that stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Prediction:
    """Arrays of results, one value per deployment and concurrency. NaN where it does not fit, never zero."""

    fits: NDArray[np.bool_]
    memory: Memory  # GB per accelerator
    max_concurrency: Array  # requests at once over all replicas
    running: Array  # requests really running, at most max_concurrency
    ttft_ms: Array
    tpot_ms: Array
    output_tok_s: Array
    total_tok_s: Array
    req_s: Array
    low_output_tok_s: Array  # 80 % of unseen measurements lie between low and high
    high_output_tok_s: Array
    step: DecodeStep  # parts of a decode step in seconds
    prefill_ms: Array  # of one prompt alone
    interference_ms: Array  # per output token, by other requests' prefill


def predict(deployment: Deployment, concurrency: Number, coefficients: Coefficients | None = None) -> Prediction:
    """Predict deployments at a number of requests in flight over all replicas; infinity means as many as fit."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _predict(deployment, concurrency, coefficients or shipped())


def _predict(d: Deployment, concurrency: Number, c: Coefficients) -> Prediction:
    memory, r = _memory_and_rates(d, c)
    replicas = np.asarray(d.replicas)
    asked = np.where(np.isinf(concurrency), memory.max_concurrency, concurrency) / replicas
    asked = np.maximum(asked, 1.0 / replicas)
    each = _account(d, r, asked, memory, c)
    per_second = each.req_s * replicas
    queued = np.maximum(asked * replicas / per_second - each.end_to_end_s, 0.0)
    spread = width_of(d.accelerator_family, d.engine, c)
    output_rate = per_second * each.output_tokens
    nan = each.answered
    return Prediction(
        fits=memory.fits,
        memory=memory,
        max_concurrency=memory.max_concurrency,
        running=each.batch * replicas * nan,
        ttft_ms=(each.first_s + np.where(asked > each.batch, queued, 0.0)) * 1e3 * nan,
        tpot_ms=each.tpot_s * 1e3 * nan,
        output_tok_s=output_rate,
        total_tok_s=per_second * (each.output_tokens + d.input_tokens),
        req_s=per_second,
        low_output_tok_s=output_rate / spread,
        high_output_tok_s=output_rate * spread,
        step=each.step,
        prefill_ms=each.prefill_s * 1e3 * nan,
        interference_ms=each.interference_s * 1e3 * nan,
    )


@dataclass(frozen=True, slots=True)
class _Account:
    """One replica's account of where the time of a request goes, in seconds, with a batch in flight."""

    batch: Array  # requests in flight: as many as are asked for and fit
    output_tokens: Array
    answered: Array  # 1 where it fits, NaN where it does not
    step: DecodeStep
    prefill_s: Array  # of one prompt alone
    interference_s: Array  # per output token, by other requests' prefill
    tpot_s: Array
    first_s: Array  # to the first token, once it runs
    end_to_end_s: Array
    req_s: Array


def _account(d: Deployment, r: Rates, asked: Array, memory: Memory, c: Coefficients) -> _Account:
    """Work out the closed loop of one replica with `asked` requests in flight, or as many as fit."""
    output = np.maximum(d.output_tokens, 1.0)
    batch = np.maximum(np.minimum(asked, memory.slots), np.minimum(asked, 1.0))
    together = np.maximum(batch, 1.0)  # fewer requests than replicas: each that works has one
    step = decode_step(d, r, together, d.input_tokens + 0.5 * output)
    total = step.total
    alone, among = prefill(d, r, together)
    others = c["prefill_interference"] * np.maximum(batch - 1.0, 0.0) * among
    decoding = output * total
    early = c["wait_before_first_token"] * others * decoding / (decoding + others)
    interference = (others - early) / output
    speed = np.asarray(d.correction) * _tuning_gain(d, c)
    tpot = (total + interference) / speed
    # A prompt waits for the running step, if there is one. The first token bears its share of the interference too,
    # so that no prefill is lost however little is generated.
    first = (alone + early + interference + total * (1.0 - 1.0 / together) + r.latency_seconds) / speed
    end_to_end = first + (output - 1.0) * tpot
    answered = np.where(memory.fits, 1.0, np.nan)
    return _Account(
        batch=batch,
        output_tokens=output,
        answered=answered,
        step=step,
        prefill_s=alone,
        interference_s=interference,
        tpot_s=tpot,
        first_s=first,
        end_to_end_s=end_to_end,
        req_s=batch / end_to_end * answered,
    )


_FIXED = tuple(name for name in DEPLOYMENT_FIELDS if name not in LENGTHS)
_fixed = attrgetter(*_FIXED)


def _memory_and_rates(d: Deployment, c: Coefficients) -> tuple[Memory, Rates]:
    """Return the memory of a deployment with its requests, and its rates, which do not hang on them."""
    fixed = _fixed(d)
    single = c is shipped() and all(isinstance(value, int | float) for value in fixed)
    room, r = _shipped_setup(fixed) if single else (room_of(d), rates(d, c))
    return filled(room, tokens_of(d)), r


@lru_cache(maxsize=256)
def _shipped_setup(fixed: tuple[float, ...]) -> tuple[Room, Rates]:
    """Return the setup of one deployment, which an edit of the lengths leaves as it is."""
    d = Deployment(**dict(zip(_FIXED, fixed, strict=True)), **dict.fromkeys(LENGTHS, 0.0))
    return room_of(d), rates(d, shipped())


def _tuning_gain(d: Deployment, c: Coefficients) -> Array:
    gain = c["tuning_gain"]
    factors: Array = np.array([1 / gain, 1.0, gain])[np.asarray(d.tuning).astype(np.intp) + 1]
    return factors


def predict_arrays(deployment: Deployment, concurrency: Number, coefficients: Coefficients | None = None) -> Prediction:
    """Predict many rows in pieces that stay in the processor's cache; the same results as `predict`."""
    columns = {name: np.asarray(getattr(deployment, name), dtype=np.float64) for name in DEPLOYMENT_FIELDS}
    asked = np.asarray(concurrency, dtype=np.float64)
    shape = np.broadcast_shapes(asked.shape, *(value.shape for value in columns.values()))
    rows = int(np.prod(shape))
    if len(shape) > 1 or rows <= _CHUNK:
        return predict(deployment, concurrency, coefficients)
    parts = []
    for start in range(0, rows, _CHUNK):
        cut = {n: v if v.ndim == 0 else v[start : start + _CHUNK] for n, v in columns.items()}
        piece = asked if asked.ndim == 0 else asked[start : start + _CHUNK]
        parts.append(predict(Deployment(**cut), piece, coefficients))
    joined: Prediction = _joined(parts)
    return joined


def _joined(parts: list[Any]) -> Any:
    kind = type(parts[0])
    values = {}
    for item in fields(kind):
        pieces = [getattr(part, item.name) for part in parts]
        if not isinstance(pieces[0], np.ndarray | np.floating):
            values[item.name] = _joined(pieces)
        elif any(np.ndim(piece) for piece in pieces):
            values[item.name] = np.concatenate([np.atleast_1d(piece) for piece in pieces])
        else:
            values[item.name] = pieces[0]
    return kind(**values)


@dataclass(frozen=True, slots=True)
class ServiceCurve:
    """Speed of deployments over a grid of concurrency of one replica: arrays of (deployments, points)."""

    concurrency: Array
    tpot_ms: Array
    ttft_ms: Array
    prefill_ms: Array  # of one prompt alone; (deployments, 1)
    req_s: Array


def service_curve(deployment: Deployment, points: int = 32, coefficients: Coefficients | None = None) -> ServiceCurve:
    """Predict one replica of each deployment from one request to as many as fit, on a logarithmic grid."""
    c = coefficients or shipped()
    one = _one_replica(deployment)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        memory, r = _memory_and_rates(one, c)
        most = np.reshape(np.maximum(memory.max_concurrency, 1.0), (-1, 1))
        grid = most ** _evenly(points)
        each = _account(one, r, grid, memory, c)
        to_ms = 1e3 * np.reshape(each.answered, (-1, 1))
    return ServiceCurve(
        concurrency=grid if grid.shape == each.req_s.shape else np.broadcast_to(grid, each.req_s.shape),
        tpot_ms=each.tpot_s * to_ms,
        ttft_ms=each.first_s * to_ms,
        prefill_ms=each.prefill_s * to_ms,
        req_s=each.req_s,
    )


@lru_cache(maxsize=8)
def _evenly(points: int) -> Array:
    return np.linspace(0.0, 1.0, points)[None, :]


def _one_replica(deployment: Deployment) -> Deployment:
    """Return one replica of each deployment: numbers as they are, those of several deployments as columns."""
    if all(isinstance(value, int | float) for value in _every(deployment)):
        return deployment if deployment.replicas == 1.0 else replace(deployment, replicas=1.0)
    columns = {name: _column(getattr(deployment, name)) for name in DEPLOYMENT_FIELDS}
    return Deployment(**{**columns, "replicas": 1.0})


_every = attrgetter(*DEPLOYMENT_FIELDS)


def _column(value: Number) -> Number:
    """Return one number as it is, and those of several deployments as a column."""
    return value if isinstance(value, int | float) else np.reshape(np.asarray(value, dtype=np.float64), (-1, 1))
