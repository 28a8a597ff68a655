import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner.storage.directories import Directories, user_directories
from planner.storage.library import Library
from planner.storage.locks import PlanLock
from planner.storage.plan_file import create_plan_file, read_plan_file, write_plan_file
from planner.storage.recovery import recover_all
from planner.storage.session import PlanSession

DOCUMENT = {"id": "p", "name": "Support"}
EDITED = {"id": "p", "name": "Support", "edited": True}


@pytest.fixture
def directories() -> Directories:
    found = user_directories()
    found.create()
    return found


def crash(code: str) -> None:
    """Run `code` in a process that is then killed, not ended."""
    ending = f"\nimport os, signal\nos.kill(os.getpid(), {int(signal.SIGKILL)})\n"
    outcome = subprocess.run([sys.executable, "-c", code + ending], check=False, capture_output=True, text=True)
    assert outcome.returncode == -signal.SIGKILL, outcome.stderr


def crash_with_edits_in_the_journal(path: Path) -> None:
    crash(
        "from pathlib import Path\n"
        "from planner.storage.directories import user_directories\n"
        "from planner.storage.session import PlanSession\n"
        f"path = Path({str(path)!r})\n"
        "session = PlanSession.open(path, user_directories())\n"
        "path.parent.rename(path.parent.with_name('away'))\n"
        f"session.submit(lambda: {EDITED!r})\n"
        "assert session.flush() is not None\n"
        "path.parent.with_name('away').rename(path.parent)\n"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "x.plan.json"
    path.parent.mkdir()
    create_plan_file(path, DOCUMENT)
    return path


def test_edits_that_a_crash_left_go_back_into_their_file_and_the_old_content_to_the_history(
    path: Path, directories: Directories
) -> None:
    crash_with_edits_in_the_journal(path)

    recovery = recover_all(directories)

    (recovered,) = recovery.recovered
    assert recovered.path == path
    assert re.fullmatch(
        r"Recovered unsaved edits of “Support” from \d+ \w+ 20\d\d, \d\d:\d\d(:\d\d)?\.", str(recovered.message)
    )
    assert recovery.failures == ()
    session = PlanSession.open(path, directories)
    assert session.file.document == EDITED
    assert [session.history.read(version).document for version in session.history.versions()] == [DOCUMENT]
    session.close()
    assert recover_all(directories).recovered == ()


def test_a_file_that_was_changed_since_is_left_alone_and_the_edits_become_a_copy(
    path: Path, directories: Directories
) -> None:
    crash_with_edits_in_the_journal(path)
    write_plan_file(path, {**DOCUMENT, "theirs": True})

    (recovered,) = recover_all(directories).recovered

    assert read_plan_file(path).document == {**DOCUMENT, "theirs": True}
    assert recovered.path.parent == directories.plans
    copy = read_plan_file(recovered.path).document
    assert copy == {**EDITED, "id": copy["id"]}
    assert copy["id"] != "p"
    assert "compare them" in str(recovered.message)
    assert "They are in a copy" in str(recovered.message)


def test_a_plan_that_is_open_elsewhere_or_gone_is_recovered_into_a_copy(path: Path, directories: Directories) -> None:
    crash_with_edits_in_the_journal(path)
    lock = PlanLock(path)
    assert lock.acquire() is None

    (recovered,) = recover_all(directories).recovered

    assert recovered.path.parent == directories.plans
    assert read_plan_file(path).document == DOCUMENT
    lock.release()
    crash_with_edits_in_the_journal(path)
    path.unlink()
    (again,) = recover_all(directories).recovered
    assert again.path.parent == directories.plans
    assert len(Library(directories).entries()) == 2


def test_what_cannot_be_recovered_now_is_kept_for_the_next_start(path: Path, directories: Directories) -> None:
    crash_with_edits_in_the_journal(path)
    path.unlink()
    directories.plans.rmdir()

    recovery = recover_all(directories)

    assert recovery.recovered == ()
    assert "not there" in str(recovery.failures[0])
    directories.create()
    assert len(recover_all(directories).recovered) == 1


def test_after_a_crash_the_plan_says_what_is_there_and_from_when(path: Path, directories: Directories) -> None:
    crash(
        "from pathlib import Path\n"
        "from planner.storage.directories import user_directories\n"
        "from planner.storage.session import PlanSession\n"
        f"session = PlanSession.open(Path({str(path)!r}), user_directories())\n"
        f"session.submit(lambda: {EDITED!r})\n"
        "assert session.flush() is None\n"
    )
    os.utime(path, (1_780_000_000, 1_780_000_000))

    session = PlanSession.open(path, directories)

    assert session.read_only_reason is None
    assert session.file.document == EDITED
    assert str(session.crash_notice) == (
        "The program stopped while “Support” was open. Everything saved up to 28 May 2026, 20:26:40 is here."
    )
    session.close()
    properly_closed = PlanSession.open(path, directories)
    assert properly_closed.crash_notice is None
    properly_closed.close()
