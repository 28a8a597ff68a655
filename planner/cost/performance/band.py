"""How far a prediction may be off: the spread of residuals by what is known about the case."""

from __future__ import annotations

import numpy as np

from planner.cost.performance.coefficients import Coefficients
from planner.cost.performance.deployment import Array, Deployment
from planner.cost.performance.families import ACCELERATOR_FAMILIES, ENGINE_FAMILIES

_FALLBACK_SPREAD = 0.30


def spread_of(d: Deployment, c: Coefficients) -> Array:
    """Return the standard deviation of the logarithm of measured over predicted throughput.

    The larger of what the accelerator's family and the engine's family showed; families never measured take the
    spread of `unseen`.
    """
    unseen = c.band.get("unseen", 2 * _FALLBACK_SPREAD)
    families = np.array([c.band.get("accelerator." + f, unseen) for f in ACCELERATOR_FAMILIES])
    engines = np.array([c.band.get("engine." + e, unseen) for e in ENGINE_FAMILIES])
    family = np.asarray(d.accelerator_family).astype(np.intp)
    spread: Array = np.maximum(families[family], engines[np.asarray(d.engine).astype(np.intp)])
    return spread
