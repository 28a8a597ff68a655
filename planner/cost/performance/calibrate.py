"""Fit the coefficients to the shipped measurements and write them with the report.

    python -m planner.cost.performance.calibrate [--check]

Deterministic; half a minute. With --check nothing is written: it ends with 1 if the shipped files differ from what the
fit gives.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.cost.performance.accuracy import fitted_band, tables
from planner.cost.performance.coefficient_list import SPECIFICATIONS
from planner.cost.performance.coefficients import coefficients_from
from planner.cost.performance.fitting import Fit, fit
from planner.cost.performance.measurements import Measurements, load_measurements
from planner.cost.performance.report import LIMITS, text_of

CALIBRATED = "2026-11-29"
_MEASURED = "Fitted to resources/performance/measurements.csv (public benchmark results, sources in the table)"
_PRIOR = "Operator measurements of NVIDIA aiconfigurator (Apache-2.0), closed-form fits"
_PUBLISHED = "Published spread between engines on one configuration (InferenceX, 448 configurations)"
_NOT_FITTED = frozenset({"tuning_gain"})


def calibrate(m: Measurements) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the coefficients document and the report document."""
    chosen = m.fold == "fitted"
    result = fit(m, chosen)
    band = fitted_band(m, coefficients_from(result.values), chosen)
    c = coefficients_from(result.values, band)
    report = {
        "format": "llm-cost-planner/performance-report",
        "version": 1,
        "date": CALIBRATED,
        "coefficients": len(SPECIFICATIONS),
        "tables": tables(m, c),
        "limits": list(LIMITS),
    }
    return _document(result, band), report


def _document(result: Fit, band: dict[str, float]) -> dict[str, Any]:
    return {
        "format": "llm-cost-planner/performance-coefficients",
        "version": 1,
        "date": CALIBRATED,
        "coefficients": [
            {
                "name": item.name,
                "value": result.values[item.name],
                "unit": item.unit,
                "error": 0.0 if item.name in _NOT_FITTED else result.errors[item.name],
                "low": item.low,
                "high": item.high,
                "prior": item.prior,
                "meaning": item.meaning,
                "source": _PUBLISHED if item.name in _NOT_FITTED else f"{_MEASURED}; prior: {_PRIOR}",
                "date": CALIBRATED,
            }
            for item in SPECIFICATIONS
        ],
        "band": band,
    }


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Calibrate, then write the files or compare them."""
    coefficients, report = calibrate(load_measurements(load_catalogue()))
    folder = resource_path("performance")
    files: dict[Path, str] = {
        folder / "coefficients.json": _written(coefficients),
        folder / "report.json": _written(report),
        folder / "report.md": text_of(report),
    }
    sys.stdout.write(text_of(report).split("## By accelerator", maxsplit=1)[0])
    if "--check" in arguments:
        return int(any(not path.exists() or path.read_text(encoding="utf-8") != text for path, text in files.items()))
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
