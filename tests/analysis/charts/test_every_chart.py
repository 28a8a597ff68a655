"""What holds for every chart: identity by id, a table, a sentence, a footer, and no word lost."""

from dataclasses import replace

import pytest

from planner.analysis.charts.marks import Bar, Colour, Line, Marker
from planner.analysis.charts.palette import DARK, LIGHT
from planner.analysis.charts.registry import KINDS, kind
from planner.analysis.charts.symbols import OUTLINES
from planner.analysis.charts.view import NOTHING_YET
from planner.cost.results import PlanResult

EVERY = pytest.mark.parametrize("each", KINDS, ids=lambda each: each.id)


def test_there_are_the_ten_charts_of_the_product():
    assert [each.id for each in KINDS] == [
        "cost",
        "cumulative",
        "volume",
        "winner",
        "tornado",
        "odds",
        "bridge",
        "quality",
        "day",
        "memory",
    ]
    assert kind("odds").id == "odds"


@EVERY
def test_a_chart_has_a_table_a_sentence_and_a_footer_with_date_and_plan(each, view):
    chart = each.draw(view)

    assert chart.marks
    assert chart.table.rows
    assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
    assert chart.description.endswith((".", "…"))
    assert "23 Nov 2026" in chart.footer
    assert "Support bot" in chart.footer


@EVERY
def test_colours_and_tables_follow_the_id_when_the_results_come_in_another_order(each, view):
    turned = replace(view, result=PlanResult(tuple(reversed(view.result.scenarios)), view.result.baseline))

    before, after = each.draw(view), each.draw(turned)

    assert owners(before) == owners(after)
    assert contents(each, before) == contents(each, after)


def contents(each, chart):
    """A table regardless of its order: a column a scenario for lines, a row a scenario for the rest."""
    table = chart.table
    if each.id in {"cumulative", "volume"}:
        return {column.label: [row[place] for row in table.rows] for place, column in enumerate(table.columns)}
    return sorted(map(str, table.rows))


def owners(chart):
    """Every pair of scenario and colour that the marks and the legend show."""
    marks = [mark for mark in chart.marks if isinstance(mark, (Bar, Line, Marker)) and mark.scenario]
    pairs = {(mark.scenario, mark.colour) for mark in marks}
    pairs |= {(entry.scenario, entry.colour) for entry in chart.legend if entry.scenario}
    return pairs


@EVERY
def test_a_scenario_has_its_own_colour_in_every_chart(each, view):
    for scenario, colour in owners(each.draw(view)):
        if colour.role == "scenario":
            assert colour == Colour("scenario", view.plan.scenario(scenario).colour)


@EVERY
def test_a_scenario_that_is_not_ticked_is_in_no_chart_of_scenarios(each, view):
    if each.id in {"winner", "tornado", "odds", "bridge", "day"}:
        return
    scenarios = tuple(scenario.model_copy(update={"shown": scenario.id != "rent"}) for scenario in view.plan.scenarios)
    hidden = replace(view, plan=view.plan.model_copy(update={"scenarios": scenarios}))

    assert "rent" not in {scenario for scenario, _ in owners(each.draw(hidden))}


@EVERY
def test_a_chart_of_nothing_says_why(each, view):
    empty = replace(view, result=PlanResult((), ""), analyses=NOTHING_YET)

    chart = each.draw(empty)

    assert chart.nothing
    assert chart.description == chart.nothing


@EVERY
def test_the_same_view_gives_the_same_table_and_texts(each, view):
    one, two = each.draw(view), each.draw(view)

    assert (one.table, one.description, one.legend, one.x, one.y) == (
        two.table,
        two.description,
        two.legend,
        two.x,
        two.y,
    )


@EVERY
def test_an_axis_holds_every_bar_and_marker(each, view):
    chart = each.draw(view)

    for bar in chart.of(Bar):
        assert chart.x.low - 1e-9 <= bar.left <= bar.right <= chart.x.high + 1e-9
    for marker in chart.of(Marker):
        assert -0.001 <= chart.x.position(marker.x) <= 1.001
        assert -0.001 <= chart.y.position(marker.y) <= 1.001


def test_each_of_twelve_scenarios_has_a_colour_and_a_symbol_of_its_own():
    for palette in (LIGHT, DARK):
        assert len(set(palette.scenarios)) == 12
    assert len(set(OUTLINES)) == 12
