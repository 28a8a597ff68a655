"""Serving on GPUs: from the load in the busiest hour to whole servers, and back to achieved utilisation.

Utilisation is a result: volume, day profile and latency targets decide how many whole servers are kept, and what
they do with their hours is what is left to see.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost import replica
from planner.cost.graph import quantity
from planner.cost.summing import highest_month
from planner.plan.wording import N_

WHOLE = 1e-9
"""Rounding slack before a whole one more is counted: a server, a turn."""


@quantity("1", N_("Speed of one copy of the model"))
def service(deployment: Any, input_tokens: Any, output_tokens: Any, shared_tokens: Any, batch_limit: Any) -> Any:
    """The performance model: time per token, time to first token and throughput at every number in flight."""
    return replica.speed(deployment, input_tokens, output_tokens, shared_tokens, batch_limit)


@quantity("1", N_("Speed of one copy with speculative decoding"), provides="service")
def speculative_service(
    deployment: Any,
    input_tokens: Any,
    output_tokens: Any,
    shared_tokens: Any,
    batch_limit: Any,
    speculative_gain: Any,
    speculative_loss: Any,
) -> Any:
    """The performance model, faster by the speed-up at one request in flight and slower by the loss when full."""
    plain = replica.speed(deployment, input_tokens, output_tokens, shared_tokens, batch_limit)
    return replica.speculating(plain, speculative_gain, speculative_loss, output_tokens)


@quantity("token/request", N_("Prompt not computed again"))
def shared_tokens(prefix_tokens: Any, history_tokens: Any, conversation_kept: Any, prefix_caching: Any) -> Any:
    """The repeated prompt and what is found of the conversation so far, where the engine has a prefix cache.

    As a provider's prompt cache has both. Every copy holds the repeated prompt; a conversation is held until others
    need its memory (least recently used first; Zheng et al. 2023, arXiv 2312.07104).
    """
    return (prefix_tokens + history_tokens * conversation_kept) * prefix_caching


@quantity("request/second", N_("What one copy answers when full"))
def replica_limit(service: Any, performance_factor: Any) -> Any:
    """Throughput with as many requests in flight as fit or as the batch limit allows, whatever the latency."""
    return replica.limit(service) * performance_factor


@quantity("request/second", N_("What one copy answers within the targets"))
def replica_capacity(
    service: Any,
    ttft_target: Any,
    tpot_target: Any,
    burstiness: Any,
    work_spread: Any,
    performance_factor: Any,
    ms_per_second: Any,
) -> Any:
    """Highest rate of arrivals at which p95 of the first token and the mean token time keep their targets."""
    first, each = ttft_target / ms_per_second, tpot_target / ms_per_second
    return replica.capacity(service, first, each, burstiness, work_spread) * performance_factor


@quantity("1", N_("Copies of the model on a server"))
def replicas_per_server(accelerators_per_server: Any, accelerators_per_replica: Any) -> Any:
    """Accelerators of a server over those of one copy, whole; a copy larger than a server takes several."""
    ratio = accelerators_per_server / accelerators_per_replica
    return np.where(ratio >= 1.0, np.floor(ratio + WHOLE), 1.0 / np.ceil(1.0 / ratio - WHOLE))


@quantity("request/second/server", N_("What one server answers within the targets"))
def server_capacity(replica_capacity: Any, replicas_per_server: Any, one_server: Any) -> Any:
    """Capacity of one copy within the latency targets times the copies on a server."""
    return replica_capacity * replicas_per_server / one_server


@quantity("request/second/server", N_("What one server answers when full"))
def server_limit(replica_limit: Any, replicas_per_server: Any, one_server: Any) -> Any:
    """Capacity of one copy when full times the copies on a server."""
    return replica_limit * replicas_per_server / one_server


@quantity("server", N_("Servers for the busiest hour"))
def servers_for_peak(peak_rate: Any, server_capacity: Any) -> Any:
    """Rate in the busiest hour over the capacity of a server, rounded up to whole servers."""
    return np.ceil(peak_rate / server_capacity - peak_rate / server_capacity * WHOLE)


@quantity("server", N_("Servers for all work"))
def servers_for_all_work(mean_rate: Any, batch_rate: Any, server_capacity: Any, server_limit: Any) -> Any:
    """Mean rate of calls and the calls that can wait, with every server busy all month, rounded up."""
    work = mean_rate / server_capacity + batch_rate / server_limit
    return np.ceil(work - work * WHOLE)


@quantity("server", N_("Fewest servers"))
def fewest_servers(minimum_servers: Any, separate_models: Any, replicas_per_server: Any, one_server: Any) -> Any:
    """The fewest that are kept, and room for one copy of every model that has weights of its own."""
    return np.maximum(minimum_servers, np.ceil(separate_models / replicas_per_server - WHOLE) * one_server)


@quantity("server", N_("Servers that hold one copy"))
def servers_per_copy(replicas_per_server: Any, one_server: Any) -> Any:
    """One, or as many as a copy larger than a server takes."""
    return one_server / np.minimum(replicas_per_server, 1.0)


@quantity("server", N_("Servers in use"))
def servers_in_use(
    servers_for_peak: Any, servers_for_all_work: Any, fewest_servers: Any, servers_per_copy: Any, active: Any
) -> Any:
    """The most of: servers for the busiest hour, for all work, and the fewest that are kept; whole copies."""
    most = np.maximum(np.maximum(servers_for_peak, servers_for_all_work), fewest_servers)
    return np.ceil(most / servers_per_copy - WHOLE) * servers_per_copy * active


@quantity("server", N_("Servers with spares"))
def servers(servers_in_use: Any, spare_servers: Any, active: Any) -> Any:
    """Servers in use and the spare ones."""
    return servers_in_use + spare_servers * active


@quantity("server", N_("Servers in use"), provides="servers_in_use")
def fixed_servers_in_use(base_servers: Any, active: Any) -> Any:
    """The servers of the base load, whatever comes; the rest overflows."""
    return base_servers * active


@quantity("request/second", N_("Load of one copy in the busiest hour"))
def replica_load(
    peak_rate: Any, servers_in_use: Any, replicas_per_server: Any, performance_factor: Any, one_server: Any
) -> Any:
    """Highest rate in the busiest hour of any month, over the copies that share it."""
    each = peak_rate / (servers_in_use / one_server * replicas_per_server)
    return highest_month(each) / performance_factor


@quantity("1", N_("Latency at that load"))
def latency(service: Any, replica_load: Any, burstiness: Any, work_spread: Any) -> Any:
    """The queueing approximation: bursty arrivals at a copy that answers several requests at once."""
    return replica.at_load(service, replica_load, burstiness, work_spread)


@quantity("ms", N_("First token in the busiest hour (p95)"))
def ttft_p95_ms(latency: Any, ms_per_second: Any, one_second: Any) -> Any:
    """95 % of the requests of the busiest hour see their first token within this time."""
    return latency[0] * ms_per_second * one_second


@quantity("ms", N_("Time per output token in the busiest hour"))
def tpot_ms(latency: Any, ms_per_second: Any, one_second: Any) -> Any:
    """(End to end − time to first token) / (output tokens − 1), on average in the busiest hour."""
    return latency[1] * ms_per_second * one_second


@quantity("1", N_("Utilisation"))
def utilisation(calls: Any, server_limit: Any, paid_server_hours: Any, seconds_per_hour: Any) -> Any:
    """Calls answered, over what the paid servers could answer if they were full every paid hour."""
    possible = server_limit * paid_server_hours * seconds_per_hour
    return np.where(possible > 0.0, calls / possible, 0.0)
