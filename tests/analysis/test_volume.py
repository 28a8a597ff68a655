"""Cost against volume: equal to direct evaluations, in whole servers, with exact crossings."""

import numpy as np
import pytest

from planner.analysis.volume import monthly_costs, unit_cost_curve, volume_curves
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range
from planner.plan.plan import Plan

IDS = ("dear", "cheap", "rent", "hybrid")
"""900 tokens in, 210 out; a month of the dear API costs 900·5e-6 + 210·15e-6 = 0.00765 a request."""
DEAR_EACH = 900 * 5e-6 + 210 * 15e-6
RENT_MONTH = 3.0 * 730 + 0.1 * 180_000 / 12


@pytest.mark.parametrize("volume", [1.0, 2.5e3, 1.2e5, 3.3e6, 4.4e7])
def test_a_curve_equals_a_direct_evaluation_of_the_plan_with_that_volume(plan, catalogue, volume, build):
    result = evaluate(build.edited(plan, (build.VOLUME, volume)), catalogue)
    found = monthly_costs(plan, catalogue, IDS[:3], np.array([volume]))
    for number, each in enumerate(IDS[:3]):
        assert found[number, 0] == pytest.approx(result.scenario(each).figures["monthly_cost"].value, rel=1e-12)


def test_a_hybrid_chooses_its_base_anew_at_every_volume(plan, catalogue, build):
    volumes = np.array([1e6, 3e7, 2e8])
    found = monthly_costs(plan, catalogue, ("hybrid",), volumes)[0]
    for volume, cost in zip(volumes, found, strict=True):
        direct = evaluate(build.edited(plan, (build.VOLUME, float(volume))), catalogue).scenario("hybrid")
        assert cost == pytest.approx(direct.figures["monthly_cost"].value, rel=0.02)


def test_the_crossing_of_an_api_and_one_rented_server_is_where_their_bills_are_equal(plan, catalogue):
    curves = volume_curves(plan, catalogue, answering=("dear", "rent"))
    (crossing,) = curves.crossings[:1]
    assert (crossing.cheaper_below, crossing.cheaper_above) == ("dear", "rent")
    assert crossing.volume == pytest.approx(RENT_MONTH / DEAR_EACH, rel=1e-8)
    assert crossing.monthly_cost == pytest.approx(RENT_MONTH, rel=1e-9)


def test_curves_cover_six_decades_around_the_plans_own_volume(plan, catalogue):
    curves = volume_curves(plan, catalogue)
    assert curves.volumes[-1] / curves.volumes[0] == pytest.approx(1e6)
    assert curves.volumes[0] < curves.your_volume[1] < curves.volumes[-1]


def test_a_range_of_volume_becomes_the_band_of_the_chart(plan, catalogue, build):
    ranged = build.edited(plan, (build.VOLUME, Range(low=1e4, likely=2e4, high=5e4)))
    assert volume_curves(ranged, catalogue).your_volume == (1e4, 2e4, 5e4)


def test_the_plans_own_volume_is_on_the_curve_with_the_plans_own_cost(plan, catalogue):
    """Between two volumes of the grid the figure would be another than that of the answer."""
    curves = volume_curves(plan, catalogue)
    place = int(np.argmin(np.abs(curves.volumes - 120_000.0)))
    assert curves.volumes[place] == 120_000.0
    assert np.all(np.diff(curves.volumes) > 0.0)
    assert curves.monthly_cost["dear"][place] == pytest.approx(DEAR_EACH * 120_000.0, rel=1e-12)


def test_users_times_requests_is_a_volume_too(plan, catalogue, build):
    by_users = build.edited(plan, (("workload", "volume", "basis"), "users"))
    curves = volume_curves(by_users, catalogue)
    assert curves.your_volume == (120_000.0,) * 3
    place = int(np.argmin(np.abs(curves.volumes - 1e5)))
    assert curves.monthly_cost["dear"][place] == pytest.approx(DEAR_EACH * curves.volumes[place], rel=1e-9)


def test_more_volume_never_lowers_the_bill(plan, catalogue):
    curves = volume_curves(plan, catalogue)
    for each in IDS:
        assert np.all(np.diff(curves.monthly_cost[each]) >= -1e-6), each


def test_servers_make_steps(plan, catalogue):
    curve = volume_curves(plan, catalogue, low=1e5, high=1e9, points=400).monthly_cost["rent"]
    steps = np.unique(np.round((curve - 1_500.0) / (3.0 * 730), 6))
    assert len(steps) > 5
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-6)


def test_a_plan_without_scenarios_has_no_curves(catalogue):
    curves = volume_curves(Plan(id="empty"), catalogue)
    assert not curves.monthly_cost
    assert not curves.crossings


def test_a_scenario_that_cannot_answer_is_nan_and_never_wins(plan, catalogue, build):
    broken = build.edited(plan, (("scenarios", "rent", "hosting", "rented", "offer"), ""))
    curves = volume_curves(broken, catalogue)
    assert np.isnan(curves.monthly_cost["rent"]).all()
    assert all("rent" not in (each.cheaper_below, each.cheaper_above) for each in curves.crossings)


def test_unit_cost_falls_as_utilisation_rises_f5(plan, catalogue):
    curve = unit_cost_curve(plan, catalogue, "rent")
    assert 0.0 <= curve.utilisation.min() < 0.001
    assert curve.utilisation.max() <= 1.0
    one_server = curve.volumes < 1e6
    assert np.all(np.diff(curve.cost_per_million_tokens[one_server]) < 0.0)
    product = (curve.cost_per_million_tokens * curve.utilisation)[one_server]
    np.testing.assert_allclose(product, product[0], rtol=1e-9)
    assert unit_cost_curve(plan, catalogue, "dear") is None


def test_a_hybrid_whose_base_is_yet_to_be_chosen_has_no_curve_and_stops_nobody(plan, catalogue, build):
    open_ended = build.edited(plan, (("scenarios", "hybrid", "hosting", "hybrid", "base"), ""))
    curves = volume_curves(open_ended, catalogue).monthly_cost
    assert np.all(np.isnan(curves["hybrid"]))
    assert np.all(np.isfinite(curves["cheap"]))
