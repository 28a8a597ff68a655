"""From a rate of arrivals to percentiles of waiting: a closed form, checked against step-by-step simulation.

A replica has slots (requests that run at once). Below that number nobody waits for a slot: load shows as a larger
batch, that is slower tokens. So the number in flight at rate λ is where the service curve yields λ (Little's law), and
waiting for a slot is the tail of a queue with as many servers as slots:

- the chance of waiting: Erlang's C for c/z servers at utilisation ρ (Sakasegawa's form, ρ^(√(2(c/z + 1)) − 1)), where
  z = (arrival CV² + 1)/2 is the peakedness of the arrivals (Hayward);
- the wait, where there is one: exponential with mean (arrival CV² + service CV²)/2 ÷ (capacity − λ) (Allen–Cunneen);
- before it, the queue for prefill (one at a time): the same with one server.

Times are in seconds, rates in requests per second and per replica. Everything broadcasts; curves have a last axis of
points, rates a last axis of hours or loads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.cost.performance.deployment import Array, Number
from planner.cost.performance.prediction import ServiceCurve

USUAL_SERVICE_VARIATION = 0.8  # of answer lengths, as traces of chats show
NEWTON_STEPS = 8
ROOT_TOLERANCE = 1e-12  # steps converge quadratically: the next would change nothing that a number holds
LEAST_LOAD = 0.02
"""Share of its highest rate below which no copy is planned: a target that is missed there is missed at any load."""
BUSIEST = 1.0 - 1e-9
"""Utilisation at which waiting is worked out where there is more: beyond it the queue grows without end."""
_SMALL = 1e-12
_LOADS = np.concatenate([np.linspace(LEAST_LOAD, 0.9, 23), 1 - np.geomspace(0.09, 0.002, 16)])
_FINER = np.linspace(0.0, 1.0, 9)
_ALL_LOADS = np.append(_LOADS[:-1, None] + np.diff(_LOADS)[:, None] * _FINER[:-1], _LOADS[-1])
"""Those that are looked at around each of the loads."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Time to first token and per token at a rate of arrivals; arrays of (curves, rates)."""

    utilisation: Array  # of the highest rate; 1 and more: the queue grows without end
    tpot_s: Array
    base_s: Array  # own prefill, half a step, the request's path: what an idle replica takes
    slot_chance: Array  # of waiting for a slot
    slot_wait_s: Array  # mean, if one waits
    prefill_chance: Array
    prefill_wait_s: Array

    def late(self, seconds: Number) -> Array:
        """Return the share of requests whose time to first token exceeds some seconds."""
        over = np.maximum(np.asarray(seconds) - self.base_s, 0.0)
        slot = self.slot_chance * np.exp(-over / np.maximum(self.slot_wait_s, 1e-12))
        queue = self.prefill_chance * np.exp(-over / np.maximum(self.prefill_wait_s, 1e-12))
        share = np.where(np.asarray(seconds) < self.base_s, 1.0, np.minimum(slot + queue, 1.0))
        return np.where(self.utilisation < 1.0, share, 1.0)

    @property
    def ttft_mean_s(self) -> Array:
        """Mean time to first token; infinite at and beyond the capacity."""
        mean = self.base_s + self.slot_chance * self.slot_wait_s + self.prefill_chance * self.prefill_wait_s
        return np.where(self.utilisation < 1.0, mean, np.inf)

    def ttft_s(self, share: float) -> Array:
        """Return the time to first token that a share of the requests (0.5, 0.95, 0.99) stays within."""
        slot_wait, prefill_wait = np.maximum(self.slot_wait_s, 1e-12), np.maximum(self.prefill_wait_s, 1e-12)
        # Each way of waiting alone takes no longer than both: a start left of the root. The logarithm of the share that
        # is late falls and is convex, so that Newton's steps approach the root from there.
        over = np.maximum(
            slot_wait * np.log(np.maximum(self.slot_chance / (1.0 - share), 1.0)),
            prefill_wait * np.log(np.maximum(self.prefill_chance / (1.0 - share), 1.0)),
        )
        for _ in range(NEWTON_STEPS):
            slot = self.slot_chance * np.exp(-over / slot_wait)
            queue = self.prefill_chance * np.exp(-over / prefill_wait)
            late = np.maximum(slot + queue, 1e-300)
            slope = np.maximum((slot / slot_wait + queue / prefill_wait) / late, 1e-12)
            before, over = over, np.maximum(over + np.log(late / (1.0 - share)) / slope, 0.0)
            if (over - before <= ROOT_TOLERANCE * over).all():
                break
        return np.where(self.utilisation < 1.0, self.base_s + over, np.inf)


