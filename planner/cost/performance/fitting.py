"""Fit the coefficients to measurements: Gauss–Newton on logarithms, robust, with a prior, deterministic.

What is minimised: the sum over runs of w · s² · log(1 + (r/s)²), r the logarithm of measured over predicted throughput,
time per output token and time to first token, plus ((log value − log prior) / spread)² for each coefficient. The loss
grows slowly beyond s, so that a source with something wrong does not bend the physics; s narrows over four rounds.
Runs of one (source, model, accelerator) share their weight: w = cell size ^ −0.6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.cost.performance.coefficient_list import SPECIFICATIONS
from planner.cost.performance.coefficients import coefficients_from
from planner.cost.performance.deployment import DEPLOYMENT_FIELDS, Array, Deployment
from planner.cost.performance.measurements import Measurements
from planner.cost.performance.prediction import predict

_NAMES = tuple(item.name for item in SPECIFICATIONS)
_PRIOR = np.log([item.prior for item in SPECIFICATIONS])
_LOW = np.log([item.low for item in SPECIFICATIONS])
_HIGH = np.log([item.high for item in SPECIFICATIONS])
_SPREAD = np.array([max(item.spread, 1e-6) for item in SPECIFICATIONS])

_SCALES = (0.4, 0.2, 0.1, 0.07)  # s of the rounds
_NOISE = 0.1  # spread of a single run that the prior is weighed against
_FIRST_TOKEN_WEIGHT, _FIRST_TOKEN_SCALE = 0.15, 4.0  # times to first token scatter more and count less
_ROUND_STEPS = 15
_LARGEST_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted values, and the standard error of each as a share of its value."""

    values: dict[str, float]
    errors: dict[str, float]


def selected(m: Measurements, chosen: NDArray[np.bool_]) -> Deployment:
    """Return the deployments of the chosen runs."""
    return Deployment(**{name: np.asarray(getattr(m.deployment, name))[chosen] for name in DEPLOYMENT_FIELDS})


def fit(m: Measurements, chosen: NDArray[np.bool_]) -> Fit:
    """Fit on the chosen runs, and return the values with their standard errors."""
    residuals = _residuals_of(m, chosen)
    sizes = np.bincount(m.cell[chosen], minlength=int(m.cell.max()) + 1)
    weight = np.maximum(sizes[m.cell[chosen]], 1.0) ** -0.6
    decode = m.decode_only[chosen]
    weights = np.concatenate([weight, weight * ~decode, weight * _FIRST_TOKEN_WEIGHT]) / _NOISE**2
    widths = np.concatenate([np.ones(2 * len(weight)), np.full(len(weight), _FIRST_TOKEN_SCALE)])
    x = _PRIOR.copy()
    normal = np.eye(len(x))
    for scale in _SCALES:
        x, normal = _round(residuals, x, weights, widths * scale)
    spread = np.sqrt(np.diag(np.linalg.inv(normal)))
    return Fit(
        values={name: float(f"{value:.4g}") for name, value in zip(_NAMES, np.exp(x), strict=True)},
        errors={name: float(f"{value:.2g}") for name, value in zip(_NAMES, spread, strict=True)},
    )


def _residuals_of(m: Measurements, chosen: NDArray[np.bool_]) -> Callable[[Array], Array]:
    deployment, concurrency = selected(m, chosen), m.concurrency[chosen]
    measured = np.log(np.stack([m.output_tok_s[chosen], m.tpot_ms[chosen], m.ttft_ms[chosen]]))
    decode = m.decode_only[chosen]

    def residuals(x: Array) -> Array:
        p = predict(deployment, concurrency, coefficients_from(dict(zip(_NAMES, np.exp(x), strict=True))))
        step = p.step.total
        rate = np.where(decode, concurrency / step, p.output_tok_s)
        tpot = np.where(decode, step * 1e3, p.tpot_ms)
        result: Array = (measured - np.log(np.stack([rate, tpot, p.ttft_ms]))).ravel()
        return result

    return residuals


def _round(residuals: Callable[[Array], Array], x: Array, weights: Array, widths: Array) -> tuple[Array, Array]:
    """Take Gauss–Newton steps with Levenberg's damping until they no longer help."""

    def cost(r: Array, at: Array) -> float:
        known = np.isfinite(r)
        loss = weights[known] * widths[known] ** 2 * np.log1p((r[known] / widths[known]) ** 2)
        return float(loss.sum() + (((at - _PRIOR) / _SPREAD) ** 2).sum())

    r = residuals(x)
    best, damping = cost(r, x), 1e-2
    normal = np.diag(1 / _SPREAD**2)
    for _ in range(_ROUND_STEPS):
        slope = _slope(residuals, x, r)
        known = np.isfinite(r) & np.isfinite(slope).all(axis=1)
        pull = weights[known] / (1 + (r[known] / widths[known]) ** 2)
        normal = (slope[known] * pull[:, None]).T @ slope[known] + np.diag(1 / _SPREAD**2)
        gradient = slope[known].T @ (pull * r[known]) + (x - _PRIOR) / _SPREAD**2
        before = best
        for _ in range(6):
            step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -gradient)
            trial = np.clip(x + np.clip(step, -_LARGEST_STEP, _LARGEST_STEP), _LOW, _HIGH)
            trial_r = residuals(trial)
            if (value := cost(trial_r, trial)) < best:
                x, r, best, damping = trial, trial_r, value, max(damping / 5, 1e-5)
                break
            damping *= 5
        if before - best < 1e-4 * best:
            break
    return x, normal


def _slope(residuals: Callable[[Array], Array], x: Array, r: Array) -> Array:
    slope = np.empty((len(r), len(x)))
    for column in range(len(x)):
        moved = x.copy()
        move = 1e-3 if x[column] + 1e-3 < _HIGH[column] else -1e-3
        moved[column] += move
        slope[:, column] = (residuals(moved) - r) / move
    return slope
