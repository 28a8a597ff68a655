"""What a person sees when the system really refuses: why, that the edit is kept, and ways on that work.

The faults are real: permissions (root is not bound by them and acts as nobody), a full file system, one that turns
read-only, one that is gone. Those that need a mount are left out where none is allowed.
"""

import contextlib
import importlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from planner.catalog.locations import resource_path
from planner.storage.plan_file import read_plan_file, write_plan_file
from planner.ui.icons import stroke

ANSWER = ("workload", "lengths", "answer")
NOBODY = 65534


def run(*command):
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def ground(planner_home, monkeypatch):
    """A folder that nobody in particular can reach and owns, with the program's home in it."""
    folder = Path(tempfile.mkdtemp(prefix="planner-faults-"))
    (folder / "place").mkdir()
    for each in (folder, folder / "place"):
        each.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(each, NOBODY, -1)
    monkeypatch.setenv("LLM_COST_PLANNER_HOME", str(folder / "home"))
    yield folder
    run("umount", "-l", str(folder / "place"))
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def bound_by_permissions(ground):
    """Act as somebody whom permissions bind, and who owns everything on the ground so far."""
    if os.geteuid() != 0:
        yield
        return
    for path in (ground, *ground.rglob("*")):
        os.chown(path, NOBODY, -1, follow_symlinks=False)
    for drawing in resource_path("icons").glob("*.svg"):
        stroke(drawing.stem)  # a checkout in root's own folder is out of sight for nobody
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        importlib.invalidate_caches()  # nobody may not have been able to look for modules


@contextlib.contextmanager
def folder_without_writing(place):
    place.chmod(0o555)
    yield
    place.chmod(0o755)


@contextlib.contextmanager
def folder_that_is_shut(place):
    place.chmod(0)
    yield
    place.chmod(0o755)


@contextlib.contextmanager
def folder_that_vanishes(place):
    away = place.with_name("away")
    place.rename(away)
    place.write_text("a file stands where the folder was", encoding="utf-8")
    yield
    place.unlink()
    away.rename(place)


