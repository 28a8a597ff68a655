import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.storage.clock import Clock
from planner.storage.errors import SaveFailedError
from planner.storage.journal import RecoveryJournal, recoverable
from planner.storage.plan_file import create_plan_file, write_plan_file
from planner.storage.processes import Process, this_process

WHEN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
DOCUMENT = {"id": "p", "name": "Support", "price": {"low": 1, "likely": 2, "high": 3}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recovery"


@pytest.fixture
def journal(folder: Path) -> RecoveryJournal:
    return RecoveryJournal(folder, "p", clock=Clock(now=lambda: WHEN))


@pytest.fixture
def dead() -> Process:
    """A process that has ended."""
    code = (
        "import json; from planner.storage.processes import this_process; print(json.dumps(this_process().as_json()))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return Process.from_json(json.loads(output))


def left_by(process: Process, journal: RecoveryJournal) -> None:
    content = json.loads(journal.path.read_bytes())
    content["process"] = process.as_json()
    journal.path.write_text(json.dumps(content), encoding="utf-8")


def test_a_crash_leaves_the_edits_with_name_and_time(
    folder: Path, journal: RecoveryJournal, dead: Process, tmp_path: Path
) -> None:
    plan = tmp_path / "x.plan.json"
    digest = create_plan_file(plan, {"name": "before"})
    journal.write(DOCUMENT, plan_path=plan, base_digest=digest)
    left_by(dead, journal)

    (entry,) = recoverable(folder)

    assert entry.document == DOCUMENT
    assert entry.plan_path == plan
    assert entry.written_at == WHEN
    assert not entry.file_changed_since
    assert str(entry.message) == "Recovered unsaved edits of “Support” from 4 May 2026, 03:02:01."


def test_a_file_that_was_changed_since_the_crash_is_mentioned(
    folder: Path, journal: RecoveryJournal, dead: Process, tmp_path: Path
) -> None:
    plan = tmp_path / "x.plan.json"
    journal.write(DOCUMENT, plan_path=plan, base_digest=create_plan_file(plan, {"name": "before"}))
    left_by(dead, journal)
    write_plan_file(plan, {"name": "after"})

    (entry,) = recoverable(folder)

    assert entry.file_changed_since
    assert "compare them" in str(entry.message)


def test_a_plan_that_was_never_saved_or_has_vanished_is_recovered_too(
    folder: Path, journal: RecoveryJournal, dead: Process, tmp_path: Path
) -> None:
    other = RecoveryJournal(folder, "q")
    journal.write(DOCUMENT, plan_path=None, base_digest=None)
    other.write(DOCUMENT, plan_path=tmp_path / "vanished.plan.json", base_digest="0")
    left_by(dead, journal)
    left_by(dead, other)

    entries = recoverable(folder)

    assert [entry.file_changed_since for entry in entries] == [False, False]
    assert entries[0].written_at > entries[1].written_at


def test_the_journal_of_a_running_process_is_left_to_it(folder: Path, journal: RecoveryJournal) -> None:
    journal.write(DOCUMENT, plan_path=None, base_digest=None)

    assert recoverable(folder) == ()
    assert journal.path.exists()


def test_a_process_that_got_the_number_of_a_dead_one_does_not_hide_its_journal(
    folder: Path, journal: RecoveryJournal
) -> None:
    journal.write(DOCUMENT, plan_path=None, base_digest=None)
    me = this_process()
    left_by(Process(me.pid, me.host, me.user, "another boot/1"), journal)

    assert len(recoverable(folder)) == 1


def test_discarding_and_deleting_leave_nothing(folder: Path, journal: RecoveryJournal, dead: Process) -> None:
    journal.write(DOCUMENT, plan_path=None, base_digest=None)
    left_by(dead, journal)
    (entry,) = recoverable(folder)

    entry.discard()
    entry.discard()
    journal.delete()

    assert list(folder.iterdir()) == []


def test_a_later_session_of_the_same_plan_does_not_replace_what_a_crash_left(folder: Path, dead: Process) -> None:
    first, second = RecoveryJournal(folder, "p"), RecoveryJournal(folder, "p")
    first.write({"name": "lost"}, plan_path=None, base_digest=None)
    left_by(dead, first)

    second.write({"name": "new"}, plan_path=None, base_digest=None)

    assert [entry.plan_name for entry in recoverable(folder)] == ["lost"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"[]",
        b"{}",
        b'{"format": "llm-cost-planner/recovery", "document": {}, "written_at": "yesterday"}',
        b'{"format": "llm-cost-planner/recovery", "document": {}, "written_at": "2026-01-01T00:00:00", "process": {}}',
        (
            b'{"format": "llm-cost-planner/recovery", "document": {}, "written_at": "2026-01-01T00:00:00+00:00",'
            b' "plan_path": 5, "base_digest": null, "process": {"pid": 1, "host": "", "user": "", "started": ""}}'
        ),
    ],
)
def test_a_damaged_journal_is_set_aside_and_does_not_hide_the_others(
    folder: Path, journal: RecoveryJournal, dead: Process, content: bytes
) -> None:
    journal.write(DOCUMENT, plan_path=None, base_digest=None)
    left_by(dead, journal)
    (folder / "0.recovery.json").write_bytes(content)

    assert [entry.document for entry in recoverable(folder)] == [DOCUMENT]
    assert (folder / "0.recovery.unreadable").read_bytes() == content


def test_no_folder_means_nothing_to_recover(folder: Path) -> None:
    assert recoverable(folder) == ()


def test_a_journal_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(SaveFailedError):
        RecoveryJournal(tmp_path / "file", "p").write(DOCUMENT, plan_path=None, base_digest=None)
