"""What formulas compute, taken together over its last axis, and room for that axis.

The reduction itself: `np.sum` asks first whether an array brings a sum of its own, which takes as long as the sum.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def over_months(flow: Any) -> Any:
    """Return the sum of a flow over its months: of (months,) one number, of (draws, months) a column (draws, 1)."""
    return np.add.reduce(flow) if flow.ndim == 1 else np.add.reduce(flow, axis=-1, keepdims=True)


def highest_month(values: Any) -> Any:
    """Return the highest of the months, as `over_months` their sum; months without a value do not count."""
    return np.fmax.reduce(values) if values.ndim == 1 else np.fmax.reduce(values, axis=-1, keepdims=True)


def over_hours(amounts: Any) -> Any:
    """Return the sum over the hours of each month: (draws, months, hours) gives (draws, months)."""
    return np.add.reduce(amounts, axis=-1)


def by_slot(value: Any) -> Any:
    """Return a number as it is, and months or draws beside the hours of the day: (draws, months) as (…, 1)."""
    return value if np.ndim(value) == 0 else value[..., None]
