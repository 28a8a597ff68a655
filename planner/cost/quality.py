"""Quality and success: how many requests end well, and what a success is worth."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.plan.wording import N_


@quantity("1", N_("Tasks done right by the model"))
def model_success_share(success_rate: Any, quality_lift: Any, retries: Any) -> Any:
    """The share done right with the gain of tuning; each further call answers a failed one, with the same chance."""
    once = np.minimum(np.maximum(success_rate + quality_lift, 0.0), 1.0)
    return np.minimum(once * (1.0 + retries), 1.0)


@quantity("1", N_("Tasks done right"))
def success_share(model_success_share: Any, cache_hit_share: Any, stale_share: Any) -> Any:
    """Answers of the model, and those of the answer cache less its wrong hits."""
    return cache_hit_share * (1.0 - stale_share) * model_success_share + (1.0 - cache_hit_share) * model_success_share


@quantity("request/month", N_("Successful tasks"))
def successes(answers: Any, success_share: Any) -> Any:
    """Answers that stand, times the share done right."""
    return answers * success_share


@quantity("1", N_("Adoption"))
def adoption(month_index: Any, adoption_months: Any, one_month: Any) -> Any:
    """The value rises in a straight line to its full height in the months to full adoption."""
    return np.minimum(month_index / np.maximum(adoption_months, one_month), 1.0)


@quantity("user", N_("Users answered"))
def users_answered(active_users: Any, traffic_share: Any, kept_share: Any) -> Any:
    """Active users by the share of their requests whose answers stand here."""
    return active_users * traffic_share * kept_share


@quantity("USD/month", N_("Value of the answers"))
def value_flow(successes: Any, value_per_success: Any, users_answered: Any, value_per_user: Any, adoption: Any) -> Any:
    """Successful tasks times the value of one, and users times the value of one, as far as adopted."""
    return (successes * value_per_success + users_answered * value_per_user) * adoption
