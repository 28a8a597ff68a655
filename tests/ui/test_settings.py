"""Settings apply at once, are kept, and can be reset one by one or all together."""

import csv
import dataclasses
import json

import pytest
from applications import finish_deletions
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from planner.storage.directories import user_directories
from planner.storage.preferences import Preferences, load_preferences
from planner.ui.dialogs.export import Order
from planner.ui.dialogs.settings import RESETTABLE, SettingsDialog
from planner.ui.theme import DARK, tokens_of

ANSWER = ("workload", "lengths", "answer")


@pytest.fixture
def shown(application):
    """The window on screen; nobody waits for its figures."""
    application.show()
    return application.window


@pytest.fixture
def dialog(shown):
    shown.action_table["settings"].trigger()
    return shown.findChild(SettingsDialog)


def choose(dialog, name, value):
    """Choose an entry as a person does: the list is opened and an entry is taken."""
    editor = dialog.editors[name]
    editor.setCurrentIndex(editor.findData(value))
    editor.activated.emit(editor.currentIndex())
    finish_deletions()  # what was built anew has taken the place of what is gone before a hand chooses again


def type_number(dialog, name, text, qtbot):
    editor = dialog.editors[name]
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def kept(application):
    return load_preferences(application.directories.preferences_file)[0]


def test_the_settings_open_with_the_usual_key_and_stand_where_macos_has_them(shown):
    action = shown.action_table["settings"]

    assert action.shortcut().toString() == "Ctrl+,"
    assert action.menuRole() is QAction.MenuRole.PreferencesRole


def test_language_theme_and_text_size_change_at_once_and_the_dialog_follows(dialog, application):
    choose(dialog, "language", "es")
    choose(dialog, "theme", "dark")
    choose(dialog, "text_size_percent", 150)

    assert dialog.windowTitle() == "Ajustes"
    assert dialog.close_button.text() == "Cerrar"
    assert application.window.panels.status.saved_text == "Plan nuevo, sin cambios"
    assert tokens_of(application.window.palette()) is DARK
    assert dialog.close_button.font().pointSizeF() == QApplication.font().pointSizeF()
    assert kept(application).language == "es"
    assert kept(application).theme == "dark"
    assert kept(application).text_size_percent == 150


def test_a_decimal_comma_on_screen_is_read_and_shown_at_once(dialog, application, qtbot):
    choose(dialog, "number_format", "comma")
    choose(dialog, "currency", "EUR")
    type_number(dialog, "exchange_rate", "0,92", qtbot)

    assert kept(application).exchange_rate == 0.92
    assert dialog.editors["exchange_rate"].text() == "0,92"
    assert application.language.decimal_mark == ","


def test_a_new_plan_has_the_currency_the_rate_and_the_horizon_of_the_settings(dialog, application, qtbot):
    choose(dialog, "currency", "EUR")
    type_number(dialog, "exchange_rate", "0.92", qtbot)
    type_number(dialog, "horizon_months", "36", qtbot)
    dialog.accept()

    application.window.action_table["new"].trigger()

    money = application.store.plan.money
    assert (money.currency, money.exchange_rate, money.horizon) == ("EUR", 0.92, 36.0)


@pytest.mark.parametrize("text", ["0", "121", "2.5", "many", "10 .. 20"])
def test_an_impossible_horizon_is_said_and_not_taken(dialog, application, qtbot, text):
    type_number(dialog, "horizon_months", text, qtbot)

    assert not dialog.outcome.isHidden()
    assert dialog.outcome.text()
    assert application.documents.preferences.horizon_months == 24


def test_each_setting_can_be_reset_and_only_a_changed_one_offers_it(dialog, application):
    assert all(button.isHidden() for button in dialog.resets.values())
    choose(dialog, "csv_format", "comma")
    choose(dialog, "theme", "dark")
    assert [name for name, button in dialog.resets.items() if not button.isHidden()] == ["theme", "csv_format"]

    dialog.resets["csv_format"].click()

    assert kept(application).csv_format == "system"
    assert kept(application).theme == "dark"


def test_reset_all_leaves_what_a_new_user_has_but_the_recent_plans(dialog, application, qtbot):
    application.store.edit(ANSWER, 500.0)
    recent = application.documents.preferences.recent
    for name, value in {"language": "es", "theme": "light", "text_size_percent": 130, "number_format": "comma",
                        "csv_format": "point", "currency": "GBP"}.items():  # fmt: skip
        choose(dialog, name, value)
    type_number(dialog, "horizon_months", "12", qtbot)

    dialog.reset_all_button.click()

    assert kept(application) == Preferences(recent=recent)
    assert recent


def test_every_setting_of_the_file_but_the_recent_plans_and_the_folder_is_in_the_dialog(dialog):
    names = {field.name for field in dataclasses.fields(Preferences)}
    choose(dialog, "currency", "EUR")

    assert set(dialog.editors) == set(RESETTABLE) == names - {"recent", "unknown", "data_folder"}


