"""What the product was asked to know (F1–F24): a record, an example, or a control that changes a result for each."""

import datetime as dt

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue, example, example_results

from planner.analysis.volume import unit_cost_curve, volume_curves
from planner.cost.binding import bind
from planner.cost.composites import outcome_of
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve
from planner.plan.levers import Levers
from planner.plan.people import Operations
from planner.plan.plan import Scenario
from planner.plan.tuning import TUNING_KINDS
from planner.plan.workload import QualityFloor

LAUNCH = dt.date(2023, 11, 6)


def press(name):
    """The figure of the press as the catalogue holds it, with its day."""
    record = catalogue().record(f"press/{name}-2023")
    assert record.provenance.date.year == 2023
    return record


def figure(results, scenario, name="monthly_cost"):
    return results[scenario].figures[name].value


def total(scenario: Scenario, **parts):
    return evaluate(plans.plan(scenario, **parts), catalogue()).scenarios[0].total_cost


def changed(scenario: Scenario, *path_and_value, **parts):
    """The total with one field of the scenario changed."""
    *path, value = path_and_value
    plan = evolve(plans.plan(scenario, **parts), ("scenarios", scenario.id, *path), value)
    return evaluate(plan, catalogue()).scenarios[0].total_cost


def test_f1_llama_2_costs_50_to_100_percent_more_than_gpt_35_and_the_volume_at_which_that_flips_is_found():
    found = example_results("startup-chatbot-2023")
    band = press("llama-2-premium")
    premium = figure(found, "llama-70b") / figure(found, "gpt-35") - 1.0
    assert band.low <= premium <= band.high
    assert figure(found, "gpt-4") > figure(found, "llama-70b") > figure(found, "gpt-35")
    plan, its_catalogue = example("startup-chatbot-2023")
    pair = plan.model_copy(update={"scenarios": tuple(plan.scenario(name) for name in ("gpt-35", "llama-70b"))})
    curves = volume_curves(pair, its_catalogue)
    assert any(crossing.volume == pytest.approx(2.5e6, rel=0.02) for crossing in curves.crossings)


def test_f2_cyphers_tests_cost_240_times_as_much_on_idle_servers():
    found = example_results("cypher-tests-2023")
    assert figure(found, "llama-one-at-a-time", "total_cost") == pytest.approx(
        press("cypher-llama-2-tests").typical, rel=0.01
    )
    assert figure(found, "gpt-35", "total_cost") == pytest.approx(press("cypher-gpt-3.5-tests").typical, rel=0.01)
    assert figure(found, "llama-one-at-a-time", "utilisation") < 0.5


def test_f3_gpt_4_turbo_costs_a_cent_per_thousand_tokens_and_the_record_says_why_the_press_differs():
    turbo = catalogue().api_prices("openai/gpt-4-turbo", LAUNCH)[0]
    gpt_4 = catalogue().api_prices("openai/gpt-4", LAUNCH)[0]
    assert (turbo.input_price, turbo.output_price) == (10.0, 30.0)
    assert gpt_4.input_price == pytest.approx(3.0 * turbo.input_price)
    assert "100 input tokens" in turbo.disagreement
    assert press("gpt-4-turbo-input").typical == 100.0
    assert catalogue().api_prices("openai/gpt-4-turbo", LAUNCH - dt.timedelta(days=1)) == []


def test_f3_the_price_date_decides_which_price_holds():
    scenario = plans.api(input_price=None, output_price=None, credits=0.0)
    before, after = (total(scenario, money=plans.money(price_date=day)) for day in ("2023-11-05", "2023-11-06"))
    assert after < before


def test_f4_five_hundred_dollars_of_credit_are_drawn_down_before_money_flows():
    assert total(plans.api(credits=0.0)) - total(plans.api(credits=500.0)) == pytest.approx(500.0, rel=0.01)
    flow = outcome_of(plans.plan(plans.api(credits=500.0)), plans.api(credits=500.0), catalogue(), 0).flow("api")
    assert flow[1] == 0.0
    assert flow[-1] > 0.0


def test_f5_utilisation_is_computed_and_decides_the_price_of_a_token():
    plan, its_catalogue = example("startup-chatbot-2023")
    curve = unit_cost_curve(plan, its_catalogue, "llama-70b")
    known = np.isfinite(curve.cost_per_million_tokens)
    idle, busy = np.argmin(curve.utilisation[known]), np.argmax(curve.utilisation[known])
    assert curve.cost_per_million_tokens[known][idle] > 10.0 * curve.cost_per_million_tokens[known][busy]


