"""Break-even month and volume, against calculations by hand."""

import numpy as np
import pytest

from planner.analysis.break_even import break_even_volumes, months_of, with_break_even
from planner.cost.evaluation import evaluate, evaluate_with_doubt
from planner.plan.amounts import Range


def test_the_month_is_where_the_lines_of_money_paid_cross():
    own = np.array([[1000.0, 1010.0, 1020.0, 1030.0, 1040.0]])
    api = np.array([[0.0, 400.0, 800.0, 1200.0, 1600.0]])
    # gaps 1000, 610, 220, −170: zero after 220/390 of the third month
    assert months_of(own, api)[0] == pytest.approx(2 + 220 / 390)


def test_a_scenario_that_always_costs_less_is_ahead_from_the_start():
    assert months_of(np.array([[0.0, 1.0, 2.0]]), np.array([[0.0, 3.0, 6.0]]))[0] == 0.0


def test_who_ends_above_has_not_broken_even():
    assert np.isinf(months_of(np.array([[0.0, 5.0, 10.0]]), np.array([[1.0, 6.0, 9.0]]))[0])


def test_who_costs_the_same_never_breaks_even():
    same = np.array([[0.0, 5.0, 10.0]])
    assert np.isinf(months_of(same, same)[0])


def test_a_scenario_that_falls_behind_again_counts_from_its_last_overtaking():
    paid = np.array([[2.0, 2.0, 9.0, 9.0, 9.0]])
    baseline = np.array([[0.0, 4.0, 6.0, 8.0, 12.0]])
    assert months_of(paid, baseline)[0] == pytest.approx(3 + 1 / 4)


def test_the_volume_of_an_api_against_one_server_is_the_ratio_of_their_prices(plan, catalogue):
    found = break_even_volumes(plan, catalogue, "dear", ["rent", "cheap"])
    assert found["rent"] == pytest.approx((3.0 * 730 + 1_500.0) / (900 * 5e-6 + 210 * 15e-6), rel=1e-8)
    assert "cheap" not in found


def test_figures_are_added_where_they_apply_and_absent_elsewhere(plan, catalogue, build):
    busy = build.edited(plan, (build.VOLUME, 3e6))
    result = with_break_even(busy, catalogue, evaluate(busy, catalogue))
    assert "break_even_month" not in result.scenario("dear").figures
    assert result.scenario("rent").figures["break_even_month"].value == 0.0
    assert "break_even_requests_per_month" in result.scenario("rent").figures
    assert "break_even_requests_per_month" not in result.scenario("cheap").figures


def test_a_bought_server_pays_back_after_its_price_over_the_monthly_saving(plan, catalogue, build):
    with_own = plan.model_copy(update={"scenarios": (*plan.scenarios, build.owned("own", 100_000.0))})
    busy = build.edited(with_own, (build.VOLUME, 3e6))
    result = with_break_even(busy, catalogue, evaluate(busy, catalogue))
    own, dear = result.scenario("own").cumulative, result.scenario("dear").cumulative
    month = result.scenario("own").figures["break_even_month"].value
    saving = (dear[1] - dear[0]) - (own[1] - own[0])
    assert month == pytest.approx(own[0] / saving, rel=1e-9)
    assert own[0] == pytest.approx(110_000.0)


def test_doubt_gives_the_month_a_band(plan, catalogue, build):
    with_own = plan.model_copy(update={"scenarios": (*plan.scenarios, build.owned("own", 100_000.0))})
    busy = build.edited(with_own, (build.VOLUME, Range(low=2.5e6, likely=3e6, high=3.5e6)))
    result = with_break_even(busy, catalogue, evaluate_with_doubt(busy, catalogue, 200))
    figure = result.scenario("own").figures["break_even_month"]
    assert figure.low < figure.value < figure.high


def test_results_without_a_baseline_stay_as_they_are(plan, catalogue, build):
    broken = build.edited(plan, (("scenarios", "dear", "hosting", "kind"), "rented"))
    result = evaluate(broken, catalogue)
    assert with_break_even(broken, catalogue, result) is result
