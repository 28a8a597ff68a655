"""What stands between plan and file: said in a bar that stays, with ways on, and nothing overwritten blindly."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from planner.storage.directories import user_directories
from planner.storage.plan_file import read_plan_file, write_plan_file
from planner.ui.dialogs.comparison import ComparisonDialog
from planner.ui.dialogs.library import LibraryDialog
from tests.ui.conftest import ANSWER, answer_on_disk


def somebody_else_writes(path, answer):
    document = dict(read_plan_file(path).document)
    document["workload"]["lengths"]["answer"] = answer
    write_plan_file(path, document)


def activate(window):
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))


def test_a_change_on_disk_is_noticed_when_the_window_becomes_active(saved, banner):
    somebody_else_writes(saved.documents.path, 900.0)

    activate(saved.window)

    assert "was changed on disk by someone else" in banner().text
    assert not banner().buttons["keep"].isHidden()
    assert banner().buttons["elsewhere"].isHidden()


def test_an_edit_after_a_foreign_change_overwrites_nothing(saved, banner, qtbot):
    somebody_else_writes(saved.documents.path, 900.0)

    saved.store.edit(ANSWER, 600.0)
    assert not saved.documents.save_now()

    qtbot.waitUntil(lambda: "was changed on disk" in banner().text)
    assert answer_on_disk(saved.documents.path) == 900.0
    assert saved.window.panels.status.saved_text == "Not saved: changed on disk"
    saved.window.prompts.answers["agrees"] = True  # the end of the test discards the edit


def test_taking_theirs_is_an_undoable_edit(saved, banner):
    somebody_else_writes(saved.documents.path, 900.0)
    activate(saved.window)

    banner().buttons["theirs"].click()

    assert saved.store.plan.workload.lengths.answer == 900.0
    assert banner().text == ""
    saved.store.undo_stack.undo()
    assert saved.store.plan.workload.lengths.answer == 500.0
    assert saved.documents.save_now()
    assert answer_on_disk(saved.documents.path) == 500.0


def test_keeping_mine_writes_mine_and_puts_theirs_in_the_history(saved, banner, qtbot):
    somebody_else_writes(saved.documents.path, 900.0)
    activate(saved.window)

    banner().buttons["keep"].click()

    assert answer_on_disk(saved.documents.path) == 500.0
    history = saved.documents.session.history
    kept = [history.read(version).document["workload"]["lengths"]["answer"] for version in history.versions()]
    assert 900.0 in kept
    qtbot.waitUntil(lambda: banner().text == "")


def test_the_comparison_names_each_field_and_both_values(saved, banner):
    somebody_else_writes(saved.documents.path, 900.0)
    activate(saved.window)

    banner().buttons["compare"].click()

    dialog = saved.window.findChild(ComparisonDialog)
    assert dialog.table.topLevelItemCount() == 1
    row = dialog.table.topLevelItem(0)
    assert [row.text(1), row.text(2), row.text(3)] == ["Answer", "500 tokens", "900 tokens"]
    dialog.theirs_button.click()
    assert saved.store.plan.workload.lengths.answer == 900.0


def test_opening_the_open_plan_again_by_another_way_changes_nothing(saved, tmp_path):
    link = tmp_path / "link.plan.json"
    link.symlink_to(saved.documents.path)
    session = saved.documents.session

    saved.window.files.open(link)

    assert saved.documents.session is session
    assert "is open already" in saved.window.panels.notices.text


def make_the_folder_vanish(path):
    away = path.parent.with_name("away")
    path.parent.rename(away)
    path.parent.write_text("a file stands where the folder was", encoding="utf-8")
    return away


def test_a_failed_save_stays_in_sight_and_can_go_elsewhere(saved, banner, tmp_path, qtbot):
    path = saved.documents.path
    make_the_folder_vanish(path)
    saved.store.edit(ANSWER, 640.0)
    assert not saved.documents.save_now()
    qtbot.waitUntil(lambda: "Cannot save" in banner().text)
    assert path.name in banner().text
    saved.window.prompts.answers["file_to_save"] = tmp_path / "else.plan.json"

    banner().buttons["elsewhere"].click()

    assert answer_on_disk(tmp_path / "else.plan.json") == 640.0
    assert banner().text == ""
    assert saved.documents.path == tmp_path / "else.plan.json"


def test_a_save_that_works_again_takes_the_banner_away(saved, banner, qtbot):
    path = saved.documents.path
    away = make_the_folder_vanish(path)
    saved.store.edit(ANSWER, 640.0)
    saved.documents.save_now()
    qtbot.waitUntil(lambda: "Cannot save" in banner().text)
    path.parent.unlink()
    away.rename(path.parent)

    banner().buttons["again"].click()

    qtbot.waitUntil(lambda: banner().text == "")
    assert answer_on_disk(path) == 640.0


def test_a_window_whose_plan_cannot_be_saved_closes_only_when_the_user_discards(saved, banner, qtbot):
    make_the_folder_vanish(saved.documents.path)
    saved.store.edit(ANSWER, 640.0)
    saved.window.prompts.answers["agrees"] = False

    assert not saved.window.close()
    assert saved.window.isVisible()
    assert not saved.documents.is_safe

    saved.window.prompts.answers["agrees"] = True
    assert saved.window.close()


def test_another_plan_is_not_opened_over_one_that_cannot_be_saved(saved, banner, tmp_path):
    other = saved.documents.library.duplicate(saved.documents.path, "Other")
    shutil.copy(other, tmp_path / "other.plan.json")
    make_the_folder_vanish(saved.documents.path)
    saved.store.edit(ANSWER, 640.0)

    saved.window.files.open(tmp_path / "other.plan.json")
    assert saved.store.plan.workload.lengths.answer == 640.0
    assert "stays open" in saved.window.panels.notices.text

    saved.window.prompts.answers["agrees"] = True
    saved.window.files.open(tmp_path / "other.plan.json")
    assert saved.store.plan.name == "Other"


@pytest.fixture
def no_place(window):
    """The user's directories, a file in the place of the folder of plans."""
    directories = user_directories()
    directories.state.mkdir(parents=True)
    directories.plans.parent.mkdir(parents=True, exist_ok=True)
    if directories.plans.exists():
        directories.plans.rmdir()
    directories.plans.write_text("in the way", encoding="utf-8")
    return directories


