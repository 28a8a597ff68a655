"""W3 in the window: the day's peak, capacity and spare are drawn, and one per cent more volume is a visible step."""

import cost_plans as plans
import numpy as np
import pytest
from PySide6.QtCore import Qt
from shipped_plans import catalogue

from planner.cost.composites import outcome_of
from planner.plan.hosting import Serving
from planner.plan.people import Operations, Success
from planner.plan.workload import Timing, Volume

PRICE, PEAK, HORIZON = 1.3, 3.0, 12.0
REQUESTS = ("workload", "volume", "requests")
SECONDS = 730.0 * 3_600.0


def plan(requests):
    """One rented scenario around the clock with a spare server, a threefold peak and a latency target."""
    scenario = plans.rented(price=PRICE, storage=0.0, committed_servers=0.0, serving=Serving(spare_servers=1.0))
    bare = {"operations": Operations(), "success": Success(), "switching_cost": 0.0}
    timing = Timing(shape="consumer", peak_factor=PEAK, ttft_target=2_000.0, tpot_target=80.0)
    return plans.plan(
        scenario.model_copy(update=bare),
        workload=plans.workload(volume=Volume(requests=requests), timing=timing),
        money=plans.money(basis="nominal", rental_price_trend=0.0, horizon=HORIZON),
    )


def boundary():
    """Requests a month that exactly fill the servers of the peak."""
    found = outcome_of(plan(2e6), plan(2e6).scenarios[0], catalogue(), 0).values
    capacity = float(np.ravel(found["server_capacity"])[0])
    return float(found["servers_in_use"][1]) * capacity / PEAK * SECONDS, float(found["servers_in_use"][1]), capacity


@pytest.fixture
def window(opened, qtbot):
    full, _, _ = boundary()
    with qtbot.waitSignal(opened.store.results_ready):
        opened.store.open(plan(round(full * 0.995)))
    opened.store.select("rented")
    return opened.window


def figures(window):
    return window.store.result.scenario("rented").figures


def drawn_day(window, qtbot, servers):
    """The chart of the day, once it shows so many servers."""
    window.panels.deck.show_chart("day")
    frame = next(each for each in window.panels.deck.charts if each.kind.id == "day")
    qtbot.waitUntil(
        lambda: (
            window.panels.deck.analyses is not None
            and window.panels.deck.analyses.day is not None
            and float(np.max(window.panels.deck.analyses.day.servers)) == servers
            and frame.chart is not None
            and not frame.chart.nothing
        ),
    )
    return frame.chart, window.panels.deck.analyses.day


def test_w3_the_chart_shows_peak_capacity_and_spare(window, qtbot):
    full, servers, capacity = boundary()

    chart, day = drawn_day(window, qtbot, servers)

    assert [entry.label for entry in chart.legend][:3] == ["Demand", "Capacity", "With spare"]
    assert float(np.max(day.demand)) == pytest.approx(PEAK * full * 0.995 / SECONDS, rel=1e-3)
    assert day.capacity == pytest.approx(servers * capacity)
    assert day.spare == pytest.approx(capacity)
    assert np.all(day.demand <= day.capacity)


def test_w3_one_percent_more_is_a_step_of_a_whole_server_that_is_paid_around_the_clock(window, hand, qtbot):
    full, servers, _ = boundary()
    before = window.store.result
    assert figures(window)["servers"].value == servers + 1.0
    assert before.scenario("rented").total_cost == pytest.approx((servers + 1.0) * PRICE * 730.0 * HORIZON)

    row = window.panels.inputs.show_field(REQUESTS)
    row.editor.selectAll()
    hand.type(row.editor, f"{full * 1.005:.0f}")
    hand.press(row.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.store.result is not before)

    assert figures(window)["servers"].value == servers + 2.0
    added = window.store.result.scenario("rented").total_cost - before.scenario("rented").total_cost
    assert added == pytest.approx(PRICE * 730.0 * HORIZON)
    drawn_day(window, qtbot, servers + 1.0)


def test_w3_without_the_target_there_are_no_more_servers(window, hand, qtbot):
    before = window.store.result
    with_target = figures(window)["servers"].value

    for name in ("ttft_target", "tpot_target"):
        row = window.panels.inputs.show_field(("workload", "timing", name))
        row.editor.selectAll()
        hand.press(row.editor, Qt.Key.Key_Backspace)
        hand.press(row.editor, Qt.Key.Key_Return)
        assert row.value is None
    qtbot.waitUntil(lambda: window.store.result is not before)

    assert figures(window)["servers"].value <= with_target
