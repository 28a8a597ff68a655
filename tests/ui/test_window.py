"""The whole window: what a person does in it, from the first look to closing it."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QTreeWidget, QWidget

from planner.storage.plan_file import read_plan_file
from planner.ui.search_list import SearchList
from planner.ui.theme import DARK, LIGHT, Theme, tokens_of

ANSWER = ("workload", "lengths", "answer")


def test_the_window_opens_on_an_answer(window):
    assert window.panels.answer.headline.startswith("API, small model is cheapest")
    assert "Support chat" in window.windowTitle()


def test_a_new_baseline_may_be_followed_at_once_by_another_language(application, window, qtbot):
    """The window is built anew before the copy has any result: it waits for them and shows no old answer."""
    store = window.store
    copy = store.duplicate_scenario(store.plan.scenarios[0].id, "Copy")
    store.set_baseline(copy)
    assert store.current_result is None

    application.choose_language("es")

    qtbot.waitUntil(lambda: store.current_result is not None, timeout=120_000)
    assert store.result.baseline == copy
    assert window.panels.answer.headline


class ShownWindows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.names = []

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_nothing_but_the_window_shows_up_at_the_start_and_takes_the_focus(application, qapp, qtbot):
    shown = ShownWindows()
    qapp.installEventFilter(shown)

    application.show()
    qtbot.waitUntil(lambda: len(application.window.panels.deck.charts) > 0)
    application.choose_language("es")
    application.window.action_table["settings"].trigger()

    qapp.removeEventFilter(shown)
    assert shown.names == ["MainWindow", "SettingsDialog"]


def test_the_charts_show_the_results(window):
    first = window.panels.deck.charts[0]

    assert first.isVisible()
    assert first.chart is not None
    assert not first.chart.nothing


def test_ctrl_z_takes_back_what_was_typed_and_committed(window, qtbot):
    row = window.panels.inputs.show_field(ANSWER)
    row.editor.selectAll()
    qtbot.keyClicks(row.editor, "500")
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert window.store.plan.workload.lengths.answer == 500.0

    window.action_table["undo"].trigger()

    assert row.editor.text() == "210"


def test_the_menu_says_what_undo_would_undo(window):
    window.store.edit(ANSWER, 500.0)

    assert window.action_table["undo"].text() == "&Undo: Change “Answer”"


def test_duplicate_delete_and_baseline_work_on_the_selected_scenario(window):
    window.store.select("large")

    window.action_table["duplicate"].trigger()
    assert [s.name for s in window.store.plan.scenarios][2] == "API, large model (copy)"
    window.action_table["baseline"].trigger()
    assert window.store.plan.baseline == window.store.selection
    window.action_table["delete"].trigger()
    assert len(window.store.plan.scenarios) == 3


def test_scenario_actions_rest_while_the_plan_is_selected(window):
    window.store.select("")

    assert not window.action_table["duplicate"].isEnabled()
    assert window.action_table["add"].isEnabled()


def test_a_click_on_an_amount_opens_its_working(window, qtbot):
    window.store.ask_figure("large", "cost_per_request")

    working = window.panels.inspector.working
    assert window.panels.inspector.tabs.currentWidget() is working
    assert working._derivation.topLevelItem(0).text(0) == "Per request"
    assert working._derivation.topLevelItem(0).childCount() > 0


def test_the_working_of_a_total_ends_in_plan_fields(window):
    window.store.ask_figure("small", "total_cost")
    tree = window.panels.inspector.working._derivation

    leaves = [item for item in every_item(tree) if item.childCount() == 0]

    assert any(item.text(0) == "Answer" and item.text(1) == "210\u00a0tokens/request" for item in leaves)


def every_item(tree):
    waiting = [tree.topLevelItem(0)]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += [item.child(number) for number in range(item.childCount())]


def test_the_palette_finds_commands_fields_and_scenarios(window, qtbot):
    window.action_table["search"].trigger()
    search = window.findChild(SearchList)
    qtbot.keyClicks(search.focusProxy(), "api large")
    qtbot.keyClick(search.focusProxy(), Qt.Key.Key_Return)
    assert window.store.selection == "large"

    window.action_table["search"].trigger()
    search = window.findChildren(SearchList)[-1]
    qtbot.keyClicks(search.focusProxy(), "discount rate")
    qtbot.keyClick(search.focusProxy(), Qt.Key.Key_Return)
    assert window.panels.inputs.field_in_focus().label_text == "Discount rate"


def test_the_palette_finds_words_without_their_accents(window, application, qtbot):
    application.choose_language("es")
    window.store.rename_scenario("large", "Modelo año 2024")
    window.store.undo_stack.clear()  # its text has the words too
    window.action_table["search"].trigger()
    search = window.findChild(SearchList)
    qtbot.keyClicks(search.focusProxy(), "ano 2024")
    qtbot.keyClick(search.focusProxy(), Qt.Key.Key_Return)

    assert window.store.selection == "large"


def test_another_theme_changes_every_colour_and_keeps_the_work(window, application):
    window.store.edit(ANSWER, 500.0)
    assert tokens_of(window.palette()) is LIGHT

    application.choose_theme(Theme.DARK)

    assert tokens_of(window.palette()) is DARK
    assert window.store.plan.workload.lengths.answer == 500.0
    assert window.store.undo_stack.canUndo()


def test_another_language_is_spoken_at_once_and_the_selection_stays(window, application):
    window.store.select("large")

    application.choose_language("es")

    titles = [menu.title() for menu in window.menuWidget().findChildren(QMenu)]
    assert "&Archivo" in titles
    assert window.store.selection == "large"
    assert len(window.panels.deck.charts) > 0


def test_text_grows_to_twice_its_size_and_back(window, application, qtbot):
    before = application.qt.font().pointSizeF()

    for _ in range(8):
        window.action_table["larger"].trigger()
        qtbot.wait(1)  # between two presses the panels of the size before go
    assert application.qt.font().pointSizeF() == pytest.approx(2 * before)
    window.action_table["usual"].trigger()
    assert application.qt.font().pointSizeF() == pytest.approx(before)


def test_the_first_edit_of_an_example_makes_it_the_users_plan_and_saves_it(window, application):
    assert application.documents.path is None

    window.store.edit(ANSWER, 500.0)
    assert application.documents.save_now()

    document = read_plan_file(application.documents.path).document
    assert document["workload"]["lengths"]["answer"] == 500.0


def test_the_status_line_says_when_the_plan_is_saved(window, application, qtbot):
    assert window.panels.status.saved_text == "New plan, not changed"

    window.store.edit(ANSWER, 500.0)

    qtbot.waitUntil(lambda: window.panels.status.saved_text == "Saved")


def test_a_saved_copy_is_edited_from_then_on(window, application, tmp_path):
    target = tmp_path / "copy.plan.json"
    window.prompts.answers["file_to_save"] = target

    window.action_table["save_copy"].trigger()
    window.store.edit(ANSWER, 700.0)
    application.documents.save_now()

    assert read_plan_file(target).document["workload"]["lengths"]["answer"] == 700.0


def test_a_file_that_is_no_plan_gets_a_notice_and_changes_nothing(window, tmp_path):
    broken = tmp_path / "broken.plan.json"
    broken.write_text("{ not json", encoding="utf-8")
    window.prompts.answers["file_to_open"] = broken
    before = window.store.plan

    window.action_table["open"].trigger()

    said = [shown.text() for shown in window.findChildren(QLabel) if shown.isVisible()] + window.prompts.told
    assert any("broken.plan.json" in text for text in said)
    assert window.store.plan is before


def test_export_writes_the_files_that_were_ticked(window, tmp_path, qtbot):
    window.action_table["export"].trigger()
    dialog = window.findChild(type_named(window, "ExportDialog"))
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.boxes["png"].setChecked(False)

    dialog.export_button.click()

    written = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert written
    assert set(written) == {".csv"}
    assert "files written" in dialog.outcome.text()
    dialog.close()


def type_named(window, name):
    from planner.ui.dialogs import export

    return getattr(export, name)


def test_f1_explains_the_field_in_focus(window):
    from planner.ui.explanation import Explanation

    window.panels.inputs.show_field(ANSWER)
    window.action_table["explain"].trigger()

    sheet = window.findChild(Explanation)
    texts = [found.text() for found in sheet.findChildren(QLabel)]
    assert "What the model writes for the user." in texts
    sheet.close()


def test_a_note_on_a_field_is_part_of_the_plan(window, qtbot):
    window.panels.inputs.show_field(ANSWER)
    window.action_table["note_field"].trigger()
    edit = window.panels.inspector.notes.edit

    qtbot.keyClicks(edit, "From the pilot")
    edit.commit()

    assert window.store.plan.field_notes == {"workload.lengths.answer": "From the pilot"}


def test_help_and_version_answer_without_loading_qt():
    for verb in ("--version", "--help"):
        script = (
            "import sys; sys.argv = ['planner', sys.argv[1]]\n"
            "from planner.__main__ import main\n"
            "try:\n    main()\nexcept SystemExit:\n    pass\n"
            "assert 'PySide6' not in sys.modules and 'numpy' not in sys.modules, sorted(sys.modules)\n"
        )
        done = subprocess.run([sys.executable, "-c", script, verb], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


NOT_FOR_THE_FIRST_PAINT = (
    "numpy",
    "numpy_financial",
    "planner.analysis.charts.registry",
    "planner.analysis.verdict",
    "planner.catalog.catalogue",
    "planner.catalog.records",
    "planner.cost",
    "planner.ui.catalogue.record_words",
    "planner.ui.charts",
    "planner.ui.command_palette",
    "planner.ui.dialogs.comparison",
    "pyqtgraph",
    "xlsxwriter",
)


def test_nothing_that_only_computes_or_draws_is_loaded_before_the_first_paint(tmp_path):
    script = (
        "import sys\n"
        "from planner.__main__ import prepare_start\n"
        "prepare_start()\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from planner.app import Application\n"
        "from planner.storage.directories import user_directories\n"
        "application = Application(QApplication(['planner']), user_directories())\n"
        "application.show()\n"
        f"late = [name for name in {NOT_FOR_THE_FIRST_PAINT} if name in sys.modules]\n"
        "assert not late, late\n"
        "application.window.close()\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LLM_COST_PLANNER_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr


def test_no_field_and_no_chart_moves_when_sources_and_results_come(application, qtbot):
    window, places = application.window, []
    window.resize(1280, 800)
    window.shown.connect(lambda: places.append(_places(window)))
    application.show()
    qtbot.waitUntil(lambda: len(window.panels.deck.charts) > 0)
    rows = [row for box in window.panels.inputs.boxes() for row in box.rows()]
    qtbot.waitUntil(lambda: any("assumed" in row.source_text for row in rows))
    qtbot.wait(50)  # the layouts settle

    assert _places(window) == places[0]


def _places(window):
    rows = [row for box in window.panels.inputs.boxes() for row in box.rows()]
    fields = {row.label_text: row.mapTo(window, QPoint()).y() for row in rows}
    return fields | {"Results": [tile.geometry() for tile in window.panels.deck.on_show()]}


def test_the_values_of_key_figures_leave_their_names_room(window, qtbot):
    offer = window.store.catalogue.rental_offers(accelerator="a100-sxm-80gb", terms="on_demand")[0]
    window.store.select("rented")
    window.store.edit(("scenarios", "rented", "hosting", "rented", "offer"), offer.id)
    figures = next(tree for tree in window.findChildren(QTreeWidget) if tree.accessibleName() == "Key figures")
    qtbot.waitUntil(lambda: any("CO₂e" in text for text in _texts(figures, 1)))

    assert "Carbon of a thousand answers" in _texts(figures, 0)
    room = figures.columnWidth(0)
    assert room > figures.fontMetrics().horizontalAdvance("Present value of")


def _texts(tree, column):
    return [tree.topLevelItem(row).text(column) for row in range(tree.topLevelItemCount())]


def test_the_search_button_names_the_keys_of_its_action(window):
    button = window.menuWidget().findChild(QToolButton, "search")
    keys = window.action_table["search"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    assert button.text() == f"Search anything…   {keys}"


def test_the_search_button_speaks_the_language_of_the_window(application, window):
    application.choose_language("es")

    assert window.menuWidget().findChild(QToolButton, "search").text().startswith("Buscar en todo…")
