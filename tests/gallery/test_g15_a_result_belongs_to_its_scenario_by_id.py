"""G15: a sorted table row exported with another row's inputs."""

import itertools

import pytest
from shipped_plans import example

from planner.cost.evaluation import evaluate, explain

NAME = "cloud-70b"


def results(plan, catalogue):
    return {result.id: result for result in evaluate(plan, catalogue).scenarios}


def test_sorting_the_results_keeps_each_with_its_own_inputs():
    plan, catalogue = example(NAME)
    found = evaluate(plan, catalogue)
    for result in sorted(found.scenarios, key=lambda result: -(result.total_cost or 0.0)):
        scenario = plan.scenario(result.id)
        assert result.name == scenario.name
        assert result.hosting == scenario.hosting.kind
        leaves = {leaf.name: leaf for leaf in explain(plan, catalogue, result.id, "total_cost").leaves()}
        if scenario.hosting.kind == "rented":
            offer = catalogue.rental_offer(scenario.hosting.rented.offer)
            assert leaves["server_price"].value == offer.price
            assert result.breakdown["rent"] == pytest.approx(
                explain(plan, catalogue, result.id, "rent").value, rel=1e-9
            )


def test_the_order_of_scenarios_moves_no_figure_to_another():
    plan, catalogue = example(NAME)
    expected = {identity: result.figures for identity, result in results(plan, catalogue).items()}
    for order in itertools.islice(itertools.permutations(plan.scenarios), 0, 24, 5):
        reordered = plan.model_copy(update={"scenarios": order})
        found = results(reordered, catalogue)
        assert list(found) == [scenario.id for scenario in order]
        assert {identity: result.figures for identity, result in found.items()} == expected


def test_two_scenarios_of_one_name_stay_apart():
    plan, catalogue = example(NAME)
    renamed = tuple(scenario.model_copy(update={"name": "Same"}) for scenario in plan.scenarios)
    found = results(plan.model_copy(update={"scenarios": renamed}), catalogue)
    assert {identity: result.total_cost for identity, result in found.items()} == {
        identity: result.total_cost for identity, result in results(plan, catalogue).items()
    }


def test_two_scenarios_of_one_id_are_refused():
    plan, _ = example(NAME)
    twice = (*plan.scenarios, plan.scenarios[0])
    with pytest.raises(ValueError, match="unique"):
        type(plan).model_validate({**dict(plan), "scenarios": twice})
