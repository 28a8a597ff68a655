"""Read result files of serving benchmarks: a tidy CSV, and the JSON that the common tools write.

Files come from anywhere: size, number of runs and depth are limited, figures that are not positive numbers count as
not measured (JSON) or are refused with their line (CSV), and what is not understood is refused with what to do.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from planner.cost.performance.site_measurements import NAMES, Setup, SiteMeasurement
from planner.plan.wording import N_, PlannerError

LARGEST_FILE = 20_000_000  # bytes
_MOST_RUNS = 10_000
_DEEPEST = 8
_NUMBERS = (
    "n_accelerators",
    "tp",
    "input_tokens",
    "output_tokens",
    "output_tok_s",
    "tpot_ms",
    "ttft_ms",
    "concurrency",
)


def read_measurements(content: bytes, name: str, setup: Setup | None = None) -> list[SiteMeasurement]:
    """Read a result file by what it holds. Raises `PlannerError` with what is wrong and what to do."""
    if len(content) > LARGEST_FILE:
        raise PlannerError(N_("{name} is larger than 20 MB. Export only the summary of each run."), name=name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PlannerError(N_("{name} is not a text file in UTF-8. Save it as CSV or JSON."), name=name) from None
    base = setup or Setup()
    runs = _read_json(text, name, base) if text.lstrip()[:1] in {"{", "["} else _read_csv(text, name, base)
    if not runs:
        raise PlannerError(
            N_(
                "{name} holds no measurement that is understood: a CSV with columns model, accelerator, concurrency "
                "and output_tok_s or tpot_ms, or the result of vLLM, SGLang, GuideLLM or GenAI-Perf."
            ),
            name=name,
        )
    return runs


def _read_csv(text: str, name: str, setup: Setup) -> list[SiteMeasurement]:
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise PlannerError(N_("{name} is not a well-formed CSV: {error}."), name=name, error=str(error)) from None
    if len(rows) > _MOST_RUNS:
        raise PlannerError(N_("{name} holds more than 10,000 rows. Import the runs of one site."), name=name)
    result = []
    for line, row in enumerate(rows, start=2):
        named = {(key or "").strip().casefold(): value for key, value in row.items() if isinstance(value, str)}
        own = {key: named[key].strip() for key in NAMES if named.get(key, "").strip()}
        numbers = {key: _cell(named, key, name, line) for key in _NUMBERS}
        placed = _with_names(setup, own)
        placed = replace(
            placed,
            n_accelerators=_known(numbers["n_accelerators"], placed.n_accelerators),
            tp=None if math.isnan(numbers["tp"]) else numbers["tp"],
        )
        run = _run(placed, numbers, f"{name}:{line}")
        if run is not None:
            result.append(run)
    return result


def _with_names(setup: Setup, own: Mapping[str, str]) -> Setup:
    return replace(
        setup,
        model=own.get("model", setup.model),
        accelerator=own.get("accelerator", setup.accelerator),
        weight_precision=own.get("weight_precision", setup.weight_precision),
        kv_precision=own.get("kv_precision", setup.kv_precision),
        engine=own.get("engine", setup.engine),
        engine_date=own.get("engine_date", setup.engine_date),
    )


def _cell(row: Mapping[str, str], column: str, name: str, line: int) -> float:
    text = row.get(column, "").strip()
    if not text:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < 1e9:
        raise PlannerError(
            N_("{name}, line {line}: {column} is '{text}', which is not a positive number."),
            name=name, line=line, column=column, text=text[:40],
        )  # fmt: skip
    return value


def _known(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value


def _run(setup: Setup, numbers: Mapping[str, float], origin: str) -> SiteMeasurement | None:
    """Make a measurement of figures; None where neither a throughput nor a time per token is among them."""
    rate, tpot = numbers.get("output_tok_s", math.nan), numbers.get("tpot_ms", math.nan)
    concurrency = numbers.get("concurrency", math.nan)
    if math.isnan(rate) and math.isnan(tpot):
        return None
    if math.isnan(concurrency):
        # Little's law: tokens per second × time per token is the number of requests that were decoding.
        concurrency = max(rate * tpot * 1e-3, 1.0) if rate * tpot > 0 else 1.0
    return SiteMeasurement(
        setup=setup,
        input_tokens=_known(numbers.get("input_tokens", math.nan), 256.0),
        output_tokens=_known(numbers.get("output_tokens", math.nan), 256.0),
        concurrency=concurrency,
        output_tok_s=rate,
        tpot_ms=tpot,
        ttft_ms=numbers.get("ttft_ms", math.nan),
        origin=origin,
    )


def _read_json(text: str, name: str, setup: Setup) -> list[SiteMeasurement]:
    documents = _documents(text, name)
    found = [run for document in documents for run in _runs_of(document, name, setup, 0)]
    return found[:_MOST_RUNS]


def _documents(text: str, name: str) -> list[Any]:
    """Parse one JSON document, or one a line as SGLang appends them."""
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return [json.loads(line) for line in lines[:_MOST_RUNS]] if len(lines) > 1 else _refuse(name, error)
        except (ValueError, RecursionError) as other:
            return _refuse(name, other)


def _refuse(name: str, error: Exception) -> list[Any]:
    raise PlannerError(N_("{name} is not well-formed JSON: {error}."), name=name, error=str(error)[:120]) from None


def _runs_of(document: Any, name: str, setup: Setup, depth: int) -> Iterable[SiteMeasurement]:
    if depth > _DEEPEST:
        return
    if isinstance(document, list):
        for item in document[:_MOST_RUNS]:
            yield from _runs_of(item, name, setup, depth + 1)
    elif isinstance(document, dict):
        if isinstance(document.get("benchmarks"), list):  # GuideLLM
            for item in document["benchmarks"]:
                run = _guidellm(item, name, setup) if isinstance(item, dict) else None
                if run is not None:
                    yield run
            return
        reader = _genai_perf if _is_genai_perf(document) else _serving
        run = reader(document, name, setup)
        if run is not None:
            yield run


def _figure(document: Any, *path: str) -> float:
    """Return the positive number at a path, NaN where there is none."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    if isinstance(document, bool) or not isinstance(document, int | float):
        return math.nan
    value = float(document)
    return value if 0 < value < 1e9 else math.nan


