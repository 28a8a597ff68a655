"""Entering a vendor's quote: what is missing is said, what is typed is kept, and a quote can be removed."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from planner.plan.edits import evolve, value_at
from planner.plan.language import ENGLISH
from planner.ui.quotes.dialog import NO_SERVERS, QuoteDialog

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def shown(qtbot):
    """Show the dialog on a plan; it lives until the test ends."""

    def show(plan):
        dialog = QuoteDialog(plan, "rented", ENGLISH, TODAY)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


@pytest.fixture
def dialog(plan, shown):
    return shown(plan)


def complaint(dialog):
    return dialog.problem.text() if dialog.problem.isVisible() else ""


def test_only_scenarios_on_servers_can_be_quoted(dialog):
    assert [dialog.scenario.itemText(row) for row in range(dialog.scenario.count())] == ["Rented Llama 2 7B"]
    assert "idle_hours" in dialog.counts


def test_what_is_missing_or_unreadable_is_said_and_nothing_is_kept(dialog):
    kept = []
    dialog.changed.connect(lambda *given: kept.append(given))
    for name, text, sentence in (
        ("vendor", "", "Say who makes the claim."),
        ("vendor", "Boxes Inc.", "Type what is claimed: a break-even month or a saving."),
        ("month", "soon", "Break-even within"),
        ("month", "3..5", "Break-even within: a quote names one figure, not a range."),
        ("month", "5000", "Break-even within: must be at most 1\u202f200."),
    ):
        dialog.editors[name].setText(text)
        dialog.keep_button.click()
        assert sentence in complaint(dialog)
    assert kept == []


def test_a_quote_is_kept_with_what_it_counts(dialog):
    kept = []
    dialog.changed.connect(lambda after, _done, scenario: kept.append((after, scenario)))
    dialog.editors["vendor"].setText("Cloud Ltd.")
    dialog.editors["saving"].setText("12k")
    dialog.editors["price"].setText("2.49")
    dialog.counts["support"].click()
    dialog.keep_button.click()

    ((after, scenario),) = kept
    quote = after.scenario("rented").quote
    assert scenario == "rented"
    assert (quote.saving, quote.price, quote.date, quote.counts) == (12_000.0, 2.49, TODAY, ("support",))
    assert after.scenario("rented").hosting.rented.price == 2.49
    assert after.field_notes["scenarios.rented.hosting.rented.price"] == "Quote of Cloud Ltd., 23 Nov 2026."


def test_a_quote_is_shown_again_and_can_be_removed(plan, dialog, shown):
    kept = []
    dialog.changed.connect(lambda after, *_: kept.append(after))
    dialog.editors["vendor"].setText("Cloud Ltd.")
    dialog.editors["month"].setText("3.5")
    dialog.keep_button.click()
    again = shown(kept[0])
    again.changed.connect(lambda after, *_: kept.append(after))
    assert again.editors["vendor"].text() == "Cloud Ltd."
    assert again.editors["month"].text() == "3.5"
    again.remove_button.click()
    assert kept[1] == plan


def priced_by_a_quote(shown, plan):
    """Keep a quote that names a price of 2.49 $/h; return the plan with it."""
    kept, dialog = [], shown(plan)
    dialog.changed.connect(lambda after, *_: kept.append(after))
    dialog.editors["vendor"].setText("Cloud Ltd.")
    dialog.editors["month"].setText("3")
    dialog.editors["price"].setText("2.49")
    dialog.keep_button.click()
    return kept[0]


def test_removing_a_quote_takes_its_price_and_note_along_and_leaves_other_prices(plan, shown):
    kept = []
    path = ("scenarios", "rented", "hosting", "rented", "price")
    for typed in (None, 3.0):
        quoted = priced_by_a_quote(shown, plan)
        quoted = quoted if typed is None else evolve(quoted, path, typed)
        again = shown(quoted)
        again.changed.connect(lambda after, *_: kept.append(after))
        again.remove_button.click()
        assert kept[-1].scenario("rented").quote is None
        assert value_at(kept[-1], path) == typed
    assert kept[0].field_notes == plan.field_notes


def test_a_quote_without_a_price_takes_back_that_of_the_one_before(plan, shown):
    kept = []
    again = shown(priced_by_a_quote(shown, plan))
    again.changed.connect(lambda after, *_: kept.append(after))
    again.editors["price"].setText("")
    again.keep_button.click()
    assert kept[0].scenario("rented").hosting.rented.price is None
    assert kept[0].field_notes == plan.field_notes


def test_a_quote_may_be_typed_in_the_currency_of_the_plan(plan, shown):
    euros = plan.model_copy(update={"money": plan.money.model_copy(update={"currency": "EUR", "exchange_rate": 0.8})})
    dialog = shown(euros)
    dialog.editors["vendor"].setText("Cloud Ltd.")
    dialog.editors["saving"].setText("8k EUR")
    dialog.editors["price"].setText("2 €/h")
    quote = dialog.quote()
    assert (quote.saving, quote.price) == pytest.approx((10_000.0, 2.5))


def test_what_was_wrong_with_one_quote_is_not_said_of_that_of_another_scenario(plan, shown):
    second = plan.scenario("rented").model_copy(update={"id": "second", "name": "Another"})
    dialog = shown(plan.model_copy(update={"scenarios": (*plan.scenarios, second)}))
    dialog.keep_button.click()
    assert complaint(dialog) == "Say who makes the claim."

    dialog.scenario.setCurrentIndex(dialog.scenario.findData("second"))

    assert complaint(dialog) == ""


def test_a_plan_without_servers_says_what_to_do(plan, shown):
    dialog = shown(plan.model_copy(update={"scenarios": plan.scenarios[:2]}))
    assert complaint(dialog) == NO_SERVERS
    assert not dialog.keep_button.isEnabled()