def test_the_first_edit_with_no_place_to_save_it_is_kept_and_saved_when_there_is_one(
    window, application, banner, no_place
):
    window.store.edit(ANSWER, 555.0)

    assert "Cannot save" in banner().text
    assert len(list(no_place.recovery.glob("*.recovery.json"))) == 1
    assert not window.close()
    no_place.plans.unlink()
    banner().buttons["again"].click()
    assert answer_on_disk(application.documents.path) == 555.0
    assert list(no_place.recovery.glob("*.recovery.json")) == []


def test_a_plan_whose_first_save_succeeds_late_is_let_go_when_another_is_opened(window, no_place):
    window.store.edit(ANSWER, 555.0)
    no_place.plans.unlink()

    window.action_table["new"].trigger()
    window.files.open(next(no_place.plans.glob("*.plan.json")))

    assert window.store.plan.workload.lengths.answer == 555.0
    assert not window.store.is_read_only


def test_a_file_larger_than_the_system_allows_is_refused_in_the_users_language_and_nothing_breaks(saved, tmp_path):
    script = Path(__file__).parents[1] / "full_disk_child.py"
    environment = {**os.environ, "LLM_COST_PLANNER_HOME": str(tmp_path / "small")}

    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 0, done.stderr
    assert "No se puede guardar" in done.stdout
    assert "Guardar en otro sitio…" in done.stdout
    assert "still on screen: 901.0" in done.stdout


def test_the_undo_stack_survives_saving_and_a_restart(saved, qapp, application):
    for value in (510.0, 520.0, 530.0):
        saved.store.edit(ANSWER, value)
    saved.store.rename_scenario("large", "Big")
    saved.store.undo_stack.undo()
    path = saved.documents.path
    assert saved.documents.save_now()
    assert saved.store.undo_stack.canUndo()

    assert saved.documents.close_file()
    saved.documents.open(path)

    stack = saved.store.undo_stack
    assert (stack.count(), stack.index()) == (5, 4)
    assert stack.undoText() == "Change “Answer”"
    stack.undo()
    assert saved.store.plan.workload.lengths.answer == 520.0
    for _ in range(3):
        stack.undo()
    assert saved.store.plan.workload.lengths.answer == 210.0
    stack.setIndex(5)
    assert saved.store.plan.workload.lengths.answer == 530.0
    assert saved.store.plan.scenario("large").name == "Big"


def test_undo_steps_of_a_file_that_has_changed_since_are_not_used(saved):
    path = saved.documents.path
    assert saved.documents.close_file()
    somebody_else_writes(path, 900.0)

    saved.documents.open(path)

    assert saved.store.undo_stack.count() == 0


def test_a_copy_is_a_plan_of_its_own(saved, tmp_path):
    path = saved.documents.path
    saved.window.prompts.answers["file_to_save"] = tmp_path / "copy.plan.json"

    saved.window.action_table["save_copy"].trigger()

    assert read_plan_file(tmp_path / "copy.plan.json").document["id"] != read_plan_file(path).document["id"]


@pytest.mark.parametrize(("choice", "where"), [(0, "there"), (1, "in the library"), (None, "not at all")])
def test_a_file_from_anywhere_is_edited_there_or_copied_in_as_the_user_decides(saved, tmp_path, choice, where):
    outside = tmp_path / "mail" / "sent.plan.json"
    outside.parent.mkdir()
    saved.documents.library.export_file(saved.documents.path, outside)
    before = saved.documents.path
    saved.window.prompts.answers |= {"file_to_open": outside, "choice": choice}

    saved.window.action_table["open"].trigger()

    path = saved.documents.path
    found = "there" if path == outside else "not at all" if path == before else "in the library"
    assert found == where
    assert path.is_relative_to(saved.directories.plans) == (where != "there")


def test_the_library_shows_the_answer_and_a_picture_of_the_open_plan(saved, qtbot):
    path = saved.documents.path

    qtbot.waitUntil(lambda: bool(saved.documents.library.entries()[0].answer))
    entry = saved.documents.library.entries()[0]
    assert entry.path == path
    assert entry.answer == saved.window.panels.answer.headline
    assert entry.thumbnail.read_bytes().startswith(b"\x89PNG")
    saved.window.action_table["library"].trigger()
    dialog = saved.window.findChild(LibraryDialog)
    assert dialog.listed.topLevelItem(0).text(1) == entry.answer
    assert not dialog.listed.topLevelItem(0).icon(0).isNull()
    dialog.close()
