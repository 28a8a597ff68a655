"""The library's plans go out and come in as files; an earlier version is compared before it comes back."""

import pytest
from PySide6.QtCore import Qt

from planner.analysis.amount_text import money
from planner.analysis.charts.words import Words
from planner.plan.edits import evolve
from planner.storage.plan_file import create_plan_file, read_plan_file
from planner.ui.dialogs.library import LibraryDialog
from planner.ui.dialogs.versions import VersionsDialog

ANSWER = ("workload", "lengths", "answer")


@pytest.fixture
def saved(application):
    """The window on a plan with a file of its own and one version."""
    application.show()
    application.store.start()
    application.store.edit(ANSWER, 500.0)
    assert application.documents.save_now()
    application.store.edit(ANSWER, 800.0)
    assert application.documents.save_now()
    return application


@pytest.fixture
def library(saved):
    saved.window.action_table["library"].trigger()
    return saved.window.findChild(LibraryDialog)


@pytest.fixture
def versions(saved):
    saved.window.action_table["history"].trigger()
    return saved.window.findChild(VersionsDialog)


def texts(item):
    return [item.text(column) for column in range(item.columnCount())]


def test_a_plan_leaves_the_library_as_a_file_of_the_same_content(saved, library, tmp_path):
    saved.window.prompts.answers["file_to_save"] = tmp_path / "Für Ana.plan.json"

    library.export_button.click()

    assert (tmp_path / "Für Ana.plan.json").read_bytes() == saved.documents.path.read_bytes()
    assert "Für Ana.plan.json" in library.outcome.text()


@pytest.mark.parametrize("agrees", [False, True])
def test_an_ending_that_is_added_replaces_a_file_only_when_the_user_agrees(saved, library, tmp_path, agrees):
    there = tmp_path / "budget.plan.json"
    there.write_text("mine", encoding="utf-8")
    saved.window.prompts.answers |= {"file_to_save": tmp_path / "budget", "agrees": agrees}

    library.export_button.click()

    assert (there.read_text(encoding="utf-8") != "mine") == agrees


@pytest.mark.parametrize("agrees", [False, True])
def test_saving_a_copy_asks_about_the_ending_too(saved, tmp_path, agrees):
    there = tmp_path / "budget.plan.json"
    there.write_text("mine", encoding="utf-8")
    saved.window.prompts.answers |= {"file_to_save": tmp_path / "budget", "agrees": agrees}

    saved.window.action_table["save_copy"].trigger()

    assert (there.read_text(encoding="utf-8") != "mine") == agrees


def test_a_file_comes_into_the_library_as_a_copy(saved, library, tmp_path):
    outside = tmp_path / "sent.plan.json"
    create_plan_file(outside, {**read_plan_file(saved.documents.path).document, "name": "Sent by Ana"})
    saved.window.prompts.answers["file_to_open"] = outside

    library.import_button.click()

    names = [library.listed.topLevelItem(row).text(0) for row in range(library.listed.topLevelItemCount())]
    assert sorted(names) == ["Sent by Ana", "Support chat"]
    assert outside.exists()


def test_a_file_that_is_no_plan_is_refused_with_a_sentence(saved, library, tmp_path):
    (tmp_path / "picture.json").write_bytes(b"\x89PNG")
    saved.window.prompts.answers["file_to_open"] = tmp_path / "picture.json"

    library.import_button.click()

    assert "picture.json" in library.outcome.text()


def listed(library):
    return [library.listed.topLevelItem(row).text(0) for row in range(library.listed.topLevelItemCount())]


def choose(library, name):
    library.listed.setCurrentItem(library.listed.findItems(name, Qt.MatchFlag.MatchExactly)[0])


def test_a_plan_is_duplicated_renamed_found_deleted_and_restored(saved, library):
    library.duplicate_button.click()
    assert sorted(listed(library)) == ["Support chat", "Support chat (copy)"]
    choose(library, "Support chat (copy)")
    saved.window.prompts.answers["text"] = "Año 2027"
    library.rename_button.click()
    assert sorted(listed(library)) == ["Año 2027", "Support chat"]

    library.search.setText("ano")
    assert listed(library) == ["Año 2027"]
    library.delete_button.click()
    library.search.clear()
    assert listed(library) == ["Support chat"]

    library.shows_bin.click()
    assert listed(library) == ["Año 2027"]
    assert library.listed.headerItem().text(2) == "Deleted"
    library.search.setText("other")
    assert listed(library) == []
    assert "Nothing found" in library.empty.text()
    library.search.clear()
    assert library.delete_button.isHidden()
    library.restore_button.click()
    library.shows_bin.click()
    assert sorted(listed(library)) == ["Año 2027", "Support chat"]


