"""What is fuzzed: everything that reads what nobody vouches for. Each target reads a file, or says why it does not.

The promise of all of them: a value or a `PlannerError` with a sentence, within a second, and no file changed.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planner.catalog.catalogue import Catalogue
from planner.catalog.huggingface_config import import_model, read_config
from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.catalog.overlay import Overlay, overlay_text, read_overlay
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import ApiPrice
from planner.cost.performance.benchmark_files import LARGEST_FILE, read_measurements
from planner.cost.performance.site_measurements import Setup
from planner.plan import units
from planner.plan.language import Language
from planner.plan.plan import Plan, Scenario
from planner.plan.typed_values import parse_amount
from planner.plan.units import Unit
from planner.plan.wording import PlannerError
from planner.storage.documents import opened_plan, plan_document
from planner.storage.json_text import read_limited
from planner.storage.measured_workload import measured_workload
from planner.storage.plan_file import plan_bytes, read_plan_file
from planner.storage.plan_head import read_plan_head
from planner.storage.preferences import load_preferences
from planner.storage.undo_file import load_undo_steps
from planner.storage.usage_log import read_usage_log
from planner.ui.catalogue.measurements import measurement_record

LONGEST_S = 1.0
TODAY = dt.date(2026, 11, 23)
SETUP = Setup(model="llama-2-7b", accelerator="a100-80gb-sxm", weight_precision="bf16", engine="vLLM", tp=1.0)
LANGUAGES = (Language("en", "."), Language("es", ","))
UNITS = tuple(value for value in vars(units).values() if isinstance(value, Unit))
RATES = {"EUR": 0.92, "MXN": 17.0}


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: the ending of its files, files that it reads, and how."""

    name: str
    ending: str
    seeds: tuple[bytes, ...]
    read: Callable[[Path], object]


class BrokenPromiseError(AssertionError):
    """A reader crashed, hung, stayed silent or changed a file."""


def check(target: Target, data: bytes, folder: Path) -> bool:
    """Let a target read `data` from a file in `folder`; True when it was read, False when it was refused.

    `BrokenPromiseError` when it does neither, takes longer than a second of work, or touches a file.
    """
    path = folder / f"fuzzed{target.ending}"
    path.write_bytes(data)
    before = sorted(folder.iterdir())
    start = time.process_time()
    try:
        target.read(path)
        was_read = True
    except PlannerError as error:
        was_read = False
        if not error.message.text().strip():
            raise BrokenPromiseError(f"{target.name} refuses without a word: {data!r}") from error
    except Exception as error:
        raise BrokenPromiseError(f"{target.name} crashes on {data!r}") from error
    took_s = time.process_time() - start
    if took_s > LONGEST_S:
        raise BrokenPromiseError(f"{target.name} takes {took_s:.1f} s for {data!r}")
    if path.read_bytes() != data or sorted(folder.iterdir()) != before:
        raise BrokenPromiseError(f"{target.name} changes a file on {data!r}")
    return was_read


def _plan(path: Path) -> None:
    read_plan_head(path)
    opened_plan(read_plan_file(path))


