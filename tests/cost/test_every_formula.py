"""Formulas that no other module of tests takes by itself, and the watch that there is none without a test."""

import re
from dataclasses import replace
from pathlib import Path

import cost_plans as plans
import numpy as np
import pytest
from every_formula import EVERY_FORMULA
from shipped_plans import catalogue

from planner.cost import (
    api,
    operations,
    serving,
)
from planner.cost.binding import bind
from planner.cost.performance import predict

ELSEWHERE = "test_units.py"
"""It runs every formula, but knows only its units."""
ACTIVE = np.array([0.0, 1.0])


def test_every_formula_is_taken_by_its_name_in_a_test():
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py") if path.name != ELSEWHERE]
    names = [formula.function.__name__ for formula in EVERY_FORMULA]
    assert len(names) > 150
    untested = [name for name in names if not any(re.search(rf"\b\w+\.{name}\b", text) for text in texts)]
    assert untested == []


def test_operators_and_data_staff_are_paid_by_the_month():
    pay = {"months_per_year": 12.0, "wage_factor": 1.1, "active": ACTIVE}
    assert operations.operators_pay(operators=0.5, operator_cost=96_000.0, **pay) == pytest.approx([0.0, 4_400.0])
    assert operations.data_staff_pay(data_staff=0.25, data_staff_cost=144_000.0, **pay) == pytest.approx([0.0, 3_300.0])


def test_tokens_of_calls_that_cannot_wait():
    assert api.interactive_input(interactive_calls=2e6, input_tokens=900.0, mtok_per_token=1e-6) == 1_800.0
    assert api.interactive_output(interactive_calls=2e6, output_tokens=250.0, mtok_per_token=1e-6) == 500.0


@pytest.mark.parametrize("tokens", [200_000.0, 200_001.0])
def test_prompts_of_one_length_are_long_together(tokens):
    share = api.long_input_share(input_tokens=tokens, input_spread=0.0, long_threshold=200_000.0)
    assert share == float(tokens > 200_000.0)


LONG = {"api_price_factor": 0.9, "metered_share": 0.5}


def test_each_kind_of_token_has_its_price_and_a_long_one():
    # A quarter at twice the price of 0.4 is 0.5 a million; 10 of them, half metered, 10 % off.
    by_hand = 10.0 * (0.75 * 0.4 + 0.25 * 0.8) * 0.9 * 0.5
    read = api.cache_read_charge(10.0, cache_read_price=0.4, long_cache_read_price=0.8, long_input_share=0.25, **LONG)
    written = api.cache_write_charge(
        10.0, cache_write_price=0.4, long_cache_write_price=0.8, long_input_share=0.25, **LONG
    )
    put_out = api.output_charge(10.0, output_price=0.4, long_output_price=0.8, long_call_share=0.25, **LONG)
    assert (read, written, put_out) == pytest.approx((by_hand, by_hand, by_hand))


def test_the_charge_before_credit_is_the_sum_of_its_kinds():
    kinds = ("plain_input", "cache_read", "cache_write", "output", "batch_input", "batch_output", "provisioned")
    charges = {f"{kind}_charge": 2.0**place for place, kind in enumerate(kinds)}
    assert api.gross_api_charge(**charges) == 127.0


def test_a_base_load_keeps_the_servers_that_are_named():
    assert list(serving.fixed_servers_in_use(base_servers=3.0, active=ACTIVE)) == [0.0, 3.0]


def test_a_server_answers_what_its_copies_do():
    assert serving.server_capacity(replica_capacity=1.5, replicas_per_server=4.0, one_server=1.0) == 6.0
    assert serving.server_limit(replica_limit=1.5, replicas_per_server=0.5, one_server=1.0) == 0.75


def test_latencies_are_said_in_milliseconds():
    assert serving.ttft_p95_ms(latency=(0.5, 0.02), ms_per_second=1_000.0, one_second=1.0) == 500.0
    assert serving.tpot_ms(latency=(0.5, 0.02), ms_per_second=1_000.0, one_second=1.0) == 20.0


@pytest.fixture
def copy():
    """One copy of a model: its deployment and its speed."""
    scenario = plans.rented()
    deployment = bind(plans.plan(scenario), scenario, catalogue()).leaves["deployment"].value
    return deployment, serving.service(deployment, 1_000.0, 200.0, 300.0, batch_limit=np.inf)


def test_the_speed_of_a_copy_is_the_performance_models(copy):
    deployment, speed = copy
    asked = replace(deployment, input_tokens=1_000.0, output_tokens=200.0, shared_prefix_tokens=300.0)
    alone = predict(asked, 1.0)
    assert float(np.ravel(speed.tpot_ms)[0]) == pytest.approx(float(alone.tpot_ms), rel=1e-6)
    assert float(np.ravel(speed.ttft_ms)[0]) == pytest.approx(float(alone.ttft_ms), rel=1e-6)


def test_speculation_speeds_up_a_copy_that_answers_one_request_by_its_gain(copy):
    deployment, plain = copy
    faster = serving.speculative_service(
        deployment, 1_000.0, 200.0, 300.0, np.inf, speculative_gain=2.0, speculative_loss=0.8
    )
    assert faster.tpot_ms[..., 0] == pytest.approx(plain.tpot_ms[..., 0] / 2.0)
    assert faster.tpot_ms[..., -1] == pytest.approx(plain.tpot_ms[..., -1] / 0.8)


def test_a_copy_keeps_its_targets_up_to_its_capacity_and_not_beyond(copy):
    _, speed = copy
    load = {"burstiness": 1.4, "work_spread": 0.8}
    most = serving.replica_limit(service=speed, performance_factor=0.9)
    assert most == pytest.approx(0.9 * np.max(speed.req_s))
    found = serving.replica_capacity(
        speed, ttft_target=900.0, tpot_target=60.0, performance_factor=1.0, ms_per_second=1_000.0, **load
    )
    assert 0.0 < np.ravel(found)[0] <= most / 0.9

    def keeps(rate):
        first, each = serving.latency(service=speed, replica_load=rate, **load)
        return float(np.ravel(first)[0]) <= 0.9 and float(np.ravel(each)[0]) <= 0.06

    capacity = float(np.ravel(found)[0])
    assert keeps(capacity)
    assert not keeps(1.02 * capacity)
