"""`predict --table`: rows of names and numbers in, the same rows with predictions and notes out.

No row stops the rest. A name that is not known gives an empty prediction and a note, never a guess; a missing figure
that has a usual value takes it and says so; a figure that cannot be is refused with a note.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from planner.catalog.records import Accelerator, Model
from planner.cost.performance.coefficients import Coefficients
from planner.cost.performance.deployment import DEPLOYMENT_FIELDS, Deployment, deployment_of
from planner.cost.performance.families import (
    ACCELERATOR_FAMILIES,
    ENGINE_FAMILIES,
    accelerator_family,
    engine_family,
    engine_year,
)
from planner.cost.performance.memory import VLLM_06, memory_of
from planner.cost.performance.precision import WEIGHT_FORMATS, kv_bytes, weight_format
from planner.cost.performance.prediction import Prediction, predict_arrays
from planner.plan.wording import N_, Message, PlannerError

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
USUAL_INPUT_TOKENS = 256.0
USUAL_OUTPUT_TOKENS = 256.0
_LARGEST = 1e9
_SAME_MEMORY = 0.05
_VLLM = ENGINE_FAMILIES.index("vllm")
_NVIDIA = {"ada", "hopper", "blackwell", "blackwell workstation"}
_ROOM_FOR_REQUESTS = 0.2  # of the memory: a throughput run takes the fewest accelerators that leave this for the cache


class Catalogue(Protocol):
    """What the table needs of a catalogue: records by identifier or alias, None if unknown."""

    def find_model(self, name: str) -> Model | None:
        """Return the model that goes by a name."""

    def find_accelerator(self, name: str) -> Accelerator | None:
        """Return the accelerator that goes by a name."""


@dataclass(slots=True)
class Row:
    """A row as understood: a deployment and a concurrency, or notes that say why not."""

    deployment: Deployment | None = None
    concurrency: float = math.nan
    notes: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class RowReader:
    """Reads rows against a catalogue and remembers the deployments that it has built."""

    catalogue: Catalogue
    _models: dict[str, Model | None] = field(default_factory=dict)
    _accelerators: dict[str, Accelerator | None] = field(default_factory=dict)

    def read(self, row: Mapping[str, str]) -> Row:
        """Understand one row."""
        result = Row()
        try:
            self._read(row, result)
        except PlannerError as error:
            result.deployment = None
            result.notes.append(error.message)
        return result

    def _read(self, row: Mapping[str, str], result: Row) -> None:
        model = self._model(_text(row, "model"))
        accelerator = self._accelerator(_text(row, "accelerator"))
        count = _number(row, "n_accelerators", least=1.0)
        given = _number(row, "tp", least=1.0)
        count, given = _whole(count or given or 1.0, "n_accelerators"), given and _whole(given, "tp")
        most = _text(row, "concurrency").casefold() in {"max", "inf"}
        result.concurrency = math.inf if most else _required(row, "concurrency")
        deployment = deployment_of(
            model,
            accelerator,
            weight_precision=_weights(row, accelerator, result, most=most),
            kv_precision=_known_kv(row, accelerator, result, most=most),
            input_tokens=_tokens(row, "input_tokens", USUAL_INPUT_TOKENS, result),
            output_tokens=_tokens(row, "output_tokens", USUAL_OUTPUT_TOKENS, result),
            engine=_known_engine(row, accelerator, result, most=most),
            engine_date=_date(row, result),
        )
        if given and given > count:
            result.notes.append(Message(N_("tp is larger than n_accelerators: n_accelerators taken.")))
            given = count
        result.deployment = _arranged(deployment, count, given or None, result, most=most)

    def _find_model(self, name: str) -> Model | None:
        """Find a model; a tuned variant that has no architecture of its own takes that of the model it is made from."""
        found = self.catalogue.find_model(name) if name else None
        shorter = _VARIANT.sub("", name.casefold())
        if (found is None or not found.layers) and shorter not in {"", name.casefold()}:
            other = self.catalogue.find_model(shorter)
            return other if other is not None and other.layers else found
        return found

    def _find_accelerator(self, name: str) -> Accelerator | None:
        """Find an accelerator; a name with the memory size at its end matches one that has this much."""
        found = self.catalogue.find_accelerator(name) if name else None
        size = _MEMORY.search(name.casefold())
        if found is None and size:
            other = self.catalogue.find_accelerator(name[: size.start()])
            if other is not None and other.memory and abs(other.memory - float(size[1])) <= _SAME_MEMORY * other.memory:
                return other
        return found

    def _model(self, name: str) -> Model:
        if name not in self._models:
            self._models[name] = self._find_model(name)
        model = self._models[name]
        if model is None:
            raise PlannerError(N_("The model '{name}' is not in the catalogue: no prediction."), name=name)
        return model

    def _accelerator(self, name: str) -> Accelerator:
        if name not in self._accelerators:
            self._accelerators[name] = self._find_accelerator(name)
        accelerator = self._accelerators[name]
        if accelerator is None:
            raise PlannerError(N_("The accelerator '{name}' is not in the catalogue: no prediction."), name=name)
        return accelerator


_VARIANT = re.compile(r"[-_ ]?(instruct|chat|it|base|hf)([-_ ]v?\d+(\.\d+)?)?$")
_MEMORY = re.compile(r"[-_ ](\d+) ?g(i?b)?$")


def _arranged(d: Deployment, count: float, given: float | None, result: Row, *, most: bool) -> Deployment:
    """Spread a deployment over accelerators: tensor parallel, replicas, shared experts, or layers in turn."""
    values = {name: getattr(d, name) for name in DEPLOYMENT_FIELDS}
    if most:  # a run for throughput has no HTTP server, which held early vLLM back
        values["engine_year"] = d.engine_year if int(d.engine) != _VLLM else max(float(d.engine_year), VLLM_06)
    local = ENGINE_FAMILIES[int(d.engine)] in {"local", "eager"}
    if given is None and local and count > 1:
        result.notes.append(
            Message(N_("tp is empty: the layers are split over the accelerators, as this engine does."))
        )
        return Deployment(**values | {"layer_split": count})
    tp = given or (_least_tensor_parallel(values, count) if most else count)
    if given is None and tp != count:
        result.notes.append(
            Message(
                N_("tp is empty and concurrency is max: {replicas} replicas of {tp} accelerators taken."),
                {"replicas": f"{count / tp:g}", "tp": f"{tp:g}"},
            )
        )
    values |= {"tensor_parallel": tp, "expert_parallel": tp, "replicas": count / tp}
    single = Deployment(**values)
    if count == tp or bool(memory_of(single).fits):
        return single
    if np.all(np.asarray(d.expert_parameters) > 0):
        spread = Deployment(**values | {"expert_parallel": count})
        note = Message(N_("A replica does not fit alone: the experts are spread over all accelerators."))
    else:
        spread = Deployment(**values | {"layer_split": count / tp, "replicas": 1.0})
        note = Message(N_("A replica does not fit alone: the layers are split over all accelerators."))
    if not bool(memory_of(spread).fits):
        return single
    result.notes.append(note)
    return spread


def _least_tensor_parallel(values: Mapping[str, object], count: float) -> float:
    """Return the fewest accelerators of a replica that leave room for the cache, of those that divide the count."""
    for tp in range(1, int(count)):
        if count % tp or tp & (tp - 1):
            continue
        memory = memory_of(Deployment(**{**values, "tensor_parallel": float(tp), "expert_parallel": float(tp)}))  # type: ignore[arg-type]
        if bool(memory.fits) and float(memory.kv_cache) >= _ROOM_FOR_REQUESTS * float(memory.available):
            return float(tp)
    return count


def _text(row: Mapping[str, str], column: str) -> str:
    return str(row.get(column) or "").strip()


def _number(row: Mapping[str, str], column: str, *, least: float) -> float | None:
    text = _text(row, column)
    if not text:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        value = math.nan
    if not least <= value <= _LARGEST:
        raise PlannerError(
            N_("{column} is '{text}', which is not a number from {least} up: no prediction."),
            column=column, text=text[:40], least=f"{least:g}",
        )  # fmt: skip
    return value


def _required(row: Mapping[str, str], column: str) -> float:
    value = _number(row, column, least=0.01)
    if value is None:
        raise PlannerError(N_("{column} is missing: no prediction."), column=column)
    return value


def _whole(value: float, column: str) -> float:
    if value != round(value):
        raise PlannerError(N_("{column} is {value}, which is not a whole number: no prediction."), column=column,
                           value=f"{value:g}")  # fmt: skip
    return value


def _tokens(row: Mapping[str, str], column: str, usual: float, result: Row) -> float:
    value = _number(row, column, least=0.0)
    if value is None:
        result.notes.append(
            Message(N_("{column} is missing: {usual} taken."), {"column": column, "usual": f"{usual:g}"})
        )
        return usual
    return max(value, 1.0)


def _weights(row: Mapping[str, str], accelerator: Accelerator, result: Row, *, most: bool) -> str:
    name = _text(row, "weight_precision")
    if name and weight_format(name) is None:
        raise PlannerError(N_("The weight precision '{name}' is not known: no prediction."), name=name)
    if not name and most and accelerator.peak_fp8:
        result.notes.append(Message(N_("weight_precision is missing: fp8 taken, as throughput runs use.")))
        return "fp8"
    if not name:
        result.notes.append(Message(N_("weight_precision is missing: the model's native precision taken.")))
    return name


def _known_kv(row: Mapping[str, str], accelerator: Accelerator, result: Row, *, most: bool) -> str:
    name = _text(row, "kv_precision")
    if not name and most and accelerator.peak_fp8 and "fp" in _text(row, "weight_precision").casefold():
        small = weight_format(_text(row, "weight_precision"))
        if small is not None and WEIGHT_FORMATS[small].bytes_per_weight <= 1.0:
            result.notes.append(Message(N_("kv_precision is missing: fp8 taken, as throughput runs use.")))
            return "fp8"
    if name and kv_bytes(name) is None:
        result.notes.append(
            Message(N_("The KV cache precision '{name}' is not known: the usual one taken."), {"name": name})
        )
        return ""
    return name


def _known_engine(row: Mapping[str, str], accelerator: Accelerator, result: Row, *, most: bool) -> str:
    name = _text(row, "engine")
    if not name and most and accelerator.peak_fp8 and ACCELERATOR_FAMILIES[accelerator_family(accelerator)] in _NVIDIA:
        result.notes.append(Message(N_("engine is missing: tensorrt-llm taken, as throughput runs use.")))
        return "tensorrt-llm"
    if name and engine_family(name) is None:
        result.notes.append(Message(N_("The engine '{name}' is not known: the usual one taken."), {"name": name}))
        return ""
    return name


def _date(row: Mapping[str, str], result: Row) -> str:
    text = _text(row, "engine_date")
    if text and engine_year(text) is None:
        result.notes.append(
            Message(N_("engine_date is '{text}', not YYYY-MM: today's engine taken."), {"text": text[:40]})
        )
        return ""
    return text


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
            {"shortfall": f"{p.memory.shortfall_gb[at]:.1f}"},
        )
        return {"pred_fits": "false", "pred_max_concurrency": 0, "pred_note": _notes([*row.notes, short])}
    notes = list(row.notes)
    if p.running[at] < row.concurrency * 0.999 and not math.isinf(row.concurrency):
        notes.append(
            Message(N_("Only {running} requests fit at once; the others wait."), {"running": f"{p.running[at]:g}"})
        )
    return {
        "pred_output_tok_s": float(p.output_tok_s[at]),
        "pred_total_tok_s": float(p.total_tok_s[at]),
        "pred_req_s": float(p.req_s[at]),
        "pred_ttft_ms": float(p.ttft_ms[at]),
        "pred_tpot_ms": float(p.tpot_ms[at]),
        "pred_max_concurrency": float(p.max_concurrency[at]),
        "pred_fits": "true",
        "pred_low_output_tok_s": float(p.low_output_tok_s[at]),
        "pred_high_output_tok_s": float(p.high_output_tok_s[at]),
        "pred_note": _notes(notes),
    }
