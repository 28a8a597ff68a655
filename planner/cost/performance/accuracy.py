"""How far off the model is: errors by fold, source, accelerator, model, precision and engine, and the real coverage.

Errors are absolute percentage errors, |predicted / measured − 1|. Runs of one (source, model, accelerator) share one
vote, so that a source with thousands of runs does not drown one with three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.cost.performance.coefficients import NORMAL_90, Coefficients, coefficients_from
from planner.cost.performance.deployment import Array
from planner.cost.performance.families import ACCELERATOR_FAMILIES, ENGINE_FAMILIES
from planner.cost.performance.measurements import FOLDS, Measurements
from planner.cost.performance.precision import WEIGHT_FORMATS
from planner.cost.performance.prediction import Prediction, predict

SHARE_IN_BAND = 0.8
_SHARE_OF_FITTED = 0.83  # runs never fitted scatter a little more than fitted ones
_NARROWEST, _FAMILY_PULL = 0.08, 4.0  # no band is narrower; a family with few cells leans on the whole
_UNSEEN = 1.5  # how much wider the band of a family without measurements


def weighted_quantile(values: Array, weights: Array, share: float) -> float:
    """Return the value below which a share of the weight lies."""
    known = np.isfinite(values)
    order = np.argsort(values[known], kind="stable")
    total = np.cumsum(weights[known][order])
    if not len(total):
        return float("nan")
    at = min(int(np.searchsorted(total, share * total[-1])), len(total) - 1)
    return float(values[known][order][at])


def votes(m: Measurements, chosen: NDArray[np.bool_]) -> Array:
    """Return the weights of the chosen runs: those of one (source, model, accelerator) share one vote."""
    cells = m.cell[chosen]
    return 1.0 / np.bincount(cells)[cells]


def errors_of(
    residuals: tuple[Array, Array, Array], m: Measurements, chosen: NDArray[np.bool_]
) -> dict[str, float | int]:
    """Return median and 90th percentile of the errors of throughput, TPOT and TTFT over the chosen runs."""
    result: dict[str, float | int] = {"runs": int(chosen.sum()), "cells": len(set(m.cell[chosen].tolist()))}
    for name, r in zip(("throughput", "tpot", "ttft"), residuals, strict=True):
        known = chosen & np.isfinite(r)
        if not known.any():
            continue
        error, weight = np.abs(np.exp(-r[known]) - 1), votes(m, known)
        result[f"{name}_median"] = round(weighted_quantile(error, weight, 0.5), 4)
        result[f"{name}_p90"] = round(weighted_quantile(error, weight, 0.9), 4)
        result[f"{name}_median_of_runs"] = round(float(np.median(error)), 4)
        result[f"{name}_bias"] = round(float(np.median(r[known])), 4)
    return result


def fitted_band(m: Measurements, c: Coefficients, chosen: NDArray[np.bool_]) -> dict[str, float]:
    """Return the spread of log(measured / predicted) by accelerator family and engine that covers 80 % of the runs."""
    r = m.residuals(predict(m.deployment, m.concurrency, c))[0]
    known = chosen & np.isfinite(r)
    size = np.abs(r) / NORMAL_90
    whole = weighted_quantile(size[known], votes(m, known), SHARE_IN_BAND)
    band = {"whole": whole, "unseen": whole * _UNSEEN}
    for kind, names, index in (
        ("accelerator", ACCELERATOR_FAMILIES, m.deployment.accelerator_family),
        ("engine", ENGINE_FAMILIES, m.deployment.engine),
    ):
        for position, name in enumerate(names):
            own = known & (np.asarray(index) == position)
            if not own.any():
                continue
            cells = len(set(m.cell[own].tolist()))
            spread = weighted_quantile(size[own], votes(m, own), SHARE_IN_BAND)
            mixed = (cells * spread + _FAMILY_PULL * whole) / (cells + _FAMILY_PULL)
            band[f"{kind}.{name}"] = max(mixed, _NARROWEST)
    return _scaled(band, m, c, chosen)


def _scaled(band: Mapping[str, float], m: Measurements, c: Coefficients, chosen: NDArray[np.bool_]) -> dict[str, float]:
    """Scale all spreads alike until 83 % of the fitted runs lie inside: the larger of two spreads covers too much."""
    low, high = 0.3, 2.0
    for _ in range(20):
        middle = 0.5 * (low + high)
        trial = coefficients_from(c.values, {name: value * middle for name, value in band.items()})
        inside = coverage(m, predict(m.deployment, m.concurrency, trial), chosen)
        low, high = (middle, high) if inside < _SHARE_OF_FITTED else (low, middle)
    return {name: round(value * high, 4) for name, value in band.items()}


def coverage(m: Measurements, p: Prediction, chosen: NDArray[np.bool_]) -> float:
    """Return the share of measured throughputs that lie in the band, every cell with one vote."""
    r = m.residuals(p)[0]
    known = chosen & np.isfinite(r)
    inside = np.abs(r[known]) <= np.log(p.high_output_tok_s[known] / p.output_tok_s[known])
    return round(float(np.average(inside, weights=votes(m, known))), 4)


def tables(m: Measurements, c: Coefficients) -> dict[str, Any]:
    """Return every table of the report: folds, and by source, accelerator, model, precision and engine."""
    p = predict(m.deployment, m.concurrency, c)
    residuals = m.residuals(p)
    held = m.fold != FOLDS[0]
    chosen_of = {name: m.fold == name for name in FOLDS} | {
        "never fitted": held,
        "lengths known": held & m.lengths_known,
    }
    folds: dict[str, Any] = {name: errors_of(residuals, m, chosen) for name, chosen in chosen_of.items()}
    for name, chosen in chosen_of.items():
        folds[name]["share_in_band"] = coverage(m, p, chosen)
        folds[name]["share_that_fits"] = round(float(np.average(p.fits[chosen], weights=votes(m, chosen))), 4)
    formats = [WEIGHT_FORMATS[int(index)].name for index in np.asarray(m.deployment.weight_format)]
    engines = [ENGINE_FAMILIES[int(index)] for index in np.asarray(m.deployment.engine)]
    groups: Mapping[str, Sequence[str]] = {
        "accelerator": [row["accelerator"] for row in m.rows],
        "model": [row["model"] for row in m.rows],
        "precision": formats,
        "engine": engines,
        "source": [row["source"] for row in m.rows],
    }
    return {"folds": folds} | {
        kind: {
            name: errors_of(residuals, m, np.array(labels) == name)
            | {"never_fitted": bool(held[np.array(labels) == name].all())}
            for name in sorted(set(labels))
        }
        for kind, labels in groups.items()
    }
