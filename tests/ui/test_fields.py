"""The fields as a user meets them: type, step, undo, reset, choose; wrong input stays and is explained."""

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from planner.plan.amounts import Range
from planner.plan.language import Language
from planner.ui.forms.editors import SwitchEdit
from planner.ui.forms.panel import InputsPanel
from planner.ui.forms.section import Filter, State
from planner.ui.search_list import SearchList
from planner.ui.style_sheet import style_sheet
from planner.ui.theme import tokens_of

ANSWER = ("workload", "lengths", "answer")
BUDGET = ("constraints", "budget_per_month")


@pytest.fixture
def panel(started_store, qtbot, language):
    panel = InputsPanel(started_store, language)
    qtbot.addWidget(panel)
    panel.resize(420, 900)
    panel.show()
    panel.unfold("workload")
    return panel


def row_of(panel, path):
    row = panel.show_field(path)
    assert row is not None
    return row


def type_into(qtbot, row, text, key=Qt.Key.Key_Return):
    row.editor.setFocus()
    row.editor.selectAll()
    qtbot.keyClicks(row.editor, text)
    qtbot.keyClick(row.editor, key)


def test_a_typed_number_is_in_the_plan_after_enter(panel, started_store, qtbot):
    type_into(qtbot, row_of(panel, ANSWER), "1.2k")

    assert started_store.plan.workload.lengths.answer == 1_200.0


def test_a_range_is_typed_as_low_likely_high(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)

    type_into(qtbot, row, "100..200..400")

    assert started_store.plan.workload.lengths.answer == Range(low=100.0, likely=200.0, high=400.0)
    assert row.editor.text() == "100 .. 200 .. 400"


def test_a_price_may_be_typed_in_the_currency_of_the_plan(panel, started_store, qtbot):
    row = row_of(panel, BUDGET)

    type_into(qtbot, row, "80 EUR")
    assert row.error_text == "'80 EUR': the unit here is $/month."

    started_store.edit(("money", "currency"), "EUR")
    started_store.edit(("money", "exchange_rate"), 0.8)
    type_into(qtbot, row, "80 EUR")

    assert started_store.plan.constraints.budget_per_month == pytest.approx(100.0)


def test_text_that_is_no_number_stays_with_a_sentence_and_the_plan_stays(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)

    type_into(qtbot, row, "many")

    assert row.editor.text() == "many"
    assert row.error_text == "'many' is not a number."
    assert started_store.plan.workload.lengths.answer == 210.0


def test_wrong_text_survives_another_edit_and_a_new_result(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)
    type_into(qtbot, row, "many")

    with qtbot.waitSignal(started_store.results_ready):
        started_store.edit(("workload", "lengths", "question"), 7.0)

    assert row.editor.text() == "many"
    assert row.error_text


def test_a_number_out_of_bounds_is_explained_under_the_field(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)

    type_into(qtbot, row, "0")

    assert "at least" in row.error_text
    assert started_store.plan.workload.lengths.answer == 210.0


def test_mending_a_wrong_text_takes_the_sentence_away(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)
    type_into(qtbot, row, "many")

    type_into(qtbot, row, "50")

    assert row.error_text == ""
    assert started_store.plan.workload.lengths.answer == 50.0


def test_escape_gives_the_plans_value_back(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)

    type_into(qtbot, row, "99", key=Qt.Key.Key_Escape)

    assert row.editor.text() == "210"
    assert started_store.plan.workload.lengths.answer == 210.0


def test_steps_with_the_arrow_keys_are_one_undo_step(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)
    for _ in range(3):
        qtbot.keyClick(row.editor, Qt.Key.Key_Up)

    assert started_store.plan.workload.lengths.answer == 240.0
    started_store.undo_stack.undo()
    assert started_store.plan.workload.lengths.answer == 210.0
    assert row.editor.text() == "210"


def test_in_spanish_a_comma_is_decimal(started_store, qtbot):
    panel = InputsPanel(started_store, Language("es", ","))
    qtbot.addWidget(panel)
    panel.show()
    panel.unfold("workload")
    row = row_of(panel, ("workload", "lengths", "spread"))

    type_into(qtbot, row, "1,5")

    assert started_store.plan.workload.lengths.spread == 1.5
    assert row.editor.text() == "1,5"


def test_an_empty_field_takes_the_catalogues_default_and_shows_it(panel, started_store, qtbot):
    path = ("workload", "timing", "peak_factor")
    started_store.edit(path, 5.0)
    row = row_of(panel, path)

    row.editor.setFocus()
    row.editor.selectAll()
    qtbot.keyClick(row.editor, Qt.Key.Key_Delete)
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)

    assert started_store.plan.workload.timing.peak_factor is None
    qtbot.waitUntil(lambda: row.editor.placeholderText().startswith("3.6"))


