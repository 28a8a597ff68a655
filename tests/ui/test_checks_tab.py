"""The checks in the inspector: what is open, what is accepted and why, and the way to the field."""

import pytest


@pytest.fixture
def checks(window, qtbot):
    window.store.select("rented")
    tab = window.panels.inspector.checks
    qtbot.waitUntil(lambda: tab.listed.topLevelItemCount() > 0, timeout=30_000)
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
    qtbot.waitUntil(lambda: row_saying(checks, "on-call").text(2) == "accepted", timeout=30_000)
    window.store.undo_stack.undo()
    assert window.store.plan.waivers == ()


def test_an_accepted_finding_can_be_opened_again(window, checks, qtbot):
    window.prompts.answers["text"] = "For now."
    checks.listed.setCurrentItem(row_saying(checks, "on-call"))
    checks.accept_button.click()
    qtbot.waitUntil(lambda: row_saying(checks, "on-call").text(2) == "accepted", timeout=30_000)

    checks.listed.setCurrentItem(row_saying(checks, "on-call"))
    checks.reopen_button.click()

    assert window.store.plan.waivers == ()
