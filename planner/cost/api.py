"""Calls to an API, paid by the token: every token kind at its own price, batches and free_credit.

A discount touches only the tokens that it concerns: reads from the provider's cache only repeated input, batch
prices only batched calls, long-context prices only long prompts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.distributions import share_above, tokens_share_above
from planner.cost.graph import quantity
from planner.cost.serving import WHOLE
from planner.cost.summing import over_hours
from planner.plan.wording import N_


@quantity("1", N_("Change of API prices"))
def api_price_factor(api_price_trend: Any, years_at_pricing: Any) -> Any:
    """One plus the yearly change of API prices, raised to the years until the price that holds was set."""
    return (1.0 + api_price_trend) ** years_at_pricing


@quantity("1", N_("Share of calls with a long prompt"))
def long_call_share(input_tokens: Any, input_spread: Any, long_threshold: Any) -> Any:
    """Share of calls whose prompt exceeds the provider's threshold; lengths are lognormal around their mean."""
    return share_above(long_threshold, input_tokens, input_spread)


@quantity("1", N_("Share of input in long prompts"))
def long_input_share(input_tokens: Any, input_spread: Any, long_threshold: Any) -> Any:
    """Share of input tokens that stands in prompts above the threshold."""
    return tokens_share_above(long_threshold, input_tokens, input_spread)


@quantity("1", N_("Repeated prefix found in the cache"), provides="prompt_cache_hit_share")
def prompt_cache_hits_by_rate(
    mean_rate: Any,
    hour_weights: Any,
    hours_by_slot: Any,
    prompt_cache_minutes: Any,
    seconds_per_minute: Any,
    one_call: Any,
) -> Any:
    """Share of calls before which another came within the time that the cache keeps a prefix (independent arrivals).

    Hour by hour of the day: a quiet night finds the cache empty. A conversation is taken to go on within that time.
    """
    kept = prompt_cache_minutes * seconds_per_minute / one_call
    found = 1.0 - np.exp(-(mean_rate * kept)[..., None] * hour_weights)
    return over_hours(found * hour_weights * hours_by_slot) / over_hours(hour_weights * hours_by_slot)


@quantity("1", N_("Turns with too short a prefix"))
def short_turns(
    prefix_tokens: Any, question_tokens: Any, answer_tokens: Any, token_factor: Any, turns: Any, shortest_prefix: Any
) -> Any:
    """First turns of a conversation, in which less repeats than the provider caches; each adds question and answer."""
    missing = np.maximum(shortest_prefix - prefix_tokens, 0.0)
    added = (question_tokens + answer_tokens) * token_factor
    rounds = missing / np.where(added > 0.0, added, 1.0)
    waited = np.where(added > 0.0, np.ceil(rounds - rounds * WHOLE), np.where(missing > 0.0, np.inf, 0.0))
    return np.minimum(waited, turns)


@quantity("1", N_("Calls with a prefix long enough"))
def cached_call_share(short_turns: Any, turns: Any) -> Any:
    """Share of calls in which enough repeats for the provider to cache it."""
    return 1.0 - short_turns / turns


@quantity("1", N_("Share of input that the cache may hold"))
def cacheable_share(
    prefix_tokens: Any,
    history_tokens: Any,
    question_tokens: Any,
    answer_tokens: Any,
    token_factor: Any,
    short_turns: Any,
    turns: Any,
    input_tokens: Any,
) -> Any:
    """Repeated prompt and conversation so far, less those of turns with too short a prefix, over the input of a call.

    Before turn k stand k − 1 rounds of question and answer: n short turns repeat n (n − 1) / 2 of them.
    """
    added = (question_tokens + answer_tokens) * token_factor
    in_short_turns = short_turns * prefix_tokens + short_turns * (short_turns - 1.0) / 2.0 * added
    repeated = np.maximum(prefix_tokens + history_tokens - in_short_turns / turns, 0.0 * input_tokens)
    return repeated / np.where(input_tokens > 0.0, input_tokens, np.inf)


@quantity("Mtoken/month", N_("Input of calls that cannot wait"))
def interactive_input(interactive_calls: Any, input_tokens: Any, mtok_per_token: Any) -> Any:
    """Calls that cannot wait times the input of a call."""
    return interactive_calls * input_tokens * mtok_per_token


@quantity("Mtoken/month", N_("Output of calls that cannot wait"))
def interactive_output(interactive_calls: Any, output_tokens: Any, mtok_per_token: Any) -> Any:
    """Calls that cannot wait times the output of a call."""
    return interactive_calls * output_tokens * mtok_per_token


@quantity("Mtoken/month", N_("Input read from the cache"))
def cache_read_volume(interactive_input: Any, cacheable_share: Any, prompt_cache_hit_share: Any) -> Any:
    """Input of calls that cannot wait, times the repeated share, times the share found in the cache."""
    return interactive_input * cacheable_share * prompt_cache_hit_share


@quantity("Mtoken/month", N_("Input written to the cache"))
def cache_write_volume(interactive_input: Any, cacheable_share: Any, prompt_cache_hit_share: Any) -> Any:
    """Repeated input that the cache did not hold: it is written, and paid as a write."""
    return interactive_input * cacheable_share * (1.0 - prompt_cache_hit_share)


@quantity("Mtoken/month", N_("Input at the plain price"))
def plain_input_volume(interactive_input: Any, cache_read_volume: Any, cache_write_volume: Any) -> Any:
    """Input of calls that cannot wait, less what is read from or written to the cache."""
    return interactive_input - cache_read_volume - cache_write_volume


