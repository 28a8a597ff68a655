"""Save in the background within two seconds of an edit, and never claim more than is on the device.

The worker knows neither plans nor windows: it is given immutable snapshots and a function that saves one. It
waits for a pause in the editing, but not longer than the limit; a failed save stays pending and is tried again.
Intervals come from the monotonic clock, so that setting the date back changes nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from planner.plan.wording import P_, PlannerError
from planner.storage.clock import Clock
from planner.storage.errors import DiskNotAnsweringError

Snapshot = TypeVar("Snapshot")

QUIET_S = 0.5
"""A pause of this length starts a save."""
LONGEST_WAIT_S = 1.5
"""Continuous editing is saved at least this often; the rest of the two seconds is for the disk."""
_JOIN_S = 5.0
_RETRY_PAUSES_S = (2.0, 4.0, 8.0, 16.0, 30.0)


@dataclass(frozen=True, slots=True)
class Saved:
    """A snapshot is on the device."""

    generation: int
    """Which one: compare it with the newest to know whether the document is clean."""


@dataclass(frozen=True, slots=True)
class SaveFailure:
    """A snapshot could not be saved; it is kept and tried again."""

    generation: int
    error: Exception
    """A PlannerError carries path, reason and way on in the user's words."""
    attempts: int


def ignore(outcome: object) -> None:
    """Take an outcome that nobody wants to hear of."""
    del outcome