@dataclass(frozen=True, slots=True)
class Queue:
    """What a replica's queue is made of, whatever the rate of arrivals; arrays of (curves, 1)."""

    curve: ServiceCurve
    rising: Array  # requests per second at the points of the curve, never falling; (curves, points)
    capacity: Array  # the highest of them
    steepness: Array  # the power of the utilisation that is the chance of waiting for a slot
    variation: Array  # half the sum of the squared variations of arrivals and service
    first_s: Array  # time to first token of an idle replica, without the step that runs
    prefill_s: Array
    prefill_wait_s: Array  # mean, of a prefill unit that is just busy

    @classmethod
    def of(cls, curve: ServiceCurve, arrival_variation: Number, service_variation: Number) -> Queue:
        """Return the queue of a replica; see `waiting` for the arguments."""
        ca2, cs2 = np.asarray(arrival_variation, dtype=np.float64) ** 2, np.asarray(service_variation) ** 2
        servers = np.maximum(curve.concurrency[..., -1:] / (0.5 * (ca2 + 1.0)), 1.0)
        rising = np.maximum.accumulate(curve.req_s, axis=-1)
        prefill = curve.prefill_ms[..., :1] * 1e-3
        return cls(
            curve=curve,
            rising=rising,
            capacity=rising[..., -1:],
            steepness=np.sqrt(2.0 * (servers + 1.0)) - 1.0,
            variation=0.5 * (ca2 + cs2),
            first_s=curve.ttft_ms[..., :1] * 1e-3,
            prefill_s=prefill,
            prefill_wait_s=0.5 * ca2 * prefill,
        )

    def at(self, rate: Array) -> Waiting:
        """Return waiting at rates of arrivals of (curves, rates)."""
        used = rate / self.capacity
        tpot = _read_along(self.rising, rate, self.curve.tpot_ms) * 1e-3
        busy = np.minimum(np.maximum(rate * self.prefill_s, 0.0), BUSIEST)
        return Waiting(
            utilisation=used,
            tpot_s=tpot,
            base_s=self.first_s + 0.5 * tpot,
            slot_chance=np.minimum(np.maximum(used, 0.0), BUSIEST) ** self.steepness,
            slot_wait_s=self.variation / np.maximum(self.capacity - rate, _SMALL),
            prefill_chance=busy,
            prefill_wait_s=self.prefill_wait_s / (1.0 - busy),
        )

    def highest_rate(self, ttft_target_s: Number, tpot_target_s: Number, share: float = 0.95) -> Array:
        """Return, per curve, the highest rate at which a share of requests starts in time and tokens keep their pace.

        Targets are one value, or one per curve; 0 where even the smallest load misses them.
        """
        first, pace = _column(ttft_target_s), _column(tpot_target_s)

        def strain(loads: Array) -> Array:
            """Return how far each load is on the way to missing a target: 1 where it is just kept."""
            each = self.at(loads)
            return np.maximum(each.late(first) / (1.0 - share), each.tpot_s / pace)

        if len(self.capacity) == 1:  # looking at every load once costs less than looking twice
            loads = _ALL_LOADS * self.capacity
            low, high, reached = _around_the_limit(loads, strain(loads))
            return low + reached * (high - low)
        coarse = _LOADS * self.capacity
        kept, missed, _ = _around_the_limit(coarse, strain(coarse))
        between = kept[:, None] + (missed - kept)[:, None] * _FINER
        low, high, reached = _around_the_limit(between, strain(between))
        rate: Array = np.where(kept > 0.0, low + reached * (high - low), 0.0)
        return rate


def waiting(
    curve: ServiceCurve,
    arrival_rate: Number,
    *,
    arrival_variation: Number = 1.0,
    service_variation: Number = USUAL_SERVICE_VARIATION,
) -> Waiting:
    """Return waiting at rates of arrivals of (curves, rates), or of one value for all.

    `arrival_variation` is the coefficient of variation of the times between arrivals: 1 for Poisson, 2–3.5 for bursts.
    """
    rate = np.atleast_2d(np.asarray(arrival_rate, dtype=np.float64))
    return Queue.of(curve, arrival_variation, service_variation).at(rate)


def _read_along(rising: Array, wanted: Array, values: Array) -> Array:
    """Interpolate values of (rows, points) where a rising quantity takes the wanted ones, row by row; ends stay."""
    found: Array
    if len(rising) == len(values) == 1:
        found = np.interp(wanted, rising[0], values[0])
        return found
    above = np.add.reduce(rising[:, None, :] <= wanted[:, :, None], axis=-1)
    left = np.minimum(np.maximum(above, 1), rising.shape[-1] - 1) - 1
    low, high = _pick(rising, left), _pick(rising, left + 1)
    share = np.minimum(np.maximum((wanted - low) / np.maximum(high - low, 1e-12), 0.0), 1.0)
    start = _pick(values, left)
    found = start + share * (_pick(values, left + 1) - start)
    return found


def _pick(values: Array, index: NDArray[np.intp]) -> Array:
    """Return the values of (rows, points) at an index of (rows, wanted); one row of either serves all of the other."""
    picked: Array = values[np.arange(len(values))[:, None] if len(values) > 1 else 0, index]
    return picked


def max_arrival_rate_within(
    curve: ServiceCurve,
    *,
    ttft_target_s: Number,
    tpot_target_s: Number,
    arrival_variation: Number = 1.0,
    service_variation: Number = USUAL_SERVICE_VARIATION,
) -> Array:
    """Return, per curve, the highest rate within both targets; see `waiting` and `Queue.highest_rate`."""
    queue = Queue.of(curve, _column(arrival_variation), _column(service_variation))
    return queue.highest_rate(ttft_target_s, tpot_target_s)


def _around_the_limit(loads: Array, strain: Array) -> tuple[Array, Array, Array]:
    """Return, per row, the last load that is kept, the one after it, and the share of the way on a straight line.

    A row in which even the first load misses gives 0 for both. The share of late requests rises ever more steeply, so
    that the straight line errs towards a lower load.
    """
    last = loads.shape[-1] - 1
    here = last - (strain <= 1.0)[:, ::-1].argmax(axis=-1)
    around = np.array((here, np.minimum(here + 1, last)))
    rows = np.arange(len(strain))
    before, after = strain[rows, around]
    low, high = loads[rows if len(loads) > 1 else 0, around]
    share = np.minimum(np.maximum((1.0 - before) / np.maximum(after - before, _SMALL), 0.0), 1.0)
    some = before <= 1.0
    return np.where(some, low, 0.0), np.where(some, high, 0.0), np.where(after > before, share, 1.0)


def _column(value: Number) -> Array:
    return np.reshape(np.asarray(value, dtype=np.float64), (-1, 1))
