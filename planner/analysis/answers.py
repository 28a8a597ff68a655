"""Everything that the charts draw beside the results, asked once for a plan."""

from __future__ import annotations

from planner.analysis.charts.inputs import Analyses
from planner.analysis.serving_views import HOSTED, day_profile, gpu_memory
from planner.analysis.volume import volume_curves
from planner.catalog.catalogue import Catalogue
from planner.cost.results import PlanResult
from planner.plan.plan import Plan


def quick_analyses(plan: Plan, catalogue: Catalogue, result: PlanResult, scenario_id: str = "") -> Analyses:
    """Return the answers that keep pace with typing: cost against volume, memory, and a day of one scenario.

    The day is that of the named scenario, else of the cheapest one on servers.
    """
    hosted = [each.id for each in (*result.feasible, *result.scenarios) if each.hosting in HOSTED]
    shown = scenario_id if scenario_id in hosted else next(iter(hosted), "")
    return Analyses(
        volume=volume_curves(plan, catalogue, answering=[each.id for each in result.feasible]),
        day=day_profile(plan, catalogue, shown) if shown else None,
        memory=gpu_memory(plan, catalogue),
    )
