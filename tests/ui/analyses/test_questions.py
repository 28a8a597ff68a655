"""The questions of the Analyse menu: asked with the mouse, answered in words, taken over as an undoable edit."""

import pytest
from PySide6.QtCore import Qt

from planner.plan.edits import value_at
from planner.ui.analyses.dialog import QuestionDialog
from tests.verbs.conftest import small_plan

REQUESTS = ("workload", "volume", "requests")


def opened(window, key, qtbot):
    """Open a question by its action and wait for the first answer."""
    window.action_table[key].trigger()
    dialog = next(child for child in window.findChildren(QuestionDialog) if child.isVisible())
    qtbot.waitUntil(lambda: "Computing" not in dialog.outcome.text() and dialog.outcome.text() != "")
    return dialog


def rows_of(dialog):
    table = dialog.table
    items = [table.topLevelItem(number) for number in range(table.topLevelItemCount())]
    return [[item.text(column) for column in range(table.columnCount())] for item in items]


def test_two_scenarios_are_compared_by_contributions(window, qtbot):
    dialog = opened(window, "compare", qtbot)

    assert "the total changes by" in dialog.outcome.text()
    rows = rows_of(dialog)
    assert len(rows) >= 3
    assert {rows[0][0], rows[-1][0]} == {"API, small model", "API, large model"}
    dialog.accept()


def test_the_same_scenario_twice_is_said_so(window, qtbot):
    dialog = opened(window, "compare", qtbot)
    box = dialog.boxes["against"]

    with qtbot.waitSignal(dialog.answered):
        box.setCurrentIndex(box.findData(dialog.boxes["scenario"].currentData()))

    assert dialog.outcome.text() == "Choose two different scenarios."
    dialog.accept()


def test_a_solved_value_is_taken_over_and_can_be_undone(window, application, qtbot):
    store = application.store
    store.open(small_plan())
    qtbot.waitUntil(lambda: store.result is not None and len(store.result.scenarios) == 3)
    dialog = opened(window, "solve", qtbot)
    box, field = dialog.boxes["scenario"], dialog.boxes["field"]
    box.setCurrentIndex(box.findData("rent"))
    field.setCurrentIndex(field.findData("workload.volume.requests"))
    qtbot.waitUntil(dialog.use_button.isVisible)

    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)

    # 12 $/h × 730 h = (900 × 1.50 + 210 × 2.00) / 1,000,000 $ a request × volume
    assert value_at(store.plan, REQUESTS) == pytest.approx(12 * 730 / 0.00177, rel=2e-3)
    store.undo_stack.undo()
    assert store.plan == small_plan()


def test_what_is_solved_for_first_is_the_volume_as_the_plan_gives_it(window, application, qtbot):
    """Active users only share the cost out while the volume is given as requests."""
    by_requests = opened(window, "solve", qtbot)
    assert by_requests.boxes["field"].currentText() == "Requests"
    by_requests.accept()
    application.store.edit(("workload", "volume", "basis"), "users")

    by_users = opened(window, "solve", qtbot)

    assert by_users.boxes["field"].currentText() == "Active users"
    by_users.accept()


def test_limits_have_prices(window, application, qtbot):
    application.store.edit(path=("constraints", "no_egress"), value=True)
    qtbot.waitUntil(lambda: not application.store.result.scenario("small").feasible)

    dialog = opened(window, "limits", qtbot)

    assert any("third parties" in row[0] for row in rows_of(dialog))
    header = dialog.table.header()
    assert header.sectionSize(2) == max(header.sectionSizeHint(2), dialog.table.sizeHintForColumn(2))
    dialog.accept()


def test_where_nothing_meets_the_limits_the_smallest_change_is_said_in_words(window, application, qtbot):
    plan = application.store.plan
    application.store.edit(("scenarios",), plan.scenarios[:2])
    application.store.edit(("constraints", "budget_per_month"), 10.0)
    qtbot.waitUntil(lambda: application.store.result.feasible == ())

    dialog = opened(window, "limits", qtbot)

    said = " ".join(dialog.outcome.text().split())
    assert said.startswith("The smallest change that helps: 'Highest monthly cost' from 10 $/month to ")
    assert said.endswith("for API, small model.")
    dialog.accept()


def test_what_is_in_doubt_is_named(window, qtbot):
    dialog = opened(window, "doubt", qtbot)

    assert any("Requests" in row[0] for row in rows_of(dialog)) or "No input is in doubt" in dialog.outcome.text()
    dialog.accept()


