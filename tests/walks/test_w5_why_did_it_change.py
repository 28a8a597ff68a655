"""W5: a plan of last quarter opens on its own figures; what moved is listed, taken over or kept, and can be undone."""

import pytest
from PySide6.QtCore import Qt

from planner.analysis.price_update import bridge_of_update
from planner.ui.catalogue.moved_prices import MovedPricesDialog


def last_quarters(plan):
    """Return the plan as it was saved when every API price of its snapshot was half as high again."""
    records = {kind: [dict(row) for row in rows] for kind, rows in plan.snapshot["records"].items()}
    for row in records["api-prices"]:
        for price in ("input_price", "output_price"):
            row[price] *= 1.5
    content = plan.snapshot | {"records": records, "catalogue": "2026-08", "hash": "earlier"}
    return plan.model_copy(update={"snapshot": content})


def totals(store, qtbot, act):
    with qtbot.waitSignal(store.results_ready):
        act()
    return {each.id: each.total_cost for each in store.result.scenarios}


@pytest.fixture
def dialog(opened, qtbot):
    old = last_quarters(opened.store.plan)
    totals(opened.store, qtbot, lambda: opened.store.open(old))
    return MovedPricesDialog(opened.store, opened.language, opened.window)


def test_w5_a_plan_opens_on_its_own_figures_with_a_notice(opened, qtbot):
    store = opened.store
    installed = {each.id: each.total_cost for each in store.result.scenarios}
    old = last_quarters(store.plan)

    own = totals(store, qtbot, lambda: store.open(old))

    assert any(own[identity] > installed[identity] * 1.01 for identity in own)
    assert store.plan == old
    assert "moved in the catalogue" in opened.window.panels.notices.text


def test_w5_taking_over_everything_moves_the_totals_as_promised_and_undo_returns(opened, qtbot, dialog):
    store, before_plan = opened.store, opened.store.plan
    before = {each.id: each.total_cost for each in store.result.scenarios}
    promised = {each.scenario: each.after for each in dialog.update_found.totals}

    after = totals(store, qtbot, dialog.all_button.click)

    assert after == pytest.approx(promised, abs=0.01)
    assert dialog.figures.topLevelItemCount() == 0
    assert dialog.figures.isHidden()
    assert dialog.totals.isHidden()
    assert not dialog.bridge.isHidden()
    moved = [identity for identity in before if abs(after[identity] - before[identity]) > 1.0]
    assert moved
    for identity in moved:
        bridge = bridge_of_update(before_plan, store.plan, store.evaluator.catalogue, identity)
        assert sum(each.amount for each in bridge.contributions) == pytest.approx(
            after[identity] - before[identity], abs=0.01
        )
    assert totals(store, qtbot, opened.window.action_table["undo"].trigger) == before
    assert store.plan == before_plan


def test_w5_one_figure_can_be_taken_and_the_others_stay(opened, qtbot, dialog):
    listed = dialog.figures.topLevelItemCount()
    assert listed > 1
    dialog.figures.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)

    totals(opened.store, qtbot, dialog.take_button.click)

    assert dialog.figures.topLevelItemCount() == listed - 1


def test_w5_figures_that_are_kept_are_not_told_again(opened, qtbot, dialog):
    own = {each.id: each.total_cost for each in opened.store.result.scenarios}
    opened.window.panels.notices.clear()

    after = totals(opened.store, qtbot, dialog.pin_button.click)
    opened.catalogue.notice_moved_prices()

    assert after == own
    assert opened.window.panels.notices.text == ""