def test_csv_files_have_the_decimal_mark_of_the_setting(window, dialog, application, tmp_path):
    choose(dialog, "csv_format", "comma")

    written = application.window.dialogs.export_to(Order(tmp_path, ("csv",), 96, force=False))

    comparison = next(path for path in written if path.name.endswith("comparison.csv"))
    rows = list(csv.DictReader(comparison.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    total = next(name for name in rows[0] if name.startswith("Total cost ("))
    found = float(rows[0][total].replace(",", "."))
    result = application.store.result.scenarios[0]
    assert "," in "".join(row[total] for row in rows)
    assert found == pytest.approx(result.figures["total_cost"].value)


@pytest.fixture
def saved(shown, application):
    application.store.edit(ANSWER, 500.0)
    application.store.edit(ANSWER, 600.0)
    assert application.documents.save_now()
    return application


def test_plans_move_with_the_open_one_and_its_undo_steps_and_nothing_is_deleted(saved, dialog, tmp_path):
    old = saved.documents.path
    saved.window.prompts.answers |= {"folder": tmp_path / "new", "choice": 0}

    dialog.choose_button.click()

    path = saved.documents.path
    assert path.parent == tmp_path / "new" / "plans"
    assert old.exists()
    assert saved.store.plan.workload.lengths.answer == 600.0
    saved.store.undo_stack.undo()
    assert saved.store.plan.workload.lengths.answer == 500.0
    assert saved.documents.save_now()
    assert json.loads(path.read_text(encoding="utf-8"))["workload"]["lengths"]["answer"] == 500.0
    assert json.loads(old.read_text(encoding="utf-8"))["workload"]["lengths"]["answer"] == 600.0
    assert kept(saved).data_folder == str(tmp_path / "new")
    assert kept(saved).recent[0] == str(path)
    assert str(tmp_path / "new") in dialog.outcome.text()
    assert dialog.folder.text() == str(tmp_path / "new")


def test_the_usual_folder_comes_back_with_reset(saved, dialog, tmp_path):
    usual = saved.directories.data
    saved.window.prompts.answers |= {"folder": tmp_path / "new", "choice": 0}
    dialog.choose_button.click()
    saved.store.edit(ANSWER, 700.0)

    dialog.resets["data_folder"].click()

    assert kept(saved).data_folder == ""
    assert saved.directories.data == usual
    assert saved.documents.path.parent == usual / "plans"
    assert saved.store.plan.workload.lengths.answer == 700.0


def test_a_move_that_is_not_possible_leaves_everything_as_it_was(saved, dialog, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    path = saved.documents.path
    saved.window.prompts.answers |= {"folder": tmp_path / "file" / "data", "choice": 0}

    dialog.choose_button.click()

    assert "not a folder" in dialog.outcome.text()
    assert saved.documents.path == path
    assert kept(saved).data_folder == ""
    assert saved.store.edit(ANSWER, 700.0)
    assert saved.documents.save_now()


def test_moving_without_a_copy_uses_what_is_there_and_edits_the_open_plan_where_it_is(saved, dialog, tmp_path):
    path = saved.documents.path
    saved.window.prompts.answers |= {"folder": tmp_path / "new", "choice": 1}

    dialog.choose_button.click()

    assert saved.documents.path == path
    assert saved.directories.data == tmp_path / "new"
    assert list(saved.directories.plans.iterdir()) == []


def test_a_user_who_changes_their_mind_moves_nothing(saved, dialog, tmp_path):
    saved.window.prompts.answers |= {"folder": tmp_path / "new", "choice": None}

    dialog.choose_button.click()

    assert kept(saved).data_folder == ""
    assert not (tmp_path / "new").exists()


@pytest.fixture
def stick(planner_home, tmp_path):
    """A data folder on a stick that is not plugged in."""
    settings = planner_home / "config" / "preferences.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"data_folder": str(tmp_path / "stick" / "plans")}), encoding="utf-8")
    return tmp_path / "stick" / "plans"


def test_a_data_folder_that_is_gone_is_said_and_edits_wait_until_it_is_back(stick, application):
    application.show()
    assert f"Your data folder {stick} is not there" in application.window.panels.notices.text
    assert application.store.edit(ANSWER, 640.0)
    assert "is not there" in application.safety.banner.text
    assert not stick.exists()

    stick.mkdir(parents=True)
    application.safety.banner.buttons["again"].click()

    assert application.safety.banner.text == ""
    assert application.documents.path.parent == stick / "plans"


def test_the_settings_say_that_the_program_is_portable(language, tmp_path, qtbot):
    (tmp_path / "portable").mkdir()
    dialog = SettingsDialog(Preferences(), user_directories({}, tmp_path), language)
    qtbot.addWidget(dialog)

    assert dialog.place.text().startswith("Portable: everything is in the folder “portable” beside the program.")
    assert str(tmp_path / "portable") in dialog.place.text()


def test_settings_that_cannot_be_kept_are_said_and_act_for_now(dialog, application):
    folder = application.directories.config
    for path in folder.iterdir() if folder.exists() else ():
        path.unlink()
    folder.rmdir() if folder.exists() else None
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way", encoding="utf-8")

    choose(dialog, "theme", "dark")

    assert "not kept for the next start" in application.window.panels.notices.text
    assert tokens_of(application.window.palette()) is DARK
