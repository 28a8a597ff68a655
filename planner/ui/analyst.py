"""Runs the analyses behind the charts in a worker, on the immutable plan; the next edit makes it drop them.

The quick ones follow every edit; the others come stage by stage, once the user pauses.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from planner.plan.language import Language
from planner.plan.wording import PlannerError
from planner.ui.store import Store

if TYPE_CHECKING:
    from planner.analysis.answers import Findings, Question

PAUSE_MS = 200


class Analyst(QObject):
    """Keeps the findings in step with the plan."""

    found = Signal(object)
    """(Findings): more is known about the current plan."""
    _came = Signal(int, object)

    def __init__(self, store: Store, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.language = language
        self._generation = 0
        self._executor: ThreadPoolExecutor | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.findings: Findings | None = None
        store.changed.connect(self._forget)
        store.results_ready.connect(self.wait)
        store.selection_changed.connect(self.wait)

    def close(self) -> None:
        """Stop; called once before the window goes."""
        self._generation += 1
        self._pause.stop()
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _forget(self, *_: object) -> None:
        """Drop what no longer holds; the quick answers stay for the moment that the new ones take."""
        self._generation += 1
        if self.findings is not None:
            known = self.findings.analyses
            quick = replace(known, winner_map=None, tornado=None, saving=None, bridge=None)
            self.findings = replace(self.findings, analyses=quick, flips=(), helps=(), material=frozenset())

    def wait(self, *_: object) -> None:
        """Begin after a pause, counted from now: what is to be painted goes first."""
        self._generation += 1
        self._pause.start()

    def _start(self) -> None:
        catalogue, result = self._store.catalogue, self._store.current_result
        if catalogue is None or result is None:
            return
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analyses")
        from planner.analysis.answers import Question

        question = Question(self._store.plan, result, catalogue, self._store.selection, self.language)
        self._executor.submit(self._work, self._generation, question)

    def _work(self, generation: int, question: Question) -> None:
        from planner.analysis.answers import findings_of

        stages = findings_of(question)
        while generation == self._generation:
            try:
                findings = next(stages)
            except StopIteration:
                return
            except PlannerError as error:
                logging.getLogger(__name__).info("an analysis has no answer: %s", error)
                return
            except Exception:
                # A defect of one analysis must not take the window down; the chart keeps saying what it lacks.
                logging.getLogger(__name__).exception("an analysis failed")
                return
            if generation == self._generation:
                self._came.emit(generation, findings)

    def _take(self, generation: int, findings: Findings) -> None:
        if generation == self._generation:
            self.findings = findings
            self.found.emit(findings)
