"""The window's door to the cost model: imported when first used, because numpy is not needed for the first paint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from planner.catalog.catalogue import Catalogue
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import PlannerError

if TYPE_CHECKING:
    from planner.cost.derivation import Derivation
    from planner.cost.leaves import Leaf
    from planner.cost.results import PlanResult


class Evaluator(Protocol):
    """What the window asks the cost model. Every answer is a pure function of the plan."""

    catalogue: Catalogue

    def evaluate(self, plan: Plan) -> PlanResult:
        """Return the likely values; fast enough for every edit."""

    def evaluate_with_doubt(self, plan: Plan) -> PlanResult:
        """Return the values with their ranges; for a worker thread."""

    def explain(self, plan: Plan, scenario_id: str, quantity: str) -> Derivation:
        """Return how a figure came about, down to the leaves."""

    def inputs_in_effect(self, plan: Plan, scenario_id: str) -> Mapping[Path, Leaf]:
        """Return every input of a scenario as it takes part, catalogue defaults included, with its source."""


class CostModel:
    """The evaluator that computes: the cost model on the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def evaluate(self, plan: Plan) -> PlanResult:
        """Return the likely values."""
        from planner.cost.evaluation import evaluate

        return evaluate(plan, self.catalogue)

    def evaluate_with_doubt(self, plan: Plan) -> PlanResult:
        """Return the values with their ranges, and where scenarios break even."""
        from planner.analysis.break_even import with_break_even
        from planner.cost.evaluation import evaluate_with_doubt

        return with_break_even(plan, self.catalogue, evaluate_with_doubt(plan, self.catalogue))

    def explain(self, plan: Plan, scenario_id: str, quantity: str) -> Derivation:
        """Return how a figure came about."""
        from planner.cost.bindings.infeasible import Infeasible
        from planner.cost.evaluation import explain

        try:
            return explain(plan, self.catalogue, scenario_id, quantity)
        except Infeasible as refusal:
            reason = refusal.reasons[0]
            raise PlannerError(reason.msgid, **reason.parameters) from refusal

    def inputs_in_effect(self, plan: Plan, scenario_id: str) -> Mapping[Path, Leaf]:
        """Return every input of a scenario as it takes part."""
        from planner.cost.evaluation import inputs_in_effect

        return inputs_in_effect(plan, self.catalogue, scenario_id)
