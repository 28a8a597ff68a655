"""Results of analyses as JSON or CSV: dataclasses, mappings, arrays and messages become plain values."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
from pydantic import BaseModel

from planner.cost.results import Figure
from planner.export.tables import harmless_value
from planner.plan.wording import Message


def plain(value: Any) -> Any:
    """Return a value as JSON knows it; what is not finite is null, a message its English sentence."""
    if isinstance(value, Message):
        return value.text()
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Figure):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def write_json(value: Any) -> None:
    """Print a value as JSON."""
    json.dump(plain(value), sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
    print()


def write_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV; columns in the order in which they first appear, nested values as JSON."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(sys.stdout, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        flat = {name: plain(value) for name, value in row.items()}
        nested = {name: json.dumps(value) for name, value in flat.items() if isinstance(value, list | dict)}
        writer.writerow({name: harmless_value(value) for name, value in (flat | nested).items()})
