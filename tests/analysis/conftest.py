"""A plan whose figures can be checked by hand: two APIs with typed prices, a rented server and an own one."""

from types import SimpleNamespace

import pytest

from planner.catalog.loader import load_catalogue
from planner.plan.amounts import Range
from planner.plan.edits import evolve
from planner.plan.hosting import ApiHosting, Hosting, HybridHosting
from planner.plan.owned import OwnedHosting
from planner.plan.people import Operations
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.rented import RentedHosting

RENTED = "azure/standard_nc40ads_h100_v5/eastus/on_demand/2026-11"
BOUGHT = "buy/8x-h100-complete-node/2026-01"
OPEN = "llama-3.1-8b-instruct"
VOLUME = ("workload", "volume", "requests")


def api(identity, input_price, output_price, **parts):
    """A scenario on an API whose prices are typed."""
    prices = ApiHosting(input_price=input_price, output_price=output_price)
    hosting = Hosting(kind="api", api=prices)
    model = ModelChoice(model="openai/gpt-4o")
    return Scenario(id=identity, name=identity, model=model, hosting=hosting, **parts)


def rented(identity, price, **parts):
    """A scenario on rented servers at a typed price, around the clock."""
    hosting = Hosting(kind="rented", rented=RentedHosting(offer=RENTED, price=price))
    return Scenario(id=identity, name=identity, model=ModelChoice(model=OPEN), hosting=hosting, **parts)


def owned(identity, price, **parts):
    """A scenario on own servers at a typed price."""
    hosting = Hosting(kind="owned", owned=OwnedHosting(offer=BOUGHT, price=price))
    return Scenario(id=identity, name=identity, model=ModelChoice(model=OPEN), hosting=hosting, **parts)


def edited(plan, *edits):
    """The plan after edits of (path, value)."""
    for path, value in edits:
        plan = evolve(plan, path, value)
    return plan


@pytest.fixture(scope="session")
def build():
    """What tests make further scenarios and states of the plan with."""
    return SimpleNamespace(api=api, rented=rented, owned=owned, edited=edited, VOLUME=VOLUME)


@pytest.fixture(scope="session")
def catalogue():
    """The shipped catalogue."""
    return load_catalogue()


@pytest.fixture
def plan():
    """A dear and a cheap API, a rented server with an engineer, and a hybrid of the two last."""
    engineer = Operations(engineers=0.1)
    hybrid = Hosting(kind="hybrid", hybrid=HybridHosting(base="rent", overflow="cheap"))
    return Plan(
        id="plan",
        name="Plan",
        baseline="dear",
        scenarios=(
            api("dear", 5.0, 15.0),
            api("cheap", 0.5, 1.5),
            rented("rent", 3.0, operations=engineer),
            Scenario(id="hybrid", name="hybrid", model=ModelChoice(model=OPEN), hosting=hybrid),
        ),
    )


@pytest.fixture
def doubtful(plan):
    """The plan with ranges of volume, answer length and price."""
    return edited(
        plan,
        (VOLUME, Range(low=4e5, likely=8e5, high=1.6e6)),
        (("workload", "lengths", "answer"), Range(low=100.0, likely=210.0, high=400.0)),
        (("scenarios", "rent", "hosting", "rented", "price"), Range(low=2.0, likely=3.0, high=4.5)),
    )
