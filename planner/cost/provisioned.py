"""Provisioned throughput of an API: units paid around the clock, in front of what is paid by the token."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.cost.summing import by_slot, over_hours
from planner.plan.wording import N_


@quantity("token/second", N_("Output wanted in each hour"))
def output_by_hour(mean_rate: Any, hour_weights: Any, output_tokens: Any) -> Any:
    """Rate of calls in each hour of the day times the output of a call."""
    return (mean_rate * output_tokens)[..., None] * hour_weights


@quantity("1", N_("Share paid by the token"))
def metered_share(
    provisioned_units: Any, provisioned_throughput: Any, output_by_hour: Any, hours_by_slot: Any, mean_rate: Any
) -> Any:
    """What each hour wants beyond the provisioned throughput, over what all hours want."""
    carried = provisioned_units * provisioned_throughput
    unmet = over_hours(np.maximum(output_by_hour - by_slot(carried), 0.0 * output_by_hour) * hours_by_slot)
    return np.where(mean_rate > 0.0, unmet / over_hours(output_by_hour * hours_by_slot), 0.0)


@quantity("USD/month", N_("Provisioned throughput"))
def provisioned_charge(
    provisioned_units: Any, provisioned_price: Any, hours_per_month: Any, api_price_factor: Any, active: Any
) -> Any:
    """Units times their price, for every hour of the month; the price moves as all of the API's do."""
    return provisioned_units * provisioned_price * hours_per_month * api_price_factor * active
