"""G14: 'does not fit' returned as 0."""

from __future__ import annotations

import re

import numpy as np
import pytest

from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.analysis.winner_map import AxisChoice, winner_map
from planner.catalog.loader import load_catalogue
from planner.cost.evaluation import evaluate
from planner.cost.performance import deployment_of, predict
from planner.cost.performance.table import predict_table
from planner.export.comparison import comparison_table
from planner.plan.edits import evolve
from planner.plan.hosting import ApiHosting, Hosting
from planner.plan.language import ENGLISH
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.rented import RentedHosting


def test_fits_is_its_own_answer_with_the_missing_gigabytes() -> None:
    catalogue = load_catalogue()
    model, chip = catalogue.find_model("llama-3.1-70b"), catalogue.find_accelerator("H100-SXM-80GB")
    assert model is not None
    assert chip is not None
    counts = np.array([1.0, 2.0, 4.0])
    p = predict(deployment_of(model, chip, weight_precision="bf16", tensor_parallel=counts), 8.0)
    assert p.fits.tolist() == [False, True, True]
    # 70.55e9 parameters × 2 bytes on 80 GB of 2^30 less 2 %, and a quarter of the activations besides.
    assert float(p.memory.shortfall_gb[0]) == pytest.approx(70.55e9 * 2 / 2**30 - 78.4, abs=2.0)
    assert p.memory.shortfall_gb[1:].tolist() == [0.0, 0.0]
    assert np.isnan(p.output_tok_s[0])
    assert np.isnan(p.tpot_ms[0])
    assert (p.output_tok_s[1:] > 0).all()


def test_the_table_says_false_and_leaves_the_figures_empty() -> None:
    row = {"model": "llama-3.1-405b", "accelerator": "H100-SXM-80GB", "n_accelerators": "8", "tp": "8",
           "weight_precision": "bf16", "input_tokens": "1000", "output_tokens": "100", "concurrency": "1"}  # fmt: skip
    (result,) = predict_table([row], load_catalogue())
    assert result["pred_fits"] == "false"
    assert result["pred_output_tok_s"] == ""
    assert result["pred_tpot_ms"] == ""
    assert result["pred_max_concurrency"] == 0
    assert "GB per accelerator are missing" in str(result["pred_note"])


def test_the_parts_of_the_memory_add_up_to_its_total() -> None:
    catalogue = load_catalogue()
    model, chip = catalogue.find_model("llama-3.1-8b"), catalogue.find_accelerator("H100-SXM-80GB")
    assert model is not None
    assert chip is not None
    memory = predict(deployment_of(model, chip, weight_precision="bf16"), 1.0).memory
    parts = memory.weights + memory.kv_cache + memory.activations + memory.reserve
    assert float(parts) == pytest.approx(float(memory.available))
    assert float(memory.weights) == pytest.approx(8.03e9 * 2 / 2**30, rel=0.01)


def too_large() -> Plan:
    """405 billion parameters at 16 bits on a single GPU, beside an API that answers."""
    offer = "azure/standard_nc40ads_h100_v5/eastus/on_demand/2026-11"
    huge = Scenario(
        id="huge",
        name="405B on one GPU",
        model=ModelChoice(model="llama-3.1-405b"),
        hosting=Hosting(kind="rented", rented=RentedHosting(offer=offer)),
    )
    api = Scenario(id="api", name="API", hosting=Hosting(kind="api", api=ApiHosting(input_price=1.0, output_price=2.0)))
    return Plan(id="plan", name="Plan", scenarios=(huge, api), baseline="api")


def test_a_scenario_that_does_not_fit_has_a_reason_and_no_figures() -> None:
    result = evaluate(too_large(), load_catalogue())
    huge = result.scenario("huge")

    assert not huge.feasible
    assert re.search(r"[1-9][\d\u202f.]* GB per GPU are missing", str(huge.reasons[0]))
    assert huge.total_cost is None
    assert dict(huge.figures) == {}
    assert dict(huge.breakdown) == {}
    assert [each.id for each in result.feasible] == ["api"]


def test_what_does_not_fit_is_empty_in_the_export_and_absent_from_the_odds_and_the_map() -> None:
    plan, catalogue = too_large(), load_catalogue()
    view = View(plan, evaluate(plan, catalogue), Words(ENGLISH))
    table = comparison_table(view)
    headings = [column.label for column in table.columns]
    row = next(dict(zip(headings, each, strict=True)) for each in table.rows if each[0] == "huge")

    assert row["Meets every limit"] == "no"
    assert row["Total cost"] is None
    assert row["Per request"] is None
    volume, answer = ("workload", "volume", "requests"), ("workload", "lengths", "answer")
    found = winner_map(plan, catalogue, ["huge", "api"], AxisChoice(volume), AxisChoice(answer), columns=3, rows=3)
    assert {winner for line in found.winner for winner in line} == {"api"}


@pytest.mark.parametrize(
    ("model", "weights", "helps"),
    [
        # 405.85e9 parameters of 2 bytes are 756 GB of 2^30: 9 of 94 GB, so 16; at half a byte 4 of them.
        ("llama-3.1-405b", "fp16", "It fits on 16 of them."),
        ("llama-3.1-405b", "int4", "It fits on 4 of them."),
        # 70.55e9 parameters: 131 GB of 2^30 at 2 bytes, 66 GB at one.
        ("llama-3.1-70b", "fp16", "It fits on 2 of them, or with weights in FP8."),
    ],
)
def test_what_does_not_fit_is_told_the_smallest_change_that_helps(model: str, weights: str, helps: str) -> None:
    plan = evolve(too_large(), ("scenarios", "huge", "model"), ModelChoice(model=model, weights=weights))

    (reason,) = evaluate(plan, load_catalogue()).scenario("huge").reasons

    assert str(reason).endswith(helps)


def test_the_change_that_is_said_to_help_does_and_the_one_before_it_does_not() -> None:
    for weights, fits in (("fp16", False), ("fp8", True)):
        plan = evolve(too_large(), ("scenarios", "huge", "model"), ModelChoice(model="llama-3.1-70b", weights=weights))
        assert bool(evaluate(plan, load_catalogue()).scenario("huge").figures) == fits
