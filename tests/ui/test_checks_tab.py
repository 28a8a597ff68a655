"""The checks in the inspector: what is open, what is accepted and why, and the way to the field."""

import pytest

from planner.analysis.findings import Finding, Severity
from planner.plan.wording import Message
from planner.ui.inspector.checks import ChecksTab


@pytest.fixture
def checks(window, qtbot):
    window.store.select("rented")
    tab = window.panels.inspector.checks
    qtbot.waitUntil(lambda: tab.listed.topLevelItemCount() > 0)
    return tab


def row_saying(tab, words):
    rows = [tab.listed.topLevelItem(number) for number in range(tab.listed.topLevelItemCount())]
    return next(row for row in rows if words in row.text(0))


def test_what_a_rental_leaves_out_is_listed_with_its_scenario(window, checks):
    row = row_saying(checks, "on-call")

    assert row.text(1) == "Rented Llama 2 7B"
    title = window.panels.inspector.tabs.tabText(window.panels.inspector.tabs.indexOf(checks))
    assert title.startswith("Checks (")


def test_going_to_a_finding_puts_the_cursor_into_its_field(window, checks):
    checks.listed.setCurrentItem(row_saying(checks, "on-call"))

    checks.go_button.click()

    assert window.panels.inputs.field_in_focus().label_text == "On-call"


def test_a_finding_is_accepted_with_a_note_that_stays_in_the_plan_and_can_be_undone(window, checks, qtbot):
    window.prompts.answers["text"] = "The vendor answers at night."
    checks.listed.setCurrentItem(row_saying(checks, "on-call"))

    checks.accept_button.click()

    (waiver,) = window.store.plan.waivers
    assert (waiver.scenario, waiver.note) == ("rented", "The vendor answers at night.")
    qtbot.waitUntil(lambda: row_saying(checks, "on-call").text(2) == "accepted")
    window.store.undo_stack.undo()
    assert window.store.plan.waivers == ()


def test_an_accepted_finding_can_be_opened_again(window, checks, qtbot):
    window.prompts.answers["text"] = "For now."
    checks.listed.setCurrentItem(row_saying(checks, "on-call"))
    checks.accept_button.click()
    qtbot.waitUntil(lambda: row_saying(checks, "on-call").text(2) == "accepted")

    checks.listed.setCurrentItem(row_saying(checks, "on-call"))
    checks.reopen_button.click()

    assert window.store.plan.waivers == ()


def test_what_a_bill_leaves_out_is_added_in_one_undoable_step_without_a_quote_too(window, checks, qtbot):
    store, before = window.store, window.store.plan
    checks.listed.setCurrentItem(row_saying(checks, "on-call"))
    assert checks.add_button.isEnabled()

    checks.add_button.click()

    after = store.plan.scenario("rented")
    assert after.operations.on_call.likely > 0.0
    assert after.hosting.serving.spare_servers == 1.0
    assert store.plan.field_notes["scenarios.rented.operations.on_call"]
    qtbot.waitUntil(
        lambda: all(
            "left out" not in checks.listed.topLevelItem(row).text(2)
            for row in range(checks.listed.topLevelItemCount())
        ),
    )
    store.undo_stack.undo()
    assert store.plan == before


@pytest.fixture
def two_notes(window, qtbot):
    """A short and a long note, as they come from the checks, in a tab that no check fills meanwhile."""
    checks = ChecksTab(window.store, window.language)
    qtbot.addWidget(checks)
    checks.resize(window.panels.inspector.width(), 300)
    checks.show()
    path = ("scenarios", "rented", "hosting", "rented", "price")
    texts = ("A short one.", "The price of a server with a long name is of a day that is long past. " * 3)
    checks.show_findings(tuple(Finding("old_price", Severity.NOTE, Message(text), path, "rented") for text in texts))
    return checks


def test_a_finding_that_is_no_missing_part_cannot_be_added(two_notes):
    two_notes.listed.setCurrentItem(row_saying(two_notes, "A short one"))
    assert two_notes.accept_button.isEnabled()
    assert not two_notes.add_button.isEnabled()


def test_a_long_finding_is_wrapped_and_not_cut_off(two_notes, qtbot):
    short, long = (row_saying(two_notes, text) for text in ("A short one", "long past"))
    line = two_notes.listed.fontMetrics().height()

    qtbot.waitUntil(
        lambda: (
            two_notes.listed.visualItemRect(long).height() >= two_notes.listed.visualItemRect(short).height() + line
        ),
    )
