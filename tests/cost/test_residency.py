"""Where data may be processed: the catalogue's regions, what the analyst says of a provider, and what neither says."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.cost.evaluation import evaluate
from planner.cost.residency import place_of
from planner.plan.edits import evolve
from planner.plan.money import Constraints


@pytest.mark.parametrize(
    ("region", "place"),
    [
        *((name, "eu") for name in ("eu-west-1", "eu-central-1", "westeurope", "europe-west4", "france", "eu")),
        *((name, "us") for name in ("us", "us-east-1", "us-central1", "eastus", "eastus2", "southcentralus")),
        *((name, "elsewhere") for name in ("eu-west-2", "europe-west2", "europe-west6", "eu-central-2", "europe (uk)")),
        *((name, "") for name in ("any", "aws", "gcp", "", "north america", "southamerica-east1", "australiaeast")),
    ],
)
def test_a_region_is_told_by_whole_names(region, place):
    assert place_of(region) == place


def reasons(scenario, wanted):
    plan = evolve(plans.plan(scenario), ("constraints", "residency"), wanted)
    result = evaluate(plan, catalogue()).scenario(scenario.id)
    assert result.feasible == (not result.reasons)
    return [reason.text() for reason in result.reasons]


def rented_in(region):
    return next(each for each in catalogue().records("rental-offers") if each.region == region and each.price)


@pytest.mark.parametrize(("region", "place"), [("westeurope", "eu"), ("us-east-1", "us")])
def test_a_rented_server_meets_the_limit_of_its_region_and_no_other(region, place):
    scenario = plans.rented(offer=rented_in(region).id, model="llama-2-7b-chat")
    assert reasons(scenario, place) == []
    (other,) = reasons(scenario, "us" if place == "eu" else "eu")
    assert other == "Data would be processed in another place. Choose a provider or an offer in the wanted one."
    assert reasons(scenario, "own") == ["Rented machines are not your own. Allow them, or buy."]


def test_a_region_that_names_no_place_is_said_as_it_stands():
    (reason,) = reasons(plans.rented(offer=rented_in("any").id), "eu")
    assert reason.startswith("The server stands in 'any'.")


@pytest.mark.parametrize("scenario", [plans.api(), plans.rented(offer=rented_in("any").id)], ids=["api", "rented"])
def test_what_the_analyst_says_of_a_provider_counts(scenario):
    def said(place):
        return scenario.model_copy(update={"hosting": scenario.hosting.model_copy(update={"data_place": place})})

    assert reasons(said("eu"), "eu") == []
    assert reasons(said("us"), "us") == []
    assert len(reasons(said("elsewhere"), "eu")) == len(reasons(said("eu"), "us")) == 1
    assert reasons(said("eu"), "any") == []


def test_where_nobody_says_it_the_limit_is_not_met_and_the_reason_says_what_to_do():
    (reason,) = reasons(plans.api(), "eu")
    assert reason == "The catalogue does not say where data are processed. Say it where the hosting is chosen."


def test_own_servers_stand_where_one_likes_and_a_mixture_where_all_its_parts_do():
    assert reasons(plans.owned(), "eu") == reasons(plans.owned(), "own") == []
    parts = (plans.rented(offer=rented_in("westeurope").id, model="llama-2-7b-chat"), plans.api())
    plan = evolve(plans.plan(*parts, plans.routed()), ("constraints", "residency"), "eu")
    assert not evaluate(plan, catalogue()).scenario("routed").feasible
    allowed = evolve(plan, ("scenarios", "api", "hosting", "data_place"), "eu")
    assert evaluate(allowed, catalogue()).scenario("routed").feasible


def test_data_that_must_not_go_to_third_parties_rule_out_apis_alone():
    inside = Constraints(no_egress=True)
    plan = plans.plan(plans.api(), plans.rented(), plans.owned(), constraints=inside)
    result = evaluate(plan, catalogue())
    (reason,) = result.scenario("api").reasons
    assert reason.text() == "Prompts would go to a third party. Allow it, or host the model."
    assert result.scenario("rented").feasible
    assert result.scenario("owned").feasible
