from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan.amounts import Range
from planner.plan.edits import evolve
from planner.plan.plan import Plan, Scenario
from planner.storage.documents import InvalidPlanError, opened_plan, plan_document
from planner.storage.plan_file import PlanFile, parse_plan, plan_bytes

PLAN = Plan(id="p", name="Año", scenarios=(Scenario(id="a", name="A"), Scenario(id="b", name="B")))


def file_of(document: dict[str, Any]) -> PlanFile:
    return parse_plan(plan_bytes(document), "x.plan.json")


def test_a_plan_comes_back_equal_from_its_file() -> None:
    plan = evolve(PLAN, ("workload", "volume", "requests"), Range(low=1.0, likely=2.0, high=3.5))

    opened = opened_plan(file_of(plan_document(plan)))

    assert opened.plan == plan
    assert opened.unknown == ()
    assert plan_bytes(plan_document(opened.plan)) == plan_bytes(plan_document(plan))


def test_unknown_fields_are_written_back_where_they_were() -> None:
    document = plan_document(PLAN)
    document["future"] = {"deep": [1, {"x": None}]}
    document["workload"]["volume"]["season"] = "winter"
    document["workload"]["volume"]["requests"] = {"low": 1, "likely": 2, "high": 3, "shape": "triangle"}
    document["scenarios"][1]["hosting"]["colour"] = "green"

    opened = opened_plan(file_of(document))

    assert len(opened.unknown) == 4
    assert plan_document(opened.plan, opened.unknown) == document


def test_an_unknown_field_follows_its_scenario_and_goes_with_it() -> None:
    document = plan_document(PLAN)
    document["scenarios"][1]["later"] = "mine"
    opened = opened_plan(file_of(document))
    a, b = opened.plan.scenarios

    swapped = plan_document(opened.plan.model_copy(update={"scenarios": (b, a)}), opened.unknown)
    without = plan_document(opened.plan.model_copy(update={"scenarios": (a,)}), opened.unknown)

    assert [item.get("later") for item in swapped["scenarios"]] == ["mine", None]
    assert [item.get("later") for item in without["scenarios"]] == [None]


def test_reading_does_not_change_the_file_that_was_read() -> None:
    document = plan_document(PLAN)
    document["later"] = 1
    file = file_of(document)

    opened_plan(file)

    assert file.document["later"] == 1


def test_impossible_values_are_named_one_by_one_in_our_own_words() -> None:
    document = plan_document(PLAN)
    document["seed"] = -1
    document["name"] = 5
    document["workload"]["volume"]["requests"] = -3
    document["workload"]["volume"]["growth"] = {"low": 2, "likely": 1, "high": 3}

    with pytest.raises(InvalidPlanError) as caught:
        opened_plan(file_of(document))

    problems = [str(problem) for problem in caught.value.problems]
    assert "name: this value is not allowed here." in problems
    assert any(problem.startswith("workload.volume.requests") for problem in problems)
    assert any(problem.endswith("must be at least 0.") for problem in problems)
    assert any(problem.endswith("low, likely and high must rise.") for problem in problems)
    assert str(caught.value).startswith("x.plan.json holds values that a plan cannot have")


def test_a_plan_without_an_id_says_that_it_is_missing() -> None:
    with pytest.raises(InvalidPlanError, match=r"id: this value is missing\."):
        opened_plan(file_of({"name": "x"}))


def test_two_scenarios_of_one_id_are_refused() -> None:
    document = plan_document(PLAN)
    document["scenarios"][1]["id"] = "a"

    with pytest.raises(InvalidPlanError, match="this value is not allowed here"):
        opened_plan(file_of(document))


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in items for place in places(item, (*path, key)))]


PLACES = places(plan_document(PLAN))[1:]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), max_size=6), st.text(max_size=8))
def test_any_values_in_a_plan_are_opened_or_refused_and_survive_a_save(
    changes: list[tuple[tuple[str | int, ...], Any]], extra: str
) -> None:
    document = plan_document(PLAN)
    for path, value in changes:
        node: Any = document
        for step in path[:-1]:
            node = node[step] if isinstance(node, dict) and step in node else {}
        if isinstance(node, dict):
            node[path[-1]] = value
        if isinstance(value, dict):
            value.setdefault(extra, 1)

    try:
        opened = opened_plan(file_of(document))
    except InvalidPlanError:
        return
    saved = plan_document(opened.plan, opened.unknown)

    again = opened_plan(file_of(saved))
    assert again.plan == opened.plan
    assert plan_document(again.plan, again.unknown) == saved
