"""Carry public benchmark results into `resources/performance/measurements.csv`: one run a row, facts with sources.

    python packaging/compact_measurements.py CALIBRATION.csv

The input holds one metric a row (its columns are described in the table that it comes with). Left out, because the
model does not describe them: runs held back by a latency limit, beam search, weights offloaded to the host, pipelines
of several stages, and runs whose throughput cannot be derived.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

COLUMNS = (
    "run", "source", "reference", "published", "engine", "engine_date", "model", "accelerator", "n_accelerators", "tp",
    "weight_precision", "kv_precision", "input_tokens", "output_tokens", "concurrency", "scope", "output_tok_s",
    "tpot_ms", "ttft_ms",
)  # fmt: skip
_IDENTITY = ("run_id", "model", "accelerator", "tp", "n_accelerators", "input_tokens", "output_tokens",
             "concurrency_or_batch", "weight_precision", "framework")  # fmt: skip


def is_modelled(row: Mapping[str, str]) -> bool:
    """Tell whether the performance model describes what was run."""
    beam_search = row["model"].startswith("gpt-j") and row["source"].startswith("MLPerf")
    offloaded = "FlexLLMGen" in row["source"] or "Petals" in row["framework"]
    stages = float(row["pp"] or 1) > 1
    limited = row["concurrency_or_batch"] == "max-under-sla" or row["concurrency_or_batch"].startswith("rate=")
    return not (beam_search or offloaded or stages or limited)


def compact(row: Mapping[str, str], metrics: Mapping[str, float]) -> dict[str, str] | None:
    """Join the metrics of a run into throughput, time per output token and time to first token."""
    concurrency = row["concurrency_or_batch"]
    flight = float(concurrency) if concurrency.replace(".", "", 1).isdigit() else None
    output = float(row["output_tokens"] or 0)
    tpot = metrics.get("tpot_ms", metrics.get("tpot_p50_ms"))
    ttft = metrics.get("ttft_ms", metrics.get("ttft_p50_ms"))
    if tpot is None and flight and "decode_tok_s" in metrics:
        tpot = 1e3 * flight / metrics["decode_tok_s"]
    if tpot is None and "per_user_tok_s" in metrics:
        tpot = 1e3 / metrics["per_user_tok_s"]
    rate, scope = _throughput(row, metrics, flight, output, tpot, ttft)
    if rate is None or (flight is None and concurrency != "offline-max"):
        return None
    values = {
        "run": row["run_id"], "reference": row["source_ref"], "engine": row["framework"],
        "engine_date": row["published"][:7], "scope": scope, "concurrency": "max" if flight is None else concurrency,
        "output_tok_s": f"{rate:.5g}",
        "tpot_ms": f"{tpot:.5g}" if tpot else "", "ttft_ms": f"{ttft:.5g}" if ttft else "",
    }  # fmt: skip
    return {name: values.get(name, row.get(name, "")) for name in COLUMNS}


def _throughput(
    row: Mapping[str, str],
    metrics: Mapping[str, float],
    flight: float | None,
    output: float,
    tpot: float | None,
    ttft: float | None,
) -> tuple[float | None, str]:
    """Return output tokens per second, and 'decode' where only decode steps were timed."""
    if "output_tok_s" in metrics:
        return metrics["output_tok_s"], "whole"
    if "total_tok_s" in metrics and output:
        return metrics["total_tok_s"] * output / (float(row["input_tokens"]) + output), "whole"
    if "req_s" in metrics and output:
        return metrics["req_s"] * output, "whole"
    if tpot and ttft and flight and output:
        return flight * output / (ttft + tpot * (output - 1)) * 1e3, "whole"
    if "e2e_latency_ms" in metrics and flight and output:
        return flight * output / metrics["e2e_latency_ms"] * 1e3, "whole"
    return (flight / tpot * 1e3, "decode") if tpot and flight else (None, "")


def main(source: Path, target: Path) -> int:
    """Write the compact table and say how many runs it holds."""
    runs: dict[tuple[str, ...], tuple[dict[str, str], dict[str, list[float]]]] = {}
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _, metrics = runs.setdefault(tuple(row[name] for name in _IDENTITY), (row, {}))
            metrics.setdefault(row["metric"], []).append(float(row["value"]))
    means = [(row, {name: sum(v) / len(v) for name, v in metrics.items()}) for row, metrics in runs.values()]
    rows = [made for row, metrics in means if is_modelled(row) and (made := compact(row, metrics))]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} runs of {len(runs)}")
    return 0


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    raise SystemExit(main(Path(sys.argv[1]), here / "resources" / "performance" / "measurements.csv"))
