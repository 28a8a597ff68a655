"""Time as an argument, so that tests and a wrong system clock do not matter."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks of a computer: one that only moves forward, and the date, which may be set back."""

    monotonic: Callable[[], float] = time.monotonic
    """Seconds from an arbitrary start; for intervals."""
    now: Callable[[], datetime] = _now
    """The date and time in UTC; for what people read."""
