"""Terms of a step against arithmetic that a person can repeat: experts, exchanges, overheads, chips in two parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.catalog.records import Accelerator, Model
from planner.cost.performance.coefficients import coefficients_from, prior_values
from planner.cost.performance.deployment import Deployment, deployment_of
from planner.cost.performance.prediction import predict
from planner.cost.performance.step_time import rates

BATCH = 16.0


def served(model: Model, accelerator: Accelerator, **changes: object) -> Deployment:
    return deployment_of(model, accelerator, engine="vllm", engine_date="2025-07", **changes)


def test_routing_and_block_scales_add_to_each_layer_of_experts(expert_model: Model, accelerator: Accelerator) -> None:
    c = coefficients_from(
        prior_values()
        | {"step_overhead.vllm": 0.0, "request_overhead.vllm": 0.0, "layer_overhead": 10.0}
        | {"moe_layer_overhead": 20.0, "block_scale_overhead": 30.0}
    )
    dense, bf16, fp8 = (
        predict(served(model, accelerator, tensor_parallel=8.0, weight_precision=name), 1.0, c).step.overhead
        for model, name in (
            (replace(expert_model, experts=None, experts_per_token=None), "bf16"),
            (expert_model, "bf16"),
            (expert_model, "fp8"),
        )
    )
    assert dense == pytest.approx(32 * 10e-6)
    assert bf16 == pytest.approx(32 * (10 + 20) * 1e-6)
    assert fp8 == pytest.approx(32 * (10 + 20 + 30) * 1e-6)


def test_one_server_handles_the_requests_of_all_replicas_that_share_experts(
    expert_model: Model, accelerator: Accelerator
) -> None:
    c = coefficients_from(
        prior_values() | {"step_overhead.vllm": 0.0, "layer_overhead": 0.0, "moe_layer_overhead": 0.0}
    )
    roomy = replace(accelerator, memory=400.0)  # holds a whole replica
    apart, shared = (
        predict(served(expert_model, roomy, replicas=4.0, expert_parallel=ranks), 4 * BATCH, c).step.overhead
        for ranks in (1.0, 4.0)
    )
    assert shared == pytest.approx(4 * apart)


def test_a_token_is_sent_once_to_each_other_replica_that_holds_some_of_its_experts(
    expert_model: Model, accelerator: Accelerator
) -> None:
    c = coefficients_from(prior_values() | {"link_efficiency.fast": 1.0})
    spread = served(expert_model, accelerator, replicas=4.0, expert_parallel=4.0)
    # 3 others, each holding one of the 4 experts of a token with a chance of 1 − (3/4)^4; 4096 values of 2 bytes there
    # and back in each of 32 layers, over 450 GB/s.
    reached = 3 * (1 - 0.75**4)
    assert rates(spread, c).exchange_seconds_per_token == pytest.approx(reached * 4096 * 4 * 32 / 450e9)
    assert rates(served(expert_model, accelerator), c).exchange_seconds_per_token == 0.0


def test_requests_handed_over_at_once_are_spared_the_server(dense_model: Model, accelerator: Accelerator) -> None:
    c = coefficients_from(
        prior_values()
        | {"step_overhead.vllm": 0.0, "layer_overhead": 0.0}
        | {"request_overhead.vllm": 40.0, "request_overhead.offline": 5.0, "overhead_decline": 1e-12}
    )
    online, offline = (
        predict(served(dense_model, accelerator, offline=value), BATCH, c).step.overhead for value in (False, True)
    )
    assert online == pytest.approx(BATCH * 40e-6)
    assert offline == pytest.approx(BATCH * 5e-6)


@pytest.fixture
def mi300x(accelerator: Accelerator) -> Accelerator:
    return replace(
        accelerator, id="mi300x", name="MI300X", vendor="AMD", family="CDNA3", link="Infinity Fabric", memory=192.0
    )


def test_small_products_ran_untuned_on_cdna3_until_november_2024_but_not_in_throughput_runs(
    dense_model: Model, mi300x: Accelerator
) -> None:
    c = coefficients_from(prior_values() | {"immaturity.amd": 1e-12, "untuned_decode_compute.amd": 10.0})
    before, run, after = (
        rates(deployment_of(dense_model, mi300x, engine="vllm", engine_date=date, offline=offline), c).decode_compute
        for date, offline in (("2024-10", False), ("2024-10", True), ("2024-12", False))
    )
    assert (float(before), float(run), float(after)) == (10.0, 1.0, 1.0)


def test_a_local_engine_uses_one_of_the_two_dies_of_an_mi250(dense_model: Model, mi300x: Accelerator) -> None:
    c = coefficients_from(prior_values() | {"local_kernel_bandwidth": 1e12})
    both = replace(mi300x, id="mi250", name="MI250", family="CDNA2", memory=128.0)
    one_die = replace(both, id="mi250x-gcd", name="MI250X GCD", memory=64.0)
    local = [rates(deployment_of(dense_model, chip, engine="llama.cpp"), c).bandwidth for chip in (both, one_die)]
    server = [rates(deployment_of(dense_model, chip, engine="vllm"), c).bandwidth for chip in (both, one_die)]
    assert float(local[0]) == pytest.approx(float(local[1]) / 2)
    assert float(server[0]) == pytest.approx(float(server[1]))


def test_a_card_with_the_power_of_a_module_holds_its_peak(dense_model: Model, accelerator: Accelerator) -> None:
    card = replace(accelerator, form_factor="PCIe", board_power=350.0)
    strong = replace(card, board_power=600.0)
    c = coefficients_from(prior_values())
    module, weak, full = (rates(served(dense_model, chip), c).seconds_per_token for chip in (accelerator, card, strong))
    assert float(full) == pytest.approx(float(module))
    assert float(weak) == pytest.approx(float(module) / c["compute_ratio.card"])
