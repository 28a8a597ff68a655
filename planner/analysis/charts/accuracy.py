"""Predicted against measured throughput: every run that the performance model is judged by, fitted or not."""

from __future__ import annotations

from collections.abc import Sequence

from planner.analysis.charts.axes import log_axis
from planner.analysis.charts.marks import Chart, Colour, Column, LegendEntry, Line, Mark, Marker, Table
from planner.analysis.charts.words import Words
from planner.cost.performance.report import Comparison
from planner.plan.wording import N_

WITHIN = 1.5
"""The share of runs within this factor is told in the description."""
MOST_MARKS = 2_500
HEADINGS = (N_("Run"), N_("Model"), N_("Accelerator"), N_("Engine"), N_("Fold"))


def accuracy_chart(runs: Sequence[Comparison], words: Words) -> Chart:
    """Return a scatter of predicted over measured tokens per second, with the diagonal of perfect prediction."""
    import numpy as np

    known = [run for run in runs if run.measured_output_tok_s > 0.0 and run.predicted_output_tok_s > 0.0]
    ends = [value for run in known for value in (run.measured_output_tok_s, run.predicted_output_tok_s)]
    low, high = (min(ends), max(ends)) if ends else (1.0, 10.0)
    fitted, unseen = Colour("faint"), Colour("accent")
    step = max(1, len(known) // MOST_MARKS)
    marks: list[Mark] = [
        Marker(run.measured_output_tok_s, run.predicted_output_tok_s, 0, Colour("muted"), 2.5)
        for run in known[::step]
        if run.fold == "fitted"
    ]
    marks += [
        Marker(run.measured_output_tok_s, run.predicted_output_tok_s, 0, unseen, 3.0)
        for run in known[::step]
        if run.fold != "fitted"
    ]
    diagonal = np.array([low, high])
    marks.append(Line(diagonal, diagonal, Colour("ink"), width=1.0))
    marks += [Line(diagonal, diagonal * factor, fitted, stroke="dashed") for factor in (WITHIN, 1.0 / WITHIN)]
    never = [run for run in known if run.fold != "fitted"]
    near = sum(_is_within(run) for run in never)
    title = words.text(N_("Predicted against measured"))
    return Chart(
        "accuracy",
        title,
        log_axis(words.text(N_("Measured, output tokens/s")), low, high, words.log_tick),
        log_axis(words.text(N_("Predicted, output tokens/s")), low, high, words.log_tick),
        tuple(marks),
        (
            LegendEntry(words.text(N_("fitted")), Colour("muted"), 0, "marker"),
            LegendEntry(words.text(N_("never fitted")), unseen, 0, "marker"),
        ),
        Table(
            (
                *(Column(words.text(heading)) for heading in HEADINGS),
                Column(words.text(N_("Measured")), words.text(N_("tokens/s"))),
                Column(words.text(N_("Predicted")), words.text(N_("tokens/s"))),
            ),
            tuple(
                (
                    run.run,
                    run.model,
                    run.accelerator,
                    run.engine,
                    run.fold,
                    run.measured_output_tok_s,
                    run.predicted_output_tok_s,
                )
                for run in known
            ),
        ),
        words.text(
            N_("{near} of {count} runs that were never fitted lie within a factor of 1.5 of their prediction."),
            near=words.exact(near, 0),
            count=words.exact(len(never), 0),
        ),
    )


def _is_within(run: Comparison) -> bool:
    return 1.0 / WITHIN <= run.measured_output_tok_s / run.predicted_output_tok_s <= WITHIN
