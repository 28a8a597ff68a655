"""Traffic: how many requests come in each month, when in the day, and how many tokens they carry.

Arrays run over months: index 0 is the start, before any traffic; indices 1 … horizon are months.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.plan.wording import N_


@quantity("request/month", N_("Requests in a month at full volume"), provides="base_requests")
def base_requests_of_users(users: Any, requests_per_user: Any) -> Any:
    """Users times the requests that each makes in a month."""
    return users * requests_per_user


@quantity("1", N_("Years since the first month"))
def years_elapsed(month_index: Any, months_per_year: Any, one_month: Any, one_year: Any) -> Any:
    """Months since the first month over twelve; prices of the first month are today's."""
    return np.maximum(month_index - one_month, 0.0) / months_per_year / one_year


@quantity("1", N_("Years of growth"))
def years_of_growth(month_index: Any, pilot_months: Any, months_per_year: Any, one_month: Any, one_year: Any) -> Any:
    """Months since the first month at full volume over twelve: a pilot does not grow."""
    return np.maximum(month_index - pilot_months - one_month, 0.0) / months_per_year / one_year


@quantity("1", N_("Growth since the first month at full volume"), provides="growth_factor")
def compound_growth_factor(growth: Any, years_of_growth: Any) -> Any:
    """One plus the yearly growth, raised to the years of growth."""
    return (1.0 + growth) ** years_of_growth


@quantity("1", N_("Growth since the first month at full volume"), provides="growth_factor")
def linear_growth_factor(growth: Any, years_of_growth: Any) -> Any:
    """One plus the yearly growth times the years of growth, never below nothing."""
    return np.maximum(1.0 + growth * years_of_growth, 0.0)


@quantity("1", N_("Growth since the first month at full volume"), provides="growth_factor")
def s_curve_growth_factor(growth: Any, saturation: Any, years_of_growth: Any) -> Any:
    """Logistic growth from 1 to the saturation: the yearly rate less the share already reached (Verhulst 1838)."""
    return saturation / (1.0 + (saturation - 1.0) * np.exp(-np.log1p(growth) * years_of_growth))


@quantity("1", N_("Share of the full volume"))
def pilot_factor(month_index: Any, pilot_months: Any, pilot_share: Any) -> Any:
    """The pilot's share during the pilot, everything after it."""
    return np.where(month_index <= pilot_months, pilot_share, 1.0)


@quantity("request/month", N_("Requests"))
def requests(base_requests: Any, growth_factor: Any, pilot_factor: Any, traffic_share: Any, active: Any) -> Any:
    """Requests at full volume, times growth and pilot share, times the share that this scenario answers."""
    return base_requests * growth_factor * pilot_factor * traffic_share * active


@quantity("user", N_("Active users of each month"))
def active_users(users: Any, growth_factor: Any, pilot_factor: Any, active: Any) -> Any:
    """Active users at full volume, times growth and pilot share, as their requests."""
    return users * growth_factor * pilot_factor * active


@quantity("request/month", N_("Answers that stand"))
def answers(requests: Any, kept_share: Any) -> Any:
    """Requests less those that another model of the scenario answers instead or again."""
    return requests * kept_share


@quantity("request/month", N_("Calls of the model"))
def calls(requests: Any, cache_hit_share: Any, retries: Any) -> Any:
    """Requests that the answer cache does not answer, with the repeated ones."""
    return requests * (1.0 - cache_hit_share) * (1.0 + retries)


@quantity("request/month", N_("Calls that cannot wait"))
def interactive_calls(calls: Any, batch_share: Any) -> Any:
    """Calls less those that are batched."""
    return calls * (1.0 - batch_share)


@quantity("request/month", N_("Calls in batches"))
def batch_calls(calls: Any, batch_share: Any) -> Any:
    """Calls that may wait and are sent at batch prices or off the peak."""
    return calls * batch_share


@quantity("token/request", N_("Repeated prompt"))
def prefix_tokens(system_tokens: Any, extra_prompt_tokens: Any, token_factor: Any) -> Any:
    """System prompt and the prompt-token tax of the tuning approach, in tokens of the text's language."""
    return (system_tokens + extra_prompt_tokens) * token_factor


