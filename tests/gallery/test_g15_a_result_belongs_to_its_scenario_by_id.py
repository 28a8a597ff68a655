"""G15: a sorted table row exported with another row's inputs."""

import itertools
from dataclasses import replace

import pytest
from shipped_plans import example

from planner.analysis.charts.cost_bars import cost_bars
from planner.analysis.charts.marks import Bar
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.cost.evaluation import evaluate, explain
from planner.export.comparison import comparison_table
from planner.plan.language import ENGLISH

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


def test_the_ranked_bars_and_their_table_keep_each_amount_with_its_scenario():
    plan, catalogue = example(NAME)
    found = evaluate(plan, catalogue)
    chart = cost_bars(View(plan, found, Words(ENGLISH)))
    drawn = {}
    for mark in chart.marks:
        if isinstance(mark, Bar) and mark.scenario:
            drawn[mark.scenario] = drawn.get(mark.scenario, 0.0) + mark.right - mark.left
    assert set(drawn) == {result.id for result in found.scenarios}
    for result in found.scenarios:
        assert drawn[result.id] == pytest.approx(result.total_cost)
    headings = [column.label for column in chart.table.columns]
    rows = [dict(zip(headings, row, strict=True)) for row in chart.table.rows]
    names = [row["Scenario"] for row in rows]
    # The bars are ranked by cost, so that their order is not that of the plan.
    assert names != [scenario.name for scenario in plan.scenarios]
    totals = {result.name: result.total_cost for result in found.scenarios}
    assert len(totals) == len(rows)
    for row in rows:
        assert row["Sum"] == pytest.approx(totals[row["Scenario"]])


@pytest.mark.parametrize("reverse", [False, True])
def test_an_exported_row_has_the_inputs_of_its_own_scenario(reverse):
    plan, catalogue = example(NAME)
    order = tuple(sorted(plan.scenarios, key=lambda scenario: scenario.id, reverse=reverse))
    shuffled = plan.model_copy(update={"scenarios": order})
    found = evaluate(plan, catalogue)
    ranked = replace(found, scenarios=tuple(sorted(found.scenarios, key=lambda result: -(result.total_cost or 0.0))))
    table = comparison_table(View(shuffled, ranked, Words(ENGLISH)))
    headings = [column.label for column in table.columns]
    for row in (dict(zip(headings, each, strict=True)) for each in table.rows):
        scenario = plan.scenario(row["Id"])
        assert (row["Scenario"], row["Hosting"]) == (scenario.name, scenario.hosting.kind)
        assert row["Total cost"] == found.scenario(row["Id"]).total_cost
