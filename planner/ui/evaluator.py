"""The window's door to the cost model: imported when first used, because numpy is not needed for the first paint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import PlannerError

if TYPE_CHECKING:
    from planner.catalog.catalogue import Catalogue
    from planner.cost.derivation import Derivation
    from planner.cost.leaves import Leaf
    from planner.cost.results import PlanResult

SNAPSHOTS_KEPT = 6


class Evaluator(Protocol):
    """What the window asks the cost model. Every answer is a pure function of the plan."""

    @property
    def catalogue(self) -> Catalogue:
        """What is installed, with the user's own records."""

    def install(self, catalogue: Catalogue) -> None:
        """Answer from another catalogue: the user's own records have changed."""

    def answering(self, plan: Plan) -> Catalogue:
        """Return the catalogue that answers for a plan: the records it carries first."""

    def evaluate(self, plan: Plan) -> PlanResult:
        """Return the likely values; fast enough for every edit."""

    def evaluate_with_doubt(self, plan: Plan) -> PlanResult:
        """Return the values with their ranges; for a worker thread."""

    def explain(self, plan: Plan, scenario_id: str, quantity: str) -> Derivation:
        """Return how a figure came about, down to the leaves."""

    def inputs_in_effect(self, plan: Plan, scenario_id: str) -> Mapping[Path, Leaf]:
        """Return every input of a scenario as it takes part, catalogue defaults included, with its source."""

    def with_records(self, plan: Plan) -> Plan:
        """Return the plan with the catalogue records that its results rest on, as it is saved."""


class CostModel:
    """The evaluator that computes: the cost model on the catalogue, each plan answered from its own records first.

    `catalogue` is what is installed, with the user's own records; `answering` is what a plan's results rest on.
    `load` opens what is installed, when it is first asked for: the first paint needs none of it.
    """

    def __init__(self, load: Callable[[], Catalogue]) -> None:
        self._load = load
        self._installed: Catalogue | None = None
        self._installing = Lock()
        self._answering: tuple[tuple[Catalogue, dict[str, Any], Catalogue], ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        """What is installed, with the user's own records."""
        if self._installed is None:
            with self._installing:  # a save asks for it on a thread of its own
                self._installed = self._installed or self._load()
        return self._installed

    def install(self, catalogue: Catalogue) -> None:
        """Answer from another catalogue: the user's own records have changed."""
        with self._installing:
            self._installed = catalogue
            self._answering = ()

    def answering(self, plan: Plan) -> Catalogue:
        """Return the catalogue that answers for a plan: the records it carries stand before the installed ones.

        The last few are kept, because what is remembered of earlier edits hangs on the catalogue.
        """
        installed = self.catalogue
        if not plan.snapshot.get("records"):
            return installed
        for beneath, content, catalogue in self._answering:
            if beneath is installed and content == plan.snapshot:
                return catalogue
        made = installed.with_snapshot(plan.snapshot)
        # The worker of the ranges may come here while another catalogue is installed: each says what lies beneath it.
        self._answering = ((installed, plan.snapshot, made), *self._answering[: SNAPSHOTS_KEPT - 1])
        return made

    def evaluate(self, plan: Plan) -> PlanResult:
        """Return the likely values."""
        from planner.cost.evaluation import evaluate

        return evaluate(plan, self.answering(plan))

    def evaluate_with_doubt(self, plan: Plan) -> PlanResult:
        """Return the values with their ranges, and where scenarios break even."""
        from planner.analysis.break_even import with_break_even
        from planner.cost.evaluation import evaluate_with_doubt

        catalogue = self.answering(plan)
        return with_break_even(plan, catalogue, evaluate_with_doubt(plan, catalogue))

    def explain(self, plan: Plan, scenario_id: str, quantity: str) -> Derivation:
        """Return how a figure came about."""
        from planner.analysis.break_even_working import BREAK_EVEN, explain_break_even
        from planner.cost.bindings.infeasible import Infeasible
        from planner.cost.evaluation import explain

        try:
            if quantity in BREAK_EVEN:
                return explain_break_even(plan, self.answering(plan), scenario_id, quantity)
            return explain(plan, self.answering(plan), scenario_id, quantity)
        except Infeasible as refusal:
            reason = refusal.reasons[0]
            raise PlannerError(reason.msgid, **reason.parameters) from refusal

    def inputs_in_effect(self, plan: Plan, scenario_id: str) -> Mapping[Path, Leaf]:
        """Return every input of a scenario as it takes part."""
        from planner.cost.evaluation import inputs_in_effect

        return inputs_in_effect(plan, self.answering(plan), scenario_id)

    def with_records(self, plan: Plan) -> Plan:
        """Return the plan with the catalogue records that its results rest on."""
        from planner.cost.carried_records import with_records

        return with_records(plan, self.answering(plan))
