"""Key figures: each defined once, from the monthly flows, with its one-sentence help as docstring."""

from __future__ import annotations

from typing import Any

from planner.cost.graph import quantity
from planner.cost.summing import over_months
from planner.plan.wording import N_


@quantity("1", N_("Value of money over time"))
def discount_factor(month_index: Any, discount_rate: Any, months_per_year: Any, one_year: Any) -> Any:
    """One over one plus the yearly rate, raised to the years since the start: compounded monthly."""
    return (1.0 + discount_rate) ** (-month_index / months_per_year / one_year)


@quantity("1", N_("Value of money by inflation"))
def price_level(month_index: Any, inflation: Any, months_per_year: Any, one_year: Any) -> Any:
    """One plus inflation, raised to the years since the start; one when amounts are nominal."""
    return (1.0 + inflation) ** (month_index / months_per_year / one_year)


@quantity("USD/month", N_("Cost of each month"))
def cost_flow(nominal_cost_flow: Any, price_level: Any) -> Any:
    """All parts of the bill, in the money that the plan counts in."""
    return nominal_cost_flow / price_level


@quantity("USD", N_("Total cost"))
def total_cost(cost_flow: Any, one_month: Any) -> Any:
    """Everything paid from the start to the horizon."""
    return over_months(cost_flow) * one_month


@quantity("USD/month", N_("Cost per month"))
def monthly_cost(total_cost: Any, horizon: Any) -> Any:
    """Total cost over the months of the horizon."""
    return total_cost / horizon


@quantity("USD/year", N_("Cost per year"))
def yearly_cost(monthly_cost: Any, months_per_year: Any) -> Any:
    """Cost per month times twelve."""
    return monthly_cost * months_per_year


@quantity("USD", N_("Net present value of the cost"))
def present_cost(cost_flow: Any, discount_factor: Any, one_month: Any) -> Any:
    """Every payment at its value today."""
    return over_months(cost_flow * discount_factor) * one_month


@quantity("USD", N_("Net present value"))
def npv(value_flow: Any, price_level: Any, present_cost: Any, discount_factor: Any, one_month: Any) -> Any:
    """Value of the answers less their cost, each at its value today; without a value, minus the cost."""
    return over_months(value_flow / price_level * discount_factor) * one_month - present_cost


@quantity("request", N_("Requests over the horizon"))
def total_requests(answers: Any, one_month: Any) -> Any:
    """Answers of all months: each request once, whichever models worked on it."""
    return over_months(answers) * one_month


@quantity("USD/request", N_("Cost per request"))
def cost_per_request(total_cost: Any, total_requests: Any) -> Any:
    """Total cost over all requests, those that the answer cache answers included."""
    return total_cost / total_requests


@quantity("USD/request", N_("Cost per successful task"))
def cost_per_successful_task(total_cost: Any, successes: Any, one_month: Any) -> Any:
    """Total cost over the requests that end well."""
    return total_cost / (over_months(successes) * one_month)


@quantity("USD/user/month", N_("Cost per user and month"))
def cost_per_user(total_cost: Any, users_answered: Any, one_month: Any) -> Any:
    """Total cost over the active users of all months together."""
    return total_cost / (over_months(users_answered) * one_month)


@quantity("Mtoken", N_("Tokens over the horizon"))
def total_tokens(input_volume: Any, output_volume: Any, one_month: Any) -> Any:
    """Input and output of all calls."""
    return over_months(input_volume + output_volume) * one_month


@quantity("USD/Mtoken", N_("Cost per million tokens"))
def cost_per_million_tokens(total_cost: Any, total_tokens: Any) -> Any:
    """Total cost over all tokens, input and output together."""
    return total_cost / total_tokens


@quantity("USD/Mtoken", N_("Cost per million output tokens"))
def cost_per_million_output_tokens(total_cost: Any, output_volume: Any, one_month: Any) -> Any:
    """Total cost over output tokens only; the input is in the cost but not in the count."""
    return total_cost / (over_months(output_volume) * one_month)


@quantity("USD/Mtoken", N_("Cost per million input tokens"))
def cost_per_million_input_tokens(total_cost: Any, input_volume: Any, one_month: Any) -> Any:
    """Total cost over input tokens only; the output is in the cost but not in the count."""
    return total_cost / (over_months(input_volume) * one_month)
