"""How fast a plan is evaluated. Not part of the suite: `pytest tests/benchmarks --benchmark-only`.

Aims: one edit of a plan with twelve scenarios over 36 months within 5 ms, 100,000 variants of a scenario in a second.
"""

import gc
import itertools

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue, example

from planner.analysis.variants import ROWS_AT_ONCE
from planner.cost.binding import bind
from planner.cost.evaluation import evaluate, evaluate_with_doubt
from planner.plan.edits import evolve
from planner.plan.money import Return
from planner.plan.plan import Plan

VARIANTS = 100_000
WAYS = ("fixed", "hours", "autoscale", "scale_to_zero")


@pytest.fixture(autouse=True)
def settled_memory():
    """What was loaded is left to itself by the garbage collector, as the program leaves it once its window is up."""
    catalogue()
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def twelve_scenarios():
    """Four APIs, four ways to rent, a tuned model, own servers, a hybrid and a cascade over 36 months."""
    scenarios = [
        *(plans.api(f"api-{index}", input_price=1.0 + index) for index in range(4)),
        *(plans.rented(f"rented-{way}", scaling=way) for way in WAYS),
        plans.rented("tuned", tuned=plans.tuning("lora")),
        plans.owned(),
        plans.hybrid(base="rented-fixed", overflow="api-0", servers=1.0),
        plans.routed(small="rented-fixed", large="api-1"),
    ]
    return plans.plan(*scenarios, money=plans.money(horizon=36.0), value=Return())


EDITS = {
    "volume": (("workload", "volume", "requests"), 400_000.0),
    "growth": (("workload", "volume", "growth"), 0.3),
    "discount rate": (("money", "discount_rate"), 0.05),
    "answer length": (("workload", "lengths", "answer"), 180.0),
    "one price": (("scenarios", "rented-fixed", "hosting", "rented", "price"), 1.2),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_twelve_scenarios_over_36_months(benchmark, edit):
    plan = twelve_scenarios()
    path, start = EDITS[edit]
    evaluate(plan, catalogue())
    count = itertools.count(1)

    def edited():
        return (evolve(plan, path, start + 0.001 * next(count)), catalogue()), {}

    result = benchmark.pedantic(evaluate, setup=edited, rounds=60, warmup_rounds=3)
    assert len(result.scenarios) == 12


def test_a_plan_of_twelve_scenarios_that_was_just_read_from_a_file(benchmark):
    """Another volume each time, and no part of the plan was ever seen: nothing of it is remembered."""
    text = twelve_scenarios().model_dump_json()
    evaluate(Plan.model_validate_json(text), catalogue())
    count = itertools.count(1)

    def read_anew():
        plan = evolve(Plan.model_validate_json(text), ("workload", "volume", "requests"), 400_000.0 + next(count))
        return (plan, catalogue()), {}

    benchmark.pedantic(evaluate, setup=read_anew, rounds=60, warmup_rounds=3)


def test_an_edit_of_the_first_example(benchmark):
    plan, its_catalogue = example("startup-chatbot-2023")
    count = itertools.count(1)

    def edited():
        return (evolve(plan, ("workload", "volume", "users"), 35_000.0 + next(count)), its_catalogue), {}

    benchmark.pedantic(evaluate, setup=edited, rounds=60, warmup_rounds=3)


@pytest.mark.parametrize("scenario", [plans.api(), plans.rented(), plans.owned()], ids=lambda scenario: scenario.id)
def test_a_hundred_thousand_variants_in_a_second(benchmark, scenario):
    plan = plans.plan(scenario, money=plans.money(horizon=24.0))
    bound = bind(plan, scenario, catalogue())
    volumes = np.geomspace(1e4, 1e7, VARIANTS)[:, None]

    def totals():
        """In blocks that the processor's cache holds, as the analyses take them."""
        blocks = (volumes[start : start + ROWS_AT_ONCE] for start in range(0, VARIANTS, ROWS_AT_ONCE))
        return np.concatenate([bound.values({"base_requests": block})["total_cost"] for block in blocks])

    found = benchmark.pedantic(totals, rounds=3, warmup_rounds=1)
    assert found.shape == (VARIANTS, 1)
    assert found[-1, 0] > found[0, 0]
    if benchmark.stats:
        assert benchmark.stats["min"] < 1.0


def test_two_thousand_draws_of_the_first_example(benchmark):
    plan, its_catalogue = example("startup-chatbot-2023")
    count = itertools.count(1)

    def edited():
        return (plan.model_copy(update={"seed": next(count)}), its_catalogue), {}

    benchmark.pedantic(evaluate_with_doubt, setup=edited, rounds=3, warmup_rounds=1)
