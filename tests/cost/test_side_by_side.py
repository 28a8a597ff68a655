"""Figures worked out for all scenarios at once are, bit by bit, those of each scenario's own graph."""

from functools import cache

import cost_plans as plans
import numpy as np
import pytest
from fresh_start import content
from shipped_plans import catalogue, example, names

from planner.cost.composites import outcome_of
from planner.cost.evaluation import evaluate
from planner.cost.figures import figures_of
from planner.cost.side_by_side import rows_of
from planner.plan.levers import Levers
from planner.plan.money import Return

HOSTS = (
    plans.api(levers=Levers(batch=True), **plans.PROVISIONED),
    plans.rented("rented-fixed"),
    plans.rented("tuned", tuned=plans.tuning("lora"), scaling="autoscale", wait=3.0),
    plans.owned(),
    plans.hybrid(base="rented-fixed"),
    plans.routed(small="owned"),
)
PLANS = {
    "every kind": plans.plan(*HOSTS),
    "nothing of value": plans.plan(*HOSTS, value=Return()),
    "no pilot": plans.plan(
        *HOSTS, workload=plans.workload(volume=plans.workload().volume.model_copy(update={"pilot_months": 0.0}))
    ),
    "half a year": plans.plan(*HOSTS, money=plans.money(horizon=6.0)),
}


@cache
def opened(name):
    return (PLANS[name], catalogue()) if name in PLANS else example(name)


@pytest.mark.parametrize("name", [*PLANS, *names("examples")])
def test_every_figure_is_that_of_the_scenarios_own_graph(name):
    plan, its_catalogue = opened(name)
    compared = 0
    for result in evaluate(plan, its_catalogue).scenarios:
        if not result.figures:
            continue
        scenario = plan.scenario(result.id)
        alone = figures_of(plan, scenario, its_catalogue, outcome_of(plan, scenario, its_catalogue, 0), None)
        assert list(result.figures) == list(alone)
        for figure, value in alone.items():
            assert content(result.figures[figure]) == content(value), (result.id, figure)
            compared += 1
    assert compared > 20


@pytest.mark.parametrize("name", PLANS)
def test_the_payments_are_those_of_the_scenarios_own_bill(name):
    plan, its_catalogue = opened(name)
    for result in evaluate(plan, its_catalogue).scenarios:
        outcome = outcome_of(plan, plan.scenario(result.id), its_catalogue, 0)
        level = outcome.values["price_level"]
        paid = {part: outcome.flow(part) / level + 0.0 * level for part in outcome.parts}
        assert list(result.cash_flow) == [part for part, flow in paid.items() if flow.any()]
        for part, flow in result.cash_flow.items():
            assert flow.tolist() == paid[part].tolist()
            assert result.breakdown[part] == paid[part].sum()
        assert result.cumulative[-1] == pytest.approx(sum(result.breakdown.values()), rel=1e-12)
        assert result.cumulative.tolist() == np.cumsum(outcome.values["cost_flow"]).tolist()


def test_the_same_scenario_comes_to_the_same_whoever_stands_beside_it():
    plan = PLANS["every kind"]
    among = {result.id: result for result in evaluate(plan, catalogue()).scenarios}
    for scenario in plan.scenarios:
        alone = evaluate(plan.with_only(scenario.id), catalogue()).scenario(scenario.id)
        assert content(alone) == content(among[scenario.id])


def test_scenarios_without_an_answer_leave_the_others_as_they_are():
    well = plans.rented("well")
    refused = plans.rented("closed", model=plans.CLOSED_MODEL)
    endless = plans.rented("no-hours", scaling="hours", hours=0.0)
    results = evaluate(plans.plan(refused, well, endless), catalogue()).scenarios
    assert [result.id for result in results] == ["closed", "well", "no-hours"]
    for result in (results[0], results[2]):
        assert not result.figures
        assert result.reasons
    assert content(results[1].figures) == content(evaluate(plans.plan(well), catalogue()).scenarios[0].figures)


def test_no_outcomes_have_no_rows():
    assert rows_of(plans.plan(), catalogue(), []) == []
