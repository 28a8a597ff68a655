import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan.wording import PlannerError
from planner.storage.autosave import LONGEST_WAIT_S, QUIET_S, Saved, SaveFailure, SaveWorker
from planner.storage.clock import Clock
from planner.storage.errors import DiskNotAnsweringError

ALL_IN_TIME_S = 2.0
A_LONG_WAIT_S = 20.0


class HandClock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


class Disk:
    """Somewhere to save to, which can be broken and can be slow."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.error: Exception | None = None
        self.may_write = threading.Event()
        self.may_write.set()
        self.is_writing = threading.Event()

    def save(self, snapshot: str) -> None:
        self.is_writing.set()
        assert self.may_write.wait(A_LONG_WAIT_S)
        if self.error is not None:
            raise self.error
        self.saved.append(snapshot)


class Reports:
    """What the worker has reported, which a test can wait for."""

    def __init__(self) -> None:
        self.items: list[Saved | SaveFailure] = []
        self.changed = threading.Condition()

    def add(self, item: Saved | SaveFailure) -> None:
        with self.changed:
            self.items.append(item)
            self.changed.notify_all()

    def wait_for(self, holds: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(holds, A_LONG_WAIT_S)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def worker(clock: HandClock, disk: Disk, reports: Reports) -> Iterator[SaveWorker[str]]:
    worker = SaveWorker(disk.save, on_saved=reports.add, on_failure=reports.add, clock=Clock(monotonic=clock.monotonic))
    yield worker
    disk.may_write.set()
    worker.discard()


def test_a_pause_in_the_editing_saves_the_newest_snapshot_only(
    worker: SaveWorker[str], clock: HandClock, disk: Disk, reports: Reports
) -> None:
    worker.submit("one")
    newest = worker.submit("two")
    assert not worker.is_clean

    clock.seconds += QUIET_S
    worker.wake()
    reports.wait_for(lambda: reports.items == [Saved(newest)])

    assert disk.saved == ["two"]
    assert worker.is_clean
    assert worker.due_in_s() is None


def test_nothing_is_saved_before_the_pause(worker: SaveWorker[str], clock: HandClock) -> None:
    worker.submit("one")
    clock.seconds += QUIET_S / 2

    assert worker.due_in_s() == pytest.approx(QUIET_S / 2)


@given(pauses=st.lists(st.floats(0.0, QUIET_S * 0.99), min_size=1, max_size=40))
def test_continuous_editing_never_puts_a_save_off_beyond_the_limit(pauses: list[float]) -> None:
    clock = HandClock()
    saved: list[int] = []
    worker: SaveWorker[int] = SaveWorker(saved.append, clock=Clock(monotonic=clock.monotonic))
    first = clock.seconds
    for number, pause in enumerate(pauses):
        worker.submit(number)
        due = worker.due_in_s()

        assert due is not None
        assert clock.seconds + due <= first + LONGEST_WAIT_S + 1e-9
        # Always a little earlier than the save, which this test does not want to meet.
        clock.seconds += min(pause, max(0.0, due - 0.001))

    worker.discard()
    assert saved == []


def test_the_limit_leaves_time_for_the_disk() -> None:
    assert QUIET_S < LONGEST_WAIT_S < ALL_IN_TIME_S


def test_flush_saves_at_once(worker: SaveWorker[str], disk: Disk) -> None:
    worker.submit("one")

    assert worker.flush() is None
    assert disk.saved == ["one"]
    assert worker.flush() is None
    assert disk.saved == ["one"]


def test_an_edit_during_a_save_is_not_called_clean(
    worker: SaveWorker[str], clock: HandClock, disk: Disk, reports: Reports
) -> None:
    disk.may_write.clear()
    first = worker.submit("one")
    clock.seconds += QUIET_S
    worker.wake()
    assert disk.is_writing.wait(A_LONG_WAIT_S)

    worker.submit("two")
    disk.may_write.set()
    reports.wait_for(lambda: reports.items == [Saved(first)])

    assert not worker.is_clean
    assert worker.flush() is None
    assert disk.saved == ["one", "two"]


def test_a_failed_save_stays_pending_and_is_tried_again_by_itself(
    worker: SaveWorker[str], clock: HandClock, disk: Disk, reports: Reports
) -> None:
    disk.error = PlannerError("the disk is full")
    worker.submit("one")
    failure = worker.flush()

    assert failure is not None
    assert str(failure.error) == "the disk is full"
    assert not worker.is_clean
    disk.error = None
    due = worker.due_in_s()
    assert due is not None
    assert due > 0.0
    clock.seconds += due
    worker.wake()
    reports.wait_for(lambda: len(reports.items) == 2)
    assert disk.saved == ["one"]
    assert worker.is_clean
    assert worker.failure is None


def test_an_edit_after_a_failure_is_tried_without_waiting_for_the_retry(worker: SaveWorker[str], disk: Disk) -> None:
    disk.error = OSError(28, "full")
    worker.submit("one")
    worker.flush()
    worker.flush()
    worker.flush()
    retry = worker.due_in_s()
    worker.submit("two")

    due = worker.due_in_s()

    assert retry is not None
    assert due is not None
    assert retry > QUIET_S >= due


def test_retries_become_rarer_but_never_stop(worker: SaveWorker[str], disk: Disk) -> None:
    disk.error = OSError(28, "full")
    worker.submit("one")
    pauses = []
    for _attempt in range(7):
        worker.flush()
        pauses.append(worker.due_in_s())

    assert pauses == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_closing_is_refused_while_a_save_fails_until_it_is_discarded(worker: SaveWorker[str], disk: Disk) -> None:
    disk.error = OSError(28, "full")
    worker.submit("one")

    failure = worker.close()
    assert failure is not None
    assert not worker.is_clean
    disk.error = None
    assert worker.close() is None
    assert disk.saved == ["one"]


def test_a_closed_worker_takes_no_more(worker: SaveWorker[str]) -> None:
    worker.close()

    with pytest.raises(RuntimeError, match="closed"):
        worker.submit("late")


def test_a_disk_that_does_not_answer_is_a_failure_and_not_a_hang(worker: SaveWorker[str], disk: Disk) -> None:
    disk.may_write.clear()
    worker.submit("one")

    failure = worker.flush(timeout_s=0.05)

    assert failure is not None
    assert isinstance(failure.error, DiskNotAnsweringError)


def test_a_listener_that_fails_does_not_end_the_saving(clock: HandClock, caplog: pytest.LogCaptureFixture) -> None:
    saved: list[str] = []

    def fail(report: Saved) -> None:
        raise RuntimeError("window is gone")

    worker = SaveWorker(saved.append, on_saved=fail, clock=Clock(monotonic=clock.monotonic))
    for name in ("one", "two"):
        worker.submit(name)
        assert worker.flush() is None
    worker.close()

    assert saved == ["one", "two"]
    assert "a listener of the save worker failed" in caplog.text


def test_every_snapshot_of_many_threads_is_followed_by_a_save_of_the_last(disk: Disk) -> None:
    worker = SaveWorker(disk.save, quiet_s=0.0)

    def edit(name: str) -> None:
        for number in range(50):
            worker.submit(f"{name} {number}")

    threads = [threading.Thread(target=edit, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = worker.submit("last")

    assert last == 201
    assert worker.close() is None
    assert disk.saved[-1] == "last"
