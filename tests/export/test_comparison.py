from dataclasses import replace

import pytest

from planner.cost.results import PlanResult
from planner.export.comparison import cash_flow_table, comparison_table


def rows_by(table, key):
    headings = [column.label for column in table.columns]
    place = headings.index(key)
    return {row[place]: dict(zip(headings, row, strict=True)) for row in table.rows}


def test_every_key_figure_of_every_scenario_is_in_the_comparison(view):
    rows = rows_by(comparison_table(view), "Id")

    for result in view.shown:
        assert rows[result.id]["Scenario"] == view.name(result.id)
        for name, label in (("total_cost", "Total cost"), ("cost_per_request", "Per request"), ("quality", "Quality")):
            figure = result.figures.get(name)
            assert rows[result.id][label] == (None if figure is None else figure.value)
    assert rows["own"]["Total cost P10"] == pytest.approx(492_000 * 0.85)


def test_what_is_infeasible_has_its_reason_and_no_figures(view):
    row = rows_by(comparison_table(view), "Id")["tiny"]

    assert row["Meets every limit"] == "no"
    assert row["Limits broken"] == "Does not fit: 93 GB short"
    assert row["Total cost"] is None


def test_a_sorted_result_keeps_each_row_with_its_own_scenario(view):
    ranked = PlanResult(tuple(sorted(view.result.scenarios, key=lambda each: each.name)), "api-l")

    before = rows_by(comparison_table(view), "Id")
    after = rows_by(comparison_table(replace(view, result=ranked)), "Id")

    assert before == after


def test_the_cash_flow_adds_up_to_the_total_and_to_its_parts(view):
    table = cash_flow_table(view)

    headings = [column.label for column in table.columns]
    own = [dict(zip(headings, row, strict=True)) for row in table.rows if row[0] == "own"]
    assert len(own) == 25
    assert sum(row["Sum"] for row in own) == pytest.approx(492_000)
    assert own[0]["Hardware"] == 240_000
    assert own[1]["Hardware"] == 0.0
    assert own[1]["Rented servers"] is None
    assert own[7]["Sum"] == pytest.approx(10_000)


def test_money_is_in_the_currency_of_the_plan_and_other_figures_are_not(view, example):
    from planner.analysis.charts.words import Words

    plan = example.example_plan(currency="MXN", exchange_rate=20.0)
    table = comparison_table(replace(view, plan=plan, words=Words.of(view.words.language, plan)))

    row = rows_by(table, "Id")["rent"]
    assert row["Total cost"] == pytest.approx(9_600_000)
    assert row["First token, p95"] == 900
    units = {column.label: column.unit for column in table.columns}
    assert units["Per request"] == "MXN/request"
