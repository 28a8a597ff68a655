"""What is bought against what runs: investment, running cost, and depreciation for the accounts."""

from __future__ import annotations

from typing import Any

from planner.cost.graph import quantity
from planner.cost.summing import over_months
from planner.plan.wording import N_


@quantity("USD", N_("Hardware bought"))
def capex(hardware_outlay: Any, price_level: Any, one_month: Any) -> Any:
    """Servers bought over the horizon, in the money that the plan counts in, however they are paid."""
    return over_months(hardware_outlay / price_level) * one_month


@quantity("USD", N_("Running cost"))
def opex(total_cost: Any, capex: Any) -> Any:
    """Total cost less the hardware bought."""
    return total_cost - capex


@quantity("USD", N_("Running cost"), provides="opex")
def opex_without_purchases(total_cost: Any) -> Any:
    """All of the total: no hardware is bought."""
    return total_cost


@quantity("USD", N_("Depreciation, for the accounts"))
def depreciation_cost(depreciation: Any, price_level: Any, one_month: Any) -> Any:
    """Depreciation of all months; the accounts count it in place of the purchase."""
    return over_months(depreciation / price_level) * one_month
