"""What the file of the open plan holds beside the plan itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from planner.plan.plan import Plan
from planner.storage.documents import UnknownField, plan_document
from planner.ui.evaluator import Evaluator


@dataclass(frozen=True, slots=True)
class Envelope:
    """Fields that only another version of the program knows, and the id of a copy; "" keeps the plan's own."""

    unknown: tuple[UnknownField, ...] = ()
    identity: str = ""

    def document(self, plan: Plan, evaluator: Evaluator) -> dict[str, Any]:
        """Return the document of a plan with the catalogue records it rests on, so that it opens alike anywhere."""
        try:
            plan = evaluator.with_records(plan)
        except Exception:  # edits are saved whatever the cost model thinks of them
            logging.getLogger(__name__).exception("saved without its records")
        document = plan_document(plan, self.unknown)
        return {**document, "id": self.identity} if self.identity else document
