"""An edit yields a new plan, shares what it did not touch, and refuses what is not allowed."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from planner.plan.amounts import Range
from planner.plan.edits import EditError, evolve, value_at
from planner.plan.fields import fields_of, matters, walk
from planner.plan.hosting import Hosting, HybridHosting
from planner.plan.owned import OwnedHosting
from planner.plan.plan import Plan, Scenario
from planner.plan.rented import RentedHosting
from planner.plan.tuning import Tuning

PLAN = Plan(id="p", name="A plan", scenarios=(Scenario(id="a", name="A"), Scenario(id="b", name="B")))
REQUESTS = ("workload", "volume", "requests")
PRICE = ("scenarios", "b", "hosting", "rented", "price")


def test_an_edit_leaves_the_old_plan_as_it_was() -> None:
    edited = evolve(PLAN, REQUESTS, 5e9)

    assert value_at(edited, REQUESTS) == 5e9
    assert value_at(PLAN, REQUESTS) == 120_000.0


def test_an_edit_shares_every_part_that_it_does_not_touch() -> None:
    edited = evolve(PLAN, PRICE, 3.5)

    assert edited.scenario("a") is PLAN.scenario("a")
    assert edited.workload is PLAN.workload
    assert value_at(edited, PRICE) == 3.5


def test_a_range_goes_where_a_number_goes() -> None:
    doubt = Range(low=1.0, likely=2.0, high=4.0)

    assert value_at(evolve(PLAN, PRICE, doubt), PRICE) == doubt


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (REQUESTS, -1.0, "at least 0"),
        (REQUESTS, 1e14, "at most"),
        (REQUESTS, float("nan"), "not allowed"),
        (REQUESTS, "many", "not allowed"),
        (REQUESTS, True, "not allowed"),
        (("workload", "volume", "pilot_months"), 1.5, "whole"),
        (("scenarios", "a", "hosting", "kind"), "borrowed", "not allowed"),
        (("scenarios", "x", "name"), "gone", "no scenario"),
        (("workload", "volume", "colour"), 1.0, "no field"),
        (("scenarios", "a", "levers", "cache_hits"), Range(low=0.1, likely=0.5, high=1.2), "at most"),
    ],
)
def test_what_is_not_allowed_is_refused_with_the_reason(path: tuple[str, ...], value: object, reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        evolve(PLAN, path, value)


def test_a_range_must_rise() -> None:
    with pytest.raises(ValueError, match="range_order"):
        Range(low=2.0, likely=1.0, high=3.0)


def test_two_scenarios_cannot_have_one_id() -> None:
    with pytest.raises(ValueError, match="unique"):
        Plan(id="p", scenarios=(Scenario(id="a"), Scenario(id="a")))


def test_a_plan_survives_json() -> None:
    edited = evolve(evolve(PLAN, REQUESTS, Range(low=1.0, likely=2.0, high=3.0)), PRICE, 1.25)

    assert Plan.model_validate_json(edited.model_dump_json()) == edited


def test_every_field_below_a_described_part_has_a_label_and_help() -> None:
    described = list(walk(PLAN))

    assert len(described) > 150
    assert [path for path, spec, _ in described if not spec.ui.label] == []
    assert [path for path, spec, _ in described if not spec.ui.help and path[-1] != "name"] == []


def test_every_default_is_within_its_own_bounds() -> None:
    def check(part: BaseModel) -> None:
        type(part).model_validate(part.model_dump())

    check(PLAN)
    check(Scenario(id="x"))


def test_a_field_matters_only_for_its_siblings_choice() -> None:
    hours = next(spec for spec in fields_of(RentedHosting) if spec.name == "hours")
    examples = next(spec for spec in fields_of(Tuning) if spec.name == "examples")

    assert matters(hours, RentedHosting(scaling="hours"))
    assert not matters(hours, RentedHosting(scaling="fixed"))
    assert not matters(examples, Tuning(kind="prompt_engineering"))
    assert matters(examples, Tuning(kind="lora"))


def test_changing_the_hosting_kind_keeps_what_was_typed_for_the_other() -> None:
    hosting = Hosting(kind="rented", rented=RentedHosting(price=9.0))
    plan = Plan(id="p", scenarios=(Scenario(id="a", hosting=hosting),))

    there = evolve(plan, ("scenarios", "a", "hosting", "kind"), "api")
    back = evolve(there, ("scenarios", "a", "hosting", "kind"), "rented")

    assert back == plan


def test_a_plan_of_some_scenarios_keeps_what_their_costs_rest_on() -> None:
    hybrid = Hosting(kind="hybrid", hybrid=HybridHosting(base="bought", overflow="gone"))
    bought = Hosting(kind="owned", owned=OwnedHosting(lead_months=2.0, bridge="api"))
    plan = Plan(
        id="p",
        baseline="now",
        scenarios=(
            Scenario(id="now"),
            Scenario(id="api"),
            Scenario(id="bought", hosting=bought),
            Scenario(id="hybrid", hosting=hybrid),
            Scenario(id="later", wait_months=3.0),
        ),
    )

    def kept(*identities: str) -> list[str]:
        return [scenario.id for scenario in plan.with_only(*identities).scenarios]

    assert kept("api") == ["api"]
    assert kept("bought") == ["api", "bought"]
    assert kept("hybrid") == ["api", "bought", "hybrid"]
    assert kept("later") == ["now", "later"]
    assert kept("later", "api") == ["now", "api", "later"]
    with pytest.raises(KeyError):
        plan.with_only("gone")
