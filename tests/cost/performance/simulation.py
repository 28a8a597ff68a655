"""A step-by-step simulation of one replica: the judge of the closed form in `queueing`."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
