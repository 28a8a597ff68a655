from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.catalog.records import Accelerator, Model
from planner.cost.performance import deployment_of, predict, predict_arrays, service_curve, stack
from planner.cost.performance.coefficients import coefficients_from, prior_values, shipped
from planner.cost.performance.deployment import DEPLOYMENT_FIELDS, Deployment
from planner.plan.wording import PlannerError

SHARED = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture
def deployment(dense_model: Model, accelerator: Accelerator) -> Deployment:
    return deployment_of(
        dense_model, accelerator, engine="vllm", engine_date="2025-07", input_tokens=1000, output_tokens=500
    )


def bare_coefficients():
    """No overheads, whole peaks: what is left is arithmetic that a person can repeat."""
    values = prior_values() | {
        "bandwidth_efficiency.nvidia": 1.0,
        "compute_efficiency.hopper": 1.0,
        "step_overhead.vllm": 0.0,
        "request_overhead.vllm": 0.0,
        "request_latency.vllm": 0.0,
        "layer_overhead": 0.0,
        "prefill_attention_efficiency": 1e9,
        "prefill_interference": 0.0,
    }
    return coefficients_from(values)


def test_a_decode_step_is_the_bytes_over_the_bandwidth_and_the_operations_over_the_peak(deployment: Deployment) -> None:
    p = predict(deployment, 10.0, bare_coefficients())
    weights = 8e9 * 2 / 3000e9
    cache = 10 * (1000 + 250) * 131072 / 3000e9
    compute = 10 * 2 * 8e9 / 1000e12
    elementwise = 10 * 32 * 4096 * 30 / 3000e9
    assert p.tpot_ms == pytest.approx(1e3 * (weights + cache + compute + elementwise), rel=1e-9)
    assert p.step.weights == pytest.approx(weights)
    assert p.step.kv_cache == pytest.approx(cache)
    assert p.step.all_reduce == 0.0


def test_weight_only_quantization_saves_bytes_and_not_operations(dense_model: Model, accelerator: Accelerator) -> None:
    c = coefficients_from(prior_values() | {"compute_ratio.weight_only": 1.0, "bandwidth_ratio.weight_only": 1.0})
    at16, at4, at8 = (
        predict(deployment_of(dense_model, accelerator, weight_precision=name), 1.0, c)
        for name in ("bf16", "int4", "fp8")
    )
    assert at4.step.weights == pytest.approx(at16.step.weights * 0.55 / 2)
    assert at4.prefill_ms > at8.prefill_ms
    assert at8.step.weights == pytest.approx(at16.step.weights / 2)


def test_a_step_of_few_tokens_reads_few_experts_and_of_many_reads_all(
    expert_model: Model, accelerator: Accelerator
) -> None:
    d = deployment_of(expert_model, accelerator, tensor_parallel=8.0)
    c = coefficients_from(prior_values() | {"expert_skew": 1.0})
    one, many = predict(d, 1.0, c), predict(d, 10_000.0, c)
    # 90e9 parameters are idle experts: 96e9 in all experts, of which a token reaches 4 of 64.
    bandwidth = 8 * 3000e9 * c["bandwidth_efficiency.nvidia"]
    dense = 4e9 * 2 / bandwidth
    every = 96e9 * 2 / bandwidth
    assert one.step.weights == pytest.approx(dense + every * 4 / 64)
    assert many.step.weights == pytest.approx(dense + every, rel=1e-3)


def test_time_per_output_token_is_end_to_end_less_first_token_over_the_other_tokens(deployment: Deployment) -> None:
    p = predict(deployment, 16.0)
    end_to_end = 16.0 / p.req_s
    assert p.tpot_ms == pytest.approx(1e3 * (end_to_end - p.ttft_ms * 1e-3) / (500 - 1))
    assert p.output_tok_s == pytest.approx(p.req_s * 500)
    assert p.total_tok_s == pytest.approx(p.req_s * 1500)


