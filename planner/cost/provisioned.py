"""Provisioned throughput of an API: units paid around the clock, in front of what is paid by the token."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.plan.wording import N_


@quantity("token/second", N_("Output wanted in the busiest hour"))
def peak_output_rate(mean_rate: Any, peak_factor: Any, output_tokens: Any) -> Any:
    """Rate of calls in the busiest hour times the output of a call."""
    return mean_rate * peak_factor * output_tokens


@quantity("1", N_("Share paid by the token"))
def metered_share(provisioned_units: Any, provisioned_throughput: Any, peak_output_rate: Any) -> Any:
    """What the busiest hour wants beyond the provisioned throughput, as a share of what it wants."""
    unmet = np.maximum(peak_output_rate - provisioned_units * provisioned_throughput, 0.0 * peak_output_rate)
    return np.where(peak_output_rate > 0.0, unmet / peak_output_rate, 0.0)


@quantity("USD/month", N_("Provisioned throughput"))
def provisioned_charge(provisioned_units: Any, provisioned_price: Any, hours_per_month: Any, active: Any) -> Any:
    """Units times their price, for every hour of the month."""
    return provisioned_units * provisioned_price * hours_per_month * active