def _value(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    refusals = []
    for language in LANGUAGES:
        for unit in UNITS:
            try:
                parse_amount(text, unit, language, RATES)
            except PlannerError as error:
                refusals.append(error)
    if len(refusals) == len(LANGUAGES) * len(UNITS):
        raise refusals[0]


def _log(path: Path) -> None:
    measured_workload(read_usage_log(path))


def _measurements(path: Path) -> None:
    for run in read_measurements(read_limited(path, largest_bytes=LARGEST_FILE), path.name, SETUP):
        measurement_record(run, path.name, _catalogue())


def _overlay(path: Path) -> None:
    _catalogue().with_overlay(read_overlay(path).records)


def _config(path: Path) -> None:
    import_model(read_config(path), "Own model", today=TODAY)


def _undo(path: Path) -> None:
    load_undo_steps(path.parent, path.name, "digest")


def _preferences(path: Path) -> None:
    # A broken settings file is set aside on purpose, so a copy is read.
    copy = path.parent.parent / "preferences.json"
    copy.write_bytes(path.read_bytes())
    load_preferences(copy)


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@cache
def _plan_seeds() -> tuple[bytes, ...]:
    small = plan_bytes(plan_document(Plan(id="p", name="Año", scenarios=(Scenario(id="a"),))))
    return small, min((path.read_bytes() for path in resource_path("templates").glob("*.plan.json")), key=len)


VLLM = {
    "backend": "vllm", "model_id": "llama-2-7b", "max_concurrency": 16, "completed": 100, "total_input_tokens": 100_000,
    "total_output_tokens": 50_000, "output_throughput": 1500.0, "mean_ttft_ms": 80.0, "mean_tpot_ms": 9.5,
}  # fmt: skip
GUIDELLM = {"benchmarks": [{"metrics": {
    "output_tokens_per_second": {"successful": {"mean": 1500.0}},
    "inter_token_latency_ms": {"successful": {"mean": 9.5}},
    "prompt_token_count": {"successful": {"mean": 1000.0}},
    "output_token_count": {"successful": {"mean": 500.0}},
    "request_concurrency": {"successful": {"mean": 16.0}},
}}]}  # fmt: skip
GENAI_PERF = {
    "output_token_throughput": {"avg": 1500.0}, "inter_token_latency": {"avg": 9.5},
    "input_sequence_length": {"avg": 1000.0}, "output_sequence_length": {"avg": 500.0},
    "input_config": {"perf_analyzer": {"stimulus": {"concurrency": 16}}},
}  # fmt: skip
MEASURED_CSV = (
    b"model,accelerator,tp,weight_precision,input_tokens,output_tokens,concurrency,engine,output_tok_s,tpot_ms\n"
    b"llama-2-7b,a100-80gb-sxm,1,bf16,1000,500,16,vLLM,1500,9.5\n"
)
OFFER = Provenance(title="Offer", address="", date=TODAY, checked=TODAY, evidence=Evidence.QUOTED, note="by e-mail")
OWN_PRICE = ApiPrice(
    id="own/x", name="Ours", provenance=OFFER, provider="OpenAI", model="gpt-4", valid_from=TODAY, input_price=2.0,
    output_price=12.0,
)  # fmt: skip
OVERLAY = overlay_text(Overlay().with_record(OWN_PRICE)).encode()
CONFIG = _json({
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008,
    "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32, "vocab_size": 32000,
    "max_position_embeddings": 4096, "torch_dtype": "float16",
})  # fmt: skip
LOG_CSV = b"timestamp,input,output\n2026-11-01T10:00:00Z,500,200\n2026-11-01T10:00:01Z,400,100\n"
LOG_JSON = _json({"timestamp": 1_761_990_000, "usage": {"prompt_tokens": 500, "completion_tokens": 20}}) + b"\n"
VALUES = tuple(text.encode() for text in ("1.2M", "800k .. 1,5M", "4..6..11", "50 % ± 10", "12 €", "1 234,5"))
UNDO = _json({"format": "llm-cost-planner/undo", "plan_digest": "digest", "position": 1, "steps": [{"text": "x"}]})


def targets() -> dict[str, Target]:
    """Return every target by name."""
    made = (
        Target("plan", ".plan.json", _plan_seeds(), _plan),
        Target("value", ".txt", VALUES, _value),
        Target("usage-log", ".csv", (LOG_CSV, LOG_JSON * 2), _log),
        Target("measurements-csv", ".csv", (MEASURED_CSV,), _measurements),
        Target("measurements-json", ".json", tuple(map(_json, (VLLM, GUIDELLM, GENAI_PERF))), _measurements),
        Target("overlay", ".json", (OVERLAY,), _overlay),
        Target("config", ".json", (CONFIG,), _config),
        Target("undo", ".json", (UNDO,), _undo),
        Target(
            "preferences", ".json", (_json({"theme": "dark", "recent": ["a"], "horizon_months": 24}),), _preferences
        ),
    )
    return {target.name: target for target in made}
