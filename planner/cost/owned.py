"""Own servers: bought before they are needed, powered, housed, supported, and worth something at the end.

Cash flow is for decisions and depreciation for the accounts; a total never holds both.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.cost.summing import over_months
from planner.plan.wording import N_


@quantity("hour*server/month", N_("Server hours kept"), provides="paid_server_hours")
def kept_server_hours(servers_delivered: Any, hours_per_month: Any) -> Any:
    """Own servers run all hours of the month."""
    return servers_delivered * hours_per_month


@quantity("server", N_("Servers owned"))
def servers_owned(servers: Any) -> Any:
    """Servers are bought for the highest need so far and kept."""
    return np.maximum.accumulate(servers, axis=-1)


@quantity("server", N_("Servers delivered"))
def servers_delivered(servers_owned: Any, delivered: Any) -> Any:
    """Servers owned, from the month after the lead time."""
    return servers_owned * delivered


@quantity("server", N_("Servers bought"))
def servers_bought(servers_owned: Any, life_months: Any, one_month: Any) -> Any:
    """The rise of servers owned, ordered the month before, and each again when its useful life ends."""
    rise = servers_owned[..., 1:] - servers_owned[..., :-1]
    rise[..., 0] += servers_owned[..., 0]
    first = np.concatenate([rise, 0.0 * rise[..., :1]], axis=-1)
    return first + bought_again(first, life_months / one_month)


def bought_again(first: Any, life: Any) -> Any:
    """Return purchases that replace `first` after every useful life (in months), within the months at hand.

    A replacement in the last month would serve nothing and is left out.
    """
    life = whole_months(life)
    again = 0.0 * first
    for generation in range(1, int(np.shape(first)[-1] / life.min()) + 1):
        again = again + before_the_end(first, generation * life)
    return again


def whole_months(life: Any) -> Any:
    """Return a useful life in whole months, at least one."""
    return np.maximum(np.rint(np.asarray(life, dtype=float)), 1.0)


def before_the_end(flow: Any, later: Any) -> Any:
    """Return a flow moved later by whole months; what would fall into the last month or beyond is left out."""
    months = np.shape(flow)[-1]
    if later.min() >= months - 1:
        return 0.0 * flow
    index = np.arange(months)
    source = index - later
    return _at(flow, source) * ((source >= 0.0) & (index < months - 1))


def _before(flow: Any) -> Any:
    """Return the sum of a flow over all months before each month."""
    return np.concatenate([0.0 * flow[..., :1], np.add.accumulate(flow, axis=-1)[..., :-1]], axis=-1)


def _at(flow: Any, months: Any) -> Any:
    """Return a flow at other months, at the start where one lies before it; draws of either make draws of both."""
    index = np.maximum(months, 0.0).astype(int)
    if index.ndim == 1:
        return flow[..., index]
    shape = np.broadcast_shapes(np.shape(flow), index.shape)
    return np.take_along_axis(np.broadcast_to(flow, shape), np.broadcast_to(index, shape), axis=-1)


@quantity("USD/server", N_("Price of a server, installed"))
def installed_price(server_purchase_price: Any, scarcity_premium: Any, network_share: Any) -> Any:
    """Price with the scarcity premium, and network and installation on top of the price."""
    return server_purchase_price * (1.0 + scarcity_premium + network_share)


@quantity("USD/month", N_("Hardware bought"))
def hardware_outlay(servers_bought: Any, installed_price: Any, one_month: Any) -> Any:
    """Servers bought in the month times their price, installed."""
    return servers_bought * installed_price / one_month


@quantity("USD/month", N_("Hardware"), part="hardware")
def hardware_cash(hardware_outlay: Any, financed_share: Any) -> Any:
    """The part of the purchase that is paid in cash."""
    return hardware_outlay * (1.0 - financed_share)


@quantity("1", N_("Monthly payment per dollar lent"))
def annuity_rate(monthly_interest: Any, loan_months: Any, one_month: Any) -> Any:
    """Equal monthly payments that repay one over the term with interest (annuity formula)."""
    return 1.0 / present_value(monthly_interest, loan_months / one_month)


def present_value(monthly_interest: Any, months: Any) -> Any:
    """Return what one, paid in each of some months, is worth before them: (1 − (1 + i)^−n) / i; n without interest.

    Written so that the least interest loses no digits.
    """
    some = np.asarray(monthly_interest) > 0.0
    rate = np.where(some, monthly_interest, 1.0)
    return np.where(some, -np.expm1(-months * np.log1p(rate)) / rate, months)


@quantity("1", N_("Interest in a month"))
def monthly_interest(interest: Any, months_per_year: Any, one_month: Any, one_year: Any) -> Any:
    """The yearly interest over twelve, as banks state it."""
    return interest * one_month / one_year / months_per_year


@quantity("USD/month", N_("Loan payments"), part="financing")
def loan_payments(
    hardware_outlay: Any, financed_share: Any, annuity_rate: Any, loan_months: Any, one_month: Any
) -> Any:
    """Every financed purchase is repaid in equal payments in the months of its term."""
    lent = hardware_outlay * financed_share
    lent_before = _before(lent)
    index = np.arange(np.shape(lent)[-1])
    return (lent_before - _at(lent_before, index - np.rint(loan_months / one_month))) * annuity_rate


@quantity("USD/month", N_("Loan settled at the end"), part="financing")
def loan_settled(
    hardware_outlay: Any,
    financed_share: Any,
    annuity_rate: Any,
    monthly_interest: Any,
    loan_months: Any,
    one_month: Any,
    last_month: Any,
    age_at_end: Any,
) -> Any:
    """What is still owed at the horizon: the value then of the payments that are left."""
    left = np.maximum(loan_months - age_at_end, 0.0) / one_month
    owed = annuity_rate * present_value(monthly_interest, left)
    return over_months(hardware_outlay * financed_share * owed) * last_month


@quantity("USD/month", N_("Servers sold"), part="residual")
def residual_value(
    hardware_outlay: Any,
    network_share: Any,
    scarcity_premium: Any,
    residual: Any,
    life_months: Any,
    age_at_end: Any,
    months_per_year: Any,
    one_month: Any,
    one_year: Any,
    last_month: Any,
) -> Any:
    """Servers are sold, without network and installation, at the value left by their age; money that returns.

    Those that are replaced in the month of their replacement, the others at the horizon.
    """
    price = hardware_outlay / (1.0 + scarcity_premium + network_share)
    life = whole_months(life_months / one_month)
    replaced = before_the_end(price, life) * residual ** (life * one_month / months_per_year / one_year)
    kept = price * residual ** (age_at_end / months_per_year / one_year) * (age_at_end / one_month <= life)
    return -(replaced + over_months(kept) * last_month)


@quantity("USD/month", N_("Depreciation, for the accounts"))
def depreciation(hardware_outlay: Any, life_months: Any, one_month: Any) -> Any:
    """Every purchase in equal parts over its useful life (straight line)."""
    life = whole_months(life_months / one_month)
    bought_before = _before(hardware_outlay)
    index = np.arange(np.shape(hardware_outlay)[-1])
    return (bought_before - _at(bought_before, index - life)) / life


@quantity("USD/month", N_("Power"), part="power")
def power_cost(energy: Any, electricity_price: Any, energy_price_factor: Any) -> Any:
    """Energy times its price."""
    return energy * electricity_price * energy_price_factor


@quantity("1", N_("Change of energy prices"))
def energy_price_factor(energy_trend: Any, years_elapsed: Any) -> Any:
    """One plus the yearly change of energy prices, raised to the years elapsed."""
    return (1.0 + energy_trend) ** years_elapsed


@quantity("USD/month", N_("Space"), part="space")
def space_cost(servers_delivered: Any, busy_power: Any, kw_per_w: Any, space_price: Any, one_server: Any) -> Any:
    """Busy power of the servers, which the racks must be able to carry, times the price per kW."""
    return servers_delivered / one_server * busy_power * kw_per_w * space_price


@quantity("USD/month", N_("Hardware support"), part="support")
def support_cost(servers_delivered: Any, server_purchase_price: Any, support_share: Any, months_per_year: Any) -> Any:
    """A share of the servers' price each year, by the month."""
    return servers_delivered * server_purchase_price * support_share / months_per_year


@quantity("USD/month", N_("Bridge until delivery"), part="bridge")
def bridge_cost(calls: Any, bridge_price: Any, delivered: Any) -> Any:
    """Calls before the servers are delivered, at the price of what answers them."""
    return calls * bridge_price * (1.0 - delivered)


@quantity("accelerator", N_("GPUs"))
def accelerators(servers_owned: Any, accelerators_per_server: Any, accelerator_unit: Any) -> Any:
    """Servers times the GPUs in each."""
    return servers_owned * accelerators_per_server * accelerator_unit
