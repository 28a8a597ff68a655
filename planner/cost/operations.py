"""What runs beside the model: people, licences, the answer cache, checks by people, and one-off work."""

from __future__ import annotations

from typing import Any

from planner.cost.graph import quantity
from planner.plan.wording import N_


@quantity("1", N_("Change of wages"))
def wage_factor(wage_trend: Any, years_elapsed: Any) -> Any:
    """One plus the yearly change of wages, raised to the years elapsed."""
    return (1.0 + wage_trend) ** years_elapsed


@quantity("1", N_("Change of licences and support"))
def contract_factor(contract_change: Any, contracts_ended: Any) -> Any:
    """One plus the change at the end of a contract, for every contract that has ended."""
    return (1.0 + contract_change) ** contracts_ended


@quantity("USD/month", N_("Engineers"), part="staff")
def staff_cost(engineers: Any, engineer_cost: Any, months_per_year: Any, wage_factor: Any, active: Any) -> Any:
    """Full-time equivalents times their yearly cost over twelve."""
    return engineers * engineer_cost / months_per_year * wage_factor * active


@quantity("USD/month", N_("Operators"), part="staff")
def operators_pay(operators: Any, operator_cost: Any, months_per_year: Any, wage_factor: Any, active: Any) -> Any:
    """Full-time equivalents times their yearly cost over twelve."""
    return operators * operator_cost / months_per_year * wage_factor * active


@quantity("USD/month", N_("Data and evaluation staff"), part="staff")
def data_staff_pay(data_staff: Any, data_staff_cost: Any, months_per_year: Any, wage_factor: Any, active: Any) -> Any:
    """Full-time equivalents times their yearly cost over twelve."""
    return data_staff * data_staff_cost / months_per_year * wage_factor * active


@quantity("USD/month", N_("Support contracts"), part="support")
def software_support(support_per_year: Any, months_per_year: Any, contract_factor: Any, active: Any) -> Any:
    """The yearly price of support for software over twelve, as the contract of the month has it."""
    return support_per_year / months_per_year * contract_factor * active


@quantity("USD/month", N_("On-call"), part="on_call")
def on_call_cost(on_call: Any, wage_factor: Any, active: Any) -> Any:
    """Paid readiness, every month."""
    return on_call * wage_factor * active


@quantity("USD/month", N_("Fixed licence"))
def fixed_licence(licence_per_year: Any, months_per_year: Any, contract_factor: Any, active: Any) -> Any:
    """The yearly fee over twelve, as the contract of the month has it."""
    return licence_per_year / months_per_year * contract_factor * active


@quantity("USD/month", N_("Licence by GPU"))
def accelerator_licence(
    licence_per_accelerator: Any, accelerators: Any, months_per_year: Any, contract_factor: Any
) -> Any:
    """GPUs times the yearly fee for one, over twelve, as the contract of the month has it."""
    return licence_per_accelerator * accelerators / months_per_year * contract_factor


@quantity("USD/month", N_("Licence by seat"))
def seat_licence(licence_per_user: Any, active_users: Any, contract_factor: Any) -> Any:
    """Active users of the month times the fee for one, as the contract of the month has it."""
    return licence_per_user * active_users * contract_factor


@quantity("USD/month", N_("Share of revenue"))
def revenue_licence(revenue_share: Any, value_flow: Any) -> Any:
    """The licensor's share of the value that the answers bring."""
    return revenue_share * value_flow


@quantity("USD/month", N_("Licences"), part="licence", provides="licence_cost")
def licence_cost_with_accelerators(
    fixed_licence: Any, accelerator_licence: Any, seat_licence: Any, revenue_licence: Any
) -> Any:
    """Fixed, by GPU, by seat and as a share of revenue."""
    return fixed_licence + accelerator_licence + seat_licence + revenue_licence


@quantity("USD/month", N_("Licences"), part="licence")
def licence_cost(fixed_licence: Any, seat_licence: Any, revenue_licence: Any) -> Any:
    """Fixed, by seat and as a share of revenue."""
    return fixed_licence + seat_licence + revenue_licence


@quantity("USD/month", N_("Integration"), part="integration")
def integration_flow(integration: Any, switching_cost: Any, first_month: Any) -> Any:
    """One-off work and the cost of switching, in the month before the scenario starts."""
    return (integration + switching_cost) * first_month


@quantity("USD/month", N_("Answer cache"), part="answer_cache")
def answer_cache_cost(cache_cost: Any, active: Any) -> Any:
    """The cache's own servers and embeddings, every month."""
    return cache_cost * active


@quantity("USD/month", N_("Checks by people"), part="review")
def review_cost(answers: Any, reviewed: Any, review_price: Any, wage_factor: Any) -> Any:
    """Answers that stand, times the share that somebody reads, times the cost of reading one."""
    return answers * reviewed * review_price * wage_factor


WHOEVER_HOSTS = (
    wage_factor,
    contract_factor,
    staff_cost,
    operators_pay,
    data_staff_pay,
    on_call_cost,
    software_support,
    fixed_licence,
    seat_licence,
    revenue_licence,
    integration_flow,
)
"""People, licences and the change: paid by a scenario that hosts a model and by one that is made of others."""
