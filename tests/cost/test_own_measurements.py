"""A user's own measurements: predictions for that hardware follow them, in the plan's cost and in its working."""

import datetime as dt
import math

import numpy as np
import pytest

from planner.catalog.loader import load_catalogue
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import Measurement
from planner.cost.carried_records import with_records
from planner.cost.evaluation import evaluate, explain
from planner.cost.own_measurements import correction_of, site_corrections
from planner.cost.performance import deployment_of, predict
from planner.plan.edits import evolve
from planner.plan.plan import Plan, Scenario

SOURCE = Provenance(
    title="bench.csv", address="", date=dt.date(2026, 11, 2), checked=dt.date(2026, 11, 2), evidence=Evidence.MEASURED
)


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def run(number, rate, **changes):
    known = {
        "id": f"own/measurements/{number}",
        "name": f"bench.csv:{number}",
        "provenance": SOURCE,
        "private": True,
        "model": "llama-3.1-8b",
        "accelerator": "h100-sxm",
        "weight_precision": "fp16",
        "engine": "vllm",
        "engine_date": "2026-10",
        "input_tokens": 500.0,
        "output_tokens": 200.0,
        "concurrency": 16.0,
        "output_rate": rate,
    }
    return Measurement(**(known | changes))


def predicted(catalogue):
    deployment = deployment_of(
        catalogue.find_model("llama-3.1-8b"),
        catalogue.find_accelerator("h100-sxm"),
        weight_precision="fp16",
        input_tokens=500.0,
        output_tokens=200.0,
        engine="vllm",
        engine_date="2026-10",
    )
    return float(np.ravel(predict(deployment, 16.0).output_tok_s)[0])


def rented_plan(catalogue):
    offer = catalogue.rental_offers(accelerator="h100-sxm", terms="on_demand")[0]
    scenario = Scenario(id="rented")
    for path, value in (
        (("model", "model"), "llama-3.1-8b"),
        (("hosting", "kind"), "rented"),
        (("hosting", "rented", "offer"), offer.id),
        (("hosting", "serving", "engine"), "vllm"),
    ):
        scenario = evolve(scenario, path, value)
    plan = Plan(id="p", scenarios=(scenario,), baseline="rented")
    plan = evolve(plan, ("money", "price_date"), dt.date(2026, 11, 20))
    return evolve(plan, ("workload", "volume", "requests"), 60_000_000.0)


def test_six_runs_at_half_the_speed_halve_the_prediction(catalogue):
    rate = predicted(catalogue) / 2
    own = catalogue.with_overlay([run(number, rate) for number in range(6)])

    model = own.find_model("llama-3.1-8b").id
    found = correction_of(own, "h100-sxm", model, "vllm")

    # By hand: six residuals of ln(1/2) over 6 + (0.06 / 0.2)².
    assert found.factor == pytest.approx(math.exp(6 * math.log(0.5) / 6.09), rel=1e-9)
    assert found.measurements == 6


def test_slower_measurements_take_more_servers(catalogue):
    plan = rented_plan(catalogue)
    own = catalogue.with_overlay([run(number, predicted(catalogue) / 2) for number in range(6)])

    before = evaluate(plan, catalogue).scenario("rented").figures
    after = evaluate(plan, own).scenario("rented").figures

    assert after["servers"].value > before["servers"].value
    assert after["tpot_ms"].value > before["tpot_ms"].value


def test_the_working_shows_the_runs(catalogue):
    own = catalogue.with_overlay([run(number, predicted(catalogue) / 2) for number in range(6)])

    nodes = {node.name: node for _, node, _ in explain(rented_plan(catalogue), own, "rented", "servers").walk()}

    assert nodes["own_measurements"].label == "Calibrated on your measurements"
    assert nodes["own_measurements"].value == 6
    assert nodes["own/measurements/0"].evidence is Evidence.MEASURED


def test_a_plan_carries_the_runs_that_its_hardware_was_measured_with(catalogue):
    plan = rented_plan(catalogue)
    own = catalogue.with_overlay([run(1, predicted(catalogue) / 2)])

    carried = with_records(plan, own)

    assert [row["id"] for row in carried.snapshot["records"]["measurements"]] == ["own/measurements/1"]
    elsewhere = catalogue.with_snapshot(carried.snapshot)
    assert evaluate(plan, elsewhere).scenario("rented").total_cost == pytest.approx(
        evaluate(plan, own).scenario("rented").total_cost
    )


def test_a_run_of_a_model_that_is_gone_leaves_the_others(catalogue):
    own = catalogue.with_overlay([run(1, 1000.0, model="deleted"), run(2, predicted(catalogue))])

    assert [each.measurements for each in site_corrections(own)] == [1]


def test_a_plan_that_carries_records_keeps_the_version_it_was_compared_with(catalogue):
    plan = with_records(rented_plan(catalogue), catalogue)
    older = plan.model_copy(update={"snapshot": plan.snapshot | {"catalogue": "2026-08", "hash": "0123"}})

    again = with_records(older, catalogue.with_snapshot(older.snapshot))

    assert (again.snapshot["catalogue"], again.snapshot["hash"]) == ("2026-08", "0123")
