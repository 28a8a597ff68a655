import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.storage.clock import Clock
from planner.storage.errors import LockedError
from planner.storage.locks import LockHolder, PlanLock, lock_path, locked
from planner.storage.processes import Process, this_process

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plans" / "x.plan.json"
    path.parent.mkdir()
    path.write_bytes(b"{}")
    return path


def held_by(process: Process, plan: Path) -> None:
    content = {"since": "2026-01-02T03:04:05+00:00", "token": "t", "process": process.as_json()}
    lock_path(plan).write_text(json.dumps(content), encoding="utf-8")


def test_a_lock_is_taken_once_and_given_back(plan: Path) -> None:
    first, second = PlanLock(plan), PlanLock(plan)

    assert first.acquire() is None
    assert first.acquire() is None
    holder = second.acquire()
    assert holder is not None
    assert "another window" in str(holder.message)
    second.release()
    assert first.is_held
    first.release()
    assert second.acquire() is None
    second.release()
    assert [path.name for path in plan.parent.iterdir()] == [plan.name]


def test_another_process_that_runs_is_respected_and_named(plan: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from planner.storage.locks import PlanLock;"
        f"print(PlanLock(Path({str(plan)!r})).acquire(), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"None\n"
        lock = PlanLock(plan)

        holder = lock.acquire()

        assert holder is not None
        assert holder.process.pid == other.pid
        assert "is open by" in str(holder.message)
        other.kill()
        other.wait()
        assert lock.acquire() is None
        lock.release()


def test_a_lock_of_an_earlier_process_with_the_same_number_is_taken_over(plan: Path) -> None:
    me = this_process()
    held_by(Process(me.pid, me.host, me.user, "another boot/1"), plan)
    lock = PlanLock(plan)

    assert lock.acquire() is None
    lock.release()


@pytest.mark.parametrize("pid", [0, -1, 2**31, 2**80])
def test_an_impossible_process_number_locks_nobody_out(plan: Path, pid: int) -> None:
    held_by(Process(pid, this_process().host, "", ""), plan)
    lock = PlanLock(plan)

    assert lock.acquire() is None
    lock.release()


@pytest.mark.parametrize("content", [b"", b"\x00", b"{}", b"[]", b'{"since": 1}', b"x" * 100_000])
def test_a_damaged_lock_locks_nobody_out(plan: Path, content: bytes) -> None:
    lock_path(plan).write_bytes(content)
    lock = PlanLock(plan)

    assert lock.acquire() is None
    lock.release()


def test_a_lock_on_another_computer_holds_until_the_user_takes_it_over(plan: Path) -> None:
    held_by(Process(1, "another-computer", "ana", ""), plan)
    lock = PlanLock(plan)

    holder = lock.acquire()

    assert str(holder.message if holder else "") == (
        "This plan is open by ana on another-computer since 2 Jan 2026, 03:04. "
        "Here it is read-only; you can edit a copy."
    )
    lock.take_over()
    assert lock.is_held
    lock.release()


@pytest.mark.parametrize(
    ("since", "changed", "quiet"),
    [
        (NOW - timedelta(days=3), NOW - timedelta(hours=5), timedelta(hours=5)),
        (NOW - timedelta(hours=5), NOW - timedelta(days=3), timedelta(hours=5)),
        (NOW + timedelta(hours=2), NOW - timedelta(days=3), timedelta(hours=2)),  # their clock is wrong
        (NOW - timedelta(days=3), NOW + timedelta(minutes=1), timedelta(minutes=1)),
    ],
)
def test_a_lock_is_quiet_for_as_long_as_neither_it_nor_the_plan_has_changed(
    plan: Path, since: datetime, changed: datetime, quiet: timedelta
) -> None:
    plan.write_text("{}", encoding="utf-8")
    os.utime(plan, (changed.timestamp(), changed.timestamp()))
    holder = LockHolder(Process(1, "another-computer", "ana", ""), since, "token")

    assert holder.quiet_for(plan, NOW) == quiet


def test_two_names_that_only_differ_in_case_share_a_lock(plan: Path) -> None:
    assert lock_path(plan) == lock_path(plan.with_name("X.PLAN.json"))
    assert lock_path(plan) != lock_path(plan.with_name("y.plan.json"))


def test_a_link_to_a_plan_is_locked_with_the_plan(plan: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.plan.json"
    link.symlink_to(plan)

    assert lock_path(link) == lock_path(plan)


def test_a_plan_with_the_longest_possible_name_can_be_locked(plan: Path) -> None:
    lock = PlanLock(plan.with_name("é" * 127))

    assert lock.acquire() is None
    lock.release()


def test_of_many_who_meet_a_stale_lock_exactly_one_gets_it(plan: Path) -> None:
    for _round in range(20):
        held_by(Process(0, this_process().host, "", ""), plan)
        locks = [PlanLock(plan) for _number in range(8)]
        start = threading.Barrier(len(locks))
        outcomes: list[bool] = []

        def compete(lock: PlanLock, start: threading.Barrier = start, outcomes: list[bool] = outcomes) -> None:
            start.wait()
            outcomes.append(lock.acquire() is None)

        threads = [threading.Thread(target=compete, args=(lock,)) for lock in locks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert outcomes.count(True) == 1
        assert sum(lock.is_held for lock in locks) == 1
        for lock in locks:
            lock.release()


def test_work_on_a_plan_that_is_open_is_refused(plan: Path) -> None:
    lock = PlanLock(plan)
    lock.acquire()

    with pytest.raises(LockedError, match="another window"), locked(plan, Clock()):
        pytest.fail("entered")

    lock.release()
    with locked(plan, Clock()):
        assert lock_path(plan).exists()
    assert not lock_path(plan).exists()