def test_f6_cost_depends_on_task_volume_and_tuning():
    scenario = plans.api()
    base = total(scenario)
    longer = evolve(plans.plan(scenario), ("workload", "lengths", "answer"), 2_000.0)
    assert evaluate(longer, catalogue()).scenarios[0].total_cost > base
    assert changed(scenario, "tuning", plans.tuning("prompt_engineering")) > base
    templates = {profile.task for profile in catalogue().records("workload-profiles") if profile.kind == "preset"}
    assert len(templates) >= 6


def test_f7_the_unit_cost_of_small_hosts_is_far_above_that_of_large_ones():
    plan, its_catalogue = example("cloud-70b")
    curves = volume_curves(plan, its_catalogue)
    assert curves.volumes[-1] / curves.volumes[0] == pytest.approx(1e6)
    rented = curves.unit_cost("full-time-p4d")
    api = curves.unit_cost("gpt-35")
    assert rented[0] > 500.0 * rented[60]
    assert api[0] == pytest.approx(api[-1])


def test_f8_an_api_bill_of_a_million_is_20_times_the_in_house_cost():
    found = example_results("permutable-2023")
    api, own = (figure(found, name, "yearly_cost") for name in ("gpt-4", "in-house"))
    assert api == pytest.approx(press("permutable-api-bill").typical, rel=0.02)
    assert api / own == pytest.approx(press("permutable-factor").typical, rel=0.1)


def test_f9_a_quality_floor_marks_what_is_too_weak_and_the_cheapest_adequate_one_is_named():
    found = example_results("startup-chatbot-2023").values()
    assert {result.id for result in found if not result.feasible} == {"llama-13b"}
    too_weak = example_results("startup-chatbot-2023")["llama-13b"]
    assert "quality" in too_weak.figures
    assert "below the floor" in too_weak.reasons[0].text()
    plan, its_catalogue = example("startup-chatbot-2023")
    cheapest = evaluate(plan, its_catalogue).feasible[0]
    assert cheapest.figures["quality"].value >= plan.workload.quality.floor
    routed = plans.plan(plans.rented(), plans.api(), plans.routed(share=0.9, escalated=0.05))
    totals = {result.id: result.total_cost for result in evaluate(routed, catalogue()).scenarios}
    assert totals["routed"] != totals["api"]


def test_f10_llama_2_comes_in_three_sizes_that_need_more_memory_and_score_better():
    sizes = [catalogue().model(f"llama-2-{size}-chat") for size in ("7b", "13b", "70b")]
    assert [round(model.total_parameters / 1e9) for model in sizes] == [7, 13, 69]
    scores = {
        record.model: record.score for record in catalogue().records("quality-scores") if record.benchmark == "MMLU"
    }
    assert scores["llama-2-70b-chat"] > scores["llama-2-13b-chat"]
    seven = plans.rented(model="llama-2-7b-chat")
    seventy = plans.rented(model="llama-2-70b-chat")
    assert evaluate(plans.plan(seven), catalogue()).scenarios[0].feasible
    refused = evaluate(plans.plan(seventy), catalogue()).scenarios[0]
    assert "does not fit" in refused.reasons[0].text()


def test_f11_fewer_bits_change_memory_speed_cost_and_quality():
    plan, its_catalogue = example("startup-chatbot-2023")
    found = evaluate(plan, its_catalogue)
    sixteen, eight = found.scenario("llama-70b"), found.scenario("llama-70b-int8")
    assert eight.total_cost < sixteen.total_cost
    assert eight.figures["accelerators"].value < sixteen.figures["accelerators"].value
    assert eight.figures["quality"].low < sixteen.figures["quality"].value
    offer = "verda/4a100.88v/us/on_demand/2023-10"
    limits = []
    for weights in ("fp16", "int8", "int4"):
        scenario = plans.rented(model="llama-2-70b-chat", offer=offer)
        bound_plan = evolve(plans.plan(scenario), ("scenarios", "rented", "model", "weights"), weights)
        values = bind(bound_plan, bound_plan.scenarios[0], catalogue()).values()
        limits.append(float(np.ravel(values["server_limit"])[0]))
    assert len(set(limits)) == 3


