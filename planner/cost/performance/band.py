"""How far a prediction may be off: the spread of residuals by what is known about the case."""

from __future__ import annotations

import numpy as np

from planner.cost.performance.coefficients import Coefficients
from planner.cost.performance.deployment import Array, Number


def width_of(accelerator_family: Number, engine: Number, c: Coefficients) -> Array:
    """Return what the band's upper end is a multiple of the prediction by, and its lower end a fraction.

    The spread is the larger of what the accelerator's family and the engine's family showed, as the standard deviation
    of the logarithm of measured over predicted throughput; families never measured take the spread of `unseen`.
    """
    family, by_engine = np.asarray(accelerator_family).astype(np.intp), np.asarray(engine).astype(np.intp)
    width: Array = np.maximum(c.accelerator_width[family], c.engine_width[by_engine])
    return width
