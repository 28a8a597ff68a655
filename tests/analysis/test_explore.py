"""The lattice: filtered by limits, ranked by cost, with the frontier of cost and quality."""

import datetime as dt

import pytest

from planner.analysis.explore import Space, explore
from planner.cost.evaluation import evaluate

MODELS = ("llama-3.1-8b-instruct", "llama-3.1-70b-instruct", "openai/gpt-4o")
SMALL = Space(models=MODELS, precisions=("fp16", "int4"), accelerators=("h100-sxm-80gb", "h200-sxm", "a100-sxm-80gb"))


def test_candidates_are_ranked_by_cost_with_those_that_answer_on_top(plan, catalogue):
    found = explore(plan, catalogue, "rent", SMALL)
    able = [each for each in found.candidates if each.feasible]
    assert len(able) >= 3
    assert [each.total for each in able] == sorted(each.total for each in able)
    assert all(each.feasible for each in found.candidates[: len(able)])


def test_a_candidate_put_into_the_plan_costs_what_was_found(plan, catalogue):
    found = explore(plan, catalogue, "rent", SMALL)
    for candidate in found.candidates[:3]:
        wider = plan.model_copy(update={"scenarios": (*plan.scenarios, candidate.scenario)})
        assert evaluate(wider, catalogue).scenario(candidate.scenario.id).total_cost == pytest.approx(candidate.total)


def test_a_limit_takes_candidates_out_and_keeps_them_visible_with_the_reason(build, plan, catalogue):
    limited = build.edited(plan, (("constraints", "no_egress"), True))
    found = explore(limited, catalogue, "rent", SMALL)
    assert len(found.candidates) == len(explore(plan, catalogue, "rent", SMALL).candidates)
    assert all(each.scenario.hosting.kind == "rented" for each in found.candidates if each.feasible)
    assert all(each.reasons for each in found.candidates if each.scenario.hosting.kind == "api")


def test_an_api_model_that_will_be_withdrawn_is_no_answer_and_says_so(build, plan, catalogue):
    end = catalogue.find_model("openai/gpt-5-mini").retired
    soon = build.edited(plan, (("money", "price_date"), end - dt.timedelta(days=18)))
    (found,) = explore(soon, catalogue, "rent", Space(models=("openai/gpt-5-mini",))).candidates
    assert not found.feasible
    assert found.reasons[-1].text().startswith("GPT-5 mini will be withdrawn on ")
    long_before = build.edited(plan, (("money", "price_date"), dt.date(2025, 9, 1)), (("money", "horizon"), 12.0))
    (found,) = explore(long_before, catalogue, "rent", Space(models=("openai/gpt-5-mini",))).candidates
    assert found.feasible


def test_the_cheapest_adequate_model_follows_the_quality_floor_f9(build, plan, catalogue):
    scores = {}
    for record in catalogue.records("quality-scores"):
        if record.model in MODELS and record.score is not None:
            scores.setdefault(record.benchmark, {})[record.model] = record.score
    small, large = MODELS[:2]
    benchmark = next(name for name, each in scores.items() if small in each and large in each)
    floor = (scores[benchmark][small] + scores[benchmark][large]) / 2.0
    asked = build.edited(plan, (("workload", "quality", "benchmark"), benchmark))
    free = explore(asked, catalogue, "rent", SMALL).cheapest_adequate
    strict = build.edited(asked, (("workload", "quality", "floor"), floor))
    adequate = explore(strict, catalogue, "rent", SMALL).cheapest_adequate
    assert adequate.quality is None or adequate.quality >= floor
    assert adequate.total >= free.total


def test_nothing_on_the_frontier_is_beaten(build, plan, catalogue):
    found = explore(plan, catalogue, "rent", SMALL)
    front = [each for each in found.candidates if each.best]
    assert front[0] == found.cheapest_adequate
    for each in front:
        for other in found.candidates:
            if other.feasible and other.quality is not None and each.quality is not None:
                assert not (other.total < each.total and other.quality > each.quality)


def test_candidates_beyond_the_most_are_counted_not_forgotten(plan, catalogue):
    everything = explore(plan, catalogue, "rent", SMALL)
    few = explore(plan, catalogue, "rent", SMALL, most=2)
    assert len(few.candidates) == 2
    assert few.left_out == len(everything.candidates) - 2


def test_ids_are_unique(plan, catalogue):
    ids = [each.scenario.id for each in explore(plan, catalogue, "rent", SMALL).candidates]
    assert len(set(ids)) == len(ids)