def test_f12_a_dgx_box_is_a_record_and_carries_every_cost_of_owning():
    box = catalogue().purchase_offer("buy/nvidia-dgx-a100-320gb/2020-05")
    assert box.price == pytest.approx(press("dgx-box").typical, rel=0.01)
    assert box.power == 6_500.0
    parts = evaluate(plans.plan(plans.owned()), catalogue()).scenarios[0].breakdown
    assert {"hardware", "power", "space", "support", "staff"} <= set(parts)
    below_100b = evolve(
        plans.plan(plans.owned(price=None)), ("scenarios", "owned", "model", "model"), "llama-2-70b-chat"
    )
    assert evaluate(below_100b, catalogue()).scenarios[0].feasible


def test_f13_the_box_over_three_years_is_65000_dollars_a_year():
    yearly = figure(example_results("dgx-on-premises"), "hardware-only", "yearly_cost")
    assert yearly == pytest.approx(press("on-premises-hardware").typical, rel=0.03)


def test_f14_a_small_model_in_the_cloud_costs_about_1000_dollars_a_month():
    found = example_results("cloud-small-model")
    assert figure(found, "endpoint-13b") == pytest.approx(press("cloud-under-15b").typical, rel=0.06)
    model = catalogue().model("llama-2-13b-chat")
    assert model.total_parameters < 15e9


def test_f15_a_70b_model_costs_about_1500_dollars_a_month_in_4_bits_and_far_more_in_16():
    found = example_results("cloud-70b")
    assert figure(found, "aws-part-time") == pytest.approx(press("cloud-70b").typical, rel=0.01)
    assert figure(found, "one-gpu-int4") == pytest.approx(press("cloud-70b").typical, rel=0.11)
    assert figure(found, "full-time-16-bit") > 5.0 * press("cloud-70b").typical


@pytest.mark.parametrize(
    ("record", "scenario"),
    [
        ("prompt-tuning", "prompt-tuning"),
        ("instruction-tuning", "instruction-tuning"),
        ("fine-tuning-larger", "continued-70b"),
    ],
)
def test_f16_the_published_range_stands_beside_first_principles(record, scenario):
    published = press(record)
    computed = figure(example_results("tuning-ranges"), scenario, "tuning_cost")
    assert published.low <= computed
    assert published.high is None or computed <= published.high
    plan, _ = example("tuning-ranges")
    assert plan.scenario(scenario).notes.startswith("Press:")


def test_f16_full_fine_tuning_of_a_small_model_reaches_100000_dollars_with_people_only():
    found = example_results("tuning-ranges")
    published = press("fine-tuning-1-5b").value
    assert figure(found, "full-3b-with-people", "tuning_cost") == pytest.approx(published, rel=0.1)
    assert figure(found, "full-3b", "tuning_cost") < 0.01 * published


@pytest.mark.parametrize(
    "model", ["llama-2-7b", "llama-2-13b", "phi-1.5", "pythia-1b", "vicuna-13b-v1.5", "vicuna-7b-v1.5", "alpaca-7b"]
)
def test_f17_small_alternatives_can_be_chosen(model):
    result = evaluate(plans.plan(plans.rented(model=model)), catalogue()).scenarios[0]
    assert result.feasible
    assert catalogue().find_model(model).provenance.date <= dt.date(2026, 11, 23)


def test_f17_llama_2_long_is_known_and_said_not_to_be_published():
    result = evaluate(plans.plan(plans.rented(model="llama-2-long-70b")), catalogue()).scenarios[0]
    assert not result.feasible
    assert "not published" in result.reasons[0].text()


@pytest.mark.parametrize("fee", ["licence_per_year", "licence_per_accelerator", "licence_per_user", "revenue_share"])
def test_f18_licence_terms_of_every_kind_change_the_bill(fee):
    scenario = plans.rented().model_copy(update={"operations": Operations()})
    amount = {"licence_per_user": 1.0, "revenue_share": 0.1}.get(fee, 5_000.0)
    assert changed(scenario, "operations", fee, amount) > total(scenario)


def test_f19_value_gives_return_payback_and_net_present_value():
    result = evaluate(plans.plan(plans.api()), catalogue()).scenarios[0].figures
    assert {"roi", "npv"} <= set(result)
    bought = (
        evaluate(evolve(plans.plan(plans.owned()), ("value", "value_per_success"), 0.5), catalogue())
        .scenarios[0]
        .figures
    )
    assert {"payback_month", "irr"} <= set(bought)
    assert bought["npv"].value > 0.0