@pytest.mark.parametrize("size", [1.0, 1.25, 2.0])
def test_fields_of_a_form_are_of_one_height(panel, started_store, qapp, size):
    started_store.select("rented")
    panel.unfold("hosting", "money")
    before = qapp.styleSheet()
    qapp.setStyleSheet(style_sheet(tokens_of(qapp.palette()), size))
    editors = [row.editor for box in panel.boxes() for row in box.rows() if not isinstance(row.editor, SwitchEdit)]

    heights = {type(editor).__name__: editor.sizeHint().height() for editor in editors}

    qapp.setStyleSheet(before)
    assert {"AmountEdit", "ChoiceEdit", "DateEdit", "PickerEdit"} <= set(heights)
    assert len(set(heights.values())) == 1, heights


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (("workload", "timing", "ttft_target"), "none"),
        (("scenarios", "rented", "hosting", "serving", "batch_limit"), "none"),
        (("scenarios", "rented", "hosting", "serving", "tensor_parallel"), "automatic"),
        (("scenarios", "rented", "hosting", "rented", "price"), "automatic"),
        (("scenarios", "rented", "hosting", "rented", "offer"), "Choose…"),
    ],
)
def test_an_empty_field_says_what_its_emptiness_means(panel, started_store, path, word):
    """The scenario has no answer, for want of an offer: no default is known yet."""
    started_store.edit(("workload", "timing", "ttft_target"), None)
    started_store.edit(("scenarios", "rented", "hosting", "rented", "price"), None)
    started_store.select(path[1] if path[0] == "scenarios" else "")
    panel.unfold(*(box.section.key for box in panel.boxes()))
    row = row_of(panel, path)

    panel.refresh_sources()

    assert (row.editor.placeholderText() if path[-1] != "offer" else row.editor.text()) == word


def test_a_cap_that_is_not_set_is_no_number(panel, started_store, qtbot, catalogue):
    """As many requests as fit: infinity in the model, and never on screen."""
    offer = next(each.id for each in catalogue.rental_offers(on=started_store.plan.money.price_date))
    with qtbot.waitSignal(started_store.results_ready):
        started_store.edit(("scenarios", "rented", "hosting", "rented", "offer"), offer)
    started_store.select("rented")
    path = ("scenarios", "rented", "hosting", "serving", "batch_limit")
    row = row_of(panel, path)

    panel.refresh_sources()

    assert math.isinf(started_store.inputs("rented")[path].value)
    assert row.editor.placeholderText() == "none"


def test_a_range_that_stands_in_has_the_room_of_a_typed_one(panel, started_store, qtbot, catalogue):
    offers = catalogue.purchase_offers(on=started_store.plan.money.price_date)
    offer = next(each.id for each in offers if each.kind == "server")
    started_store.edit(("scenarios", "rented", "hosting", "kind"), "owned")
    with qtbot.waitSignal(started_store.results_ready):
        started_store.edit(("scenarios", "rented", "hosting", "owned", "offer"), offer)
    started_store.select("rented")
    path = ("scenarios", "rented", "hosting", "owned", "power")
    row = row_of(panel, path)
    alone = row_of(panel, ("scenarios", "rented", "hosting", "owned", "pue"))

    panel.refresh_sources()

    assert isinstance(started_store.inputs("rented")[path].amount, Range)
    assert row.source_text.endswith("W")
    qtbot.waitUntil(lambda: row.editor.width() > alone.editor.width())


def test_an_offer_that_is_yet_to_be_chosen_marks_its_section(panel, started_store):
    started_store.select("rented")
    panel.unfold("hosting")
    heading = next(box.heading for box in panel.boxes() if box.section.key == "hosting")

    assert heading.state is State.MISSING
    assert heading.accessibleDescription() == "Missing: Offer"


def test_reset_gives_the_default_back_and_can_be_undone(panel, started_store):
    started_store.edit(ANSWER, 999.0)
    row = row_of(panel, ANSWER)

    row.reset()

    assert row.editor.text() == "210"
    started_store.undo_stack.undo()
    assert row.editor.text() == "999"


def test_the_menu_makes_a_range_of_a_number(panel, started_store):
    row = row_of(panel, ANSWER)
    menu = row.make_menu()
    entry = next(action for action in menu.actions() if action.text() == "Range ± 30 %")

    entry.trigger()

    assert started_store.plan.workload.lengths.answer == Range(low=147.0, likely=210.0, high=273.0)
    menu.deleteLater()


