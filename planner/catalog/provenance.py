"""Where a figure comes from, and how well it is founded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How well a figure is founded, best first."""

    MEASURED = "measured"
    QUOTED = "quoted"
    LIST_PRICE = "list price"
    PUBLISHED = "published"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a figure comes from. `date` is the day of the fact, `checked` the day somebody read it."""

    title: str
    address: str
    date: dt.date
    checked: dt.date
    evidence: Evidence
    note: str = ""
