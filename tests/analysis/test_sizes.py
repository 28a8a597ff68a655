"""How many servers: every number tried costs what the plan costs with it, and the cheapest is named and drawn."""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.analysis.charts.marks import Line, Marker, Rule
from planner.analysis.charts.sizes import size_chart
from planner.analysis.charts.words import Words
from planner.analysis.sizes import sizes
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve
from planner.plan.language import Language

BUSY = plans.workload(volume=plans.workload().volume.model_copy(update={"requests": 6e6}))
MANY = {
    "hybrid": plans.plan(plans.api(), plans.rented(committed_servers=0.0), plans.hybrid(), workload=BUSY),
    "rented": plans.plan(plans.rented(scaling="autoscale"), workload=BUSY),
}


@pytest.mark.parametrize("scenario", MANY)
def test_each_size_costs_what_the_plan_costs_with_it(scenario):
    plan = MANY[scenario]
    found = sizes(plan, catalogue(), scenario)
    assert len(found.totals) >= 4
    for number, total in found.totals[1:5]:
        with_it = evaluate(evolve(plan, found.path, float(number)), catalogue()).scenario(scenario)
        assert with_it.total_cost == pytest.approx(total)
    assert found.total(found.best) == min(total for _, total in found.totals)


@pytest.mark.parametrize("scenario", MANY)
def test_the_best_is_what_an_empty_field_takes(scenario):
    plan = MANY[scenario]
    found = sizes(plan, catalogue(), scenario)
    empty = evaluate(evolve(plan, found.path, None), catalogue()).scenario(scenario)
    assert empty.total_cost == pytest.approx(found.total(found.best))


def test_the_picture_has_every_size_and_marks_the_cheapest():
    found = sizes(MANY["hybrid"], catalogue(), "hybrid")
    chart = size_chart(found, Words(Language()))
    (line,) = chart.of(Line)
    assert list(line.x) == [number for number, _ in found.totals]
    assert chart.of(Rule)[0].at == found.best
    assert chart.of(Marker)[-1].x == found.best
    assert len(chart.table.rows) == len(found.totals)
    assert f"{found.best} servers" in chart.description


def test_what_has_no_size_is_not_asked():
    plan = plans.plan(plans.api(), plans.rented(scaling="scale_to_zero"), plans.hybrid(base="nowhere"))
    assert [sizes(plan, catalogue(), each.id) for each in plan.scenarios] == [None, None, None]