def test_a_value_of_ones_own_is_marked_and_a_default_says_how_it_is_founded(panel, started_store, qtbot):
    started_store.edit(("workload", "volume", "users"), 10.0)
    with qtbot.waitSignal(started_store.results_ready):
        started_store.edit(("workload", "lengths", "question"), 90.0)
    panel.refresh_sources()

    assert row_of(panel, ("workload", "volume", "users")).source_text == "set here"
    assert row_of(panel, ANSWER).source_text == "assumed"


def test_the_wheel_over_a_choice_without_focus_changes_nothing(panel, started_store):
    row = row_of(panel, ("workload", "timing", "shape"))
    row.editor.clearFocus()
    before = started_store.plan
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(row.editor.mapToGlobal(QPoint(5, 5))),
        QPoint(0, 0),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt names no arguments
    )

    QApplication.sendEvent(row.editor, turn)

    assert started_store.plan is before


def test_only_the_fields_of_the_chosen_hosting_are_shown(panel, started_store):
    started_store.select("rented")
    panel.unfold("hosting")
    assert labels(panel, "hosting") >= {"Hosting", "Offer", "Servers run"}

    started_store.edit(("scenarios", "rented", "hosting", "kind"), "api")

    shown = labels(panel, "hosting")
    assert "Provider" in shown
    assert "Offer" not in shown


def test_fields_of_a_lever_appear_with_the_lever(panel, started_store):
    started_store.select("small")
    panel.unfold("levers")
    assert "Answered from the cache" not in labels(panel, "levers", with_more=True)

    started_store.edit(("scenarios", "small", "levers", "semantic_cache"), True)  # noqa: FBT003 - the value

    assert "Answered from the cache" in labels(panel, "levers", with_more=True)


def test_the_filter_shows_only_what_was_changed(panel, started_store, qtbot):
    started_store.edit(ANSWER, 300.0)
    button = next(b for b in panel.findChildren(type(panel._buttons.buttons()[0])) if b.text() == "Changed")

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert labels(panel, "workload") == {"Requests", "Answer"}


def test_a_model_is_chosen_by_typing_a_part_of_its_name(panel, started_store, qtbot):
    started_store.select("small")
    row = row_of(panel, ("scenarios", "small", "model", "model"))
    row.editor.open_search()
    search = row.editor.findChild(SearchList)

    qtbot.keyClicks(search.focusProxy(), "llama 2 13b")
    qtbot.keyClick(search.focusProxy(), Qt.Key.Key_Return)

    assert started_store.plan.scenario("small").model.model.startswith("llama-2-13b")


def test_the_same_rows_serve_every_scenario(panel, started_store):
    started_store.select("small")
    row = row_of(panel, ("scenarios", "small", "model", "model"))

    started_store.select("rented")

    assert row.path == ("scenarios", "rented", "model", "model")
    assert row.editor.text() == "Llama 2 7B"


def test_a_field_that_is_asked_for_is_shown_even_when_its_section_was_folded(panel, started_store, qtbot):
    row = panel.show_field(("money", "discount_rate"))

    assert row.isVisible()
    assert row.label_text == "Discount rate"


def test_each_filter_has_a_button(panel):
    offered = {button.property("filter") for button in panel._buttons.buttons()}

    assert offered == {each.value for each in Filter}


def labels(panel, key, with_more=False):
    box = next(box for box in panel.boxes() if box.section.key == key)
    if with_more:
        return {spec.ui.label for _, spec in box.specs()}
    return {row.label_text for row in box.rows()}


def drag_label(qtbot, row, pixels):
    start = QPoint(5, 5)
    qtbot.mousePress(row._label, Qt.MouseButton.LeftButton, pos=start)
    for part in (0.5, 1.0):
        qtbot.mouseMove(row._label, start + QPoint(round(pixels * part), 0))
    qtbot.mouseRelease(row._label, Qt.MouseButton.LeftButton, pos=start + QPoint(pixels, 0))


def test_dragging_a_label_changes_the_number_as_one_undo_step(panel, started_store, qtbot):
    row = row_of(panel, ANSWER)

    drag_label(qtbot, row, 240)

    assert started_store.plan.workload.lengths.answer == 2_100.0
    assert started_store.undo_stack.count() == 1
    started_store.undo_stack.undo()
    assert row.editor.text() == "210"


def test_a_drag_stays_within_the_bounds(panel, started_store, qtbot):
    row = row_of(panel, ("workload", "timing", "deferrable"))

    drag_label(qtbot, row, 4_000)

    assert started_store.plan.workload.timing.deferrable == 1.0


def test_a_range_is_not_dragged(panel, started_store, qtbot):
    before = started_store.plan

    drag_label(qtbot, row_of(panel, ("workload", "volume", "requests")), 100)

    assert started_store.plan is before
