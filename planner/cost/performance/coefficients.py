"""The fitted coefficients of the performance model: few, physical, bounded, named, kept as catalogue data.

`SPECIFICATIONS` says what each means, its bounds and the value that operator measurements give (the prior of the
fit); `resources/performance/coefficients.json` holds the fitted values with error, source and date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.locations import resource_path
from planner.cost.performance.coefficient_list import SPECIFICATIONS
from planner.cost.performance.families import ACCELERATOR_FAMILIES, ENGINE_FAMILIES

Array = NDArray[np.float64]

# Which coefficient an accelerator family takes; relatives stand in for families that no measurement covers.
_BANDWIDTH_OF = {
    "blackwell": "blackwell", "cdna2": "amd", "cdna3": "amd", "cdna4": "amd", "rdna": "consumer", "gaudi": "gaudi",
    "intel gpu": "intel", "arc": "consumer", "apple": "consumer", "neuron": "asic", "tpu": "asic", "dataflow": "asic",
}  # fmt: skip
_COMPUTE_OF = {
    "volta": "ampere", "ampere": "ampere", "ada": "ampere", "hopper": "hopper", "blackwell": "blackwell",
    "blackwell workstation": "ampere", "cdna2": "amd", "cdna3": "amd", "cdna4": "amd", "gaudi": "gaudi",
    "intel gpu": "amd",
}  # fmt: skip
_STEP_OF = {"habana": "compiled", "neuron": "compiled"}
NORMAL_90 = 1.2815515655446004  # 10 % of a normal distribution lie above: above and below leave 80 %
_FALLBACK_SPREAD = 0.5
_OWN_OVERHEAD = {"vllm", "sglang", "tensorrt-llm"}


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Named values, and the same as arrays by accelerator family and engine family for the vectorised formulas."""

    values: Mapping[str, float]
    bandwidth: Array
    compute: Array
    vendor_overhead: Array
    immaturity: Array
    untuned_decode_compute: Array
    ages: Array  # 1 for engines whose overheads fell over the years
    step_overhead: Array
    request_overhead: Array
    request_latency: Array
    band: Mapping[str, float]
    accelerator_width: Array  # what the upper end of the band is a multiple of the prediction by
    engine_width: Array

    def __getitem__(self, name: str) -> float:
        return self.values[name]


def coefficients_from(values: Mapping[str, float], band: Mapping[str, float] | None = None) -> Coefficients:
    """Arrange named values into the arrays that the formulas index by family."""
    bandwidth = [values["bandwidth_efficiency." + _BANDWIDTH_OF.get(f, "nvidia")] for f in ACCELERATOR_FAMILIES]
    compute = [values["compute_efficiency." + _COMPUTE_OF.get(f, "others")] for f in ACCELERATOR_FAMILIES]
    amd = {"cdna2", "cdna3", "cdna4"}
    factors = {"blackwell": values["overhead_factor.blackwell"]} | dict.fromkeys(amd, values["overhead_factor.amd"])
    gains = {"intel gpu": values["immaturity.intel"]} | dict.fromkeys(amd, values["immaturity.amd"])
    vendor = [factors.get(f, 1.0) for f in ACCELERATOR_FAMILIES]
    return Coefficients(
        values=dict(values),
        bandwidth=np.array(bandwidth),
        compute=np.array(compute),
        vendor_overhead=np.array(vendor),
        immaturity=np.array([gains.get(f, 0.0) for f in ACCELERATOR_FAMILIES]),
        untuned_decode_compute=np.array(
            [values["untuned_decode_compute.amd"] if f == "cdna3" else 1.0 for f in ACCELERATOR_FAMILIES]
        ),
        ages=np.array([float(e not in {"local", "fastertransformer", "habana", "neuron"}) for e in ENGINE_FAMILIES]),
        step_overhead=np.array([values["step_overhead." + _STEP_OF.get(e, e)] for e in ENGINE_FAMILIES]),
        request_overhead=np.array([values["request_overhead." + _own(e)] for e in ENGINE_FAMILIES]),
        request_latency=np.array([values["request_latency." + _own(e)] for e in ENGINE_FAMILIES]),
        band=dict(band or {}),
        accelerator_width=_widths(band or {}, "accelerator", ACCELERATOR_FAMILIES),
        engine_width=_widths(band or {}, "engine", ENGINE_FAMILIES),
    )


def _widths(band: Mapping[str, float], kind: str, families: tuple[str, ...]) -> Array:
    """Return the width of the band by family: the spread of its residuals, or that of `unseen`, to 80 %."""
    unseen = band.get("unseen", _FALLBACK_SPREAD)
    widths: Array = np.exp(NORMAL_90 * np.array([band.get(f"{kind}.{name}", unseen) for name in families]))
    return widths


def _own(engine: str) -> str:
    return engine if engine in _OWN_OVERHEAD else "others"


def prior_values() -> dict[str, float]:
    """Return the values before any end-to-end measurement: operator fits and published figures."""
    return {item.name: item.prior for item in SPECIFICATIONS}


@cache
def shipped() -> Coefficients:
    """Return the coefficients that ship with the program."""
    content = document()
    values = prior_values() | {item["name"]: float(item["value"]) for item in content["coefficients"]}
    return coefficients_from(values, {name: float(value) for name, value in content["band"].items()})


@cache
def document() -> dict[str, Any]:
    """Return the shipped file of coefficients as it stands: names, values, units, sources, dates, errors."""
    path = resource_path("performance", "coefficients.json")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
