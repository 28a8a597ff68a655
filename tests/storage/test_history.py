from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.storage.clock import Clock
from planner.storage.errors import SaveFailedError, StorageError
from planner.storage.history import NEWEST_KEPT, History, versions_to_keep
from planner.storage.plan_file import plan_bytes

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class HandClock:
    def __init__(self) -> None:
        self.date = NOON

    def now(self) -> datetime:
        return self.date


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def history(tmp_path: Path, clock: HandClock) -> History:
    return History(tmp_path / "history", "plan id", clock=Clock(now=clock.now))


def content(name: str) -> bytes:
    return plan_bytes({"name": name})


def names(history: History) -> list[object]:
    return [history.read(version).document["name"] for version in history.versions()]


def test_one_version_an_hour_is_kept_while_editing(history: History, clock: HandClock) -> None:
    for minute in range(0, 180, 10):
        clock.date = NOON + timedelta(minutes=minute)
        history.keep(content(f"after {minute}"))

    assert names(history) == ["after 120", "after 60", "after 0"]


def test_what_must_be_kept_is_kept_in_the_same_hour_too_and_pushes_out_only_what_is_older_than_the_newest_few(
    history: History, clock: HandClock
) -> None:
    for minute in range(NEWEST_KEPT + 2):
        clock.date = NOON + timedelta(minutes=minute)
        history.keep_always(content(str(minute)))

    assert names(history) == ["6", "5", "4", "3", "2"]


def test_a_month_of_editing_keeps_24_hours_and_30_days() -> None:
    kept: set[datetime] = set()
    for hour in range(24 * 40):
        now = NOON + timedelta(hours=hour)
        kept = set(versions_to_keep([*kept, now], now))

    ages = [now - time for time in kept]
    assert sum(age <= timedelta(days=1) for age in ages) == 25
    assert 29 <= sum(age > timedelta(days=1) for age in ages) <= 31
    assert max(ages) <= timedelta(days=30)


def test_a_named_version_stays_until_it_is_deleted(history: History, clock: HandClock) -> None:
    named = history.name_version({"name": "board"}, "  For the\nboard ")
    clock.date += timedelta(days=400)
    history.keep(content("later"))

    assert [version.name for version in history.versions()] == ["", "For the board"]
    assert history.read(named).document == {"name": "board"}
    history.delete(named)
    assert [version.name for version in history.versions()] == [""]


def test_a_version_needs_a_name(history: History) -> None:
    with pytest.raises(StorageError, match="needs a name"):
        history.name_version({}, " \n ")


def test_two_plans_do_not_share_versions(tmp_path: Path, history: History) -> None:
    history.keep(content("mine"))

    assert History(tmp_path / "history", "another id").versions() == ()


def test_versions_of_one_moment_are_all_stored(history: History) -> None:
    for name in ("a", "b"):
        history.name_version({"name": name}, name)

    assert sorted(version.name for version in history.versions()) == ["a", "b"]


def test_a_clock_that_is_set_back_loses_no_version_of_the_last_day(history: History, clock: HandClock) -> None:
    history.keep(content("in the future"))
    clock.date -= timedelta(days=365)
    history.keep(content("now"))

    assert names(history) == ["in the future", "now"]


def test_a_lost_list_of_names_loses_only_the_names(history: History, tmp_path: Path) -> None:
    history.name_version({"name": "board"}, "Board")
    (file,) = (tmp_path / "history").rglob("names.json")
    file.write_bytes(b"{")

    assert names(history) == ["board"]


def test_foreign_files_among_the_versions_are_ignored(history: History) -> None:
    version = history.keep(content("mine"))
    assert version is not None
    (version.path.parent / "notes.plan.json").write_bytes(b"")

    assert names(history) == ["mine"]


def test_a_history_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(SaveFailedError):
        History(tmp_path / "file", "p").keep(content("x"))


@given(st.lists(st.integers(-60 * 24 * 3, 60 * 24 * 60), unique=True, max_size=200))
def test_each_hour_of_the_last_day_and_each_day_of_the_month_keeps_its_newest_version(minutes: list[int]) -> None:
    times = [NOON - timedelta(minutes=minute) for minute in minutes]

    kept = versions_to_keep(times, NOON)

    of_the_day = [time for time in times if NOON - time <= timedelta(days=1)]
    older = [time for time in times if timedelta(days=1) < NOON - time <= timedelta(days=30)]
    newest_of_hours = {max(other for other in of_the_day if hour_of(other) == hour_of(time)) for time in of_the_day}
    newest_of_days = {max(other for other in older if other.date() == time.date()) for time in older}
    newest = {time for time in sorted(times)[-NEWEST_KEPT:] if NOON - time <= timedelta(days=30)}
    assert kept == newest_of_hours | newest_of_days | newest


def hour_of(time: datetime) -> tuple[int, int]:
    return time.toordinal(), time.hour
