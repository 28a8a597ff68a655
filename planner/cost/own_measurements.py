"""A user's own measurements in a plan: from catalogue records to the factor that predictions take, and its working."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import cast

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence
from planner.catalog.records import Measurement
from planner.cost.derivation import Derivation
from planner.cost.performance.site_measurements import (
    Correction,
    Setup,
    SiteMeasurement,
    correction_for,
    corrections,
)
from planner.plan.wording import N_, PlannerError


def measured_runs(catalogue: Catalogue) -> tuple[Measurement, ...]:
    """Return the user's own measurements, those that a plan carries included."""
    return cast("tuple[Measurement, ...]", catalogue.records("measurements"))


def site_measurement(record: Measurement) -> SiteMeasurement:
    """Return a record as the performance model reads it; what was not measured is NaN."""
    return SiteMeasurement(
        setup=Setup(
            model=record.model,
            accelerator=record.accelerator,
            n_accelerators=float(record.accelerators),
            tp=None if record.tensor_parallel is None else float(record.tensor_parallel),
            weight_precision=record.weight_precision,
            kv_precision=record.kv_precision,
            engine=record.engine,
            engine_date=record.engine_date,
        ),
        input_tokens=record.input_tokens or 256.0,
        output_tokens=record.output_tokens or 256.0,
        concurrency=record.concurrency or 1.0,
        output_tok_s=_known(record.output_rate),
        tpot_ms=_known(record.token_time),
        ttft_ms=_known(record.first_token_time),
        origin=record.name,
    )


def _known(value: float | None) -> float:
    return math.nan if value is None else value


def site_corrections(catalogue: Catalogue) -> tuple[Correction, ...]:
    """Return what the user's measurements say of the predictions, by accelerator, model and engine."""
    return _corrections(measured_runs(catalogue), catalogue)


@lru_cache(maxsize=8)
def _corrections(records: tuple[Measurement, ...], catalogue: Catalogue) -> tuple[Correction, ...]:
    sound = [each for each in map(site_measurement, records) if _is_understood(each, catalogue)]
    return tuple(corrections(sound, catalogue)) if sound else ()


def _is_understood(run: SiteMeasurement, catalogue: Catalogue) -> bool:
    """Say whether a run can be compared; a plan that carries one of a model since deleted must still open."""
    try:
        corrections([run], catalogue)
    except PlannerError:
        return False
    return True


def correction_of(catalogue: Catalogue, accelerator_id: str, model_id: str, engine: str) -> Correction | None:
    """Return the correction that the user's measurements give a deployment; None without measurements of its kind."""
    return correction_for(site_corrections(catalogue), accelerator_id, model_id, engine)


def runs_on(catalogue: Catalogue, accelerator_id: str) -> tuple[Measurement, ...]:
    """Return the user's measurements on an accelerator."""
    found = (
        (record, catalogue.find_accelerator(record.accelerator))
        for record in measured_runs(catalogue)
        if record.accelerator
    )
    return tuple(record for record, known in found if known is not None and known.id == accelerator_id)


def working_of(correction: Correction, runs: tuple[Measurement, ...]) -> Derivation:
    """Return the working of a correction: the factor, and under it the runs that it rests on."""
    leaves = tuple(
        Derivation(
            record.id,
            record.name,
            "token/s" if record.output_rate is not None else "ms",
            record.output_rate if record.output_rate is not None else record.token_time,
            record=record.id,
            provenance=record.provenance,
            evidence=Evidence.MEASURED,
        )
        for record in runs
    )
    counted = Derivation(
        "own_measurements",
        N_("Calibrated on your measurements"),
        "1",
        float(correction.measurements),
        formula=N_("Runs at your site that predictions for this hardware follow."),
        inputs=leaves,
    )
    return Derivation(
        "site_correction",
        N_("Measured over predicted speed at your site"),
        "1",
        correction.factor,
        formula=N_("Mean over your runs, drawn towards 1 where they are few."),
        inputs=(counted,),
    )