def _first(document: Any, *names: str) -> float:
    return next((value for name in names if not math.isnan(value := _figure(document, name))), math.nan)


def _named(document: Mapping[str, Any], setup: Setup) -> Setup:
    """Take the model's name from the result where the setup has none."""
    name = next(
        (document[key] for key in ("model_id", "model", "model_name") if isinstance(document.get(key), str)), ""
    )
    return setup if setup.model or not name else replace(setup, model=name)


def _serving(document: Mapping[str, Any], name: str, setup: Setup) -> SiteMeasurement | None:
    """vLLM's benchmark_serving and SGLang's bench_serving: flat, totals of tokens and completed requests."""
    completed = _first(document, "completed", "num_completed", "successful_requests")
    numbers = {
        "output_tok_s": _first(document, "output_throughput", "output_token_throughput"),
        "tpot_ms": _first(document, "mean_tpot_ms", "median_tpot_ms"),
        "ttft_ms": _first(document, "mean_ttft_ms", "median_ttft_ms"),
        "input_tokens": _first(document, "total_input_tokens", "total_input") / completed,
        "output_tokens": _first(document, "total_output_tokens", "total_output") / completed,
        "concurrency": _first(document, "concurrency", "max_concurrency"),
    }
    engine = document.get("backend")
    placed = _named(document, setup)
    if isinstance(engine, str) and engine and not placed.engine:
        placed = replace(placed, engine=engine)
    return _run(placed, numbers, name)


def _mean(document: Any, *path: str) -> float:
    """Return a figure of GuideLLM, whose statistics lie under `successful` or directly under the metric."""
    mean = _figure(document, *path, "successful", "mean")
    return _figure(document, *path, "mean") if math.isnan(mean) else mean


def _guidellm(document: Mapping[str, Any], name: str, setup: Setup) -> SiteMeasurement | None:
    metrics = document.get("metrics", {})
    numbers = {
        "output_tok_s": _mean(metrics, "output_tokens_per_second"),
        "tpot_ms": _mean(metrics, "inter_token_latency_ms"),
        "ttft_ms": _mean(metrics, "time_to_first_token_ms"),
        "input_tokens": _mean(metrics, "prompt_token_count"),
        "output_tokens": _mean(metrics, "output_token_count"),
        "concurrency": _mean(metrics, "request_concurrency"),
    }
    return _run(_named(document, setup), numbers, name)


def _is_genai_perf(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("output_token_throughput"), dict)


def _genai_perf(document: Mapping[str, Any], name: str, setup: Setup) -> SiteMeasurement | None:
    """GenAI-Perf and AIPerf: one object a metric, with its statistics under avg."""
    stimulus = document.get("input_config", {})
    concurrency = _figure(stimulus, "perf_analyzer", "stimulus", "concurrency")
    if math.isnan(concurrency):
        concurrency = _figure(stimulus, "loadgen", "concurrency")
    numbers = {
        "output_tok_s": _figure(document, "output_token_throughput", "avg"),
        "tpot_ms": _figure(document, "inter_token_latency", "avg"),
        "ttft_ms": _figure(document, "time_to_first_token", "avg"),
        "input_tokens": _figure(document, "input_sequence_length", "avg"),
        "output_tokens": _figure(document, "output_sequence_length", "avg"),
        "concurrency": concurrency,
    }
    return _run(_named(document, setup), numbers, name)
