"""How far a prediction may be off: the spread of residuals by what is known about the case."""

from __future__ import annotations

import numpy as np

from planner.cost.performance.coefficients import Coefficients
from planner.cost.performance.deployment import Array, Deployment
from planner.cost.performance.families import ACCELERATOR_FAMILIES, ENGINE_FAMILIES

_FALLBACK_SPREAD = 0.30
_NORMAL_90 = 1.2815515655446004  # 10 % of a normal distribution lie above: above and below leave 80 %


def width_of(d: Deployment, c: Coefficients) -> Array:
    """Return what the band's upper end is a multiple of the prediction by, and its lower end a fraction.

    The spread is the larger of what the accelerator's family and the engine's family showed, as the standard deviation
    of the logarithm of measured over predicted throughput; families never measured take the spread of `unseen`.
    """
    unseen = c.band.get("unseen", 2 * _FALLBACK_SPREAD)
    families = _widths([c.band.get("accelerator." + f, unseen) for f in ACCELERATOR_FAMILIES])
    engines = _widths([c.band.get("engine." + e, unseen) for e in ENGINE_FAMILIES])
    family = np.asarray(d.accelerator_family).astype(np.intp)
    width: Array = np.maximum(families[family], engines[np.asarray(d.engine).astype(np.intp)])
    return width


def _widths(spreads: list[float]) -> Array:
    widths: Array = np.exp(_NORMAL_90 * np.array(spreads))
    return widths
