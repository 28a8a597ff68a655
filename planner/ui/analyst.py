"""Runs the analyses behind the charts in a worker, on the immutable plan; the next edit makes it drop them.

The quick ones follow every edit; the others come stage by stage, once the user pauses.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from planner.plan.fields import Path
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import Message, PlannerError
from planner.ui.store import Store

if TYPE_CHECKING:
    from planner.analysis.charts.inputs import Analyses
    from planner.catalog.catalogue import Catalogue
    from planner.cost.results import PlanResult

PAUSE_MS = 200
MATERIAL_SHARE = 0.02
"""An input matters when its range moves the difference by this share of the strongest input's."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is analysed: a plan with its result, for the scenario that is selected."""

    plan: Plan
    result: PlanResult
    catalogue: Catalogue
    selection: str
    language: Language


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known so far."""

    analyses: Analyses
    flips: tuple[Message, ...] = ()
    material: frozenset[Path] = frozenset()


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
        store.results_ready.connect(self._wait)
        store.selection_changed.connect(self._wait)

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
            self.findings = Findings(quick)

    def _wait(self, *_: object) -> None:
        self._generation += 1
        self._pause.start()

    def _start(self) -> None:
        catalogue, result = self._store.catalogue, self._store.result
        if catalogue is None or result is None:
            return
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analyses")
        question = Question(self._store.plan, result, catalogue, self._store.selection, self.language)
        self._executor.submit(self._work, self._generation, question)

    def _work(self, generation: int, question: Question) -> None:
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


def findings_of(question: Question) -> Iterator[Findings]:
    """Yield what is known after each stage, the quickest stage first."""
    from planner.analysis.answers import quick_analyses

    plan, result, catalogue = question.plan, question.result, question.catalogue
    findings = Findings(quick_analyses(plan, catalogue, result, question.selection))
    yield findings
    # The slow stages wait for the draws, which bring a result of their own.
    if all(one.total_draws is None for one in result.scenarios) or len(result.feasible) < 2:
        return
    for stage in (_with_saving, _with_flips, _with_tornado, _with_bridge, _with_map):
        findings = _tried(stage, findings, question)
        yield findings


def _tried(stage: Callable[[Findings, Question], Findings], findings: Findings, question: Question) -> Findings:
    try:
        return stage(findings, question)
    except PlannerError as error:
        logging.getLogger(__name__).info("%s has no answer: %s", stage.__name__, error)
        return findings


def _ids(question: Question) -> list[str]:
    return [one.id for one in question.result.feasible]


def _with_saving(findings: Findings, question: Question) -> Findings:
    from planner.analysis.uncertainty import uncertainty

    found = uncertainty(question.plan, question.catalogue, _ids(question))
    return (
        findings if found is None else replace(findings, analyses=replace(findings.analyses, saving=found.as_chart()))
    )


def _with_flips(findings: Findings, question: Question) -> Findings:
    from planner.analysis.sensitivity import nearest_flips
    from planner.analysis.verdict import flip_messages

    return replace(findings, flips=flip_messages(nearest_flips(question.plan, question.catalogue, _ids(question))))


def _with_tornado(findings: Findings, question: Question) -> Findings:
    from planner.analysis.charts.words import Words
    from planner.analysis.sensitivity import sensitivity

    found = sensitivity(question.plan, question.catalogue, *_ids(question)[:2])
    words = Words.of(question.language, question.plan)
    strongest = max((effect.swing for effect in found.effects), default=0.0)
    material = frozenset(
        effect.input.path
        for effect in found.effects
        if effect.input.path and effect.swing >= MATERIAL_SHARE * strongest
    )
    analyses = replace(findings.analyses, tornado=found.as_chart(words))
    return replace(findings, analyses=analyses, material=material)


def _with_bridge(findings: Findings, question: Question) -> Findings:
    from planner.analysis.bridge import bridge_between_scenarios
    from planner.analysis.charts.words import Words

    best, other = _ids(question)[:2]
    found = bridge_between_scenarios(question.plan, question.catalogue, best, other)
    chart = replace(found.as_chart(Words.of(question.language, question.plan)), start_scenario=best, end_scenario=other)
    return replace(findings, analyses=replace(findings.analyses, bridge=chart))


def _with_map(findings: Findings, question: Question) -> Findings:
    from planner.analysis.winner_map import AxisChoice, winner_map

    volume = question.plan.workload.volume
    x = ("workload", "volume", "requests" if volume.basis == "requests" else "users")
    found = winner_map(
        question.plan,
        question.catalogue,
        _ids(question),
        AxisChoice(x),
        AxisChoice(("workload", "lengths", "answer")),
        translate=question.language.translate,
    )
    return replace(findings, analyses=replace(findings.analyses, winner_map=found))
