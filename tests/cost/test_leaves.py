"""Leaves: best guesses at once, a leaf itself when somebody asks for it, and of two with one name the later."""

import cost_plans as plans
import pytest
from fresh_start import content
from shipped_plans import catalogue

from planner.cost.binding import bind
from planner.cost.bindings.plan_fields import SCENARIO_FIELDS, Fields, field_leaves, leaves_of
from planner.cost.evaluation import inputs_in_effect
from planner.cost.leaves import Leaf, Leaves
from planner.plan.amounts import Range

RANGE = Range(low=1.0, likely=2.0, high=4.0)


def leaf(name, amount):
    return Leaf(name, amount, "1", name)


def test_a_best_guess_is_the_likely_value_of_a_range():
    leaves = Leaves.of([leaf("plain", 3.0), leaf("doubted", RANGE)])
    assert leaves.likely == {"plain": 3.0, "doubted": 2.0}
    assert leaves["doubted"].amount is RANGE
    assert leaves["doubted"].value == 2.0


def test_of_two_with_one_name_the_later_counts():
    joined = Leaves.joined(Leaves.of([leaf("a", 1.0), leaf("b", 2.0)]), Leaves.of([leaf("b", 3.0), leaf("c", 4.0)]))
    assert joined.likely == {"a": 1.0, "b": 3.0, "c": 4.0}
    assert {name: each.value for name, each in joined.items()} == joined.likely
    assert Leaves.of([leaf("a", 1.0), leaf("a", 5.0)]).likely == {"a": 5.0}


def test_joining_changes_no_part():
    first = Leaves.of([leaf("a", 1.0)])
    Leaves.joined(first, Leaves.of([leaf("a", 2.0), leaf("b", 3.0)]))
    assert first.likely == {"a": 1.0}
    assert list(first) == ["a"]


def test_those_that_are_named_are_left():
    chosen = Leaves.of([leaf("a", 1.0), leaf("b", 2.0)]).only({"b", "z"})
    assert list(chosen) == ["b"]
    assert chosen["b"].value == 2.0
    assert "a" not in chosen
    with pytest.raises(KeyError):
        chosen["a"]


def test_a_leaf_of_a_field_is_made_once_and_knows_where_it_stands():
    scenario = plans.rented()
    fields = Fields(scenario, SCENARIO_FIELDS, {"scenarios.rented.success.rate": "from a trial"})
    assert fields.likely["success_rate"] == 0.8
    made = fields["success_rate"]
    assert fields["success_rate"] is made
    assert made.path == ("scenarios", "rented", "success", "rate")
    assert made.note == "from a trial"


def test_rows_and_leaves_of_a_scenario_stand_together():
    scenario = plans.rented()
    row = ("storage_price", "hosting.rented.storage", "USD/month")
    together = leaves_of(scenario, [leaf("own", 7.0), row], {})
    assert together.likely == {"storage_price": 45.0, "own": 7.0}
    assert content(together["storage_price"]) == content(field_leaves(scenario, (row,), {})[0])
    assert list(together) == ["own", "storage_price"]
    assert leaves_of(scenario, [leaf("own", 7.0)], {}).likely == {"own": 7.0}


@pytest.mark.parametrize("scenario", [plans.api(), plans.rented(), plans.owned()], ids=lambda scenario: scenario.id)
def test_every_best_guess_is_that_of_its_leaf(scenario):
    leaves = bind(plans.plan(scenario), scenario, catalogue()).leaves
    assert set(leaves.as_dict()) == set(leaves.likely)
    for name, each in leaves.items():
        assert content(each.value) == content(leaves.likely[name]), name


def test_leaves_stand_in_the_order_of_the_plan_and_then_of_the_scenario():
    scenario = plans.rented(tuned=plans.tuning("lora"))
    leaves = list(bind(plans.plan(scenario), scenario, catalogue()).leaves)
    places = [leaves.index(name) for name in ("month_index", "growth", "engineers", "deployment", "storage_price")]
    assert places == sorted(places)


def test_a_field_that_several_leaves_rest_on_is_shown_as_it_stands():
    """Adapters share one model of their own weights, but the field says how many there are."""
    scenario = plans.rented(tuned=plans.tuning("lora", adapters=3.0))
    inputs = inputs_in_effect(plans.plan(scenario), catalogue(), scenario.id)
    assert inputs["scenarios", scenario.id, "tuning", "adapters"].value == 3.0
