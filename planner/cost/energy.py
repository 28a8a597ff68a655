"""Energy and carbon of servers that the plan knows: rented and owned ones. APIs do not publish theirs."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.cost.summing import over_months
from planner.plan.wording import N_


@quantity("kW", N_("Power of a server, mean"))
def mean_power(busy_power: Any, idle_share: Any, utilisation: Any, kw_per_w: Any) -> Any:
    """Idle power, and the rest of the busy power in proportion to the utilisation."""
    return busy_power * kw_per_w * (idle_share + (1.0 - idle_share) * np.minimum(utilisation, 1.0))


@quantity("kWh/month", N_("Energy"))
def energy(paid_server_hours: Any, mean_power: Any, pue: Any, kwh_per_kw_hour: Any, one_server: Any) -> Any:
    """Server hours times mean power times the PUE of the site."""
    return paid_server_hours / one_server * mean_power * kwh_per_kw_hour * pue


@quantity("kg/month", N_("Carbon"))
def carbon(energy: Any, grid_carbon: Any) -> Any:
    """Energy times the carbon of the grid region."""
    return energy * grid_carbon


@quantity("kWh", N_("Energy over the horizon"))
def energy_kwh(energy: Any, one_month: Any) -> Any:
    """Energy of all months, at the meter of the site."""
    return over_months(energy) * one_month


@quantity("kg", N_("Carbon over the horizon"))
def co2e_kg(carbon: Any, one_month: Any) -> Any:
    """Carbon of the electricity of all months, by the average of the grid region."""
    return over_months(carbon) * one_month


@quantity("kWh/krequest", N_("Energy of a thousand answers"))
def energy_per_thousand(energy_kwh: Any, total_requests: Any, krequest_per_request: Any) -> Any:
    """Energy over all requests, counted in thousands."""
    return energy_kwh / (total_requests * krequest_per_request)


@quantity("kg/krequest", N_("Carbon of a thousand answers"))
def co2e_per_thousand(co2e_kg: Any, total_requests: Any, krequest_per_request: Any) -> Any:
    """Carbon over all requests, counted in thousands."""
    return co2e_kg / (total_requests * krequest_per_request)
