"""`export`: the files that the window exports, without a window."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.analysis.answers import Question, every_analysis
from planner.analysis.break_even import with_break_even
from planner.cost.evaluation import evaluate_with_doubt
from planner.export.exporting import export_plan
from planner.verbs.reading import language_of, open_plan


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
        force=options.force,
        catalogue=catalogue,
        with_bom=options.bom,
        analyses=every_analysis(Question(plan, result, catalogue, "", language)),
    )
    for path in written:
        print(path)
    return 0


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
