"""Leaves of contracts: when each begins and ends, and which months are still owed after the horizon."""

from __future__ import annotations

import math

import numpy as np

from planner.cost.leaves import Leaf
from planner.plan.plan import Plan, Scenario
from planner.plan.units import MONTHS_PER_YEAR
from planner.plan.wording import N_


def contracts_leaf(plan: Plan, scenario: Scenario) -> Leaf:
    """Return how many contracts for licences and support have ended by each month."""
    term, wait = scenario.operations.contract_months, scenario.wait_months
    index = np.arange(int(plan.money.horizon) + 1, dtype=float)
    ended = np.floor(np.maximum(index - 1.0 - wait, 0.0) / term) if term else 0.0 * index
    path = ("scenarios", scenario.id, "operations", "contract_months")
    return Leaf("contracts_ended", ended, "1", N_("Contracts that have ended"), path=path)


def pricing_leaf(plan: Plan, scenario: Scenario) -> Leaf:
    """Return the years until the API price of each month was set: a contract holds it for its months."""
    held, wait = scenario.hosting.api.price_held_months, scenario.wait_months
    index = np.arange(int(plan.money.horizon) + 1, dtype=float)
    months = np.where((index > wait) & (index <= wait + held), wait, np.maximum(index - 1.0, 0.0))
    path = ("scenarios", scenario.id, "hosting", "api", "price_held_months")
    return Leaf("years_at_pricing", months / MONTHS_PER_YEAR, "1", N_("Years until the price was set"), path=path)


def commitment_leaves(plan: Plan, scenario: Scenario, until: float) -> list[Leaf]:
    """Return the months under a commitment, when each was signed, and the months owed after the horizon.

    A renewed commitment is signed again as long as the scenario runs; `until` is its last month. What is signed is
    paid to its end.
    """
    rented, wait = scenario.hosting.rented, scenario.wait_months
    horizon, term = int(plan.money.horizon), rented.commitment_months
    index = np.arange(horizon + 1, dtype=float)
    runs = max(min(until, horizon) - wait, 0.0)
    terms = math.ceil(runs / term) if rented.after_commitment == "renewed" else min(math.ceil(runs), 1)
    end = wait + terms * term
    signed = wait + np.floor(np.maximum(index - 1.0 - wait, 0.0) / term) * term
    path = ("scenarios", scenario.id, "hosting", "rented", "commitment_months")
    return [
        Leaf("under_commitment", ((index > wait) & (index <= end)).astype(float), "1", N_("Committed months"), path),
        Leaf("years_at_signing", signed / MONTHS_PER_YEAR, "1", N_("Years until the commitment was signed"), path),
        Leaf("months_committed_after", max(end - horizon, 0.0), "month", N_("Months owed after the horizon"), path),
    ]
