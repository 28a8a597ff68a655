"""What tuning costs, twice: the published range beside first principles, and why they differ (F16)."""

from __future__ import annotations

import datetime as dt

import pytest
from planner.analysis.tuning_comparison import tuning_comparison
from planner.catalog.loader import load_catalogue
from planner.plan.edits import evolve
from planner.plan.hosting import Hosting, RentedHosting
from planner.plan.money import Money
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.tuning import Tuning

OFFER = "lambda/1x-a100-40gb/us/on_demand/2023-10"


def tuned(kind: str, model: str = "llama-2-7b", **figures: float) -> Plan:
    """Return a plan whose one scenario is tuned, with every figure of the job typed in."""
    usual = {
        "examples": 50_000.0,
        "example_tokens": 500.0,
        "epochs": 3.0,
        "runs": 15.0,
        "training_price": 2.0,
        "efficiency": 0.3,
        "example_price": 0.0,
        "evaluation": 0.0,
        "labour_hours": 0.0,
        "labour_rate": 100.0,
    }
    tuning = Tuning.model_validate({"kind": kind, "training_accelerator": "a100-sxm-80gb", **usual, **figures})
    hosting = Hosting(kind="rented", rented=RentedHosting(offer=OFFER))
    scenario = Scenario(
        id="t", name="Tuned", model=ModelChoice(model=model, weights="int8"), hosting=hosting, tuning=tuning
    )
    return Plan(id="p", money=Money(price_date=dt.date(2023, 10, 31)), scenarios=(scenario,), baseline="t")


def test_compute_follows_from_tokens_parameters_and_achieved_compute() -> None:
    found = tuning_comparison(tuned("instruction_tuning"), load_catalogue(), "t")

    # 6 × 6.74e9 × (50,000 × 500 × 3) / (312e12 × 0.3 × 3600) GPU hours a run, 15 runs at 2 $.
    hours = 6 * 6.74e9 * 75e6 / (312e12 * 0.3 * 3600)
    assert found is not None
    assert found.gpu_hours == pytest.approx(15 * hours, rel=1e-3)
    assert found.parts["tuning_compute"] == pytest.approx(15 * hours * 2, rel=1e-3)
    assert (found.low, found.high) == (100.0, 10_000.0)
    assert "inside the published range" in found.explanation[0].text()


def test_work_alone_takes_prompt_tuning_out_of_the_published_range() -> None:
    found = tuning_comparison(tuned("prompt_tuning", labour_hours=40.0), load_catalogue(), "t")

    assert found is not None
    assert found.total > 4_000.0
    assert [message.text() for message in found.explanation][1].startswith("Without the work of people (4,000 $)")


def test_a_small_fine_tuning_job_is_far_below_the_published_figure() -> None:
    plan = tuned("full_fine_tuning", model="phi-2", examples=10_000.0, runs=3.0)
    found = tuning_comparison(plan, load_catalogue(), "t")

    assert found is not None
    assert found.low == 100_000.0
    assert found.total < 1_000.0
    assert "times the training tokens" in found.explanation[-1].text()
    # What the published amount buys as compute alone is as many tokens as its GPU hours can pass.
    tokens = 100_000.0 / 2.0 * 3600 * 312e12 * 0.3 / (6 * load_catalogue().model("phi-2").total_parameters)  # type: ignore[operator]
    assert found.tokens_for_published == pytest.approx(tokens, rel=1e-3)


def test_what_trains_nothing_has_no_comparison() -> None:
    plan = evolve(tuned("lora"), ("scenarios", "t", "tuning", "kind"), "prompt_engineering")

    assert tuning_comparison(plan, load_catalogue(), "t") is None
