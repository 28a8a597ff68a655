"""The accuracy report: tables as JSON for the window, and the same as text for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from planner.catalog.locations import resource_path
from planner.cost.performance.measurements import load_measurements
from planner.cost.performance.prediction import predict
from planner.cost.performance.table_rows import Catalogue
from planner.plan.wording import N_

LIMITS: tuple[str, ...] = (
    N_("Separate pools for prefill and decode, speculative decoding and pipelines of several stages are not modelled."),
    N_("Quality of kernels differs between engine releases: two engines on one configuration differ by a median 15 %."),
    N_("Times to first token depend on how requests arrive; here requests are replaced as they end (closed loop)."),
    N_("Request lengths enter as means; very uneven lengths make batches less full than predicted."),
    N_("All experts are taken to be asked for equally often, but for one share by which routing is uneven."),
    N_("Mixed fleets, power caps, thermal throttling and other tenants on the same machine are not modelled."),
    N_("Accelerators of a family that was never measured take the coefficients of the nearest family."),
)
_FOLDS = {
    "fitted": "fitted",
    "never fitted": "never fitted",
    "lengths known": "never fitted, lengths of requests published",
}
_HEADINGS = {
    "accelerator": "By accelerator",
    "model": "By model",
    "precision": "By weight precision",
    "engine": "By engine family",
    "source": "By source",
}


@cache
def shipped_report() -> dict[str, Any]:
    """Return the shipped tables."""
    content: dict[str, Any] = json.loads(resource_path("performance", "report.json").read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measured run and what the model says of it."""

    run: str
    source: str
    reference: str
    model: str
    accelerator: str
    engine: str
    precision: str
    fold: str  # 'fitted', or why it was kept from the fit: 'accelerator', 'model', 'random'
    measured_output_tok_s: float
    predicted_output_tok_s: float
    low_output_tok_s: float
    high_output_tok_s: float


def predicted_against_measured(catalogue: Catalogue) -> list[Comparison]:
    """Return every run of the shipped measurements with its prediction, in the order of the table."""
    m = load_measurements(catalogue)
    p = predict(m.deployment, m.concurrency)
    predicted = m.output_tok_s / np.exp(m.residuals(p)[0])
    width = p.high_output_tok_s / p.output_tok_s
    return [
        Comparison(
            run=row["run"],
            source=row["source"],
            reference=row["reference"],
            model=row["model"],
            accelerator=row["accelerator"],
            engine=row["engine"],
            precision=row["weight_precision"],
            fold=str(m.fold[at]),
            measured_output_tok_s=float(m.output_tok_s[at]),
            predicted_output_tok_s=float(predicted[at]),
            low_output_tok_s=float(predicted[at] / width[at]),
            high_output_tok_s=float(predicted[at] * width[at]),
        )
        for at, row in enumerate(m.rows)
    ]


def text_of(report: Mapping[str, Any]) -> str:
    """Write the report as text."""
    folds = report["tables"]["folds"]
    basis = (
        f"Calibrated {report['date']} on {folds['fitted']['runs']} public runs with "
        f"{report['coefficients']} coefficients; {folds['never fitted']['runs']} more runs were never fitted: "
        "whole accelerators, whole models, and runs at random."
    )
    measure = (
        "Errors are |predicted / measured − 1|; each (source, model, accelerator) has one vote. "
        "'In band' is the share of measured throughputs between low and high (80 % is the aim)."
    )
    lines = [
        "# How accurate the performance model is",
        "",
        basis,
        measure,
        "",
        "| Runs | runs | cells | throughput median | p90 | TPOT median | p90 | TTFT median | in band | fits |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in folds.items():
        figures = [_percent(row.get(key)) for key in (
            "throughput_median", "throughput_p90", "tpot_median", "tpot_p90", "ttft_median", "share_in_band",
            "share_that_fits",
        )]  # fmt: skip
        label = _FOLDS.get(name, f"never fitted: {name}")
        lines.append(f"| {label} | {row['runs']} | {row['cells']} | " + " | ".join(figures) + " |")
    for kind, heading in _HEADINGS.items():
        lines += ["", f"## {heading}", "", "| | runs | throughput median | p90 | TPOT median | bias | |"]
        lines.append("|---|---|---|---|---|---|---|")
        for name, row in sorted(report["tables"][kind].items(), key=lambda item: -item[1]["runs"]):
            figures = [_percent(row.get(key)) for key in ("throughput_median", "throughput_p90", "tpot_median")]
            bias = f"{row.get('throughput_bias', 0.0):+.2f}"
            never = "never fitted" if row["never_fitted"] else ""
            lines.append(f"| {name} | {row['runs']} | " + " | ".join(figures) + f" | {bias} | {never} |")
    lines += [
        "",
        "Bias: median logarithm of measured over predicted throughput.",
        "",
        "## What the model cannot do",
        "",
    ]
    lines += [f"- {limit}" for limit in LIMITS]
    return "\n".join(lines) + "\n"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
