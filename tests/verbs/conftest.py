"""A plan on disk, and the command line as a function."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.cli import main
from planner.plan.amounts import Range
from planner.plan.hosting import Hosting
from planner.plan.money import Money
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.rented import RentedHosting
from planner.plan.workload import Timing, Volume, Workload
from planner.storage.documents import plan_document
from planner.storage.plan_file import plan_bytes

OFFER = "lambda/8x-a100-80gb/us/on_demand/2023-10"


def small_plan() -> Plan:
    """Three scenarios: an API, rented servers, and a model that cannot be hosted."""
    rented = Hosting(kind="rented", rented=RentedHosting(offer=OFFER))
    return Plan(
        id="small",
        name="A small plan",
        workload=Workload(volume=Volume(requests=Range(low=5e4, likely=1.2e5, high=4e5)), timing=Timing(shape="flat")),
        money=Money(price_date=dt.date(2023, 10, 31), horizon=12.0),
        scenarios=(
            Scenario(id="api", name="API", model=ModelChoice(model="openai/gpt-3.5-turbo")),
            Scenario(id="rent", name="Rented 70B", model=ModelChoice(model="llama-2-70b-chat"), hosting=rented),
            Scenario(id="closed", name="Closed", model=ModelChoice(model="openai/gpt-4"), hosting=rented),
        ),
        baseline="api",
    )


@pytest.fixture
def plan_path(tmp_path: Path) -> Path:
    """The small plan as a file."""
    path = tmp_path / "small.plan.json"
    path.write_bytes(plan_bytes(plan_document(small_plan())))
    return path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a verb; return its exit status, what it printed and what it complained."""

    def call(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call