@quantity("USD/month", N_("Plain input"))
def plain_input_charge(
    plain_input_volume: Any,
    input_price: Any,
    long_input_price: Any,
    long_input_share: Any,
    api_price_factor: Any,
    metered_share: Any,
) -> Any:
    """Plain input at the input price; the share in long prompts at the long-context price."""
    price = input_price * (1.0 - long_input_share) + long_input_price * long_input_share
    return plain_input_volume * price * api_price_factor * metered_share


@quantity("USD/month", N_("Cached input"))
def cache_read_charge(
    cache_read_volume: Any,
    cache_read_price: Any,
    long_cache_read_price: Any,
    long_input_share: Any,
    api_price_factor: Any,
    metered_share: Any,
) -> Any:
    """Input read from the cache at the price of cached input."""
    price = cache_read_price * (1.0 - long_input_share) + long_cache_read_price * long_input_share
    return cache_read_volume * price * api_price_factor * metered_share


@quantity("USD/month", N_("Cache writes"))
def cache_write_charge(
    cache_write_volume: Any,
    cache_write_price: Any,
    long_cache_write_price: Any,
    long_input_share: Any,
    api_price_factor: Any,
    metered_share: Any,
) -> Any:
    """Input written to the cache at the price of a write, which is apart from the price of a read."""
    price = cache_write_price * (1.0 - long_input_share) + long_cache_write_price * long_input_share
    return cache_write_volume * price * api_price_factor * metered_share


@quantity("USD/month", N_("Output"))
def output_charge(
    interactive_output: Any,
    output_price: Any,
    long_output_price: Any,
    long_call_share: Any,
    api_price_factor: Any,
    metered_share: Any,
) -> Any:
    """Output at the output price; calls with a long prompt at the long-context price."""
    price = output_price * (1.0 - long_call_share) + long_output_price * long_call_share
    return interactive_output * price * api_price_factor * metered_share


@quantity("USD/month", N_("Batched input"))
def batch_input_charge(
    batch_calls: Any,
    input_tokens: Any,
    batch_input_price: Any,
    long_batch_input_price: Any,
    long_input_share: Any,
    mtok_per_token: Any,
    api_price_factor: Any,
) -> Any:
    """Input of batched calls at the batch price; the share in long prompts at the long-context batch price."""
    price = batch_input_price * (1.0 - long_input_share) + long_batch_input_price * long_input_share
    return batch_calls * input_tokens * mtok_per_token * price * api_price_factor


@quantity("USD/month", N_("Batched output"))
def batch_output_charge(
    batch_calls: Any,
    output_tokens: Any,
    batch_output_price: Any,
    long_batch_output_price: Any,
    long_call_share: Any,
    mtok_per_token: Any,
    api_price_factor: Any,
) -> Any:
    """Output of batched calls at the batch price; calls with a long prompt at the long-context batch price."""
    price = batch_output_price * (1.0 - long_call_share) + long_batch_output_price * long_call_share
    return batch_calls * output_tokens * mtok_per_token * price * api_price_factor


@quantity("USD/month", N_("API charges before credit"))
def gross_api_charge(
    plain_input_charge: Any,
    cache_read_charge: Any,
    cache_write_charge: Any,
    output_charge: Any,
    batch_input_charge: Any,
    batch_output_charge: Any,
    provisioned_charge: Any,
) -> Any:
    """Plain input, cached input, cache writes, output, batches and provisioned units."""
    metered = plain_input_charge + cache_read_charge + cache_write_charge + output_charge
    return metered + batch_input_charge + batch_output_charge + provisioned_charge


@quantity("USD/month", N_("Credit used"))
def credit_used(gross_api_charge: Any, free_credit: Any, one_month: Any) -> Any:
    """Charges draw the credit down, in the order of months, until it is gone."""
    paid_before = np.add.accumulate(gross_api_charge, axis=-1) - gross_api_charge
    return np.minimum(gross_api_charge, np.maximum(free_credit / one_month - paid_before, 0.0 * gross_api_charge))


@quantity("USD/month", N_("API charges"), part="api")
def api_charge(gross_api_charge: Any, credit_used: Any) -> Any:
    """Charges less the credit that they draw down."""
    return gross_api_charge - credit_used


@quantity("USD/month", N_("Longer prompts, before credit"))
def prompt_tax_charge(
    plain_input_charge: Any,
    cache_read_charge: Any,
    cache_write_charge: Any,
    batch_input_charge: Any,
    extra_prompt_tokens: Any,
    token_factor: Any,
    input_tokens: Any,
    cacheable_share: Any,
    cached_call_share: Any,
) -> Any:
    """The extra prompt's share of the input that it is among, at what that costs: repeated input where it is cached."""
    share = extra_prompt_tokens * token_factor / input_tokens
    cached = cached_call_share / np.where(cacheable_share > 0.0, cacheable_share, 1.0)
    plain = (1.0 - cached_call_share) / np.where(cacheable_share < 1.0, 1.0 - cacheable_share, 1.0)
    paid = plain_input_charge * plain + (cache_read_charge + cache_write_charge) * cached + batch_input_charge
    return paid * share


@quantity("USD/month", N_("Tuning: longer prompts"), part="prompt_tax")
def prompt_tax(prompt_tax_charge: Any, gross_api_charge: Any, credit_used: Any) -> Any:
    """What the extra prompt costs, less its share of the credit."""
    some = gross_api_charge > 0.0
    return prompt_tax_charge * (1.0 - np.where(some, credit_used / np.where(some, gross_api_charge, 1.0), 0.0))


@quantity("USD/month", N_("API charges"), part="api", provides="api_charge")
def api_charge_beside_tax(gross_api_charge: Any, credit_used: Any, prompt_tax: Any) -> Any:
    """Charges less the credit that they draw down, and less what the extra prompt costs."""
    return gross_api_charge - credit_used - prompt_tax
