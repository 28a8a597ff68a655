"""Success and value against hand calculations; published scores and the loss of quantization."""

import datetime as dt

import cost_plans as plans
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import QualityScore
from planner.cost import quality
from planner.cost.evaluation import evaluate, explain
from planner.cost.quality_scores import quality_of, quantization_loss, score_record
from planner.plan.edits import evolve
from planner.plan.plan import ModelChoice
from planner.plan.workload import QualityFloor


def test_a_call_more_answers_a_failure_with_the_same_chance():
    # Of 100 requests 80 succeed at once; 15 of the 20 failures are tried again and 12 of them succeed.
    assert quality.model_success_share(success_rate=0.8, quality_lift=0.0, retries=0.15) == pytest.approx(0.92)


def test_retrying_until_it_works_ends_well_always():
    assert quality.model_success_share(0.8, 0.0, retries=0.25) == pytest.approx(1.0)
    assert quality.model_success_share(0.8, 0.0, retries=5.0) == 1.0


@given(rate=st.floats(0.001, 1.0), lift=st.floats(-1.0, 1.0), retries=st.floats(0.0, 10.0))
def test_success_is_a_share_and_tuning_lifts_it(rate, lift, retries):
    found = quality.model_success_share(rate, lift, retries)
    assert 0.0 <= found <= 1.0
    assert quality.model_success_share(rate, max(lift, 0.0), retries) >= quality.model_success_share(rate, 0.0, retries)


def test_wrong_hits_of_the_answer_cache_fail():
    # 30 % from the cache, of which 10 % do not fit; the model does 90 % right.
    found = quality.success_share(model_success_share=0.9, cache_hit_share=0.3, stale_share=0.1)
    assert found == pytest.approx(0.3 * 0.9 * 0.9 + 0.7 * 0.9)
    assert quality.successes(answers=1_000.0, success_share=found) == pytest.approx(873.0)


def test_the_value_rises_with_adoption():
    rise = quality.adoption(month_index=np.array([0.0, 1.0, 2.0, 4.0, 9.0]), adoption_months=4.0, one_month=1.0)
    assert list(rise) == [0.0, 0.25, 0.5, 1.0, 1.0]
    assert quality.adoption(1.0, 0.0, 1.0) == 1.0
    answered = quality.users_answered(active_users=10.0, traffic_share=0.8, kept_share=0.5)
    value = quality.value_flow(
        successes=100.0, value_per_success=2.0, users_answered=answered, value_per_user=3.0, adoption=0.5
    )
    assert value == pytest.approx((200.0 + 30.0 * 0.8 * 0.5) * 0.5)


def test_a_score_stands_beside_the_loss_of_fewer_bits():
    scenario = plans.rented(model="llama-2-70b-chat")
    plan = plans.plan(scenario, workload=plans.workload(quality=QualityFloor(benchmark="MMLU", floor=0.0)))
    full = quality_of(plan, scenario, catalogue())
    four = scenario.model_copy(update={"model": ModelChoice(model="llama-2-70b-chat", weights="int4")})
    less = quality_of(plan, four, catalogue())
    assert full.low is None
    assert less.low < less.value <= full.value
    low, middle, high = quantization_loss(69e9, 4.0, catalogue())
    assert (less.low, less.value, less.high) == pytest.approx([full.value * (1.0 + x) for x in (low, middle, high)])
    assert -0.05 < middle <= 0.0


def test_smaller_models_lose_more_by_quantization():
    assert quantization_loss(1.2e9, 4.0, catalogue())[1] < quantization_loss(70e9, 4.0, catalogue())[1]


def test_without_a_published_score_there_is_no_figure_and_no_verdict():
    scenario = plans.rented()
    plan = plans.plan(
        scenario, workload=plans.workload(quality=QualityFloor(benchmark="No such benchmark", floor=50.0))
    )
    result = evaluate(plan, catalogue()).scenarios[0]
    assert "quality" not in result.figures
    assert result.feasible


def test_a_model_below_the_floor_is_ruled_out_with_score_and_floor():
    scenario = plans.rented(model="llama-2-13b-chat")
    plan = plans.plan(scenario, workload=plans.workload(quality=QualityFloor(benchmark="MMLU", floor=60.0)))
    result = evaluate(plan, catalogue()).scenarios[0]
    assert not result.feasible
    assert "53.6" in result.reasons[0].text()
    assert evaluate(evolve(plan, ("workload", "quality", "floor"), 50.0), catalogue()).scenarios[0].feasible


FLOORED = plans.workload(quality=QualityFloor(benchmark="MMLU", floor=60.0))


def test_a_cascade_scores_the_mean_over_its_answers_and_a_hybrid_its_weaker_model():
    small = plans.rented("small", model="llama-2-13b-chat")
    large = plans.api("large", model="openai/gpt-4")
    routed = plans.routed(small="small", large="large", share=0.5, escalated=0.2)
    hybrid = plans.hybrid(base="small", overflow="large", servers=1.0)
    plan = plans.plan(small, large, routed, hybrid, workload=FLOORED)
    low, high = (quality_of(plan, each, catalogue()).value for each in (small, large))
    assert quality_of(plan, routed, catalogue()).value == pytest.approx(0.4 * low + 0.6 * high)
    assert quality_of(plan, hybrid, catalogue()).value == low
    results = evaluate(plan, catalogue())
    assert results.scenario("routed").feasible
    assert not results.scenario("hybrid").feasible


def test_of_several_scores_the_newest_with_the_best_evidence_counts_and_of_one_day_the_middle_one():
    def score(name, value, day, evidence):
        known = Provenance(title="", address="", date=day, checked=day, evidence=evidence)
        return QualityScore(id=name, name=name, provenance=known, model="m", benchmark="B", score=value)

    spring, summer = dt.date(2026, 3, 1), dt.date(2026, 6, 1)
    published = [
        score("first", 70.0, spring, Evidence.PUBLISHED),
        score("thinking", 80.0, summer, Evidence.PUBLISHED),
        score("thinking hard", 85.0, summer, Evidence.PUBLISHED),
        score("not thinking", 75.0, summer, Evidence.PUBLISHED),
        score("guessed later", 90.0, dt.date(2026, 9, 1), Evidence.ASSUMED),
    ]
    assert score_record("m", "B", catalogue().with_overlay(published)).id == "thinking"
    assert score_record("m", "B", catalogue().with_overlay([*published[:2], published[3]])).id == "not thinking"
    own = score("own cases", 60.0, spring, Evidence.MEASURED)
    assert score_record("m", "B", catalogue().with_overlay([*published, own])).id == "own cases"
    assert score_record("m", "Another", catalogue().with_overlay(published)) is None


def test_the_working_says_where_a_score_is_one_of_several():
    scenario = plans.api(model="openai/gpt-5")
    floor = QualityFloor(benchmark="Aider polyglot pass@2", floor=50.0)
    plan = plans.plan(scenario, workload=plans.workload(quality=floor))
    (node,) = explain(plan, catalogue(), scenario.id, "quality").inputs
    assert node.note.startswith("Several are published")
    assert node.value == 81.3  # the lower of two middles; another of the same day has 86.7, an older one 88