def test_doubt_that_cannot_change_the_choice_is_said_so(window, application, qtbot):
    """GPT-4 costs about twenty times as much as its rival, whatever the volume."""
    application.store.edit(("scenarios",), application.store.plan.scenarios[:2])
    qtbot.waitUntil(lambda: len(application.store.result.scenarios) == 2)

    dialog = opened(window, "doubt", qtbot)

    assert dialog.outcome.text() == "Measuring narrows the amounts; it would not change the choice."
    assert all(row[2] == "$0" for row in rows_of(dialog))
    dialog.accept()


def test_a_plan_with_one_scenario_says_what_is_missing(window, application, qtbot):
    plan = application.store.plan
    application.store.edit(("scenarios",), plan.scenarios[:1])
    qtbot.waitUntil(lambda: len(application.store.result.scenarios) == 1)

    dialog = opened(window, "doubt", qtbot)

    assert "two scenarios" in dialog.outcome.text()
    dialog.accept()


def test_the_lever_ladder_of_an_api_adds_up(window, qtbot):
    dialog = opened(window, "ladder", qtbot)

    assert dialog.outcome.text().startswith("Without any lever it costs ")
    assert "Answer cache" in rows_of(dialog)[0][0]
    dialog.accept()


def test_the_baseline_does_not_wait_and_others_do(window, qtbot):
    dialog = opened(window, "waiting", qtbot)
    box = dialog.boxes["scenario"]
    assert "baseline" in dialog.outcome.text()

    with qtbot.waitSignal(dialog.answered):
        box.setCurrentIndex(box.findData("large"))

    assert [row[0] for row in rows_of(dialog)] == ["0", "3", "6", "9", "12", "18"]
    dialog.accept()


def test_who_should_start_at_once_and_does_has_nothing_to_take_over(window, application, qtbot):
    """GPT-4 as the baseline costs more every month that the small model waits."""
    application.store.edit(("baseline",), "large")
    application.store.select("small")
    dialog = opened(window, "waiting", qtbot)
    assert dialog.outcome.text().endswith("Starting at once costs least.")
    assert not dialog.use_button.isVisible()
    dialog.accept()
    application.store.edit(("scenarios", "small", "wait_months"), 6.0)

    late = opened(window, "waiting", qtbot)

    assert late.use_button.text() == "Start at once"
    late.accept()


def test_an_option_that_was_found_joins_the_plan(window, application, qtbot):
    store = application.store
    before = len(store.plan.scenarios)
    dialog = opened(window, "explore", qtbot)
    assert any(row[0].startswith("★") for row in rows_of(dialog))

    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)

    assert len(store.plan.scenarios) == before + 1
    store.undo_stack.undo()
    assert len(store.plan.scenarios) == before


def test_a_scenario_that_trains_nothing_has_no_cost_of_tuning(window, qtbot):
    dialog = opened(window, "tuning_costs", qtbot)

    assert "trains nothing" in dialog.outcome.text()
    dialog.accept()


def test_the_number_of_servers_is_found_drawn_and_taken_over(window, application, qtbot):
    store = application.store
    store.open(small_plan())
    qtbot.waitUntil(lambda: store.result is not None and len(store.result.scenarios) == 3)
    dialog = opened(window, "sizes", qtbot)
    box = dialog.boxes["scenario"]
    if box.currentData() != "rent":
        with qtbot.waitSignal(dialog.answered):
            box.setCurrentIndex(box.findData("rent"))
    assert dialog.outcome.text() == "1 server costs least over the horizon."
    assert dialog.plot.isVisible()
    best, total = next(row[:2] for row in rows_of(dialog) if row[2] == "$0")
    assert best == "1"
    assert dialog.plot.accessibleDescription() == f"1 server costs least: {total}."

    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)

    path = ("scenarios", "rent", "hosting", "rented", "committed_servers")
    assert value_at(store.plan, path) == float(best)


def test_a_scenario_without_servers_has_no_picture(window, qtbot):
    dialog = opened(window, "sizes", qtbot)
    assert dialog.boxes["scenario"].currentText() == "API, small model"
    assert "have a size to choose" in dialog.outcome.text()
    assert dialog.table.topLevelItemCount() == 0
    assert dialog.plot is None
    dialog.accept()
