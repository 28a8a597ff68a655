"""Models that their vendor will withdraw before the months that a plan compares are over."""

from __future__ import annotations

from planner.catalog.records import Model
from planner.plan.plan import Plan
from planner.plan.units import DAYS_PER_MONTH
from planner.plan.wording import N_, Message


def withdrawal_within(model: Model, plan: Plan) -> Message | None:
    """Return the sentence for a model that is sold on the plan's price date and withdrawn within its months."""
    if model.retired is None:
        return None
    days = (model.retired - plan.money.price_date).days
    if not 0 < days < plan.money.horizon * DAYS_PER_MONTH:
        return None
    return Message(
        N_("{model} will be withdrawn on {date}, within the months that are compared: plan with its successor."),
        {"model": model.name, "date": model.retired},
    )
