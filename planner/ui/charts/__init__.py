"""Charts in the window: frames around plots. The only room that imports pyqtgraph, and none that computes."""

from __future__ import annotations

from planner.analysis.charts.registry import KINDS
from planner.ui.charts.frame import ChartFrame

__all__ = ["KINDS", "ChartFrame"]
