"""W2 in the window: one scenario is duplicated thrice, only its tuning changes, and the bars tell the parts apart.

The amounts are those of the walk in the model, computed there by hand.
"""

import pytest
import tuning_by_hand as by_hand
from PySide6.QtCore import Qt

KIND = ("tuning", "kind")
TYPED = {"examples": "4k", "example_price": "1.20", "retunes_per_year": "2"}
BEFORE = {"examples": 50.0, "example_price": 9.0, "retunes_per_year": 0.0}


@pytest.fixture
def window(opened, qtbot):
    """The window on a plan with one scenario: a long prompt, sent with every request."""
    first = by_hand.scenario("prompt_engineering")
    first = first.model_copy(update={"tuning": first.tuning.model_copy(update=BEFORE)})
    long_prompt = by_hand.plan(requests=1e6).model_copy(update={"scenarios": (first,)})
    with qtbot.waitSignal(opened.store.results_ready):
        opened.store.open(long_prompt)
    opened.store.select("prompt_engineering")
    opened.store.edit(("scenarios", "prompt_engineering", "tuning", "retunes_per_year"), by_hand.RETUNES)
    return opened.window


def type_into(window, hand, path, text):
    row = window.panels.inputs.show_field(path)
    row.editor.selectAll()
    hand.type(row.editor, text)
    hand.press(row.editor, Qt.Key.Key_Return)
    assert row.error_text == ""


def choose_tuning(window, hand, identity, kind):
    """Turn the list of approaches to one with the arrow keys."""
    editor = window.panels.inputs.show_field(("scenarios", identity, *KIND)).editor
    wanted = editor.findData(kind)
    while editor.currentIndex() != wanted:
        hand.press(editor, Qt.Key.Key_Down if editor.currentIndex() < wanted else Qt.Key.Key_Up)
    assert window.store.plan.scenario(identity).tuning.kind == kind


def duplicated(window, hand, kind):
    """Duplicate the first scenario and give the copy another tuning approach; return its id."""
    window.store.select("prompt_engineering")
    hand.choose(window, "Scenario", "Duplicate")
    identity = window.store.selection
    choose_tuning(window, hand, identity, kind)
    for name, text in {**TYPED, "labour_hours": f"{by_hand.HOURS[kind]:.0f}"}.items():
        type_into(window, hand, ("scenarios", identity, "tuning", name), text)
    return identity


def test_w2_only_the_tuning_changes_and_every_part_of_it_is_a_part_of_the_bar(window, hand, qtbot):
    store = window.store
    copies = {kind: duplicated(window, hand, kind) for kind in by_hand.KINDS}
    first = store.plan.scenario("prompt_engineering")
    for identity in copies.values():
        copy = store.plan.scenario(identity)
        same = {"id": first.id, "name": first.name, "tuning": first.tuning, "colour": first.colour}
        assert copy.model_copy(update=same) == first
    qtbot.waitUntil(lambda: store.result is not None and len(store.result.scenarios) == 4)

    window.panels.deck.show_chart("cost")
    frame = next(each for each in window.panels.deck.charts if each.kind.id == "cost")
    qtbot.waitUntil(lambda: frame.chart is not None and len(frame.chart.table.rows) == 4)
    table = frame.chart.table
    heads = [column.label for column in table.columns]
    rows = {row[0]: dict(zip(heads, row, strict=True)) for row in table.rows}
    named = {
        "tuning_labour": "Tuning: work",
        "tuning_data": "Tuning: data",
        "tuning_compute": "Tuning: compute",
        "tuning_evaluation": "Tuning: evaluation",
        "retuning": "Tuning: re-tunes",
    }
    for kind, identity in {"prompt_engineering": "prompt_engineering", **copies}.items():
        row = rows[store.plan.scenario(identity).name]
        for part, amount in by_hand.by_part(kind).items():
            assert row[named[part]] == pytest.approx(amount), (kind, part)
    tax = 1e6 * by_hand.HORIZON * by_hand.TAX * by_hand.PRICE * 1e-6
    assert rows["prompt_engineering"]["Tuning: longer prompts"] == pytest.approx(tax)


def test_w2_the_crossover_on_screen_is_the_independent_one_and_without_a_tax_there_is_none(window, hand, qtbot):
    store = window.store
    identity = duplicated(window, hand, "prompt_tuning")
    expected = by_hand.once_and_again("prompt_tuning") - by_hand.once_and_again("prompt_engineering")
    expected /= by_hand.HORIZON * by_hand.TAX * by_hand.PRICE * 1e-6

    def figures():
        shown = {} if store.result is None else {each.id: each.figures for each in store.result.scenarios}
        return shown.get(identity, {})

    qtbot.waitUntil(
        lambda: (
            "break_even_requests_per_month" in figures()
            and figures()["break_even_requests_per_month"].value == pytest.approx(expected, rel=1e-3)
        ),
    )
    type_into(window, hand, ("scenarios", "prompt_engineering", "tuning", "extra_prompt_tokens"), "0")
    qtbot.waitUntil(lambda: store.plan.scenario("prompt_engineering").tuning.extra_prompt_tokens == 0.0)
    analysed = store.result
    qtbot.waitUntil(lambda: store.result is not analysed)
    assert "break_even_requests_per_month" not in figures()
    assert store.result.feasible[0].id == "prompt_engineering"
    assert "never pays back within 24 months" in window.panels.answer._facts.text()
