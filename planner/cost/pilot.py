"""The pilot, costed apart: months at a small volume before the full one."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.plan.wording import N_


@quantity("USD", N_("Cost of the pilot"))
def pilot_cost(cost_flow: Any, month_index: Any, pilot_months: Any, one_month: Any) -> Any:
    """Everything paid from the start to the end of the pilot."""
    return np.sum(np.where(month_index <= pilot_months, cost_flow, 0.0 * cost_flow), axis=-1, keepdims=True) * one_month
