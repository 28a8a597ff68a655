from dataclasses import replace

import pytest

from planner.analysis.charts.cost_bars import BASES, cost_bars
from planner.analysis.charts.marks import Bar, Text, Whisker
from planner.cost.results import PlanResult


def bars_of(chart, scenario):
    return [bar for bar in chart.of(Bar) if bar.scenario == scenario]


def test_scenarios_are_ranked_by_cost_and_the_infeasible_one_comes_last(view):
    chart = cost_bars(view)

    # Totals by hand: 24·11,000 = 264k; 142,000 + 24·11,700 = 422.8k; 12,000 + 24·19,500 = 480k;
    # 252,000 + 24·10,000 = 492k; 4,000 + 24·28,000 = 676k.
    names = [tick.label for tick in chart.y.ticks]
    assert names == [
        "API small",
        "Hybrid: own base, API overflow",
        "Rent 70B",
        "Own 70B",
        "API large",
        "Own 70B on one small card",
    ]


def test_the_parts_of_a_bar_stand_end_to_end_and_reach_the_total(view):
    own = bars_of(cost_bars(view), "own")

    assert sum(bar.right - bar.left for bar in own) == pytest.approx(492_000)
    assert [bar.left for bar in own] == pytest.approx([0.0, *[bar.right for bar in own[:-1]]])
    hardware = next(bar for bar in own if bar.part == "hardware")
    assert hardware.right - hardware.left == pytest.approx(240_000)


def test_the_whisker_is_the_range_of_the_figure(view):
    whisker = next(mark for mark in cost_bars(view).of(Whisker) if mark.scenario == "own")

    assert (whisker.low, whisker.high) == pytest.approx((492_000 * 0.85, 492_000 * 1.2))


@pytest.mark.parametrize("basis", [basis.id for basis in BASES])
def test_on_every_basis_a_bar_adds_up_to_the_key_figure(view, basis):
    figure = next(each.figure for each in BASES if each.id == basis)

    chart = cost_bars(view, basis)

    for result in view.answering:
        drawn = sum(bar.right - bar.left for bar in bars_of(chart, result.id))
        assert drawn == pytest.approx(result.figures[figure].value)


def test_what_is_infeasible_says_why_and_has_no_bar(view):
    chart = cost_bars(view)

    assert bars_of(chart, "tiny") == []
    assert "Does not fit: 93 GB short" in [text.text for text in chart.of(Text)]


def test_an_infeasible_scenario_with_a_cost_is_greyed_behind_the_others(view):
    results = tuple(
        replace(result, feasible=False) if result.id == "api-s" else result for result in view.result.scenarios
    )

    chart = cost_bars(replace(view, result=PlanResult(results, view.result.baseline)))

    assert {bar.opacity for bar in bars_of(chart, "api-s")} == {0.3}
    assert [tick.label for tick in chart.y.ticks].index("API small") >= 4


def test_a_credit_stands_left_of_zero(view):
    own = view.result.scenario("own")
    sold = replace(own, breakdown={**own.breakdown, "residual": -40_000.0})
    results = tuple(sold if result.id == "own" else result for result in view.result.scenarios)

    chart = cost_bars(replace(view, result=PlanResult(results, "api-l")))

    residual = next(bar for bar in bars_of(chart, "own") if bar.part == "residual")
    assert residual.right == 0.0
    assert residual.left < 0.0
    assert chart.x.low <= residual.left


def test_the_table_has_the_parts_the_sum_and_the_range(view):
    table = cost_bars(view).table

    headings = [column.label for column in table.columns]
    rent = dict(zip(headings, next(row for row in table.rows if row[0] == "Rent 70B"), strict=True))
    assert rent["Rented servers"] == pytest.approx(324_000)
    assert rent["Staff"] == pytest.approx(144_000)
    assert rent["Tuning: work"] == pytest.approx(12_000)
    assert rent["Sum"] == pytest.approx(480_000)
    assert rent["P10"] == pytest.approx(408_000)


def test_more_parts_than_can_be_told_apart_are_drawn_as_one(view):
    own = view.result.scenario("own")
    many = {f"part_{number}": float(1000 * (number + 1)) for number in range(12)}
    changed = replace(own, breakdown={**many, "hardware": 492_000.0 - sum(many.values())})

    chart = cost_bars(replace(view, result=PlanResult((changed,), "own")))

    assert len(chart.legend) <= 9
    assert sum(bar.right - bar.left for bar in bars_of(chart, "own")) == pytest.approx(492_000)
    assert "Other" in [entry.label for entry in chart.legend]


def test_amounts_are_in_the_currency_of_the_plan(view, example):
    from planner.analysis.charts.words import Words

    plan = example.example_plan(currency="EUR", exchange_rate=0.5)
    chart = cost_bars(replace(view, plan=plan, words=Words.of(view.words.language, plan)))

    assert sum(bar.right - bar.left for bar in bars_of(chart, "rent")) == pytest.approx(240_000)
    assert "EUR" in chart.x.title
    assert "€240k" in [text.text for text in chart.of(Text)]
