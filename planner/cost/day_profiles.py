"""Day profiles: 48 relative hourly rates, 24 of a weekday and 24 of a weekend day, with mean one over the week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Provenance
from planner.catalog.records import HourShape
from planner.plan.wording import N_

WEEKDAYS = 5.0 / 7.0
HOURS = np.repeat([WEEKDAYS, 1.0 - WEEKDAYS], 24) / 24.0
"""Share of a week that each of the 48 hours stands for."""
USUAL_PEAK = 10
"""Hour of a weekday that is busy where all are alike."""
_OFFICE = (0.1,) * 7 + (0.5, 1.6, 2.6, 3.0, 2.9, 2.2, 2.4, 2.9, 2.8, 2.2, 1.2, 0.6, 0.3, 0.2, 0.1, 0.1, 0.1)
_CONSUMER = (0.5, 0.3, 0.2, 0.15, 0.15, 0.2, 0.4, 0.7, 0.9, 1.0, 1.1, 1.2, 1.3, 1.2, 1.2, 1.2, 1.3, 1.4, 1.7, 2.0)
_EVENING = (2.1, 1.9, 1.4, 0.9)
ASSUMED_SHAPES: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "flat": ((1.0,) * 24, (1.0,) * 24),
    "office": (_OFFICE, (0.12,) * 24),
    "consumer": (_CONSUMER + _EVENING, _CONSUMER + _EVENING),
}

MEASURED_SHAPES = {"azure24-chat": "hours/azure24-conv", "azure24-coding": "hours/azure24-coding"}
"""Records of the catalogue by the name of the shape in a plan."""


@dataclass(frozen=True, slots=True, eq=False)
class DayProfile:
    """Relative hourly rates, and where they come from."""

    weights: NDArray[np.float64]
    provenance: Provenance | None
    note: str
    record: str = ""


def day_profile(shape: str, catalogue: Catalogue) -> DayProfile:
    """Return the profile of this name: an assumed one, or a measured one of the catalogue."""
    if shape in ASSUMED_SHAPES:
        return _assumed(shape)
    return _measured(catalogue.hour_shape(MEASURED_SHAPES[shape]))


@lru_cache(maxsize=8)
def _measured(record: HourShape) -> DayProfile:
    return DayProfile(normalised(record.weekday, record.weekend), record.provenance, "", record.id)


@lru_cache(maxsize=8)
def _assumed(shape: str) -> DayProfile:
    return DayProfile(normalised(*ASSUMED_SHAPES[shape]), None, N_("The shape of the day is assumed."))


def normalised(weekday: tuple[float, ...], weekend: tuple[float, ...]) -> NDArray[np.float64]:
    """Return 48 rates whose mean over a week of five weekdays and two weekend days is one."""
    rates = np.array(weekday + weekend, dtype=float)
    return rates / float(np.sum(rates * HOURS))


def with_weekend(weights: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return the profile with a weekend day that brings this share of a weekday's requests, mean one kept."""
    weekday, weekend = weights[:24], weights[24:]
    hours = weekend if weekend.sum() > 0.0 else weekday
    return normalised(tuple(weekday), tuple(hours * (share * weekday.sum() / hours.sum())))


def scaled_to_peak(weights: NDArray[np.float64], peak: float) -> NDArray[np.float64]:
    """Return the profile stretched around its mean so that its highest hour is `peak` times the mean.

    Hours that would fall below nothing stay at nothing, and the mean is kept. Where the hours that share the highest
    rate are too many for that, one of them takes the peak.
    """
    highest = float(weights.max())
    top = weights >= highest * (1.0 - 1e-12)
    if highest <= 1.0 or peak * float(np.sum(HOURS[top])) >= 1.0:
        return _one_peak(weights, USUAL_PEAK if top[USUAL_PEAK] else int(np.argmax(top)), peak)
    stretched = np.maximum(1.0 + (weights - 1.0) * (peak - 1.0) / (highest - 1.0), 0.0)
    below = stretched < stretched.max()
    excess = float(np.sum(stretched * HOURS)) - 1.0
    room = float(np.sum((stretched * HOURS)[below]))
    factor = 1.0 - excess / room if room > 0.0 else 1.0
    return np.where(below, stretched * factor, stretched)


def _one_peak(weights: NDArray[np.float64], busiest: int, peak: float) -> NDArray[np.float64]:
    """Return the profile with one busy hour, the others lowered alike so that the mean is kept."""
    others = np.where(np.arange(48) == busiest, 0.0, weights)
    lowered: NDArray[np.float64] = others * ((1.0 - peak * HOURS[busiest]) / float(np.sum(others * HOURS)))
    lowered[busiest] = peak
    return lowered
