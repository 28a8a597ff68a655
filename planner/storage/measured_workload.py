"""What a usage log says about the workload: volume, lengths, hours of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.plan.wording import N_, P_, Message
from planner.storage.usage_log import Request, UsageLog

HOURS_PER_MONTH = 730.0
_SHORTEST_FOR_VOLUME = timedelta(hours=1)
_SHORTEST_FOR_HOURS = timedelta(days=1)
_SHORT_FOR_VOLUME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LengthStatistics:
    """How long prompts or answers are, in tokens."""

    mean: float
    p50: float
    p90: float
    p95: float
    p99: float
    largest: int


@dataclass(frozen=True, slots=True)
class MeasuredWorkload:
    """The summary of a usage log that a plan's workload can take over."""

    requests: int
    skipped: int
    first: datetime
    last: datetime
    requests_per_month: float | None
    """Requests per 730 hours; None when the log is shorter than an hour."""
    input_tokens: LengthStatistics
    output_tokens: LengthStatistics
    cached_input_share: float | None
    """Cached share of all prompt tokens, 0 to 1; None where the log does not say."""
    hour_factors: tuple[float, ...] | None
    """Volume in each hour of the day over the mean hour, in the zone of the first request; None below a day."""
    models: tuple[tuple[str, int], ...]
    """Models with their requests, most used first."""
    notes: tuple[Message, ...]
    """What limits the use of these figures."""


def measured_workload(log: UsageLog) -> MeasuredWorkload:
    """Summarise a log, which has at least one request."""
    requests = log.requests
    first, last = requests[0].at, requests[-1].at
    span = last - first
    return MeasuredWorkload(
        requests=len(requests),
        skipped=log.skipped,
        first=first,
        last=last,
        requests_per_month=_requests_per_month(len(requests), span),
        input_tokens=_lengths([request.input_tokens for request in requests]),
        output_tokens=_lengths([request.output_tokens for request in requests]),
        cached_input_share=_cached_share(requests),
        hour_factors=_hour_factors(requests) if span >= _SHORTEST_FOR_HOURS else None,
        models=tuple(Counter(request.model for request in requests if request.model).most_common(50)),
        notes=_notes(log, span),
    )


def percentile(ordered: Sequence[int], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the ordered values lie, interpolated between two of them."""
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def _lengths(tokens: list[int]) -> LengthStatistics:
    tokens.sort()
    p50, p90, p95, p99 = (percentile(tokens, share) for share in (0.5, 0.9, 0.95, 0.99))
    return LengthStatistics(sum(tokens) / len(tokens), p50, p90, p95, p99, tokens[-1])


def _requests_per_month(count: int, span: timedelta) -> float | None:
    """n requests bound n − 1 gaps: the rate is (n − 1) / span, times 730 hours."""
    if count < 2 or span < _SHORTEST_FOR_VOLUME:
        return None
    return (count - 1) / (span / timedelta(hours=1)) * HOURS_PER_MONTH


def _cached_share(requests: Sequence[Request]) -> float | None:
    known = [request for request in requests if request.cached_tokens is not None]
    prompt_tokens = sum(request.input_tokens for request in known)
    if not prompt_tokens:
        return None
    return sum(request.cached_tokens or 0 for request in known) / prompt_tokens


def _hour_factors(requests: Sequence[Request]) -> tuple[float, ...] | None:
    """Requests per observed hour, for each hour of the day, over their mean.

    A log of a day and a half sees some hours twice; each is divided by how often it was seen.
    """
    zone = requests[0].at.tzinfo
    start, end = requests[0].at, requests[-1].at.astimezone(zone)
    counts = Counter(request.at.astimezone(zone).hour for request in requests)
    seen = _hours_seen(start, end)
    rates = [counts[hour] / seen[hour] for hour in range(24)]
    mean = sum(rates) / 24
    return tuple(rate / mean for rate in rates)


def _hours_seen(start: datetime, end: datetime) -> list[float]:
    """Return how many hours of observation each hour of the day has between two times."""
    whole_days, rest = divmod(end - start, timedelta(days=1))
    seen = [float(whole_days)] * 24
    moment = start
    while rest > timedelta(0):
        step = min(
            timedelta(hours=1)
            - timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond),
            rest,
        )
        seen[moment.hour] += step / timedelta(hours=1)
        moment = moment + step
        rest -= step
    return seen


def _notes(log: UsageLog, span: timedelta) -> tuple[Message, ...]:
    notes = []
    if log.skipped:
        notes.append(Message(P_("{count} line was skipped.", "{count} lines were skipped."), {"count": log.skipped}))
    if span < _SHORTEST_FOR_VOLUME:
        notes.append(Message(N_("The log is shorter than an hour: it says nothing about the volume of a month.")))
    elif span < _SHORT_FOR_VOLUME:
        notes.append(
            Message(
                P_(
                    "The log covers only {hours} hour; the volume of a month is extrapolated from it.",
                    "The log covers only {hours} hours; the volume of a month is extrapolated from them.",
                    "hours",
                ),
                {"hours": round(span / timedelta(hours=1))},
            )
        )
    return tuple(notes)
