"""A plan that somebody else has open: read-only, named, copied at once, and taken over only on purpose."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from planner.storage.locks import lock_path
from tests.ui.conftest import ANSWER, answer_on_disk


@pytest.fixture
def open_elsewhere(saved, tmp_path):
    """A plan that another living process has open."""
    path = saved.documents.library.duplicate(saved.documents.path, "Theirs")
    code = (
        "import sys\nfrom pathlib import Path\nfrom planner.storage.directories import user_directories\n"
        "from planner.storage.session import PlanSession\n"
        "session = PlanSession.open(Path(sys.argv[1]), user_directories())\n"
        "print(session.read_only_reason, flush=True)\nsys.stdin.read()\nsession.close()\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "None\n"
        yield path, other
        if not other.stdin.closed:
            other.stdin.close()


def test_a_plan_that_is_open_elsewhere_is_read_only_and_says_who_has_it(saved, banner, open_elsewhere):
    path, _other = open_elsewhere

    saved.window.files.open(path)

    assert "Here it is read-only" in banner().text
    assert saved.window.panels.status.saved_text == "Read-only"
    before = saved.store.plan
    assert not saved.store.edit(ANSWER, 1.0)
    assert saved.store.plan is before
    assert banner().text.startswith("This plan is read-only. Open a copy to change it.")


def test_a_copy_of_a_locked_plan_can_be_edited_at_once(saved, banner, open_elsewhere):
    path, _other = open_elsewhere
    saved.window.files.open(path)

    banner().buttons["copy"].click()

    assert saved.documents.path != path
    assert banner().text == ""
    assert saved.store.edit(ANSWER, 321.0)
    assert saved.documents.save_now()
    assert answer_on_disk(saved.documents.path) == 321.0


def test_once_the_other_one_has_closed_it_trying_again_makes_it_writable(saved, banner, open_elsewhere):
    path, other = open_elsewhere
    saved.window.files.open(path)
    other.stdin.close()
    other.wait(10)

    banner().buttons["reopen"].click()

    assert not saved.store.is_read_only
    assert banner().text == ""


def left_locked_elsewhere(saved, quiet):
    """A plan that a window on another computer has locked and not touched for so long."""
    path = saved.documents.library.duplicate(saved.documents.path, "Theirs")
    since = datetime.now(UTC) - quiet
    os.utime(path, (since.timestamp(), since.timestamp()))
    process = {"pid": 77, "host": "meeting-room", "user": "ana", "started": "x"}
    content = {"since": since.isoformat(), "token": "theirs", "process": process}
    lock_path(path).write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_lock_that_another_computer_left_says_who_and_when_and_is_taken_over_only_on_purpose(saved, banner):
    path = left_locked_elsewhere(saved, timedelta(days=3, hours=2))
    saved.window.files.open(path)
    assert "open by ana on meeting-room since" in banner().text
    assert "Nothing has changed there for 3 days" in banner().text
    saved.window.prompts.answers["agrees"] = False

    banner().buttons["take_over"].click()
    assert saved.store.is_read_only
    assert "meeting-room" in lock_path(path).read_text(encoding="utf-8")

    saved.window.prompts.answers["agrees"] = True
    banner().buttons["take_over"].click()
    assert not saved.store.is_read_only
    assert banner().text == ""
    assert saved.store.edit(ANSWER, 321.0)
    assert saved.documents.save_now()
    assert answer_on_disk(path) == 321.0


def test_a_lock_of_another_computer_that_was_used_a_moment_ago_is_not_taken_over(saved, banner):
    path = left_locked_elsewhere(saved, timedelta(minutes=5))

    saved.window.files.open(path)

    assert "open by ana on meeting-room since" in banner().text
    assert banner().buttons["take_over"].isHidden()
    assert not banner().buttons["copy"].isHidden()


def test_a_lock_of_a_living_process_here_is_never_taken_over(saved, banner, open_elsewhere):
    path, _other = open_elsewhere
    content = json.loads(lock_path(path).read_text(encoding="utf-8"))
    content["since"] = "2020-01-01T00:00:00+00:00"
    lock_path(path).write_text(json.dumps(content), encoding="utf-8")
    os.utime(path, (0, 0))

    saved.window.files.open(path)

    assert banner().text
    assert banner().buttons["take_over"].isHidden()


def test_the_window_that_lost_its_lock_keeps_its_edit_and_offers_another_place(saved, banner, tmp_path, qtbot):
    path = saved.documents.path
    process = {"pid": 77, "host": "meeting-room", "user": "ana", "started": "x"}
    content = {"since": datetime.now(UTC).isoformat(), "token": "theirs", "process": process}
    lock_path(path).write_text(json.dumps(content), encoding="utf-8")

    saved.store.edit(ANSWER, 640.0)
    assert not saved.documents.save_now()

    qtbot.waitUntil(lambda: "was taken over by ana on meeting-room" in banner().text)
    assert answer_on_disk(path) == 500.0
    saved.window.prompts.answers["file_to_save"] = tmp_path / "mine.plan.json"
    banner().buttons["elsewhere"].click()
    assert answer_on_disk(tmp_path / "mine.plan.json") == 640.0
