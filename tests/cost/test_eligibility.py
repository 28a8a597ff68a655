"""A hard limit that rules a scenario out is named in the money that the plan counts in."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.cost.evaluation import evaluate
from planner.plan.money import Constraints


@pytest.mark.parametrize(
    ("currency", "rate", "over"), [("EUR", 0.5, "50 EUR"), ("MXN", 20.0, "2\u202f000 MXN"), ("USD", 0.5, "100 USD")]
)
def test_a_bill_over_the_budget_is_said_in_the_currency_of_the_plan(currency, rate, over):
    money = plans.money().model_copy(update={"currency": currency, "exchange_rate": rate})
    free = evaluate(plans.plan(plans.api(), money=money), catalogue()).scenarios[0]
    monthly = free.figures["monthly_cost"].value
    limits = Constraints(budget_per_month=monthly - 100.0)
    (refused,) = evaluate(plans.plan(plans.api(), money=money, constraints=limits), catalogue()).scenarios
    assert not refused.feasible
    assert refused.reasons[0].text().endswith(f"{over} over the highest allowed.")
