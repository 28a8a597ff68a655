"""The pilot, costed apart: months at a small volume before the full one."""

from __future__ import annotations

from typing import Any

from planner.cost.graph import quantity
from planner.cost.summing import over_months
from planner.plan.wording import N_


@quantity("USD", N_("Cost of the pilot"))
def pilot_cost(cost_flow: Any, month_index: Any, pilot_months: Any, one_month: Any) -> Any:
    """Everything paid from the start to the end of the pilot."""
    return over_months(cost_flow * (month_index <= pilot_months)) * one_month
