"""Servers that run only when asked: where too many calls wait for a start, and how long to keep one on instead."""

from __future__ import annotations

from bisect import bisect_left

from planner.cost import rented
from planner.cost.outcome import Outcome, one_number
from planner.plan.amounts import likely
from planner.plan.plan import Plan
from planner.plan.units import SECONDS_PER_HOUR
from planner.plan.wording import N_, Message, Number

SLOW_CALLS = 0.05
"""A target for 95 % of the calls lets one in 20 miss it."""
LONGEST_MINUTES = 1_440
"""A server that must be kept on for a day after a call might as well run."""


def cold_starts(plan: Plan, outcome: Outcome) -> list[Message]:
    """Say where more than one call in 20 waits for a start that takes longer than the first token may."""
    target = plan.workload.timing.ttft_target
    reasons = [reason for _, host in outcome.hosts for reason in cold_starts(plan, host)]
    if target is None or outcome.hosts or "cold_start_share" not in outcome.values:
        return reasons
    share = outcome.number("cold_start_share")
    seconds = outcome.number("start_time") * SECONDS_PER_HOUR
    missed = share > SLOW_CALLS and seconds * 1e3 > likely(target)  # of no calls none waits, and there is no share
    if not missed:
        return reasons
    found = {"share": Number(share * 100.0, 0), "seconds": Number(seconds, 0)}
    minutes = minutes_kept_on(outcome)
    if minutes is None:
        words = N_(
            "{share} % of the calls wait {seconds} s for a server to start. Keep servers on, or allow more time."
        )
        return [Message(words, found)]
    words = N_(
        "{share} % of the calls wait {seconds} s for a server to start. Keep it on for {minutes} min after a call, or "
        "allow more time."
    )
    return [Message(words, {**found, "minutes": minutes})]


def minutes_kept_on(outcome: Outcome) -> int | None:
    """Return the fewest minutes after a call with which one call in 20 waits at most; None beyond a day."""
    tried = range(1, LONGEST_MINUTES + 1)
    place = bisect_left(tried, -SLOW_CALLS, key=lambda minutes: -_share(outcome, minutes))
    return tried[place] if place < len(tried) else None


def _share(outcome: Outcome, minutes: int) -> float:
    """Return the share of calls that wait for a start if a server is kept on for some minutes after a call."""
    given = {**outcome.values, "kept_minutes": float(minutes)}
    for formula in (rented.starting_share, rented.cold_start_share):
        given[formula.name] = formula(**{name: given[name] for name in formula.inputs})
    return one_number(given["cold_start_share"])
