import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.storage.clock import Clock
from planner.storage.directories import Directories, user_directories
from planner.storage.errors import ChangedOnDiskError, LockedError, NameTakenError, SaveFailedError
from planner.storage.journal import recoverable
from planner.storage.locks import PlanLock
from planner.storage.plan_file import create_plan_file, read_plan_file, write_plan_file
from planner.storage.session import PlanSession, SaveStatus

DOCUMENT = {"id": "p1", "name": "Support"}


@pytest.fixture
def directories() -> Directories:
    found = user_directories()
    found.create()
    return found


@pytest.fixture
def path(directories: Directories) -> Path:
    plan = directories.plans / "support.plan.json"
    create_plan_file(plan, DOCUMENT)
    return plan


@pytest.fixture
def statuses() -> list[SaveStatus]:
    return []


@pytest.fixture
def session(path: Path, directories: Directories, statuses: list[SaveStatus]) -> Iterator[PlanSession]:
    session = PlanSession.open(path, directories, on_status=statuses.append)
    yield session
    session.close(discard=True)


def edited(name: str) -> dict[str, object]:
    return {**DOCUMENT, "name": name}


def test_an_edit_reaches_the_file_without_being_asked(session: PlanSession, path: Path) -> None:
    session.submit(lambda: edited("edited"))

    assert session.flush() is None
    assert session.is_clean
    assert read_plan_file(path).document == edited("edited")


def test_the_content_before_the_first_save_goes_to_the_history(session: PlanSession) -> None:
    for name in ("one", "two", "three"):
        session.submit(lambda name=name: edited(name))
        session.flush()

    versions = session.history.versions()
    assert [session.history.read(version).document["name"] for version in versions] == ["Support"]


def test_closing_saves_releases_the_lock_and_leaves_no_journal(path: Path, directories: Directories) -> None:
    session = PlanSession.open(path, directories)
    session.submit(lambda: edited("last"))

    assert session.close() is None

    assert read_plan_file(path).document["name"] == "last"
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name]
    assert list(directories.recovery.iterdir()) == []


def test_a_second_opener_reads_only_and_is_told_why(session: PlanSession, path: Path, directories: Directories) -> None:
    second = PlanSession.open(path, directories)

    assert "open in another window" in str(second.read_only_reason)
    assert second.file.document == DOCUMENT
    with pytest.raises(LockedError, match="read-only"):
        second.submit(dict)
    second.close()
    session.submit(lambda: edited("still mine"))
    assert session.flush() is None


def test_a_change_by_someone_else_is_not_overwritten_and_the_edit_is_kept(
    session: PlanSession, path: Path, directories: Directories, statuses: list[SaveStatus]
) -> None:
    write_plan_file(path, edited("theirs"))
    session.submit(lambda: edited("mine"))

    failure = session.flush()

    assert failure is not None
    assert isinstance(failure.error, ChangedOnDiskError)
    assert statuses[-1].is_in_journal
    assert read_plan_file(path).document["name"] == "theirs"
    assert session.read_from_disk().document["name"] == "theirs"


def test_keeping_the_own_version_puts_the_other_into_the_history(session: PlanSession, path: Path) -> None:
    write_plan_file(path, edited("theirs"))
    session.submit(lambda: edited("mine"))
    session.flush()

    session.keep_own_version()

    assert session.is_clean
    assert read_plan_file(path).document["name"] == "mine"
    kept = [session.history.read(version).document["name"] for version in session.history.versions()]
    assert "theirs" in kept


def test_what_somebody_else_overwrote_after_it_was_saved_is_noticed_and_kept_in_the_history(
    path: Path, directories: Directories
) -> None:
    session = PlanSession.open(path, directories)
    session.submit(lambda: edited("mine"))
    session.flush()
    assert not session.is_changed_on_disk
    write_plan_file(path, edited("theirs"))

    assert session.is_changed_on_disk
    assert session.close() is None

    assert read_plan_file(path).document["name"] == "theirs"
    kept = [session.history.read(version).document["name"] for version in session.history.versions()]
    assert "mine" in kept


