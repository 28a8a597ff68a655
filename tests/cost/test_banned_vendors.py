"""Banned vendors: whoever makes the model or the GPUs, or sells the calls or the servers, wherever it serves."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve


def banned_from(word, *scenarios, of):
    plan = evolve(plans.plan(*scenarios, baseline="api"), ("constraints", "banned_vendors"), word)
    result = evaluate(plan, catalogue()).scenario(of)
    assert result.feasible == (not result.reasons)
    return [reason.text() for reason in result.reasons]


@pytest.mark.parametrize("word", ["Meta", "lambda", "NVIDIA", "AMD, nvidia"])
def test_maker_of_the_model_maker_of_the_gpus_and_renter_are_known(word):
    said = banned_from(word, plans.rented(), of="rented")
    assert len(said) == 1
    assert said[0].lower().startswith(word.split(", ")[-1].lower())
    assert banned_from("Mistral, Azure", plans.rented(), of="rented") == []


def test_a_bought_box_is_told_by_its_name_and_its_gpus():
    assert banned_from("dgx", plans.owned(), of="owned")
    assert banned_from("Nvidia", plans.owned(), of="owned")
    assert banned_from("AMD", plans.owned(), of="owned") == []


def test_the_provider_whose_price_list_applies_is_known_where_none_is_named():
    open_model = plans.api(model="llama-3.1-8b-instruct", provider="", input_price=None, output_price=None)
    open_model = open_model.model_copy(update={"id": "api"})
    now = plans.money(price_date=plans.dt.date(2026, 11, 1))
    plan = plans.plan(open_model, money=now)
    provider = catalogue().api_prices("llama-3.1-8b-instruct", now.price_date)[0].provider
    without = evolve(plan, ("constraints", "banned_vendors"), provider)
    by_other_name = evolve(without, ("scenarios", "api", "model", "model"), "Llama-3.1-8B-Instruct")
    assert [each.text() for each in evaluate(by_other_name, catalogue()).scenarios[0].reasons] == [
        f"{provider} is banned."
    ]
    assert [each.text() for each in evaluate(without, catalogue()).scenarios[0].reasons] == [f"{provider} is banned."]


@pytest.mark.parametrize("of", ["rented", "owned"])
def test_who_answers_until_a_scenario_starts_counts_too(of):
    waiting = {"rented": plans.rented(wait=3.0), "owned": plans.owned(bridge="api")}[of]
    assert "OpenAI is banned." in banned_from("OpenAI", plans.api(), waiting, of=of)
    at_once = {"rented": plans.rented(), "owned": plans.owned(lead_months=0.0, bridge="api")}[of]
    assert banned_from("OpenAI", plans.api(), at_once, of=of) == []
