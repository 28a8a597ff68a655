"""Charts in the window: frames around plots. The only room that imports pyqtgraph, and none that computes."""

from __future__ import annotations

from planner.analysis.charts.registry import KINDS
from planner.plan.language import Language
from planner.ui.charts.frame import ChartFrame
from planner.ui.theme import Tokens

__all__ = ["ChartFrame", "create_charts"]


def create_charts(language: Language, tokens: Tokens) -> list[ChartFrame]:
    """Return a frame for every chart, in the order of the results deck."""
    return [ChartFrame(kind, language, tokens) for kind in KINDS]
