"""Leaves of contracts: when each begins and ends, and which months are still owed after the horizon."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.cost.leaves import Leaf, Leaves
from planner.plan.plan import Plan, Scenario
from planner.plan.units import MONTHS_PER_YEAR
from planner.plan.wording import N_

Months = NDArray[np.float64]


def contracts_leaf(plan: Plan, scenario: Scenario) -> Leaf:
    """Return how many contracts for licences and support have ended by each month."""
    ended = _terms_over(int(plan.money.horizon), scenario.wait_months, scenario.operations.contract_months)
    path = ("scenarios", scenario.id, "operations", "contract_months")
    return Leaf("contracts_ended", ended, "1", N_("Contracts that have ended"), path=path)


def pricing_leaf(plan: Plan, scenario: Scenario) -> Leaf:
    """Return the years until the API price of each month was set: a contract holds it for its months."""
    held = scenario.hosting.api.price_held_months
    years = _priced(int(plan.money.horizon), scenario.wait_months, held)
    path = ("scenarios", scenario.id, "hosting", "api", "price_held_months")
    return Leaf("years_at_pricing", years, "1", N_("Years until the price was set"), path=path)


def commitment_leaves(plan: Plan, scenario: Scenario, until: float) -> Leaves:
    """Return the months under a commitment, when each was signed, and the months owed after the horizon.

    A renewed commitment is signed again as long as the scenario runs; `until` is its last month. What is signed is
    paid to its end.
    """
    rented = scenario.hosting.rented
    renewed, term = rented.after_commitment == "renewed", rented.commitment_months
    return _commitment(int(plan.money.horizon), scenario.wait_months, until, term, renewed, scenario.id)


@lru_cache(maxsize=256)
def _commitment(horizon: int, wait: float, until: float, term: float, renewed: bool, scenario_id: str) -> Leaves:
    under, signed, owed = _committed(horizon, wait, until, term, renewed)
    path = ("scenarios", scenario_id, "hosting", "rented", "commitment_months")
    return Leaves.of(
        (
            Leaf("under_commitment", under, "1", N_("Committed months"), path),
            Leaf("years_at_signing", signed, "1", N_("Years until the commitment was signed"), path),
            Leaf("months_committed_after", owed, "month", N_("Months owed after the horizon"), path),
        )
    )


@lru_cache(maxsize=256)
def _priced(horizon: int, wait: float, held: float) -> Months:
    """Return the years until the price of each month was set."""
    index = np.arange(horizon + 1, dtype=float)
    months = np.where((index > wait) & (index <= wait + held), wait, np.maximum(index - 1.0, 0.0))
    return _shared(months / MONTHS_PER_YEAR)


@lru_cache(maxsize=256)
def _terms_over(horizon: int, wait: float, term: float) -> Months:
    """Return how many terms are over at the start of each month; none where there is no term."""
    index = np.arange(horizon + 1, dtype=float)
    return _shared(np.floor(np.maximum(index - 1.0 - wait, 0.0) / term) if term else 0.0 * index)


@lru_cache(maxsize=256)
def _committed(horizon: int, wait: float, until: float, term: float, renewed: bool) -> tuple[Months, Months, float]:
    """Return the months under commitment, the years at which each was signed, and the months owed at the end."""
    index = np.arange(horizon + 1, dtype=float)
    runs = max(min(until, horizon) - wait, 0.0)
    terms = math.ceil(runs / term) if renewed else min(math.ceil(runs), 1)
    end = wait + terms * term
    under = ((index > wait) & (index <= end)).astype(float)
    signed = (wait + _terms_over(horizon, wait, term) * term) / MONTHS_PER_YEAR
    return _shared(under), _shared(signed), max(end - horizon, 0.0)


def _shared(months: Months) -> Months:
    """Make an array read-only: every scenario of one calendar shares it."""
    months.flags.writeable = False
    return months
