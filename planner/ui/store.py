"""The store: the current plan, its undo stack, what is selected, and the newest results. The only mutable state.

Gestures become edits here and nowhere else. The plan is immutable, so undoing is putting back a reference, and the
worker thread can read its plan without a lock. The store computes nothing and knows no widget.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack

from planner.plan.edits import EditError, evolve, label_at
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message, PlannerError
from planner.ui import scenario_edits
from planner.ui.evaluator import Evaluator
from planner.ui.troubles import REFUSED
from planner.ui.undo import Replacement

if TYPE_CHECKING:
    from planner.catalog.catalogue import Catalogue
    from planner.cost.leaves import Leaf
    from planner.cost.results import PlanResult

PAUSE_BEFORE_DOUBT_MS = 120
UNDO_LIMIT = 2_000
FAULT = N_("The program made a mistake while computing; the log says which. Your plan is safe.")


class Store(QObject):
    """The current plan and everything that follows from it."""

    changed = Signal(object, object)
    """(Plan, Path): the plan is another one; the path names what was edited, () for more than one thing."""
    opened = Signal(object)
    """(Plan): another document was put in its place."""
    selection_changed = Signal(str)
    """Id of the selected scenario, '' for the plan itself."""
    results_ready = Signal(object)
    """(PlanResult): for the current plan."""
    evaluation_failed = Signal(object)
    """(Message): the plan cannot be evaluated; the last good results stay."""
    rejected = Signal(object, object)
    """(Path, Message): a value that the plan does not take."""
    refused = Signal()
    """An edit was asked of a plan that is read-only here."""
    figure_asked = Signal(str, str)
    """(scenario id, quantity): somebody clicked a figure and wants its working."""
    _doubt_done = Signal(int, object)

    def __init__(self, plan: Plan, evaluator: Evaluator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.evaluator = evaluator
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.translate: Callable[[str], str] = N_
        self.is_read_only = False
        self.plan = plan
        self.result: PlanResult | None = None
        self.selection = ""
        self._inputs: dict[str, Mapping[Path, Leaf]] = {}
        self._generation = 0
        self._is_started = False
        self._executor: ThreadPoolExecutor | None = None
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self._evaluate)
        self._doubt_due = QTimer(self, singleShot=True, interval=PAUSE_BEFORE_DOUBT_MS)
        self._doubt_due.timeout.connect(self._start_doubt)
        self._doubt_done.connect(self._take_doubt, Qt.ConnectionType.QueuedConnection)

    @property
    def current_result(self) -> PlanResult | None:
        """The newest results where they answer for every scenario of the plan; None until a new one has its own."""
        if self.result is None or not {one.id for one in self.plan.scenarios} <= {
            one.id for one in self.result.scenarios
        }:
            return None
        return self.result

    @property
    def catalogue(self) -> Catalogue | None:
        """The catalogue that answers for the plan, once the window is on screen; before that nothing of it is read."""
        return self.evaluator.answering(self.plan) if self._is_started else None

    def start(self) -> None:
        """Begin to evaluate; called once the window is on screen."""
        self._is_started = True
        self._due.start()

    def close(self) -> None:
        """Stop everything that runs; called once before the window goes."""
        self._generation += 1
        self._due.stop()
        self._doubt_due.stop()
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def open(self, plan: Plan) -> None:
        """Put another document in the place of this one; its undo stack starts empty."""
        self.undo_stack.clear()
        self.plan, self.result, self.selection = plan, None, ""
        # First of all: who still showed a scenario of the other plan would ask this one for it.
        self.selection_changed.emit(self.selection)
        self.install(plan, ())
        self.opened.emit(plan)

    def install(self, plan: Plan, path: Path) -> None:
        """Make `plan` the current one without an undo step; what the undo commands call."""
        self.plan = plan
        self._inputs.clear()
        self._generation += 1
        if self.selection and all(scenario.id != self.selection for scenario in plan.scenarios):
            self.select("")
        self.changed.emit(plan, path)
        if self._is_started:
            self._due.start()

    def answer_again(self) -> None:
        """Evaluate the same plan anew: what it is answered from has changed."""
        self._inputs.clear()
        self._generation += 1
        if self._is_started:
            self._due.start()

    def edit(self, path: Path, value: Any, gesture: str = "") -> bool:
        """Put `value` at `path`. Edits of one gesture are one undo step. Returns whether the plan took it."""
        if self.is_read_only:
            self.rejected.emit(path, REFUSED)
            self.refused.emit()
            return False
        try:
            after = evolve(self.plan, path, value)
        except EditError as error:
            self.rejected.emit(path, error.message)
            return False
        label = Message(label_at(self.plan, path))
        self.replace(after, Message(N_("Change “{label}”"), {"label": label}), path, gesture)
        return True

    def replace(self, after: Plan, text: Message, path: Path = (), gesture: str = "") -> None:
        """Make `after` the current plan as one undoable step."""
        if after == self.plan:
            return
        if self.is_read_only:
            self.refused.emit()
            return
        self.undo_stack.push(Replacement(self, after, text.text(self.translate), path, gesture))

    def select(self, identity: str) -> None:
        """Select a scenario, or the plan itself with ''."""
        if identity != self.selection:
            self.selection = identity
            self.selection_changed.emit(identity)

    def ask_figure(self, identity: str, quantity: str) -> None:
        """Ask for the working of a figure."""
        self.figure_asked.emit(identity, quantity)

    def add_scenario(self, name: str) -> str:
        """Add a scenario behind the selected one, select it and return its id."""
        after, identity = scenario_edits.added(self.plan, name, self.selection)
        self.replace(after, Message(N_("Add scenario")))
        self.select(identity)
        return identity

    def duplicate_scenario(self, identity: str, name: str) -> str:
        """Copy a scenario, select the copy and return its id."""
        after, copy = scenario_edits.duplicated(self.plan, identity, name)
        self.replace(after, Message(N_("Duplicate “{name}”"), {"name": self.plan.scenario(identity).name}))
        self.select(copy)
        return copy

    def rename_scenario(self, identity: str, name: str) -> None:
        """Give a scenario another name; an empty one is not taken."""
        if name.strip():
            after = evolve(self.plan, ("scenarios", identity, "name"), name.strip())
            self.replace(after, Message(N_("Rename to “{name}”"), {"name": name.strip()}))

    def remove_scenario(self, identity: str) -> None:
        """Delete a scenario and select its neighbour."""
        name = self.plan.scenario(identity).name
        following = scenario_edits.neighbour(self.plan, identity)
        was_selected = self.selection == identity
        self.replace(scenario_edits.removed(self.plan, identity), Message(N_("Delete “{name}”"), {"name": name}))
        if was_selected:
            self.select(following)

    def move_scenario(self, identity: str, position: int) -> None:
        """Put a scenario at another place in the list."""
        name = self.plan.scenario(identity).name
        text = Message(N_("Move “{name}”"), {"name": name})
        self.replace(scenario_edits.moved(self.plan, identity, position), text)

    def show_scenario(self, identity: str, shown: bool) -> None:
        """Show a scenario in the charts, or leave it out."""
        text = N_("Show “{name}”") if shown else N_("Hide “{name}”")
        after = evolve(self.plan, ("scenarios", identity, "shown"), shown)
        self.replace(after, Message(text, {"name": self.plan.scenario(identity).name}))

    def set_baseline(self, identity: str) -> None:
        """Compare the others with this scenario."""
        text = Message(N_("Baseline “{name}”"), {"name": self.plan.scenario(identity).name})
        self.replace(evolve(self.plan, ("baseline",), identity), text)

    def inputs(self, identity: str) -> Mapping[Path, Leaf]:
        """Return the inputs of a scenario as they take part, with their sources; empty when none can be had."""
        if not self._is_started or not identity:
            return {}
        if identity not in self._inputs:
            try:
                self._inputs[identity] = self.evaluator.inputs_in_effect(self.plan, identity)
            except PlannerError as error:
                logging.getLogger(__name__).info("no inputs of %s: %s", identity, error)
                self._inputs[identity] = {}
        return self._inputs[identity]

    def _evaluate(self) -> None:
        try:
            result = self.evaluator.evaluate(self.plan)
        except PlannerError as error:
            self.evaluation_failed.emit(error.message)
            return
        except Exception:
            # A defect of a formula must not take the window down, nor leave it silent: the last good answer stays.
            logging.getLogger(__name__).exception("the evaluation failed")
            self.evaluation_failed.emit(Message(FAULT))
            return
        self.result = result
        self.results_ready.emit(result)
        self._doubt_due.start()

    def _start_doubt(self) -> None:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="doubt")
        self._executor.submit(self._compute_doubt, self._generation, self.plan)

    def _compute_doubt(self, generation: int, plan: Plan) -> None:
        if generation != self._generation:
            return
        try:
            result = self.evaluator.evaluate_with_doubt(plan)
        except PlannerError as error:
            logging.getLogger(__name__).info("no doubt: %s", error)
            return
        except Exception:
            # A defect must not vanish in the worker; the likely values stay on screen.
            logging.getLogger(__name__).exception("the draws failed")
            return
        if generation == self._generation:
            self._doubt_done.emit(generation, result)

    def _take_doubt(self, generation: int, result: PlanResult) -> None:
        if generation == self._generation:
            self.result = result
            self.results_ready.emit(result)
