"""No result outlives what it rests on: the rest of the plan, the catalogue under it, and whoever asks meanwhile."""

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import cost_plans as plans
import pytest
from fresh_start import content, fresh
from shipped_plans import catalogue

from planner.catalog.loader import load_catalogue
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import Measurement
from planner.cost.carried_records import with_records
from planner.cost.evaluation import evaluate, evaluate_with_doubt
from planner.plan.amounts import Range
from planner.plan.edits import evolve
from planner.plan.money import Constraints

HOSTS = (
    plans.api("api"),
    plans.api("by-list", input_price=None, output_price=None, cache_read_price=None, cache_write_price=None),
    plans.rented("rented", price=None, commitment_discount=None),
    plans.owned("owned", bridge="api"),
    plans.owned("waiting", wait=3.0, bridge="rented"),
    plans.hybrid(base="rented", overflow="by-list"),
    plans.routed(small="owned", large="api"),
)
PLAN = plans.plan(*HOSTS, baseline="rented", constraints=Constraints(budget_per_month=1e5))
MADE_OF_OTHERS = {"owned", "waiting", "hybrid", "routed"}
DAY = dt.date(2026, 11, 2)
SOURCE = Provenance(title="bench.csv", address="", date=DAY, checked=DAY, evidence=Evidence.MEASURED)


def without(plan, identity):
    return evolve(plan, ("scenarios",), tuple(each for each in plan.scenarios if each.id != identity))


def scenario_edit(identity, *path_and_value):
    *path, value = path_and_value
    return lambda plan: evolve(plan, ("scenarios", identity, *path), value)


EDITS = {
    "a part is renamed": scenario_edit("api", "name", "The other API"),
    "a part takes another model": scenario_edit("rented", "model", "weights", "int8"),
    "a part takes another price": scenario_edit("api", "hosting", "api", "input_price", 9.0),
    "a part becomes what cannot be a part": scenario_edit("api", "hosting", "kind", "hybrid"),
    "a part waits itself": scenario_edit("rented", "wait_months", 4.0),
    "a part is deleted": lambda plan: without(plan, "by-list"),
    "the bridge is deleted": lambda plan: without(plan, "api"),
    "the baseline is another": lambda plan: evolve(plan, ("baseline",), "api"),
    "the baseline is deleted": lambda plan: without(plan, "rented"),
    "no baseline is named": lambda plan: evolve(plan, ("baseline",), ""),
    "the first scenario is another": lambda plan: evolve(
        evolve(plan, ("baseline",), ""), ("scenarios",), plan.scenarios[::-1]
    ),
    "prices of another day": lambda plan: evolve(plan, ("money", "price_date"), dt.date(2023, 4, 1)),
    "another currency": lambda plan: evolve(plan, ("money", "currency"), "EUR"),
    "a tighter budget": lambda plan: evolve(plan, ("constraints", "budget_per_month"), 100.0),
    "another seed": lambda plan: evolve(plan, ("seed",), 7),
    "a benchmark": lambda plan: evolve(plan, ("workload", "quality", "benchmark"), "MMLU"),
    "a note": lambda plan: plan.model_copy(update={"field_notes": {"workload.volume.growth": "from sales"}}),
}


@pytest.fixture(scope="module")
def cold():
    """A catalogue that has only ever answered for plans just read, of which nothing is remembered."""
    return load_catalogue()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_of_the_plan_gives_every_scenario_the_result_of_a_fresh_start_and_undo_the_old_one(edit, cold):
    before = content(evaluate_with_doubt(PLAN, catalogue(), draws=40))
    after = edit(PLAN)
    for ask in (evaluate, lambda plan, records: evaluate_with_doubt(plan, records, draws=40)):
        assert content(ask(after, catalogue())) == content(ask(fresh(after), cold))
    assert content(evaluate_with_doubt(PLAN, catalogue(), draws=40)) == before


def test_scenarios_that_are_made_of_others_follow_them():
    """What the test above compares does move: a price of a part reaches all that lean on it."""
    known = {each.id: each for each in evaluate(PLAN, catalogue()).scenarios}
    after = {each.id: each for each in evaluate(EDITS["a part takes another price"](PLAN), catalogue()).scenarios}
    moved = {identity for identity in known if content(known[identity]) != content(after[identity])}
    assert moved == {"api", "owned", "routed"}
    waiting = {each.id: each for each in evaluate(EDITS["the baseline is another"](PLAN), catalogue()).scenarios}
    assert {identity for identity in known if content(known[identity]) != content(waiting[identity])} == {"waiting"}


def own_measurement(rate):
    return Measurement(
        id="own/measurements/1",
        name="bench.csv:1",
        provenance=SOURCE,
        private=True,
        model=plans.OPEN_MODEL,
        accelerator=catalogue().rental_offer(plans.RENTAL).accelerator,
        weight_precision="fp16",
        engine="vllm",
        input_tokens=900.0,
        output_tokens=220.0,
        concurrency=8.0,
        output_rate=rate,
    )


def dearer(record):
    return dataclasses.replace(record, price=record.price * 1.5)


def test_another_catalogue_gives_its_own_results_though_the_plan_is_the_very_same():
    offer = catalogue().rental_offer(plans.RENTAL)
    swaps = [
        catalogue(),
        catalogue().with_overlay([dearer(offer)]),
        catalogue().with_overlay([own_measurement(60.0)]),
        catalogue().with_overlay([own_measurement(90.0)]),
        catalogue().with_snapshot(with_records(PLAN, catalogue().with_overlay([dearer(offer)])).snapshot),
    ]
    seen = [content(evaluate(PLAN, each)) for each in swaps]
    again = [content(evaluate(fresh(PLAN), each.with_frozen(each._frozen))) for each in swaps]
    assert seen == again
    assert len(set(seen)) == 4, "three changes, and the snapshot that carries the first of them"
    assert seen[1] == seen[4]


def test_a_worker_that_draws_meanwhile_changes_no_result_of_the_window(cold):
    """The window drags the volume while the ranges are drawn and the records of the plan are read anew."""
    records = load_catalogue()
    volumes = [1e5 + 1e4 * step for step in range(12)]
    ranged = evolve(PLAN, ("workload", "volume", "growth"), Range(low=0.1, likely=0.3, high=0.5))
    dragged = [evolve(ranged, ("workload", "volume", "requests"), volume) for volume in volumes]
    with ThreadPoolExecutor(2) as workers:
        drawn = [workers.submit(evaluate_with_doubt, plan, records, 40) for plan in (*dragged[::3], *dragged[::4])]
        likely = [evaluate(plan, records) for plan in dragged]
        drawn = [each.result() for each in drawn]
    for plan, result in zip(dragged, likely, strict=True):
        assert content(result) == content(evaluate(fresh(plan), cold))
    for plan, result in zip((*dragged[::3], *dragged[::4]), drawn, strict=True):
        assert content(result) == content(evaluate_with_doubt(fresh(plan), cold, 40))
