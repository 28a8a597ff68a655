"""Tuning: labour, data, compute and evaluation, once and again.

Compute from first principles: training FLOPs = k · parameters · tokens, with k = 6 where every weight is trained and 4
where the base is frozen (2 forward, 2 for activations, 2 for weights; Kaplan et al. 2020, arXiv 2001.08361).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.cost.graph import quantity
from planner.cost.summing import over_months
from planner.plan.wording import N_


@quantity("Mtoken", N_("Training tokens of a run"))
def training_tokens(examples: Any, example_tokens: Any, epochs: Any, mtok_per_token: Any) -> Any:
    """Examples times their tokens times the passes over them."""
    return examples * example_tokens * epochs * mtok_per_token


@quantity("FLOP", N_("Compute of a run"))
def training_flops(
    training_tokens: Any, flops_per_parameter_token: Any, trained_parameters: Any, mtok_per_token: Any
) -> Any:
    """FLOPs per parameter and token, times the parameters that a token uses, times the tokens."""
    return flops_per_parameter_token * trained_parameters * training_tokens / mtok_per_token


@quantity("accelerator*hour", N_("GPU hours of a run"))
def training_hours(training_flops: Any, training_peak: Any, efficiency: Any, seconds_per_hour: Any) -> Any:
    """Compute over the achieved compute of one GPU: its dense 16-bit peak times the efficiency."""
    return training_flops / (training_peak * efficiency * seconds_per_hour)


@quantity("accelerator", N_("GPUs that the training needs"))
def training_accelerators(
    training_memory: Any, training_accelerator_memory: Any, usable_memory_share: Any, accelerator_unit: Any
) -> Any:
    """Memory for weights, gradients and optimiser over the usable memory of a GPU, rounded up."""
    return np.ceil(training_memory / (training_accelerator_memory * usable_memory_share)) * accelerator_unit


@quantity("USD", N_("Compute of one version"), provides="tuning_compute")
def trained_compute(training_hours: Any, training_price: Any, runs: Any, adapters: Any) -> Any:
    """GPU hours of a run times their price, for every run until one is good enough, for every variant."""
    return training_hours * training_price * runs * adapters


@quantity("USD", N_("Compute of one version"), provides="tuning_compute")
def hosted_compute(training_tokens: Any, training_token_price: Any, runs: Any, adapters: Any) -> Any:
    """Training tokens times the provider's price, for every run and variant."""
    return training_tokens * training_token_price * runs * adapters


@quantity("1", N_("Change of training prices"), provides="training_price_factor")
def rented_training_factor(rental_price_trend: Any, years_elapsed: Any) -> Any:
    """One plus the yearly change of GPU rents, raised to the years elapsed."""
    return (1.0 + rental_price_trend) ** years_elapsed


@quantity("1", N_("Change of training prices"), provides="training_price_factor")
def hosted_training_factor(api_price_trend: Any, years_at_pricing: Any) -> Any:
    """One plus the yearly change of API prices, raised to the years until the price that holds was set."""
    return (1.0 + api_price_trend) ** years_at_pricing


@quantity("USD", N_("Data of one version"))
def tuning_data(
    examples: Any,
    example_price: Any,
    synthetic_share: Any,
    synthetic_price: Any,
    data_bought: Any,
    adapters: Any,
) -> Any:
    """Examples by people and by a model, each at its price, for every variant; and the data sets bought."""
    price = example_price * (1.0 - synthetic_share) + synthetic_price * synthetic_share
    return examples * price * adapters + data_bought


@quantity("USD", N_("Work on one version"))
def tuning_labour(labour_hours: Any, labour_rate: Any) -> Any:
    """Hours of engineers times their rate."""
    return labour_hours * labour_rate


@quantity("USD", N_("Evaluation of one version"))
def tuning_evaluation(evaluation: Any, adapters: Any) -> Any:
    """Cost of testing, for every variant."""
    return evaluation * adapters


@quantity("USD/month", N_("Tuning: work"), part="tuning_labour")
def tuning_labour_flow(tuning_labour: Any, first_month: Any, wage_factor: Any) -> Any:
    """The work on the first version, at the start."""
    return tuning_labour * first_month * wage_factor


@quantity("USD/month", N_("Tuning: data"), part="tuning_data")
def tuning_data_flow(tuning_data: Any, first_month: Any) -> Any:
    """The data of the first version, at the start."""
    return tuning_data * first_month


@quantity("USD/month", N_("Tuning: compute"), part="tuning_compute")
def tuning_compute_flow(tuning_compute: Any, first_month: Any, training_price_factor: Any) -> Any:
    """The compute of the first version, at the start and at the price of that month."""
    return tuning_compute * first_month * training_price_factor


@quantity("USD/month", N_("Tuning: evaluation"), part="tuning_evaluation")
def tuning_evaluation_flow(tuning_evaluation: Any, first_month: Any) -> Any:
    """The evaluation of the first version, at the start."""
    return tuning_evaluation * first_month


@quantity("USD/month", N_("Tuning: re-tunes"), part="retuning")
def retuning_flow(
    tuning_labour: Any,
    tuning_data: Any,
    tuning_compute: Any,
    tuning_evaluation: Any,
    versions: Any,
    retune_share: Any,
    wage_factor: Any,
    training_price_factor: Any,
) -> Any:
    """For every re-tune its share of the work and data of the first version, and all of its compute and evaluation."""
    anew = tuning_labour * wage_factor + tuning_data
    return versions * (anew * retune_share + tuning_compute * training_price_factor + tuning_evaluation)


@quantity("USD/month", N_("Tuning: re-tunes"), part="retuning", provides="retuning_flow")
def retuning_of_prompts(
    tuning_labour: Any, tuning_evaluation: Any, versions: Any, retune_share: Any, wage_factor: Any
) -> Any:
    """For every round its share of the first work on the prompts, and all of the evaluation."""
    return versions * (tuning_labour * wage_factor * retune_share + tuning_evaluation)


@quantity("1/month", N_("Re-tunes in a month"))
def versions(retunes_per_year: Any, months_per_year: Any, active: Any) -> Any:
    """Re-tunes of a year spread evenly over its months."""
    return retunes_per_year / months_per_year * active


@quantity("USD/month", N_("Hosting of the tuned model"), part="tuned_hosting")
def tuned_hosting(
    hosting_price: Any, hours_per_month: Any, adapters: Any, training_price_factor: Any, active: Any
) -> Any:
    """The provider's hourly fee for keeping the tuned model, around the clock."""
    return hosting_price * hours_per_month * adapters * training_price_factor * active


@quantity("USD", N_("Tuning over the horizon"))
def tuning_cost(tuning_flow: Any, price_level: Any, one_month: Any) -> Any:
    """All parts of the tuning, in the money that the plan counts in."""
    return over_months(tuning_flow / price_level) * one_month


@quantity("USD", N_("Tuning, first version"), provides="first_version_cost")
def first_version_of_prompts(tuning_labour: Any, tuning_evaluation: Any) -> Any:
    """Work on the prompts and their evaluation."""
    return tuning_labour + tuning_evaluation


@quantity("USD", N_("Tuning, first version"), provides="first_version_cost")
def first_version(tuning_labour: Any, tuning_data: Any, tuning_compute: Any, tuning_evaluation: Any) -> Any:
    """Work, data, compute and evaluation of the first version."""
    return tuning_labour + tuning_data + tuning_compute + tuning_evaluation
