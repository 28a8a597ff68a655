"""`predict`: the performance model alone, for one deployment or a table of them."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from planner.catalog.loader import load_catalogue
from planner.cost.performance.table import COLUMNS, predict_table
from planner.export.tables import harmless_value
from planner.plan.wording import N_, PlannerError
from planner.storage.atomic import write_atomically
from planner.storage.errors import NameTakenError, save_failed

LARGEST_TABLE = 256 * 2**20


def run(options: argparse.Namespace) -> int:
    """Predict; 1 when the one deployment that was asked for has no prediction."""
    return _table(options) if options.table else _one(options)


def _one(options: argparse.Namespace) -> int:
    missing = [f"--{name}" for name in ("model", "accelerator", "input", "output") if not getattr(options, name)]
    if missing:
        raise PlannerError(N_("Also give {missing}, or --table."), missing=", ".join(missing))
    if options.concurrency is None and not options.max:
        raise PlannerError(N_("Also give --concurrency or --max."))
    row = {
        "model": options.model,
        "accelerator": options.accelerator,
        "n_accelerators": str(options.count),
        "tp": str(options.tp or options.count),
        "weight_precision": options.weights,
        "kv_precision": options.kv,
        "input_tokens": str(options.input),
        "output_tokens": str(options.output),
        "concurrency": "max" if options.max else str(options.concurrency),
        "engine": options.engine,
        "engine_date": options.engine_date,
    }
    found = predict_table([row], load_catalogue())[0]
    shown = {name: _plain(found[name]) for name in COLUMNS}
    if options.format == "json":
        print(json.dumps({**row, **shown}, indent=2))
    else:
        width = max(len(name) for name in COLUMNS)
        for name, value in shown.items():
            print(f"{name.ljust(width)}  {'' if value is None else value}")
    return 0 if shown["pred_output_tok_s"] is not None else 1


def _plain(value: object) -> Any:
    if value == "" or (isinstance(value, float) and value != value):
        return None
    return value


def _table(options: argparse.Namespace) -> int:
    if not options.out:
        raise PlannerError(N_("Say where the table goes: --out OUT.csv."))
    target = Path(options.out)
    if target.exists() and not options.force:
        raise NameTakenError(N_("{path} is there already. Add --force to replace it."), path=options.out)
    rows, columns = read_table(Path(options.table))
    predicted = predict_table(rows, load_catalogue())
    text = _csv_text(predicted, [*columns, *(name for name in COLUMNS if name not in columns)])
    try:
        write_atomically(target, text.encode())
    except OSError as error:
        raise save_failed(target, error) from error
    return 0


def read_table(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows and columns of a CSV file. Raises a `PlannerError` for what is no table."""
    try:
        if path.stat().st_size > LARGEST_TABLE:
            raise PlannerError(N_("{path} is larger than 256 MB: split it."), path=str(path))
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            rows = [{name: value for name, value in row.items() if isinstance(value, str)} for row in reader]
            return rows, [name for name in reader.fieldnames or [] if name]
    except OSError as error:
        raise PlannerError(
            N_("{path} cannot be read: {reason}."), path=str(path), reason=error.strerror or ""
        ) from None
    except (UnicodeDecodeError, csv.Error):
        raise PlannerError(N_("{path} is not a table in UTF-8 text."), path=str(path)) from None


def _csv_text(rows: list[dict[str, object]], columns: list[str]) -> str:
    from io import StringIO

    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writerow({name: harmless_value(name) for name in columns})
    writer.writerows({name: harmless_value(value) for name, value in row.items()} for row in rows)
    return text.getvalue()
