"""A user's own measurements: read them, and let the predictions for that hardware follow them.

`benchmark_files.read_measurements` reads a tidy CSV (the columns of `predict --table` plus `output_tok_s`, `tpot_ms`,
`ttft_ms`, one run a row) and the JSON results of vLLM's benchmark_serving, SGLang's bench_serving, GuideLLM, and
GenAI-Perf or AIPerf. A JSON result says how fast, rarely on what: `Setup` supplies what the file leaves out.

The correction is one factor per (accelerator, model, engine family) with a prior: log factor = Σ residuals / (n + κ).
κ = (noise of a run / spread between sites)²: one measurement moves a prediction most of the way, six nearly all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.cost.performance.coefficients import Coefficients
from planner.cost.performance.deployment import Deployment, stack
from planner.cost.performance.prediction import predict
from planner.cost.performance.table_rows import Catalogue, RowReader
from planner.plan.wording import N_, P_, Message, Number, PlannerError

_RUN_NOISE, _SITE_SPREAD = 0.06, 0.2  # standard deviations of logarithms: of a repeated run, and between sites
_LARGEST_FACTOR = 5.0

NAMES = ("model", "accelerator", "weight_precision", "kv_precision", "engine", "engine_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a benchmark ran on, for what its result file does not say."""

    model: str = ""
    accelerator: str = ""
    n_accelerators: float = 1.0
    tp: float | None = None
    weight_precision: str = ""
    kv_precision: str = ""
    engine: str = ""
    engine_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMeasurement:
    """One measured run. NaN where a figure was not measured."""

    setup: Setup
    input_tokens: float
    output_tokens: float
    concurrency: float
    output_tok_s: float = math.nan
    tpot_ms: float = math.nan
    ttft_ms: float = math.nan
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the measurements of a hardware say of its predictions."""

    accelerator: str  # catalogue ids; an empty model or engine stands for all
    model: str
    engine: str
    factor: float  # measured over predicted speed, drawn towards 1 where measurements are few
    error: float  # standard error of its logarithm
    measurements: int

    @property
    def note(self) -> Message:
        """Say that predictions follow measurements."""
        return Message(
            P_("calibrated on your measurement", "calibrated on your {count} measurements"),
            {"count": self.measurements},
        )


def corrections(
    measurements: Sequence[SiteMeasurement], catalogue: Catalogue, coefficients: Coefficients | None = None
) -> list[Correction]:
    """Compare measurements with predictions and return a factor per accelerator, model and engine.

    A measurement whose model or accelerator the catalogue does not know, or that does not fit, raises `PlannerError`:
    it would otherwise be left out in silence.
    """
    reader = RowReader(catalogue)
    groups: dict[tuple[str, str, str], list[tuple[SiteMeasurement, Deployment, float]]] = {}
    for each in measurements:
        row = reader.read(_as_row(each))
        if row.deployment is None:
            raise PlannerError(N_("{origin}: {reason}"), origin=each.origin, reason=row.notes[-1] if row.notes else "")
        key = _key(each, catalogue)
        groups.setdefault(key, []).append((each, row.deployment, row.concurrency))
    return [_correction(key, group, coefficients) for key, group in groups.items()]


def _key(each: SiteMeasurement, catalogue: Catalogue) -> tuple[str, str, str]:
    accelerator, model = catalogue.find_accelerator(each.setup.accelerator), catalogue.find_model(each.setup.model)
    return (accelerator.id if accelerator else "", model.id if model else "", each.setup.engine.casefold())


def _as_row(each: SiteMeasurement) -> dict[str, str]:
    setup = each.setup
    return {name: getattr(setup, name) for name in NAMES} | {
        "n_accelerators": repr(setup.n_accelerators),
        "tp": "" if setup.tp is None else repr(setup.tp),
        "input_tokens": repr(each.input_tokens),
        "output_tokens": repr(each.output_tokens),
        "concurrency": repr(each.concurrency),
    }


def _correction(
    key: tuple[str, str, str],
    group: Sequence[tuple[SiteMeasurement, Deployment, float]],
    coefficients: Coefficients | None,
) -> Correction:
    prediction = predict(stack([item[1] for item in group]), np.array([item[2] for item in group]), coefficients)
    if not prediction.fits.all():
        at = int(np.argmin(prediction.fits))
        raise PlannerError(
            N_(
                "{origin}: by the catalogue this does not fit ({shortfall} GB are missing), yet it was measured. "
                "Check the precision and the number of accelerators."
            ),
            origin=group[at][0].origin,
            shortfall=Number(float(prediction.memory.shortfall_gb[at]), 1),
        )
    residuals = [
        value
        for (each, _, _), rate, tpot in zip(group, prediction.output_tok_s, prediction.tpot_ms, strict=True)
        if not math.isnan(value := _residual(each, float(rate), float(tpot)))
    ]
    prior = (_RUN_NOISE / _SITE_SPREAD) ** 2
    log_factor = sum(residuals) / (len(residuals) + prior)
    limit = math.log(_LARGEST_FACTOR)
    return Correction(
        accelerator=key[0],
        model=key[1],
        engine=key[2],
        factor=math.exp(min(max(log_factor, -limit), limit)),
        error=_RUN_NOISE / math.sqrt(len(residuals) + prior),
        measurements=len(group),
    )


def _residual(each: SiteMeasurement, rate: float, tpot: float) -> float:
    """Return the logarithm of measured over predicted speed: of throughput, else of time per token."""
    if not math.isnan(each.output_tok_s):
        return math.log(each.output_tok_s / rate)
    return math.log(tpot / each.tpot_ms)


def correction_for(known: Sequence[Correction], accelerator: str, model: str, engine: str) -> Correction | None:
    """Return the correction that applies: same accelerator, model and engine; else the mean over what was measured on
    that accelerator, which says half of it (its model and engine differ).
    """
    own = [item for item in known if item.accelerator == accelerator]
    for item in own:
        if item.model == model and item.engine in {engine.casefold(), ""}:
            return item
    if not own:
        return None
    count = sum(item.measurements for item in own)
    mean = sum(math.log(item.factor) * item.measurements for item in own) / count
    return Correction(accelerator, "", "", math.exp(0.5 * mean), 0.5 * _SITE_SPREAD, count)