class SaveWorker(Generic[Snapshot]):
    """One thread that saves the newest snapshot."""

    def __init__(
        self,
        save: Callable[[Snapshot], None],
        *,
        on_saved: Callable[[Saved], None] = ignore,
        on_failure: Callable[[SaveFailure], None] = ignore,
        clock: Clock | None = None,
        quiet_s: float = QUIET_S,
        longest_wait_s: float = LONGEST_WAIT_S,
        newest_generation: int = 0,
    ) -> None:
        """Save with `save`, which raises when the snapshot is not safely stored.

        `newest_generation` is what an earlier worker has counted to. `on_saved` and `on_failure` are called on the
        worker's thread: a window passes them on with a queued signal.
        """
        self._save = save
        self._on_saved = on_saved
        self._on_failure = on_failure
        self._clock = clock or Clock()
        self._quiet_s = quiet_s
        self._longest_wait_s = longest_wait_s
        self._changed = threading.Condition()
        self._pending: tuple[int, Snapshot] | None = None
        self._first_edit = 0.0
        self._last_edit = 0.0
        self._generation = self._saved_generation = newest_generation
        self._attempts = 0
        self._retry_at = 0.0
        self._failure: SaveFailure | None = None
        self._flush_wanted = False
        self._closing = False
        self._thread: threading.Thread | None = None

    def submit(self, snapshot: Snapshot) -> int:
        """Ask for `snapshot` to be saved soon and return its generation; an older pending one is forgotten."""
        with self._changed:
            if self._closing:
                raise RuntimeError("the save worker is closed")
            now = self._clock.monotonic()
            is_first = self._pending is None or self._is_waiting_to_retry()
            if is_first:
                self._first_edit = now
            self._last_edit = now
            self._generation += 1
            self._pending = (self._generation, snapshot)
            self._start()
            # A further edit only puts the save off: a thread woken for it would hold up the window in a drag.
            if is_first:
                self._changed.notify_all()
            return self._generation

    @property
    def newest_generation(self) -> int:
        """The generation of the newest snapshot."""
        with self._changed:
            return self._generation

    @property
    def is_clean(self) -> bool:
        """Whether every submitted snapshot, or a newer one, is on the device."""
        with self._changed:
            return self._saved_generation == self._generation

    @property
    def failure(self) -> SaveFailure | None:
        """Why the newest attempt failed; None after a success."""
        with self._changed:
            return self._failure

    def due_in_s(self) -> float | None:
        """Return the seconds until the next save starts, or None when nothing waits."""
        with self._changed:
            return self._due_in_s()

    def wake(self) -> None:
        """Look at the clock again, for a clock that is moved by hand."""
        with self._changed:
            self._changed.notify_all()

    def flush(self, timeout_s: float = 10.0) -> SaveFailure | None:
        """Save now what is pending and wait for it; return why that failed, or None when everything is safe.

        When the disk does not answer within `timeout_s` the result is a failure with a DiskNotAnsweringError.
        """
        with self._changed:
            if self._saved_generation == self._generation:
                return None
            target, attempts = self._generation, self._attempts
            self._flush_wanted = True
            self._start()
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: (
                    self._saved_generation >= target
                    or (self._attempts > attempts and self._failure is not None and not self._flush_wanted)
                ),
                timeout_s,
            )
            if self._saved_generation >= target:
                return None
            return self._failure or SaveFailure(target, _not_answering(timeout_s), self._attempts)

    def close(self, timeout_s: float = 10.0) -> SaveFailure | None:
        """Flush and end the thread; when the flush fails the worker stays open and the failure is returned.

        A window that gets a failure asks the user; `discard` is the explicit answer to close anyway.
        """
        failure = self.flush(timeout_s)
        if failure is None:
            self.discard()
        return failure

    def discard(self) -> None:
        """End the thread without saving what is pending."""
        self.abandon()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_JOIN_S)

    def abandon(self) -> None:
        """Do what `discard` does, without waiting for a save that hangs; nothing is reported any more."""
        with self._changed:
            self._closing = True
            self._pending = None
            self._changed.notify_all()

    def _start(self) -> None:
        if self._thread is None:
            # A daemon, so that a drive that hangs for ever cannot keep the process alive; `close` waits for it.
            self._thread = threading.Thread(target=self._run, name="save", daemon=True)
            self._thread.start()

    def _due_in_s(self) -> float | None:
        if self._pending is None:
            return None
        if self._flush_wanted:
            return 0.0
        due = min(self._last_edit + self._quiet_s, self._first_edit + self._longest_wait_s)
        if self._is_waiting_to_retry():
            due = self._retry_at
        return max(0.0, due - self._clock.monotonic())

    def _is_waiting_to_retry(self) -> bool:
        return self._pending is not None and self._failure is not None and self._failure.generation == self._pending[0]

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._closing and (wait_s := self._due_in_s()) != 0.0:
                    self._changed.wait(wait_s)
                if self._closing or self._pending is None:
                    return
                generation, snapshot = self._pending
                self._pending = None
                self._flush_wanted = False
            self._attempt(generation, snapshot)

    def _attempt(self, generation: int, snapshot: Snapshot) -> None:
        try:
            self._save(snapshot)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the edits must stay pending
            self._note_failure(generation, snapshot, error)
        else:
            with self._changed:
                self._saved_generation = generation
                self._attempts = 0
                self._failure = None
                self._flush_wanted = self._flush_wanted and self._pending is not None
                self._changed.notify_all()
            self._report(lambda: self._on_saved(Saved(generation)))

    def _note_failure(self, generation: int, snapshot: Snapshot, error: Exception) -> None:
        if not isinstance(error, PlannerError):
            logging.getLogger(__name__).error("an unexpected error stopped a save", exc_info=error)
        with self._changed:
            pause_s = _RETRY_PAUSES_S[min(self._attempts, len(_RETRY_PAUSES_S) - 1)]
            self._attempts += 1
            self._retry_at = self._clock.monotonic() + pause_s
            self._failure = failure = SaveFailure(generation, error, self._attempts)
            if self._pending is None and not self._closing:
                self._pending = (generation, snapshot)
            self._changed.notify_all()
        self._report(lambda: self._on_failure(failure))

    def _report(self, call: Callable[[], None]) -> None:
        if self._closing:
            return
        try:
            call()
        except Exception:
            # A listener's mistake must not end the thread that keeps the user's edits.
            logging.getLogger(__name__).exception("a listener of the save worker failed")


def _not_answering(timeout_s: float) -> DiskNotAnsweringError:
    return DiskNotAnsweringError(
        P_(
            "The disk has not answered for {seconds} second. Wait, or choose “Save elsewhere…”.",
            "The disk has not answered for {seconds} seconds. Wait, or choose “Save elsewhere…”.",
            "seconds",
        ),
        seconds=round(timeout_s, 1),
    )
