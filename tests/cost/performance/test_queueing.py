from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.cost.performance.prediction import ServiceCurve
from planner.cost.performance.queueing import max_arrival_rate_within, waiting


@dataclass(frozen=True, slots=True)
class Replica:
    """A replica whose decode step takes `step(batch)` seconds and whose prefill runs alone."""

    slots: int
    step: Callable[[int], float]
    prefill_s: float
    output_tokens: int


def times_to_first_token(
    replica: Replica, rate: float, variation: float, requests: int, seed: int
) -> NDArray[np.float64]:
    """Return the time to first token of each request: Gamma gaps of a variation, answer lengths that vary by 0.8."""
    random = np.random.default_rng(seed)
    shape = 1 / variation**2
    arrivals = np.cumsum(random.gamma(shape, 1 / (shape * rate), requests))
    lengths = np.maximum(random.gamma(1 / 0.64, 0.64 * replica.output_tokens, requests).astype(int), 1)
    first = np.zeros(requests)
    queue: deque[int] = deque()
    ends: list[tuple[int, int]] = []  # (step number at which it ends, request)
    now, step_number, coming = 0.0, 0, 0
    while coming < requests or queue or ends:
        if not queue and not ends:
            now = max(now, arrivals[coming])
        while coming < requests and arrivals[coming] <= now:
            queue.append(coming)
            coming += 1
        if queue and len(ends) < replica.slots:
            request = queue.popleft()
            now += replica.prefill_s
            first[request] = now - arrivals[request]
            heapq.heappush(ends, (step_number + int(lengths[request]), request))
            continue
        if ends:
            now += replica.step(len(ends))
            step_number += 1
            while ends and ends[0][0] <= step_number:
                heapq.heappop(ends)
    return first[requests // 5 :]


SLOTS, PREFILL, OUTPUT = 32, 0.02, 200


def step(batch: float) -> float:
    return 0.018 + 0.0001 * batch


def curve() -> ServiceCurve:
    """The service curve of the simulated replica: each request's prefill stops the steps of all."""
    batch = np.geomspace(1, SLOTS, 32)[None, :]
    end_to_end = batch * PREFILL + OUTPUT * step(batch)
    tpot = (end_to_end - PREFILL) / OUTPUT
    return ServiceCurve(
        concurrency=batch,
        tpot_ms=tpot * 1e3,
        ttft_ms=np.full_like(batch, PREFILL * 1e3),
        prefill_ms=np.full_like(batch, PREFILL * 1e3),
        req_s=batch / end_to_end,
    )


REPLICA = Replica(SLOTS, step, PREFILL, OUTPUT)
CAPACITY = float(curve().req_s.max())


@pytest.mark.parametrize(
    ("load", "variation"), [(0.5, 1.0), (0.8, 1.0), (0.9, 1.0), (0.5, 2.0), (0.7, 2.0), (0.85, 2.0), (0.7, 3.0)]
)
def test_the_closed_form_follows_a_simulation_step_by_step(load: float, variation: float) -> None:
    simulated = np.concatenate(
        [times_to_first_token(REPLICA, load * CAPACITY, variation, 12000, seed) for seed in range(3)]
    )
    form = waiting(curve(), load * CAPACITY, arrival_variation=variation)
    mean, judged = float(form.ttft_mean_s[0, 0]), float(simulated.mean())
    assert 0.7 * judged - 0.03 < mean < 2.0 * judged + 0.03
    assert float(form.ttft_s(0.5)[0, 0]) == pytest.approx(np.percentile(simulated, 50), rel=0.6, abs=0.1)
    tail, judged = float(form.ttft_s(0.95)[0, 0]), float(np.percentile(simulated, 95))
    assert 0.7 * judged - 0.05 < tail < 2.0 * judged + 0.2


def test_below_the_slots_nobody_waits_and_the_batch_is_what_little_says() -> None:
    rate = 0.3 * CAPACITY
    form = waiting(curve(), rate)
    assert float(form.slot_chance[0, 0]) < 1e-3
    # Little's law: n = rate × (n × PREFILL + OUTPUT × (0.018 + 0.0001 × n)), solved for n.
    in_flight = rate * OUTPUT * 0.018 / (1.0 - rate * (PREFILL + OUTPUT * 0.0001))
    pace = ((in_flight - 1.0) * PREFILL + OUTPUT * step(in_flight)) / OUTPUT
    assert float(form.tpot_s[0, 0]) == pytest.approx(pace, rel=0.005)


def test_at_the_capacity_the_wait_has_no_end() -> None:
    form = waiting(curve(), CAPACITY * 1.01)
    assert np.isinf(form.ttft_mean_s).all()
    assert np.isinf(form.ttft_s(0.95)).all()


@given(st.floats(0.05, 0.97), st.floats(0.0, 0.02), st.floats(1.0, 3.0))
def test_more_load_never_shortens_the_tail(load: float, more: float, variation: float) -> None:
    tails = waiting(curve(), np.array([load, load + more]) * CAPACITY, arrival_variation=variation).ttft_s(0.95)[0]
    assert tails[1] >= tails[0] - 1e-9


@given(st.floats(0.1, 0.95), st.floats(1.0, 3.0))
def test_burstier_arrivals_wait_longer(load: float, variation: float) -> None:
    calm = waiting(curve(), load * CAPACITY).ttft_mean_s[0, 0]
    bursty = waiting(curve(), load * CAPACITY, arrival_variation=variation).ttft_mean_s[0, 0]
    assert bursty >= calm - 1e-9


def test_the_rate_within_targets_keeps_them_and_hardly_more_breaks_them() -> None:
    rate = max_arrival_rate_within(curve(), ttft_target_s=1.0, tpot_target_s=0.05, arrival_variation=2.0)
    assert rate.shape == (1,)
    kept = waiting(curve(), rate, arrival_variation=2.0)
    broken = waiting(curve(), rate * 1.01, arrival_variation=2.0)
    assert kept.ttft_s(0.95)[0, 0] <= 1.0
    assert broken.ttft_s(0.95)[0, 0] > 1.0


@given(st.floats(0.03, 0.98), st.sampled_from([0.9, 1.0, 2.0]), st.booleans())
def test_a_target_that_a_load_just_keeps_allows_that_load(load: float, variation: float, by_token: bool) -> None:
    """Sought between the points of a grid too, so that a strict target does not cost a multiple of the servers."""
    there = waiting(curve(), load * CAPACITY, arrival_variation=variation)
    first, each = float(there.ttft_s(0.95)[0, 0]), float(there.tpot_s[0, 0])
    targets = (10.0 * first, each) if by_token else (first, 10.0 * each)
    (found,) = max_arrival_rate_within(
        curve(), ttft_target_s=targets[0], tpot_target_s=targets[1], arrival_variation=variation
    )
    assert found >= 0.9 * load * CAPACITY
    kept = waiting(curve(), found, arrival_variation=variation)
    assert kept.ttft_s(0.95)[0, 0] <= targets[0] * 1.001
    assert kept.tpot_s[0, 0] <= targets[1] * 1.001


def test_a_target_below_an_idle_replica_allows_no_load() -> None:
    assert max_arrival_rate_within(curve(), ttft_target_s=0.01, tpot_target_s=1.0)[0] == 0.0
    assert max_arrival_rate_within(curve(), ttft_target_s=5.0, tpot_target_s=0.001)[0] == 0.0


def test_a_replica_alone_is_read_as_among_others() -> None:
    """One curve is read by numpy's interpolation, several row by row."""
    alone = curve()
    both = ServiceCurve(**{item.name: np.repeat(getattr(alone, item.name), 2, axis=0) for item in fields(ServiceCurve)})
    rates = np.linspace(0.0, 1.2, 31)[None, :] * CAPACITY
    one, two = waiting(alone, rates), waiting(both, np.repeat(rates, 2, axis=0))
    assert two.tpot_s[1] == pytest.approx(one.tpot_s[0], rel=1e-12)
    assert two.ttft_s(0.95)[1] == pytest.approx(one.ttft_s(0.95)[0], rel=1e-9)
    within = {"ttft_target_s": 1.0, "tpot_target_s": 0.05}
    assert max_arrival_rate_within(both, **within) == pytest.approx(max_arrival_rate_within(alone, **within)[0])
