"""The colours of a chart in the window's theme."""

from __future__ import annotations

from planner.analysis.charts import palette as paper
from planner.analysis.charts.palette import Palette
from planner.ui.theme import Tokens


def palette_of(tokens: Tokens) -> Palette:
    """Return the chart's colours for the tokens of a theme."""
    return Palette(
        surface=tokens.surface,
        ink=tokens.text,
        muted=tokens.muted,
        faint=tokens.grid,
        accent=tokens.accent,
        good=tokens.good,
        bad=tokens.error,
        scenarios=tokens.series,
        parts=(paper.DARK if tokens.is_dark else paper.LIGHT).parts,
    )
