"""The plan tree: select, show, rename, reorder, and what it says beside the names."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from planner.ui.tree.model import MIME_TYPE, PlanTreeModel, Role
from planner.ui.tree.view import PlanTree


@pytest.fixture
def tree(started_store, language, qtbot):
    tree = PlanTree(started_store, language, QMenu)
    qtbot.addWidget(tree)
    tree.resize(300, 400)
    tree.show()
    return tree


def names(tree):
    return [tree.model().index(row).data() for row in range(tree.model().rowCount())]


def test_the_model_keeps_qts_rules(started_store, language, qtmodeltester):
    model = PlanTreeModel(started_store, language)
    qtmodeltester.check(model)
    started_store.add_scenario("Another")
    qtmodeltester.check(model)
    model.deleteLater()


def test_the_plan_stands_first_and_its_scenarios_below(tree):
    assert names(tree) == ["Support chat", "API, small model", "API, large model", "Rented Llama 2 7B"]


def test_each_scenario_says_what_it_costs_and_how_far_it_is_from_the_baseline(tree, started_store):
    index = tree.model().index(2)
    ratio = started_store.result.scenario("large").total_cost / started_store.result.scenario("small").total_cost

    assert index.data(Role.ROW).cost.startswith("$")
    assert index.data(Role.ROW).difference == f"{ratio:.0f}×"
    assert tree.model().index(1).data(Role.ROW).difference == "baseline"


def test_a_click_selects_the_scenario(tree, started_store, qtbot):
    place = tree.visualRect(tree.model().index(2)).center()

    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert started_store.selection == "large"


def test_space_takes_the_scenario_out_of_the_charts(tree, started_store, qtbot):
    started_store.select("large")
    tree.setFocus()

    qtbot.keyClick(tree, Qt.Key.Key_Space)

    assert not started_store.plan.scenario("large").shown


def test_a_click_into_the_check_box_takes_it_out_and_in_again(tree, started_store, qtbot):
    rect = tree.visualRect(tree.model().index(1))
    box = rect.center()
    box.setX(rect.left() + 20)

    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert not started_store.plan.scenario("small").shown
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert started_store.plan.scenario("small").shown


def test_f2_renames_the_selected_scenario(tree, started_store, qtbot):
    started_store.select("large")

    tree.rename_selected()
    editor = tree.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Big API")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: started_store.plan.scenario("large").name == "Big API")


def test_a_dropped_scenario_stands_where_it_was_dropped(tree, started_store):
    data = QMimeData()
    data.setData(MIME_TYPE, b"rented")

    tree.model().dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, tree.model().index(-1))

    assert [scenario.id for scenario in started_store.plan.scenarios] == ["rented", "small", "large"]
    assert names(tree)[1] == "Rented Llama 2 7B"


def test_dropping_below_the_last_moves_to_the_end(tree, started_store):
    data = QMimeData()
    data.setData(MIME_TYPE, b"small")

    tree.model().dropMimeData(data, Qt.DropAction.MoveAction, 4, 0, tree.model().index(-1))

    assert [scenario.id for scenario in started_store.plan.scenarios] == ["large", "rented", "small"]


def test_a_scenario_without_an_answer_says_so(tree, started_store, qtbot):
    with qtbot.waitSignal(started_store.results_ready):
        started_store.edit(("scenarios", "large", "model", "model"), "no-such-model")

    index = tree.model().index(2)
    assert index.data(Role.ROW).cost == "—"
    assert index.data(Role.ROW).difference == "not feasible"


def test_screen_readers_hear_name_kind_cost_and_difference(tree):
    spoken = tree.model().index(1).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken.startswith("API, small model, API · GPT-3.5 Turbo, $")
    assert spoken.endswith(", baseline")
