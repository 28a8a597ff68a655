"""Rented GPUs: every server is paid for the hours it is kept, busy or idle.

Four ways to keep servers, each defining `on_demand_hours`: around the clock, a fixed number of hours, as the day needs,
or only when asked. Servers under a commitment are paid first, all hours of its term; only what they cannot carry is
rented on demand.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.cost.serving import WHOLE
from planner.cost.summing import by_slot, over_hours, over_months
from planner.plan.wording import N_


@quantity("server", N_("Servers under commitment"))
def committed_in_term(committed_servers: Any, under_commitment: Any) -> Any:
    """Committed servers, in the months of the commitment."""
    return committed_servers * under_commitment


@quantity("hour*server/month", N_("Committed server hours"))
def committed_hours(committed_in_term: Any, hours_per_month: Any) -> Any:
    """Servers under commitment times all hours of the month, needed or not."""
    return committed_in_term * hours_per_month


@quantity("hour*server/month", N_("Paid server hours"))
def paid_server_hours(committed_hours: Any, on_demand_hours: Any) -> Any:
    """Committed hours and those beyond them."""
    return committed_hours + on_demand_hours


@quantity("hour*server/month", N_("Server hours beyond the commitment"), provides="on_demand_hours")
def beyond_around_the_clock(servers: Any, committed_in_term: Any, hours_per_month: Any) -> Any:
    """Servers beyond the committed ones times all hours of the month."""
    return np.maximum(servers - committed_in_term, 0.0 * servers) * hours_per_month


@quantity("hour*server/month", N_("Server hours beyond the commitment"), provides="on_demand_hours")
def beyond_fixed_hours(servers: Any, committed_in_term: Any, rented_hours: Any) -> Any:
    """Servers beyond the committed ones times the hours for which they are kept on."""
    return np.maximum(servers - committed_in_term, 0.0 * servers) * rented_hours


@quantity("request/second", N_("Rate in the busiest hour"), provides="peak_rate")
def peak_rate_in_hours(mean_rate: Any, peak_factor: Any, rented_hours: Any, hours_per_month: Any) -> Any:
    """The mean rate times the peak factor, or times the month over the hours in which all calls are answered."""
    return np.maximum(mean_rate * peak_factor, mean_rate * hours_per_month / rented_hours)


@quantity("server", N_("Servers for all work"), provides="servers_for_all_work")
def servers_for_all_work_in_hours(
    mean_rate: Any,
    batch_rate: Any,
    server_capacity: Any,
    server_limit: Any,
    rented_hours: Any,
    hours_per_month: Any,
) -> Any:
    """All calls of the month, answered in the hours for which the servers are kept on, rounded up."""
    work = (mean_rate / server_capacity + batch_rate / server_limit) * hours_per_month / rented_hours
    return np.ceil(work - work * WHOLE)


@quantity("server", N_("Servers in each hour of the day"))
def servers_by_hour(
    mean_rate: Any, hour_weights: Any, server_capacity: Any, fewest_servers: Any, servers_per_copy: Any
) -> Any:
    """Rate in each hour over the capacity of a server, in whole copies, never fewer than the fewest and one copy."""
    wanted = (mean_rate / server_capacity / servers_per_copy)[..., None] * hour_weights
    fewest = np.maximum(np.ceil(fewest_servers / servers_per_copy - WHOLE), 1.0)
    return np.maximum(np.ceil(wanted - wanted * WHOLE), by_slot(fewest)) * servers_per_copy


AN_HOUR_LATER = np.roll(np.arange(24), -1)


@quantity("hour*server/month", N_("Server hours of work"))
def work_hours(mean_rate: Any, batch_rate: Any, server_capacity: Any, server_limit: Any, hours_per_month: Any) -> Any:
    """Hours that all calls of the month take: those that cannot wait at the capacity, the others at the limit."""
    return (mean_rate / server_capacity + batch_rate / server_limit) * hours_per_month


@quantity("server", N_("Servers beyond the commitment in each hour"))
def beyond_by_hour(servers_by_hour: Any, spare_servers: Any, committed_in_term: Any) -> Any:
    """Servers of the hour and the spares, less the committed ones."""
    return np.maximum(servers_by_hour + spare_servers - by_slot(committed_in_term), 0.0 * servers_by_hour)


@quantity("server/month", N_("Starts of servers"))
def starts_per_month(beyond_by_hour: Any, days_by_slot: Any) -> Any:
    """Rises from one hour to the next, on weekdays and on weekends, over the days of a month."""
    days = np.reshape(beyond_by_hour, (*np.shape(beyond_by_hour)[:-1], 2, 24))
    rises = np.maximum(days[..., AN_HOUR_LATER] - days, 0.0 * days)
    return over_hours(over_hours(rises) * days_by_slot)


@quantity("hour*server/month", N_("Server hours beyond the commitment"), provides="on_demand_hours")
def beyond_as_the_day_needs(
    beyond_by_hour: Any,
    hours_by_slot: Any,
    work_hours: Any,
    spare_servers: Any,
    committed_in_term: Any,
    hours_per_month: Any,
    start_time: Any,
    starts_per_month: Any,
    active: Any,
) -> Any:
    """Servers of each hour beyond the committed ones, at least for all work; and the time to start them."""
    by_hour = over_hours(beyond_by_hour * hours_by_slot)
    for_all_work = work_hours + (spare_servers - committed_in_term) * hours_per_month
    return (np.maximum(by_hour, for_all_work) + starts_per_month * start_time) * active


@quantity("1", N_("Copies that start on their own"))
def separate_starts(separate_models: Any, replicas_per_server: Any) -> Any:
    """Models with weights of their own over the copies that a server holds, rounded up: calls of one start no other."""
    return np.ceil(separate_models / np.maximum(replicas_per_server, 1.0) - WHOLE)


@quantity("1", N_("Calls that start a server"))
def starting_share(
    mean_rate: Any,
    separate_starts: Any,
    hour_weights: Any,
    start_time: Any,
    kept_minutes: Any,
    hours_per_minute: Any,
    seconds_per_hour: Any,
    one_call: Any,
) -> Any:
    """Chance of a gap that outlasts the time kept on, over one plus the calls that come in a start times that chance.

    By hour of the day, for independent arrivals: each start serves its own call, those that come meanwhile, and
    those before the next such gap. Calls divide evenly among copies that start on their own.
    """
    per_hour = (mean_rate / separate_starts)[..., None] * hour_weights / one_call * seconds_per_hour
    gap = np.exp(-per_hour * by_slot(kept_minutes) * hours_per_minute)
    return gap / (1.0 + per_hour * by_slot(start_time) * gap)


@quantity("hour*server/month", N_("Server hours beyond the commitment"), provides="on_demand_hours")
def beyond_when_asked(
    mean_rate: Any,
    separate_starts: Any,
    hour_weights: Any,
    server_capacity: Any,
    hours_by_slot: Any,
    starting_share: Any,
    servers_per_copy: Any,
    batch_rate: Any,
    server_limit: Any,
    hours_per_month: Any,
    spare_servers: Any,
    active: Any,
) -> Any:
    """Servers of each hour, a copy that is not full only while it is up; the hours of deferred calls; the spares.

    Starts and the time kept on are paid: a server is down only before the calls that start one. Every copy that
    starts on its own is counted so.
    """
    wanted = (mean_rate / separate_starts)[..., None] * hour_weights / by_slot(server_capacity)
    whole = np.floor(wanted / servers_per_copy + WHOLE) * servers_per_copy
    up = (1.0 - starting_share) * servers_per_copy
    asked = over_hours((whole + np.maximum(wanted - whole, up)) * hours_by_slot) * separate_starts
    return asked + (batch_rate / server_limit + spare_servers * active) * hours_per_month


@quantity("1", N_("Calls that wait for a server to start"))
def cold_start_share(
    mean_rate: Any,
    separate_starts: Any,
    hour_weights: Any,
    hours_by_slot: Any,
    start_time: Any,
    starting_share: Any,
    spare_servers: Any,
    seconds_per_hour: Any,
    one_call: Any,
    one_server: Any,
) -> Any:
    """Calls that start a server, each with those that come meanwhile, over all calls; none beside spares for all."""
    rate = (mean_rate / separate_starts)[..., None] * hour_weights
    meanwhile = rate / one_call * by_slot(start_time) * seconds_per_hour
    waiting = over_months(over_hours((1.0 + meanwhile) * starting_share * rate * hours_by_slot))
    every = over_months(over_hours(rate * hours_by_slot))
    return waiting / every * (spare_servers < separate_starts * one_server)


@quantity("1", N_("Change of GPU rents"))
def rent_factor(rental_price_trend: Any, years_elapsed: Any) -> Any:
    """One plus the yearly change of rents, raised to the years elapsed."""
    return (1.0 + rental_price_trend) ** years_elapsed


@quantity("1", N_("Change of GPU rents until the signing"))
def signing_factor(rental_price_trend: Any, years_at_signing: Any) -> Any:
    """One plus the yearly change of rents, raised to the years until the commitment was signed."""
    return (1.0 + rental_price_trend) ** years_at_signing


@quantity("USD/hour/server", N_("Committed price of a server"))
def committed_price(server_price: Any, commitment_discount: Any, signing_factor: Any) -> Any:
    """The price of the day of signing less the discount, fixed for the term."""
    return server_price * (1.0 - commitment_discount) * signing_factor


@quantity("USD/month", N_("GPU rent"), part="rent")
def rent(
    committed_hours: Any,
    committed_price: Any,
    on_demand_hours: Any,
    server_price: Any,
    spot_overhead: Any,
    rent_factor: Any,
) -> Any:
    """Committed hours at their price, and the hours beyond them at the price of the day with spot overhead."""
    return committed_hours * committed_price + on_demand_hours * server_price * (1.0 + spot_overhead) * rent_factor


@quantity("USD/month", N_("Commitment beyond the horizon"), part="rent")
def commitment_left(
    committed_servers: Any,
    months_committed_after: Any,
    committed_price: Any,
    hours_per_month: Any,
    one_month: Any,
    last_month: Any,
) -> Any:
    """What the commitment still costs after the horizon: it is paid to its end."""
    return committed_servers * hours_per_month * committed_price * months_committed_after / one_month * last_month


@quantity("USD/month", N_("Storage and network"), part="storage")
def storage_charge(storage_price: Any, active: Any) -> Any:
    """Disks, load balancer, logging and traffic, every month."""
    return storage_price * active


@quantity("accelerator", N_("GPUs"))
def accelerators(servers: Any, accelerators_per_server: Any, accelerator_unit: Any) -> Any:
    """Servers times the GPUs in each."""
    return servers * accelerators_per_server * accelerator_unit