def test_f20_three_vendors_a_scarcity_premium_and_a_bridge_until_delivery():
    vendors = {accelerator.vendor for accelerator in catalogue().records("accelerators")}
    assert {"NVIDIA", "AMD", "Intel"} <= vendors
    scenario = plans.owned(scarcity_premium=0.0, lead_months=0.0, bridge_price=0.0, financed_share=0.0, residual=0.0)
    base = total(scenario)
    assert changed(scenario, "hosting", "owned", "scarcity_premium", 0.5) > base
    late = plans.owned(scarcity_premium=0.0, lead_months=3.0, bridge_price=0.02)
    parts = evaluate(plans.plan(late), catalogue()).scenarios[0]
    assert parts.breakdown["bridge"] > 0.0
    assert np.count_nonzero(parts.cash_flow["bridge"]) == 3


def test_f20_an_api_or_rented_servers_bridge_the_lead_time_at_their_own_cost():
    for bridge in (plans.api(credits=0.0), plans.rented(committed_servers=0.0)):
        late = plans.owned(lead_months=3.0, bridge=bridge.id)
        flows = evaluate(plans.plan(bridge, late), catalogue()).scenario("owned").cash_flow
        part = "api" if bridge.id == "api" else "rent"
        assert np.flatnonzero(flows[part]).tolist() == [1, 2, 3]


@pytest.mark.parametrize("provider", ["Hugging Face", "NexGen Cloud", "AWS", "Azure"])
def test_f21_gpus_are_rented_from_the_named_providers(provider):
    listed = catalogue().records("rental-offers")
    offers = [offer for offer in listed if offer.provider.startswith(provider) and offer.price is not None]
    assert offers
    assert all(offer.provenance.address and offer.provenance.date for offer in offers)
    known = next(
        offer for offer in offers if offer.accelerator in ("a100-sxm-80gb", "a10g", "h100-sxm", "a100-pcie-80gb")
    )
    small = plans.rented(model="llama-2-7b-chat", offer=known.id, price=None)
    assert evaluate(plans.plan(small), catalogue()).scenarios[0].breakdown["rent"] > 0.0


def test_f22_a_pilot_runs_at_its_volume_and_is_costed_apart():
    pilot = evaluate(plans.plan(plans.api()), catalogue()).scenarios[0]
    assert 0.0 < pilot.figures["pilot_cost"].value < pilot.total_cost
    at_once = evolve(plans.plan(plans.api()), ("workload", "volume", "pilot_months"), 0.0)
    full = evaluate(at_once, catalogue()).scenarios[0]
    assert "pilot_cost" not in full.figures
    assert full.total_cost > pilot.total_cost


def test_f23_prompt_engineering_is_a_tuning_approach_and_a_cache_answers_repeats_first():
    assert "prompt_engineering" in dict(TUNING_KINDS)
    scenario = plans.api(tuned=plans.tuning("prompt_engineering"))
    parts = evaluate(plans.plan(scenario), catalogue()).scenarios[0].breakdown
    assert parts["tuning_labour"] > 0.0
    assert "tuning_compute" not in parts
    prompts = {
        kind: bind(plans.plan(each), each, catalogue()).values()["input_tokens"]
        for kind, each in (("engineered", scenario), ("tuned", plans.api(tuned=plans.tuning("hosted_fine_tuning"))))
    }
    assert prompts["engineered"] == pytest.approx(prompts["tuned"] + 130.0)
    cached = plans.api(levers=Levers(semantic_cache=True, cache_hits=0.3, cache_cost=10.0, stale_answers=0.0))
    plain_calls = bind(plans.plan(plans.api()), plans.api(), catalogue()).values()["calls"]
    calls = bind(plans.plan(cached), cached, catalogue()).values()["calls"]
    assert calls[1:] == pytest.approx(0.7 * plain_calls[1:])


def test_f24_both_lines_behind_chatgpt_have_dated_prices_by_the_token():
    for model in ("openai/gpt-3.5-turbo", "openai/gpt-4"):
        lines = [
            line for line in catalogue().records("api-prices") if line.model == model and line.provider == "OpenAI"
        ]
        assert lines
        assert all(line.valid_from.year >= 2023 and line.provenance.address for line in lines)
    starts = {line.valid_from for line in catalogue().records("api-prices") if line.model == "openai/gpt-3.5-turbo"}
    assert len(starts) >= 4


def test_no_fact_needs_the_floor_to_be_of_one_benchmark():
    """F9 again: a benchmark that nobody published for a model leaves the model in."""
    floored = plans.workload(quality=QualityFloor(benchmark="SWE-bench", floor=99.0))
    assert evaluate(plans.plan(plans.rented(model="pythia-1b"), workload=floored), catalogue()).scenarios[0].feasible
