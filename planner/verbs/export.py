"""`export`: the files that the window exports, without a window."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.analysis.answers import Question, every_analysis
from planner.analysis.break_even import with_break_even
from planner.cost.evaluation import evaluate_with_doubt
from planner.export.exporting import export_plan
from planner.plan.wording import N_, PlannerError
from planner.verbs.reading import language_of, open_plan, settings


def run(options: argparse.Namespace) -> int:
    """Write the files and print their paths."""
    opened = open_plan(options.plan)
    plan, catalogue = opened.plan, opened.catalogue
    result = with_break_even(plan, catalogue, evaluate_with_doubt(plan, catalogue))
    language = language_of(options.lang)
    written = export_plan(
        plan,
        result,
        Path(options.to),
        formats=_listed(options.formats),
        charts=_listed(options.charts) or None,
        language=language,
        dpi=options.dpi,
        size_mm=_size(options.size),
        force=options.force,
        catalogue=catalogue,
        with_bom=options.bom,
        csv_format=options.csv_format or settings().csv_format,
        analyses=every_analysis(Question(plan, result, catalogue, "", language)),
    )
    for path in written:
        print(path)
    return 0


def _size(text: str) -> tuple[float, float]:
    """Return the width and height in mm that a text names. Raises a `PlannerError` for anything else."""
    width, _, height = text.lower().replace("×", "x").partition("x")
    try:
        return float(width), float(height)
    except ValueError:
        raise PlannerError(
            N_("'{size}' is no size: give width and height in mm, for example 160x95."), size=text
        ) from None


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
