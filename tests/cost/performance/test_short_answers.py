"""Answers of a token or a few: prompts are all the work, and no GPU computes more than its peak."""

import numpy as np
import pytest

from planner.cost.performance import deployment_of, predict


@pytest.mark.parametrize("output", [1.0, 2.0, 5.0, 20.0])
@pytest.mark.parametrize("prompt", [200.0, 8_000.0])
def test_throughput_stays_below_the_arithmetic_peak(dense_model, accelerator, output, prompt):
    deployment = deployment_of(dense_model, accelerator, input_tokens=prompt, output_tokens=output)
    found = predict(deployment, np.inf)
    operations = 2.0 * dense_model.total_parameters * (prompt + output) * float(found.req_s)
    assert operations < accelerator.peak_fp16 * 1e12


def test_one_token_more_does_not_change_the_rate_by_much(dense_model, accelerator):
    rates = [
        float(predict(deployment_of(dense_model, accelerator, input_tokens=2_000, output_tokens=n), np.inf).req_s)
        for n in (1.0, 2.0, 3.0)
    ]
    assert rates == sorted(rates, reverse=True)
    assert rates[2] > 0.8 * rates[0]