@contextlib.contextmanager
def disk_that_is_full(place):
    with contextlib.suppress(OSError), (place / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass
    yield
    (place / "filler").unlink()


@contextlib.contextmanager
def drive_that_turns_read_only(place):
    assert run("mount", "-o", "remount,ro", str(place))
    yield
    assert run("mount", "-o", "remount,rw", str(place))


@contextlib.contextmanager
def drive_that_is_pulled_out(place):
    assert run("umount", "-l", str(place))
    yield


PERMISSIONS = (folder_without_writing, folder_that_is_shut, folder_that_vanishes)
DRIVES = (disk_that_is_full, drive_that_turns_read_only, drive_that_is_pulled_out)
WORDS = {
    folder_without_writing: "there is no permission to do this",
    folder_that_is_shut: "there is no permission to do this",
    folder_that_vanishes: "not a folder",
    disk_that_is_full: "the disk is full",
    drive_that_turns_read_only: "the folder is read-only",
    drive_that_is_pulled_out: "the drive is gone",
}


@pytest.fixture(params=[*PERMISSIONS, *DRIVES], ids=lambda fault: fault.__name__)
def fault(request, ground):
    if request.param in DRIVES and not run(
        "mount", "-t", "tmpfs", "-o", f"size=256k,uid={NOBODY},mode=755", "tmpfs", str(ground / "place")
    ):
        pytest.skip("nothing can be mounted here")
    return request.param


@pytest.fixture
def shown(ground, fault, window, application):  # everything is imported before nobody acts
    """The window on a plan that lies where the fault will be."""
    application.store.edit(ANSWER, 500.0)
    application.documents.save_copy(ground / "place" / "Budget ñ.plan.json")
    application.store.edit(ANSWER, 510.0)
    assert application.documents.save_now()
    with bound_by_permissions(ground) if fault in PERMISSIONS else contextlib.nullcontext():
        yield application
    application.window.prompts.answers["agrees"] = True


def edit_and_fail(application, qtbot):
    assert application.store.edit(ANSWER, 640.0)
    assert not application.documents.save_now()
    qtbot.waitUntil(lambda: application.safety.banner.text != "")


def answer_in(document):
    return document["workload"]["lengths"]["answer"]


def test_a_fault_is_said_with_its_reason_and_the_edit_is_saved_elsewhere(fault, shown, ground, qtbot):
    path = shown.documents.path
    with fault(path.parent):
        edit_and_fail(shown, qtbot)
        said = shown.safety.banner.text
        assert said.startswith("Cannot save ")
        assert WORDS[fault] in said
        assert path.name in said
        assert "Nothing is lost" in said
        assert shown.store.plan.workload.lengths.answer == 640.0
        assert shown.window.panels.status.saved_text == "Not saved"
        shown.window.prompts.answers["file_to_save"] = ground / "elsewhere.plan.json"

        shown.safety.banner.buttons["elsewhere"].click()

        assert shown.safety.banner.text == ""
        assert answer_in(read_plan_file(ground / "elsewhere.plan.json").document) == 640.0


def test_while_a_fault_lasts_the_edit_is_in_the_journal_and_the_file_as_it_was(fault, shown, qtbot):
    path, recovery = shown.documents.path, shown.directories.recovery
    before = path.read_bytes()
    with fault(path.parent):
        edit_and_fail(shown, qtbot)

        journals = list(recovery.glob("*.recovery.json"))
        assert len(journals) == 1
        assert "640.0" in journals[0].read_text(encoding="utf-8")
    if fault is drive_that_is_pulled_out:
        assert not path.exists()
        return
    assert path.read_bytes() == before

    shown.safety.banner.buttons["again"].click()

    qtbot.waitUntil(lambda: shown.safety.banner.text == "")
    assert answer_in(read_plan_file(path).document) == 640.0
    assert list(recovery.glob("*.recovery.json")) == []
    assert not list(path.parent.glob(".planner-*.tmp"))


def test_a_plan_in_a_folder_without_writing_is_read_only_says_why_and_a_copy_is_editable(ground, window, application):
    path = ground / "place" / "theirs.plan.json"
    application.store.edit(ANSWER, 500.0)
    assert application.documents.save_now()
    write_plan_file(path, read_plan_file(application.documents.path).document)
    with bound_by_permissions(ground), folder_without_writing(path.parent):
        application.window.files.open(path)
        assert "its folder cannot be written: there is no permission" in application.safety.banner.text
        assert not application.store.edit(ANSWER, 1.0)

        application.safety.banner.buttons["copy"].click()

        assert application.safety.banner.text == ""
        assert application.store.edit(ANSWER, 321.0)
        assert application.documents.save_now()


def test_a_plan_that_may_not_be_read_gets_a_notice_and_the_open_one_stays(ground, window, application):
    path = ground / "place" / "secret.plan.json"
    path.write_bytes(b"{}")
    path.chmod(0)
    before = application.store.plan
    with bound_by_permissions(ground):
        application.window.files.open(path)
        QApplication.processEvents()

        assert "no permission" in application.window.panels.notices.text
        assert application.store.plan is before


def test_a_program_whose_whole_home_may_not_be_written_keeps_edits_on_screen_until_it_can(ground, window, application):
    with bound_by_permissions(ground):
        ground.chmod(0o555)
        assert application.store.edit(ANSWER, 555.0)
        QApplication.processEvents()

        assert "no permission" in application.safety.banner.text
        assert application.store.plan.workload.lengths.answer == 555.0
        ground.chmod(0o755)
        application.safety.banner.buttons["again"].click()

        assert application.safety.banner.text == ""
        assert answer_in(read_plan_file(application.documents.path).document) == 555.0
