"""What is remembered never gives another answer: after an edit of any field, every number is that of a fresh start."""

import datetime as dt
import functools
import json

import cost_plans as plans
import numpy as np
import pytest
from fresh_start import content, fresh
from shipped_plans import catalogue

from planner.cost.binding import bind
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.evaluation import evaluate
from planner.cost.graph import compose, quantity
from planner.cost.remembering import Remembered
from planner.plan.amounts import Range
from planner.plan.edits import EditError, evolve
from planner.plan.fields import walk
from planner.plan.levers import Levers

LEVERS = Levers(semantic_cache=True, compression=True, batch=True, speculative=True)
HOSTS = (
    plans.api("api", levers=LEVERS, **plans.PROVISIONED),
    *(plans.rented(f"rented-{way}", scaling=way) for way in ("fixed", "hours", "autoscale", "scale_to_zero")),
    plans.rented("rented-tuned", tuned=plans.tuning("lora"), levers=LEVERS, wait=3.0),
    plans.owned("owned", wait=1.0),
    plans.hybrid(base="rented-fixed"),
    plans.routed(small="owned"),
)
PLAN = plans.plan(*HOSTS, field_notes={"workload.volume.growth": "from sales"})
EXAMPLES = {"api", "rented-autoscale", "rented-tuned", "owned"}
PARTS = ("workload", "money", "value", "constraints", "scenarios")


def other_values(spec, value):
    """Values that a field could be edited to."""
    if spec.ui.choices:
        return [choice for choice, _ in spec.ui.choices if choice != value]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, Range):
        return [value.likely]
    if isinstance(value, (int, float)):
        return [value + 1.0] if spec.ui.maximum is None or value + 1.0 <= spec.ui.maximum else [value * 0.5]
    if isinstance(value, dt.date):
        return [value + dt.timedelta(days=200)]
    return [3.0] if value is None else []


def edited_plans(part):
    """Every plan that one edit of a field in this part makes, with the path of the edit and the scenarios it meets."""
    for path, spec, value in walk(PLAN):
        met = EXAMPLES if part != "scenarios" else EXAMPLES & {*path[1:2]}
        kind = PLAN.scenario(path[1]).hosting.kind if part == path[0] == "scenarios" else ""
        if path[0] != part or not met or (path[2:3] == ("hosting",) and path[3] not in (kind, "serving")):
            continue
        for other in other_values(spec, value):
            try:
                yield path, evolve(PLAN, path, other), met
            except EditError:
                continue


def bound_or_none(plan, scenario):
    try:
        return bind(plan, scenario, catalogue())
    except Infeasible:
        return None


@pytest.mark.parametrize("part", PARTS)
def test_an_edit_of_any_field_takes_the_same_figures_and_gives_the_same_numbers_as_a_fresh_start(part):
    edits = 0
    for path, plan, met in edited_plans(part):
        edits += 1
        for identity in met:
            bound = bound_or_none(plan, plan.scenario(identity))
            again = bound_or_none(copy := fresh(plan), copy.scenario(identity))
            assert (bound is None) == (again is None), (path, identity)
            if bound is None or again is None:
                continue
            assert content(dict(bound.leaves)) == content(dict(again.leaves)), (path, identity)
            with np.errstate(all="ignore"):
                plain = again.graph.evaluate({name: leaf.value for name, leaf in again.leaves.items()})
            quick = bound.values()
            for name, value in plain.items():
                assert content(quick[name]) == content(value), (path, identity, name)
    assert edits >= {"workload": 30, "money": 12, "value": 3, "constraints": 5, "scenarios": 250}[part]


def test_a_plan_after_many_edits_has_the_bytes_of_the_same_plan_read_from_a_file():
    walked = functools.reduce(lambda so_far, step: step[1](so_far), enumerate(_steps()), PLAN)
    for plan in (PLAN, walked):
        warm, cold = evaluate(plan, catalogue()), evaluate(fresh(plan), catalogue())
        assert content(warm) == content(cold)


def _steps():
    """A session: drags of the volume and back, a price, a length, another horizon, one scenario gone."""
    for requests in (5e5, 6e5, 7e5, 6e5):
        yield lambda plan, requests=requests: _seen(evolve(plan, ("workload", "volume", "requests"), requests))
    yield lambda plan: _seen(evolve(plan, ("scenarios", "rented-fixed", "hosting", "rented", "price"), 2.0))
    yield lambda plan: _seen(evolve(plan, ("workload", "lengths", "answer"), 333.0))
    yield lambda plan: _seen(evolve(plan, ("money", "horizon"), 20.0))
    yield lambda plan: _seen(evolve(plan, ("scenarios",), tuple(s for s in plan.scenarios if s.id != "owned")))


def _seen(plan):
    evaluate(plan, catalogue())
    return plan


def test_only_what_an_input_reaches_is_computed_again():
    computed = []

    @quantity("1", "A")
    def a(x):
        """X doubled."""
        computed.append("a")
        return 2.0 * x

    @quantity("1", "B")
    def b(a, y):
        """A and Y."""
        computed.append("b")
        return a + y

    graph = compose([a, b], ["x", "y"])
    assert dict(graph.run({"x": 1.0, "y": 2.0}, "one")) == {"x": 1.0, "y": 2.0, "a": 2.0, "b": 4.0}
    assert graph.run({"x": 1.0, "y": 3.0}, "one")["b"] == 5.0
    assert computed == ["a", "b", "b"]
    assert graph.run({"x": 4.0, "y": 2.0}, "two")["b"] == 10.0
    assert graph.run({"x": 4.0, "y": 3.0}, "one")["b"] == 11.0
    assert computed == ["a", "b", "b", "a", "b", "b"]


def test_minus_nothing_is_another_number_than_nothing():
    @quantity("1", "A")
    def a(x):
        """One over X."""
        return np.float64(1.0) / x

    graph = compose([a], ["x"])
    assert graph.run({"x": 0.0})["a"] == np.inf
    assert graph.run({"x": -0.0})["a"] == -np.inf
    assert graph.run({"x": np.array([0.0])})["a"] == np.inf
    assert graph.run({"x": np.array([-0.0])})["a"] == -np.inf
    assert type(graph.run({"x": 1.0})["x"]) is float
    assert type(graph.run({"x": 1})["x"]) is int


def test_an_answer_is_remembered_for_the_very_parts_that_it_rests_on():
    remembered, asked = Remembered(2), []

    def ask(part, note=""):
        return remembered.recall((part,), note, lambda: asked.append(json.dumps(part)) or len(asked))

    one, two, three = [1], [1], [3]
    assert [ask(one), ask(one), ask(two), ask(one, "noted")] == [1, 1, 2, 3]
    assert [ask(three), ask(one, "noted")] == [4, 3]
    assert ask(one) == 5, "the oldest were forgotten"
