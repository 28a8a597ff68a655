"""Cells of a row as figures and names: what is missing takes its usual value and says so, what cannot be is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.catalog.records import Accelerator
from planner.cost.performance.families import ACCELERATOR_FAMILIES, accelerator_family, engine_family, engine_year
from planner.cost.performance.precision import WEIGHT_FORMATS, kv_bytes, weight_format
from planner.plan.wording import N_, Message, PlannerError

USUAL_INPUT_TOKENS = 256.0
USUAL_OUTPUT_TOKENS = 256.0
_LARGEST = 1e9
_NVIDIA = {"ada", "hopper", "blackwell", "blackwell workstation"}
Notes = list[Message]


def text_of(row: Mapping[str, str], column: str) -> str:
    """Return a cell as text without blanks around it; an absent column is empty."""
    return str(row.get(column) or "").strip()


def number_of(row: Mapping[str, str], column: str, *, least: float) -> float | None:
    """Return a cell as a number from `least` up, None if it is empty."""
    text = text_of(row, column)
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


def required_number(row: Mapping[str, str], column: str) -> float:
    """Return a cell that must hold a positive number."""
    value = number_of(row, column, least=0.01)
    if value is None:
        raise PlannerError(N_("{column} is missing: no prediction."), column=column)
    return value


def whole(value: float, column: str) -> float:
    """Return a number that must be whole."""
    if value != round(value):
        raise PlannerError(N_("{column} is {value}, which is not a whole number: no prediction."), column=column,
                           value=f"{value:g}")  # fmt: skip
    return value


def tokens_of(row: Mapping[str, str], column: str, usual: float, notes: Notes) -> float:
    """Return a token count of at least one; a missing one takes the usual length."""
    value = number_of(row, column, least=0.0)
    if value is None:
        notes.append(Message(N_("{column} is missing: {usual} taken."), {"column": column, "usual": f"{usual:g}"}))
        return usual
    if value < 1.0:
        notes.append(Message(N_("{column} is {value}: 1 taken."), {"column": column, "value": f"{value:g}"}))
    return max(value, 1.0)


def weights_of(row: Mapping[str, str], accelerator: Accelerator, notes: Notes, *, most: bool) -> str:
    """Return the name of the weight precision; a run for throughput takes FP8 where there are units for it."""
    name = text_of(row, "weight_precision")
    if name and weight_format(name) is None:
        raise PlannerError(N_("The weight precision '{name}' is not known: no prediction."), name=name)
    if not name and most and (accelerator.peak_fp4 or accelerator.peak_fp8):
        least = "fp4" if accelerator.peak_fp4 else "fp8"
        notes.append(
            Message(N_("weight_precision is missing: {least} taken, as throughput runs use."), {"least": least})
        )
        return least
    if not name:
        notes.append(Message(N_("weight_precision is missing: the model's native precision taken.")))
    return name


def kv_of(row: Mapping[str, str], accelerator: Accelerator, notes: Notes, *, most: bool) -> str:
    """Return the name of the KV precision; a run for throughput on small weights takes FP8 where it can."""
    name = text_of(row, "kv_precision")
    if not name and most and accelerator.peak_fp8 and "fp" in text_of(row, "weight_precision").casefold():
        small = weight_format(text_of(row, "weight_precision"))
        if small is not None and WEIGHT_FORMATS[small].bytes_per_weight <= 1.0:
            notes.append(Message(N_("kv_precision is missing: fp8 taken, as throughput runs use.")))
            return "fp8"
    if name and kv_bytes(name) is None:
        notes.append(Message(N_("The KV cache precision '{name}' is not known: the usual one taken."), {"name": name}))
        return ""
    return name


def engine_of(row: Mapping[str, str], accelerator: Accelerator, notes: Notes, *, most: bool) -> str:
    """Return the name of the engine, empty for the usual one."""
    name = text_of(row, "engine")
    if not name and most and accelerator.peak_fp8 and ACCELERATOR_FAMILIES[accelerator_family(accelerator)] in _NVIDIA:
        notes.append(Message(N_("engine is missing: tensorrt-llm taken, as throughput runs use.")))
        return "tensorrt-llm"
    if name and engine_family(name) is None:
        notes.append(Message(N_("The engine '{name}' is not known: the usual one taken."), {"name": name}))
        return ""
    return name


def date_of(row: Mapping[str, str], notes: Notes) -> str:
    """Return the engine's date, empty for today's."""
    text = text_of(row, "engine_date")
    if text and engine_year(text) is None:
        notes.append(Message(N_("engine_date is '{text}', not YYYY-MM: today's engine taken."), {"text": text[:40]}))
        return ""
    return text