def test_the_bin_is_emptied_only_when_the_user_agrees(saved, library):
    library.duplicate_button.click()
    choose(library, "Support chat (copy)")
    library.delete_button.click()
    library.shows_bin.click()
    saved.window.prompts.answers["agrees"] = False
    library.empty_button.click()
    assert listed(library) == ["Support chat (copy)"]

    saved.window.prompts.answers["agrees"] = True
    library.empty_button.click()

    assert listed(library) == []
    assert "bin is empty" in library.empty.text()
    assert list(saved.directories.bin.iterdir()) == []


def test_a_double_click_opens_a_plan(saved, library):
    library.duplicate_button.click()
    choose(library, "Support chat (copy)")

    library.listed.itemDoubleClicked.emit(library.listed.currentItem(), 0)

    assert saved.store.plan.name == "Support chat (copy)"


def test_the_open_plan_says_why_it_cannot_be_renamed_or_deleted(library):
    assert not library.delete_button.isEnabled()
    assert "is open" in library.delete_button.toolTip()


def test_a_version_is_compared_field_by_field_with_the_plan_on_screen(versions):
    assert versions.table.topLevelItemCount() == 1
    assert texts(versions.table.topLevelItem(0))[1:] == ["Answer", "800 tokens", "500 tokens"]
    assert versions.compared.tabText(0) == "Fields (1)"


def test_what_a_version_costs_is_shown_and_unfolds_into_what_each_change_contributes(versions, saved):
    store, words = saved.store, Words.of(saved.language, saved.store.plan)
    short = evolve(store.plan, ANSWER, 500.0)
    totals = [store.evaluator.evaluate(plan).scenario("small").total_cost for plan in (store.plan, short)]
    row = versions.costs.topLevelItem(0)
    name, now, then, difference = texts(row)
    assert name == "API, small model"

    row.setExpanded(True)

    assert [now, then, difference] == [money(usd, words) for usd in (*totals, totals[1] - totals[0])]
    assert difference.startswith("\u2212")  # shorter answers cost less
    assert row.childCount() == 1
    assert texts(row.child(0)) == ["Answer", "", "", difference]


def test_restoring_is_an_edit_that_can_be_undone(versions, saved):
    versions.restore_button.click()

    assert saved.store.plan.workload.lengths.answer == 500.0
    assert saved.store.undo_stack.undoText() == "Restore a version"
    saved.store.undo_stack.undo()
    assert saved.store.plan.workload.lengths.answer == 800.0
    assert saved.documents.save_now()


def test_a_named_version_is_the_same_as_the_plan_and_stays_until_it_is_deleted(versions, saved):
    saved.window.prompts.answers |= {"text": "Board meeting", "agrees": False}
    versions.name_button.click()
    assert versions.listed.topLevelItem(0).text(1) == "Board meeting"
    assert "same as the plan" in versions.outcome.text()
    count = versions.listed.topLevelItemCount()

    versions.delete_button.click()
    assert versions.listed.topLevelItemCount() == count

    saved.window.prompts.answers["agrees"] = True
    versions.delete_button.click()
    assert versions.listed.topLevelItemCount() == count - 1


def test_a_broken_version_is_said_and_cannot_be_restored(saved):
    kept = saved.documents.session.history.versions()[0]
    kept.path.write_bytes(b"{")
    saved.window.action_table["history"].trigger()
    dialog = saved.window.findChild(VersionsDialog)

    assert kept.path.name in dialog.outcome.text()
    assert not dialog.restore_button.isEnabled()
    assert dialog.delete_button.isEnabled()


def test_an_example_without_a_file_says_that_there_is_no_version(application):
    application.show()

    application.window.action_table["history"].trigger()

    assert "No earlier version" in application.window.panels.notices.text