def test_accepting_the_version_on_disk_goes_on_from_it(session: PlanSession, path: Path) -> None:
    write_plan_file(path, edited("theirs"))

    assert session.accept_disk_version().document["name"] == "theirs"
    session.submit(lambda: edited("theirs and mine"))

    assert session.flush() is None
    assert read_plan_file(path).document["name"] == "theirs and mine"


def test_a_vanished_folder_keeps_the_edit_in_the_journal_until_it_is_saved_elsewhere(
    session: PlanSession, path: Path, directories: Directories, statuses: list[SaveStatus], tmp_path: Path
) -> None:
    shutil.rmtree(path.parent)
    session.submit(lambda: edited("kept"))

    failure = session.flush()

    assert failure is not None
    assert not session.is_clean
    assert statuses[-1].is_in_journal
    assert len(list(directories.recovery.iterdir())) == 1
    elsewhere = tmp_path / "elsewhere.plan.json"
    session.save_as(elsewhere, edited("kept"))
    assert session.flush() is None
    assert session.path == elsewhere
    assert read_plan_file(elsewhere).document["name"] == "kept"
    assert list(directories.recovery.iterdir()) == []


def test_closing_after_a_failed_save_needs_an_explicit_discard(session: PlanSession, path: Path) -> None:
    shutil.rmtree(path.parent)
    session.submit(lambda: edited("kept"))

    failure = session.close()

    assert failure is not None
    assert isinstance(failure.error, SaveFailedError)
    assert not session.is_clean
    assert session.close(discard=True) is None


def test_save_as_never_replaces_a_file_without_being_told(session: PlanSession, tmp_path: Path) -> None:
    other = tmp_path / "other.plan.json"
    create_plan_file(other, edited("other"))

    with pytest.raises(NameTakenError):
        session.save_as(other, edited("mine"))
    assert read_plan_file(other).document["name"] == "other"

    session.save_as(other, edited("mine"), overwrite=True)
    assert read_plan_file(other).document["name"] == "mine"


def test_save_as_over_a_plan_that_is_open_elsewhere_is_refused(session: PlanSession, tmp_path: Path) -> None:
    other = tmp_path / "other.plan.json"
    create_plan_file(other, edited("other"))
    lock = PlanLock(other)
    assert lock.acquire() is None

    with pytest.raises(LockedError):
        session.save_as(other, edited("mine"), overwrite=True)

    assert read_plan_file(other).document["name"] == "other"
    lock.release()


def test_a_lock_that_was_taken_over_stops_saving_but_keeps_the_edit(
    session: PlanSession, path: Path, statuses: list[SaveStatus]
) -> None:
    other = PlanLock(path)
    other.take_over()
    session.submit(lambda: edited("mine"))

    failure = session.flush()

    assert failure is not None
    assert "taken over" in str(failure.error)
    assert statuses[-1].is_in_journal
    assert read_plan_file(path).document == DOCUMENT


def test_a_lock_file_that_was_tidied_away_is_made_again(session: PlanSession, path: Path) -> None:
    for lock in path.parent.glob("*.lock"):
        lock.unlink()
    session.submit(lambda: edited("mine"))

    assert session.flush() is None
    assert len(list(path.parent.glob("*.lock"))) == 1


def test_a_plan_without_an_id_or_with_a_wrong_one_still_opens(directories: Directories) -> None:
    for number, identity in enumerate(("", 5, None, "../../etc", "x" * 10_000)):
        path = directories.plans / f"{number}.plan.json"
        create_plan_file(path, {"id": identity, "name": "x"})
        session = PlanSession.open(path, directories)
        session.submit(lambda identity=identity: {"id": identity, "name": "y"})
        assert session.close() is None
        assert len(session.history.versions()) == 1


def test_setting_the_date_back_stops_neither_saving_nor_recovery(path: Path, directories: Directories) -> None:
    dates = iter(datetime(year, 1, 1, tzinfo=UTC) for year in range(2030, 1970, -1))
    session = PlanSession.open(path, directories, clock=Clock(now=lambda: next(dates)))

    for name in ("one", "two", "three"):
        session.submit(lambda name=name: edited(name))
        assert session.flush() is None

    assert session.close() is None
    assert read_plan_file(path).document["name"] == "three"
    assert recoverable(directories.recovery) == ()
