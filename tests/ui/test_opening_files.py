"""Plans come in from anywhere: dropped on the window, from the list of recent ones, from the command line."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

ANSWER = ("workload", "lengths", "answer")


@pytest.fixture
def saved(application):
    application.window.resize(1280, 800)
    application.show()
    application.store.edit(ANSWER, 500.0)
    assert application.documents.save_now()
    return application


@pytest.fixture
def outside(saved, tmp_path):
    """A plan from somewhere else, with a name of another script and a space."""
    path = tmp_path / "Ana's mail" / "Übersicht 予算.plan.json"
    path.parent.mkdir()
    saved.documents.library.export_file(saved.documents.path, path)
    return path


def drop(widget, *paths):
    """Drag files over a widget and let them go; says whether they were taken."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(2, 2), copy, carried, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(2, 2), copy, carried, buttons, keys))
    return enter.isAccepted()


def places(window):
    """Where a person lets a file go: the window itself, the tree, a field, the answer."""
    panels = window.panels
    return {
        "window": window,
        "tree": panels.tree.viewport(),
        "field": panels.inputs.show_field(ANSWER).editor,
        "answer": panels.answer,
    }


@pytest.mark.parametrize("place", ["window", "tree", "field", "answer"])
def test_a_plan_is_dropped_anywhere_and_opened_where_it_is(saved, outside, place):
    saved.window.prompts.answers["choice"] = 0

    assert drop(places(saved.window)[place], outside)

    assert saved.documents.path == outside
    assert "予算" in saved.window.prompts.told[-1]


def test_a_dropped_plan_is_copied_into_the_library_if_the_user_likes(saved, outside):
    saved.window.prompts.answers["choice"] = 1

    drop(saved.window, outside)

    assert saved.documents.path.parent == saved.directories.plans
    assert outside.exists()


def test_other_files_are_not_taken(saved, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")

    assert not drop(saved.window, tmp_path / "picture.png")


def test_a_dropped_file_that_is_no_plan_changes_nothing(saved, tmp_path):
    (tmp_path / "other.json").write_text("[1, 2]", encoding="utf-8")
    saved.window.prompts.answers["choice"] = 0
    before = saved.store.plan

    drop(saved.window, tmp_path / "other.json")

    assert saved.store.plan is before
    assert "other.json" in saved.window.panels.notices.text


def recent(window):
    """The entries of File ▸ Open recent, as the menu shows them when it opens."""
    menu = next(menu for menu in window.menuWidget().findChildren(QMenu) if menu.title() == "Open &recent")
    menu.aboutToShow.emit()
    return menu.actions()


def test_recent_plans_are_listed_newest_first_without_those_that_are_gone_and_open_with_a_click(saved, outside):
    first = saved.documents.path
    saved.window.files.open(outside)
    other = saved.documents.library.duplicate(first, "Other")
    saved.window.files.open(other)
    assert [entry.text() for entry in recent(saved.window)] == ["Other", "Übersicht 予算", "Support chat"]
    assert recent(saved.window)[1].toolTip() == str(outside)
    outside.unlink()

    entries = recent(saved.window)
    assert [entry.text() for entry in entries] == ["Other", "Support chat"]
    entries[1].trigger()

    assert saved.documents.path == first


def test_a_new_user_has_no_recent_plans(application):
    application.show()

    entries = recent(application.window)

    assert [entry.text() for entry in entries] == ["Nothing here yet"]
    assert not entries[0].isEnabled()


def test_a_plan_named_on_the_command_line_is_opened(application, outside):
    application.show(outside)

    assert application.documents.path == outside
