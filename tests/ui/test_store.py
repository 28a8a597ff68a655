"""The store: edits, undo, gestures, scenarios, and results that belong to the current plan."""

import threading

import pytest

from planner.plan.wording import Message, PlannerError
from planner.ui.store import Store

REQUESTS = ("workload", "volume", "requests")


def test_an_edit_yields_a_new_plan_and_undo_gives_the_old_one_back(store, plan):
    assert store.edit(REQUESTS, 5_000.0)

    assert store.plan.workload.volume.requests == 5_000.0
    store.undo_stack.undo()
    assert store.plan is plan
    store.undo_stack.redo()
    assert store.plan.workload.volume.requests == 5_000.0


def test_a_value_out_of_bounds_is_rejected_with_a_sentence_and_the_plan_stays(store, plan, qtbot):
    with qtbot.waitSignal(store.rejected) as rejection:
        assert not store.edit(REQUESTS, -1.0)

    path, message = rejection.args
    assert path == REQUESTS
    assert message.text() == "Requests: must be at least 0."
    assert store.plan is plan
    assert not store.undo_stack.canUndo()


def test_an_edit_that_changes_nothing_is_no_undo_step(store):
    store.edit(("workload", "lengths", "answer"), store.plan.workload.lengths.answer)

    assert store.undo_stack.count() == 0


def test_edits_of_one_gesture_are_one_step(store, plan):
    for value in (1_000.0, 2_000.0, 3_000.0):
        store.edit(REQUESTS, value, gesture="drag 1")

    assert store.undo_stack.count() == 1
    store.undo_stack.undo()
    assert store.plan is plan


def test_two_gestures_are_two_steps(store):
    store.edit(REQUESTS, 1_000.0, gesture="drag 1")
    store.edit(REQUESTS, 2_000.0, gesture="drag 2")

    store.undo_stack.undo()

    assert store.plan.workload.volume.requests == 1_000.0


def test_a_gesture_that_ends_where_it_began_leaves_no_step(store, plan):
    before = plan.workload.volume.requests

    store.edit(REQUESTS, 1_000.0, gesture="drag 1")
    store.edit(REQUESTS, before, gesture="drag 1")

    assert not store.undo_stack.canUndo()
    assert store.plan == plan


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.add_scenario("Another"),
        lambda store: store.duplicate_scenario("large", "Copy"),
        lambda store: store.rename_scenario("large", "Big"),
        lambda store: store.remove_scenario("small"),
        lambda store: store.move_scenario("rented", 0),
        lambda store: store.show_scenario("large", shown=False),
        lambda store: store.set_baseline("large"),
    ],
    ids=["add", "duplicate", "rename", "remove", "move", "hide", "baseline"],
)
def test_everything_done_to_scenarios_can_be_undone_and_redone(store, plan, act):
    act(store)
    after = store.plan

    assert after != plan
    store.undo_stack.undo()
    assert store.plan == plan
    store.undo_stack.redo()
    assert store.plan == after


def test_a_new_scenario_is_selected_and_has_a_colour_of_its_own(store):
    identity = store.add_scenario("Another")

    assert store.selection == identity
    colours = [scenario.colour for scenario in store.plan.scenarios]
    assert len(set(colours)) == len(colours)


def test_a_copy_stands_behind_its_original_and_keeps_its_inputs(store):
    copy = store.duplicate_scenario("small", "API, small model")

    ids = [scenario.id for scenario in store.plan.scenarios]
    assert ids == ["small", copy, "large", "rented"]
    assert store.plan.scenario(copy).name == "API, small model 2"
    assert store.plan.scenario(copy).model == store.plan.scenario("small").model


def test_deleting_the_baseline_makes_the_first_of_the_others_the_baseline(store):
    store.remove_scenario("small")

    assert store.plan.baseline == "large"


def test_deleting_the_selected_scenario_selects_its_neighbour(store):
    store.select("large")

    store.remove_scenario("large")

    assert store.selection == "rented"


def test_undoing_the_scenario_that_is_selected_selects_the_plan(store):
    store.add_scenario("Another")

    store.undo_stack.undo()

    assert store.selection == ""


def test_a_read_only_plan_takes_no_edit(store, plan):
    store.is_read_only = True

    store.edit(REQUESTS, 5.0)
    store.remove_scenario("small")

    assert store.plan is plan


def test_results_arrive_after_an_edit_first_likely_then_with_doubt(started_store, qtbot):
    before = started_store.result.scenario("small").total_cost
    with qtbot.waitSignal(started_store.results_ready):
        started_store.edit(REQUESTS, 240_000.0)

    assert started_store.result.scenario("small").total_cost == pytest.approx(2 * before, rel=0.2)
    qtbot.waitUntil(lambda: started_store.result.scenario("small").total_draws is not None)


def test_many_edits_in_one_turn_are_evaluated_once(started_store, qtbot):
    arrived = []
    started_store.results_ready.connect(arrived.append)

    for value in range(1_000, 1_020):
        started_store.edit(REQUESTS, float(value))
    qtbot.waitUntil(lambda: len(arrived) >= 1)

    assert len(arrived) == 1


class SlowModel:
    """An evaluator whose doubt waits until the test lets it go."""

    def __init__(self, real):
        self.real = real
        self.catalogue = real.catalogue
        self.begun, self.gate = threading.Event(), threading.Event()

    def evaluate(self, plan):
        return self.real.evaluate(plan)

    def evaluate_with_doubt(self, plan):
        self.begun.set()
        assert self.gate.wait(20)
        return self.real.evaluate_with_doubt(plan)


def test_doubt_of_an_older_plan_is_dropped(plan, store, qtbot):
    slow = SlowModel(store.evaluator)
    slow_store = Store(plan, slow)
    try:
        with qtbot.waitSignal(slow_store.results_ready):
            slow_store.start()
        qtbot.waitUntil(slow.begun.is_set)
        with qtbot.waitSignal(slow_store.results_ready):
            slow_store.edit(REQUESTS, 1.0)
        slow.gate.set()
        qtbot.waitUntil(lambda: slow_store.result.scenario("small").total_draws is not None)

        requests = slow_store.result.scenario("small").figures["monthly_cost"]
        assert requests.value < 1.0
    finally:
        slow.gate.set()
        slow_store.close()
        slow_store.deleteLater()


class BrokenModel:
    """An evaluator that cannot."""

    catalogue = None

    def evaluate(self, plan):
        raise PlannerError("Nothing can be said about {name}.", name=plan.name)


def test_a_plan_that_cannot_be_evaluated_is_said_so(plan, qapp, qtbot):
    broken = Store(plan, BrokenModel())
    try:
        with qtbot.waitSignal(broken.evaluation_failed) as failure:
            broken.start()

        assert failure.args == [Message("Nothing can be said about {name}.", {"name": "Support chat"})]
        assert broken.result is None
    finally:
        broken.close()
        broken.deleteLater()


def test_another_plan_takes_the_place_of_one_with_a_selected_scenario(window):
    window.store.select("rented")
    plan = window.store.plan

    window.store.open(plan.model_copy(update={"id": "other", "scenarios": plan.scenarios[:1], "baseline": "small"}))

    assert window.store.selection == ""
    assert window.panels.inputs.boxes()


def test_a_plan_without_scenarios_has_inputs_but_no_figures_in_effect(started_store):
    started_store.open(started_store.plan.model_copy(update={"scenarios": (), "baseline": ""}))

    assert started_store.inputs("") == {}
