"""`predict --table`: rows of names and numbers in, the same rows with predictions and notes out.

No row stops the rest. A name that is not known gives an empty prediction and a note, never a guess; a missing figure
that has a usual value takes it and says so; a figure that cannot be is refused with a note.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from planner.cost.performance.coefficients import Coefficients
from planner.cost.performance.deployment import DEPLOYMENT_FIELDS, Deployment
from planner.cost.performance.prediction import Prediction, predict_arrays
from planner.cost.performance.table_rows import Catalogue, Row, RowReader
from planner.plan.wording import N_, P_, Message, Number

COLUMNS = (
    "pred_output_tok_s",
    "pred_total_tok_s",
    "pred_req_s",
    "pred_ttft_ms",
    "pred_tpot_ms",
    "pred_max_concurrency",
    "pred_fits",
    "pred_low_output_tok_s",
    "pred_high_output_tok_s",
    "pred_note",
)


def predict_table(
    rows: Sequence[Mapping[str, str]], catalogue: Catalogue, coefficients: Coefficients | None = None
) -> list[dict[str, object]]:
    """Predict each row and return it with the columns `COLUMNS`; what a row already has stays."""
    reader = RowReader(catalogue)
    read = [reader.read(row) for row in rows]
    good = [index for index, row in enumerate(read) if row.deployment is not None]
    results: list[dict[str, object]] = [
        {**row, **dict.fromkeys(COLUMNS, ""), "pred_note": _notes(understood.notes)}
        for row, understood in zip(rows, read, strict=True)
    ]
    if good:
        stacked = Deployment(
            **{n: np.array([getattr(read[i].deployment, n) for i in good], dtype=np.float64) for n in DEPLOYMENT_FIELDS}
        )
        prediction = predict_arrays(stacked, np.array([read[i].concurrency for i in good]), coefficients)
        for position, index in enumerate(good):
            results[index] |= _columns(prediction, position, read[index])
    return results


def _notes(notes: Sequence[Message]) -> str:
    return " ".join(str(note) for note in notes)


def _columns(p: Prediction, at: int, row: Row) -> dict[str, object]:
    if not p.fits[at]:
        short = Message(
            N_("Does not fit: {shortfall} GB per accelerator are missing."),
            {"shortfall": Number(float(p.memory.shortfall_gb[at]), 1)},
        )
        return {"pred_fits": "false", "pred_max_concurrency": 0, "pred_note": _notes([*row.notes, short])}
    notes = list(row.notes)
    if p.running[at] < row.concurrency * 0.999 and not math.isinf(row.concurrency):
        notes.append(
            Message(
                P_(
                    "Only {running} request fits at once; the others wait.",
                    "Only {running} requests fit at once; the others wait.",
                    "running",
                ),
                {"running": Number(float(p.running[at]))},
            )
        )
    return {
        "pred_output_tok_s": float(p.output_tok_s[at]),
        "pred_total_tok_s": float(p.total_tok_s[at]),
        "pred_req_s": float(p.req_s[at]),
        "pred_ttft_ms": float(p.ttft_ms[at]),
        "pred_tpot_ms": float(p.tpot_ms[at]) if row.has_further_tokens else "",
        "pred_max_concurrency": float(p.max_concurrency[at]),
        "pred_fits": "true",
        "pred_low_output_tok_s": float(p.low_output_tok_s[at]),
        "pred_high_output_tok_s": float(p.high_output_tok_s[at]),
        "pred_note": _notes(notes),
    }