def test_what_does_not_fit_is_no_number_and_says_what_is_missing(dense_model: Model, accelerator: Accelerator) -> None:
    large = replace(dense_model, total_parameters=70e9, active_parameters=70e9)
    p = predict(deployment_of(large, accelerator), np.array([1.0, np.inf]))
    assert not p.fits.any()
    for values in (
        p.output_tok_s,
        p.total_tok_s,
        p.req_s,
        p.tpot_ms,
        p.ttft_ms,
        p.low_output_tok_s,
        p.high_output_tok_s,
    ):
        assert np.isnan(values).all()
    # 140e9 bytes are 130.4 GB of 2^30; 80 GB less 2 % are there.
    assert p.memory.shortfall_gb == pytest.approx(140e9 / 2**30 - 0.98 * 80, abs=1.0)
    assert predict(deployment_of(large, accelerator, tensor_parallel=2.0), 1.0).fits


def test_requests_that_do_not_fit_wait_and_the_throughput_stays(deployment: Deployment) -> None:
    most = float(predict(deployment, np.inf).max_concurrency)
    slots = float(predict(deployment, 1.0).memory.slots)
    assert most <= slots
    full, double = predict(deployment, slots), predict(deployment, 2 * slots)
    assert double.output_tok_s == pytest.approx(full.output_tok_s)
    assert double.running == slots
    assert double.ttft_ms > full.ttft_ms + 1000


def test_replicas_multiply_throughput_and_leave_latency(dense_model: Model, accelerator: Accelerator) -> None:
    one = predict(deployment_of(dense_model, accelerator), 8.0)
    three = predict(deployment_of(dense_model, accelerator, replicas=3.0), 24.0)
    assert three.output_tok_s == pytest.approx(3 * one.output_tok_s)
    assert three.tpot_ms == pytest.approx(one.tpot_ms)


def test_a_shared_prefix_is_not_computed_again(dense_model: Model, accelerator: Accelerator) -> None:
    whole, shared = (
        predict(deployment_of(dense_model, accelerator, input_tokens=4000, shared_prefix_tokens=prefix), 32.0)
        for prefix in (0, 3000)
    )
    assert shared.prefill_ms < 0.4 * whole.prefill_ms
    assert shared.output_tok_s > whole.output_tok_s


def test_an_expert_gets_more_out_of_the_same_deployment(dense_model: Model, accelerator: Accelerator) -> None:
    rates = [
        float(predict(deployment_of(dense_model, accelerator, tuned=tuned), 8.0).output_tok_s)
        for tuned in ("out of the box", "usual", "expert")
    ]
    assert rates[1] == pytest.approx(rates[0] * shipped()["tuning_gain"])
    assert rates[2] == pytest.approx(rates[1] * shipped()["tuning_gain"])


def test_an_older_engine_is_slower(dense_model: Model, accelerator: Accelerator) -> None:
    old, new = (
        predict(deployment_of(dense_model, accelerator, engine="vllm", engine_date=date), 32.0).output_tok_s
        for date in ("2023-09", "2026-01")
    )
    assert old < 0.7 * new


def test_pcie_costs_more_than_nvlink(dense_model: Model, accelerator: Accelerator) -> None:
    card = replace(accelerator, link="PCIe 5.0 x16", link_bandwidth=128.0)
    fast, slow = (predict(deployment_of(dense_model, chip, tensor_parallel=4.0), 64.0) for chip in (accelerator, card))
    assert slow.step.all_reduce > 3 * fast.step.all_reduce
    assert slow.tpot_ms > fast.tpot_ms


@SHARED
@given(
    concurrency=st.floats(1, 2000),
    more=st.floats(1.0, 4.0),
    tokens=st.tuples(st.floats(1, 20000), st.floats(2, 4000)),
    parallel=st.sampled_from([1.0, 2.0, 4.0, 8.0]),
)
def test_more_in_flight_is_never_faster_for_one_nor_slower_for_all(
    dense_model: Model,
    accelerator: Accelerator,
    concurrency: float,
    more: float,
    tokens: tuple[float, float],
    parallel: float,
) -> None:
    d = deployment_of(
        dense_model, accelerator, tensor_parallel=parallel, input_tokens=tokens[0], output_tokens=tokens[1]
    )
    p = predict(d, np.array([concurrency, concurrency * more]))
    assert p.fits.all()
    assert p.tpot_ms[1] >= p.tpot_ms[0] * (1 - 1e-9)
    assert p.output_tok_s[1] >= p.output_tok_s[0] * (1 - 1e-6)
    assert (p.low_output_tok_s < p.output_tok_s).all()
    assert (p.output_tok_s < p.high_output_tok_s).all()