@quantity("token/request", N_("Conversation so far"))
def history_tokens(turns: Any, question_tokens: Any, answer_tokens: Any, token_factor: Any) -> Any:
    """Earlier questions and answers sent again: on average (turns − 1) / 2 of them."""
    return (turns - 1.0) / 2.0 * (question_tokens + answer_tokens) * token_factor


@quantity("token/request", N_("New prompt"))
def fresh_tokens(context_tokens: Any, compression_ratio: Any, question_tokens: Any, token_factor: Any) -> Any:
    """Context, shortened by compression where it is used, and the question."""
    return (context_tokens / compression_ratio + question_tokens) * token_factor


@quantity("token/request", N_("Input of a call"))
def input_tokens(prefix_tokens: Any, history_tokens: Any, fresh_tokens: Any) -> Any:
    """Repeated prompt, conversation so far and new prompt."""
    return prefix_tokens + history_tokens + fresh_tokens


@quantity("token/request", N_("Output of a call"))
def output_tokens(answer_tokens: Any, reasoning_tokens: Any, token_factor: Any) -> Any:
    """Answer and hidden reasoning, in tokens of the text's language."""
    return (answer_tokens + reasoning_tokens) * token_factor


@quantity("1", N_("Spread of the input"))
def input_spread(
    context_tokens: Any,
    context_spread: Any,
    compression_ratio: Any,
    question_tokens: Any,
    question_spread: Any,
    history_tokens: Any,
    length_spread: Any,
    token_factor: Any,
    input_tokens: Any,
) -> Any:
    """Root of the sum of squares of the spreads of its parts, over the input; the system prompt is always the same."""
    context = context_tokens / compression_ratio * token_factor * context_spread
    question, history = question_tokens * token_factor * question_spread, history_tokens * length_spread
    together = np.sqrt(context * context + question * question + history * history)
    return together / np.where(input_tokens > 0.0, input_tokens, np.inf)


@quantity("1", N_("Spread of the output"))
def output_spread(
    answer_tokens: Any, answer_spread: Any, reasoning_tokens: Any, reasoning_spread: Any, token_factor: Any
) -> Any:
    """Root of the sum of squares of the spreads of answer and reasoning, over both."""
    answer, reasoning = answer_tokens * token_factor, reasoning_tokens * token_factor
    of_answer, of_reasoning = answer * answer_spread, reasoning * reasoning_spread
    return np.sqrt(of_answer * of_answer + of_reasoning * of_reasoning) / (answer + reasoning)


@quantity("1", N_("Spread of the work of a call"))
def work_spread(input_spread: Any, output_spread: Any) -> Any:
    """The larger of the spreads of input and output: which of them takes the time depends on the model and its host."""
    return np.maximum(input_spread, output_spread)


@quantity("Mtoken/month", N_("Input tokens"))
def input_volume(calls: Any, input_tokens: Any, mtok_per_token: Any) -> Any:
    """Calls times the input of a call."""
    return calls * input_tokens * mtok_per_token


@quantity("Mtoken/month", N_("Output tokens"))
def output_volume(calls: Any, output_tokens: Any, mtok_per_token: Any) -> Any:
    """Calls times the output of a call."""
    return calls * output_tokens * mtok_per_token


@quantity("request/second", N_("Mean rate of calls"))
def mean_rate(interactive_calls: Any, hours_per_month: Any, seconds_per_hour: Any) -> Any:
    """Calls that cannot wait over the seconds of a month."""
    return interactive_calls / (hours_per_month * seconds_per_hour)


@quantity("request/second", N_("Rate in the busiest hour"))
def peak_rate(mean_rate: Any, peak_factor: Any) -> Any:
    """The mean rate times the peak factor of the day profile."""
    return mean_rate * peak_factor


@quantity("request/second", N_("Rate of calls that can wait"))
def batch_rate(batch_calls: Any, hours_per_month: Any, seconds_per_hour: Any) -> Any:
    """Batched calls, spread over the whole month."""
    return batch_calls / (hours_per_month * seconds_per_hour)
