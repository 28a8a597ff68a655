"""What comes back: return, payback and rate of a scenario whose answers have a value."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.cost.summing import over_months
from planner.plan.wording import N_

NEVER = np.nan
"""Stands for a month that does not come."""


@quantity("USD/month", N_("Value less cost of each month"))
def net_flow(value_flow: Any, price_level: Any, cost_flow: Any) -> Any:
    """Value of the answers less everything paid, in the money that the plan counts in."""
    return value_flow / price_level - cost_flow


@quantity("1", N_("Return on the cost"))
def roi(net_flow: Any, total_cost: Any, one_month: Any) -> Any:
    """Value less cost over the horizon, over the cost."""
    return over_months(net_flow) * one_month / total_cost


@quantity("month", N_("Payback"))
def payback_month(net_flow: Any, one_month: Any) -> Any:
    """The first month at whose end the value has caught up with the cost; only where the cost was ahead before."""
    paid = np.cumsum(net_flow, axis=-1)
    caught_up = (paid >= 0.0) & np.logical_or.accumulate(paid < 0.0, axis=-1)
    first = np.argmax(caught_up, axis=-1, keepdims=True)
    return np.where(np.any(caught_up, axis=-1, keepdims=True), first, NEVER) * one_month


@quantity("1", N_("Internal rate of return"))
def irr(net_flow: Any, months_per_year: Any, one_year: Any, one_month: Any) -> Any:
    """The yearly rate at which value and cost are worth the same today; only where money is laid out at the start."""
    import numpy_financial as npf  # slow to load, seldom asked for

    rows = np.atleast_2d(net_flow)
    monthly = [float(npf.irr(row)) if row[0] < 0.0 < row.max() else np.nan for row in rows]  # type: ignore[no-untyped-call]
    return (1.0 + np.reshape(monthly, (-1, 1))) ** (months_per_year * one_year / one_month) - 1.0