def test_pieces_give_the_same_as_one_call(dense_model: Model, expert_model: Model, accelerator: Accelerator) -> None:
    both = stack(
        [
            deployment_of(dense_model, accelerator, tensor_parallel=2.0),
            deployment_of(expert_model, accelerator, tensor_parallel=8.0, weight_precision="fp8"),
        ]
    )
    index = np.random.default_rng(1).integers(0, 2, 20_000)
    many = Deployment(**{name: np.asarray(getattr(both, name))[index] for name in DEPLOYMENT_FIELDS})
    concurrency = np.linspace(1, 500, 20_000)
    whole, pieces = predict(many, concurrency), predict_arrays(many, concurrency)
    assert np.array_equal(whole.output_tok_s, pieces.output_tok_s)
    assert np.array_equal(whole.memory.weights, pieces.memory.weights)
    assert np.array_equal(whole.step.overhead, pieces.step.overhead)


def test_a_service_curve_runs_from_one_request_to_as_many_as_fit(dense_model: Model, accelerator: Accelerator) -> None:
    both = stack([deployment_of(dense_model, accelerator, input_tokens=n) for n in (500, 5000)])
    curve = service_curve(both, points=8)
    assert curve.tpot_ms.shape == (2, 8)
    assert curve.concurrency[:, 0].tolist() == [1.0, 1.0]
    assert curve.concurrency[:, -1] == pytest.approx(predict(both, np.inf).max_concurrency)
    assert (np.diff(curve.req_s, axis=1) >= 0).all()
    direct = predict(deployment_of(dense_model, accelerator, input_tokens=500), float(curve.concurrency[0, 3]))
    assert curve.tpot_ms[0, 3] == pytest.approx(float(direct.tpot_ms))


def test_unknown_names_are_refused_with_what_to_take(dense_model: Model, accelerator: Accelerator) -> None:
    for wrong in ({"weight_precision": "fp7"}, {"kv_precision": "odd"}, {"engine": "magic"}, {"engine_date": "soon"}):
        with pytest.raises(PlannerError, match=r"not known|not a month"):
            deployment_of(dense_model, accelerator, **wrong)
    with pytest.raises(PlannerError, match="level of tuning"):
        deployment_of(dense_model, accelerator, tuned="very")
    with pytest.raises(PlannerError, match="architecture of Dense 8B is not known"):
        deployment_of(replace(dense_model, layers=None), accelerator)
    with pytest.raises(PlannerError, match="bandwidth is not known for H100 round"):
        deployment_of(dense_model, replace(accelerator, memory_bandwidth=None))


def test_a_single_token_still_takes_every_prompts_prefill(dense_model: Model, accelerator: Accelerator) -> None:
    d = deployment_of(dense_model, accelerator, input_tokens=2000, output_tokens=1)
    one, many = predict(d, 1.0), predict(d, 64.0)
    work = 64 * 2 * 8e9 * 2000 / 1000e12
    assert 64 / float(many.req_s) > work
    assert many.ttft_ms > 10 * one.ttft_ms


@SHARED
@given(st.floats(1e9, 500e9), st.floats(1, 50_000), st.sampled_from([1.0, 2.0, 8.0]))
def test_the_parts_of_a_memory_that_fits_fill_it_and_none_is_negative(
    dense_model: Model, accelerator: Accelerator, parameters: float, tokens: float, parallel: float
) -> None:
    model = replace(dense_model, total_parameters=parameters, active_parameters=parameters)
    p = predict(deployment_of(model, accelerator, tensor_parallel=parallel, input_tokens=tokens), 1.0)
    memory = p.memory
    parts = [float(part) for part in (memory.weights, memory.kv_cache, memory.activations, memory.reserve)]
    if p.fits:
        assert sum(parts) == pytest.approx(80)
        assert min(parts) > 0
        assert float(memory.least) <= 80 * (1 + 1e-9)
        assert memory.shortfall_gb == 0
    else:
        assert memory.shortfall_gb > 0
        assert memory.max_concurrency == 0
