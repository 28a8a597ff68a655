"""The measured results that ship with the program: where they come from, and which of them no fit has seen.

`resources/performance/measurements.csv` holds one run a row, facts with their sources. The split is fixed here and
was fixed before the first fit: whole accelerators, whole models (by hash) and runs at random (by hash) are kept from
every fit, so that the errors on them say what to expect of a chip, a model or a run never seen.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.catalog.locations import resource_path
from planner.cost.performance.deployment import Array, Deployment, stack
from planner.cost.performance.prediction import Prediction
from planner.cost.performance.table_rows import Catalogue, RowReader

HELD_OUT_ACCELERATORS = frozenset({
    "H100-PCIe-80GB", "H100-NVL-94GB", "A40-48GB", "A10G", "RTX-3090", "RTX-4080", "RTX-4000-Ada", "L40", "B300-SXM",
    "MI325X", "TPU-v5e", "Apple-M2-Ultra-76c",
})  # fmt: skip
_MODEL_FOLDS, _RUN_FOLDS = 6, 10
FOLDS = ("fitted", "accelerator", "model", "random")


def _share(text: str, folds: int) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % folds


def fold_of(row: Mapping[str, str]) -> str:
    """Return why a run is kept from fitting: its accelerator, its model, at random; or 'fitted'."""
    if row["accelerator"] in HELD_OUT_ACCELERATORS:
        return "accelerator"
    if _share("model/" + row["model"], _MODEL_FOLDS) == 1:
        return "model"
    return "random" if _share("run/" + row["run"], _RUN_FOLDS) == 0 else "fitted"


@dataclass(frozen=True, slots=True)
class Measurements:
    """Runs with what was measured (NaN where it was not) and the deployment that each is, in the same order."""

    rows: Sequence[Mapping[str, str]]
    deployment: Deployment
    concurrency: Array
    output_tok_s: Array
    tpot_ms: Array
    ttft_ms: Array
    decode_only: NDArray[np.bool_]  # the source timed decode steps alone
    fold: NDArray[np.str_]
    lengths_known: NDArray[np.bool_]  # the source gives the tokens of prompt and answer
    cell: NDArray[np.intp]  # index of the (source, model, accelerator) that a run belongs to

    def residuals(self, p: Prediction) -> tuple[Array, Array, Array]:
        """Return the logarithms of measured over predicted: throughput, time per output token, time to first token."""
        step = p.step.total
        rate = np.where(self.decode_only, self.concurrency / step, p.output_tok_s)
        tpot = np.where(self.decode_only, step * 1e3, p.tpot_ms)
        return np.log(self.output_tok_s / rate), np.log(self.tpot_ms / tpot), np.log(self.ttft_ms / p.ttft_ms)


def shipped_rows(path: Path | None = None) -> list[dict[str, str]]:
    """Return the rows of the shipped table as they stand."""
    with (path or resource_path("performance", "measurements.csv")).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_measurements(catalogue: Catalogue, rows: Sequence[Mapping[str, str]] | None = None) -> Measurements:
    """Understand the shipped runs as `predict --table` would: by the names in them, through the same reader."""
    reader = RowReader(catalogue)
    kept, deployments, concurrency = [], [], []
    for row in rows if rows is not None else shipped_rows():
        read = reader.read(row)
        if read.deployment is not None:
            kept.append(row)
            deployments.append(read.deployment)
            concurrency.append(read.concurrency)
    cells = [f"{row['source']}|{row['model']}|{row['accelerator']}" for row in kept]
    _, index = np.unique(np.array(cells), return_inverse=True)
    return Measurements(
        rows=kept,
        deployment=stack(deployments),
        concurrency=np.array(concurrency),
        output_tok_s=_column(kept, "output_tok_s"),
        tpot_ms=_column(kept, "tpot_ms"),
        ttft_ms=_column(kept, "ttft_ms"),
        decode_only=np.array([row["scope"] == "decode" for row in kept]),
        fold=np.array([fold_of(row) for row in kept]),
        lengths_known=np.array([bool(row["input_tokens"] and row["output_tokens"]) for row in kept]),
        cell=index,
    )


def _column(rows: Sequence[Mapping[str, str]], name: str) -> Array:
    return np.array([float(row[name] or "nan") for row in rows])
