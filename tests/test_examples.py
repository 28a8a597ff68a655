"""The worked examples land where the press landed, from first principles, with the inputs in sight."""

import numpy as np
import pytest
from shipped_plans import catalogue, example, example_results, names, results, shipped

from planner.analysis.checks import checks
from planner.cost.evaluation import evaluate, evaluate_with_doubt, explain
from planner.plan.edits import evolve


def cost(name, scenario, figure="monthly_cost"):
    return example_results(name)[scenario].figures[figure].value


def test_the_seven_worked_examples_and_the_six_templates_ship():
    assert names("examples") == sorted(
        [
            "startup-chatbot-2023",
            "cypher-tests-2023",
            "permutable-2023",
            "dgx-on-premises",
            "cloud-small-model",
            "cloud-70b",
            "tuning-ranges",
        ]
    )
    assert names("templates") == sorted(
        [
            "support-chat",
            "document-extraction",
            "rag-assistant",
            "coding-agent",
            "batch-classification",
            "translation",
        ]
    )


EVERY_PLAN = [(folder, name) for folder in ("examples", "templates") for name in names(folder)]


@pytest.mark.parametrize(("folder", "name"), EVERY_PLAN)
def test_every_shipped_plan_computes_every_scenario_and_says_what_is_known(folder, name):
    plan, _ = shipped(folder, name)
    for result in results(folder, name).values():
        assert result.figures["total_cost"].value > 0.0, result.id
    assert plan.baseline in {scenario.id for scenario in plan.scenarios}
    assert 4 <= len(plan.scenarios) <= 7
    assert len({scenario.colour for scenario in plan.scenarios}) == len(plan.scenarios)
    assert len(plan.notes) > 100
    assert plan.field_notes


@pytest.mark.parametrize(("folder", "name"), EVERY_PLAN)
def test_every_field_note_stands_at_a_field(folder, name):
    from planner.plan.fields import walk

    plan, _ = shipped(folder, name)
    fields = {".".join(path) for path, _, _ in walk(plan)}
    assert set(plan.field_notes) <= fields


@pytest.mark.parametrize(("folder", "name"), EVERY_PLAN)
def test_a_shipped_plan_carries_every_record_that_it_stands_on(folder, name):
    plan, its_catalogue = shipped(folder, name)
    with_own_records = [result.total_cost for result in evaluate(plan, its_catalogue).scenarios]
    assert with_own_records == [result.total_cost for result in evaluate(plan, catalogue()).scenarios]
    carried = {row["id"] for rows in plan.snapshot["records"].values() for row in rows}
    for scenario in plan.scenarios:
        if scenario.hosting.kind == "rented":
            assert scenario.hosting.rented.offer in carried
        if scenario.hosting.kind == "owned":
            assert scenario.hosting.owned.offer in carried


def test_llama_2_costs_50_to_100_percent_more_than_gpt_35_and_gpt_4_is_dearer_than_both():
    premium = cost("startup-chatbot-2023", "llama-70b") / cost("startup-chatbot-2023", "gpt-35") - 1.0
    assert 0.5 <= premium <= 1.0
    assert cost("startup-chatbot-2023", "gpt-4") > cost("startup-chatbot-2023", "llama-70b")
    assert example("startup-chatbot-2023")[0].money.price_date.isoformat() == "2023-10-31"


def test_above_the_flip_volume_llama_2_is_cheaper_than_gpt_35():
    plan, its_catalogue = example("startup-chatbot-2023")
    rent = cost("startup-chatbot-2023", "llama-70b")
    per_request = cost("startup-chatbot-2023", "gpt-35", "cost_per_request")
    flip = rent / per_request
    assert flip == pytest.approx(2.5e6, rel=0.02)  # the plan's notes name this volume
    for share, cheapest in ((0.95, "gpt-35"), (1.05, "llama-70b")):
        users = share * flip / plan.workload.volume.requests_per_user
        moved = evaluate(evolve(plan, ("workload", "volume", "users"), users), its_catalogue)
        totals = {result.id: result.total_cost for result in moved.scenarios}
        assert min(("gpt-35", "llama-70b"), key=totals.__getitem__) == cheapest


def test_the_first_plan_that_a_user_sees_answers_with_the_cheapest_that_is_good_enough():
    plan, its_catalogue = example("startup-chatbot-2023")
    result = evaluate_with_doubt(plan, its_catalogue, 500)
    below = result.scenario("llama-13b")
    assert not below.feasible
    assert "below the floor" in below.reasons[0].text()
    totals = result.scenario("gpt-35").figures["total_cost"]
    assert totals.low < totals.value < totals.high


def test_cyphers_tests_cost_1200_dollars_on_llama_2_and_5_on_gpt_35():
    llama = cost("cypher-tests-2023", "llama-one-at-a-time", "total_cost")
    api = cost("cypher-tests-2023", "gpt-35", "total_cost")
    assert llama == pytest.approx(1_200.0, rel=0.01)
    assert api == pytest.approx(5.0, rel=0.01)
    assert llama / api == pytest.approx(240.0, rel=0.01)


def test_cyphers_ratio_comes_from_idle_hours_and_single_requests_that_can_be_changed():
    plan, its_catalogue = example("cypher-tests-2023")
    one = plan.scenario("llama-one-at-a-time")
    assert one.hosting.serving.batch_limit == 1.0
    assert cost("cypher-tests-2023", one.id, "utilisation") < 0.5
    assert cost("cypher-tests-2023", one.id, "servers") == 1.0
    hours = ("scenarios", one.id, "hosting", "rented", "hours")
    halved = evaluate(evolve(plan, hours, 18.0), its_catalogue).scenario(one.id)
    assert halved.breakdown["rent"] == pytest.approx(
        0.5 * example_results("cypher-tests-2023")[one.id].breakdown["rent"]
    )
    assert cost("cypher-tests-2023", "llama-batched", "total_cost") < 0.15 * cost(
        "cypher-tests-2023", one.id, "total_cost"
    )


def test_permutables_api_bill_is_a_million_a_year_and_20_times_the_in_house_cost():
    api = cost("permutable-2023", "gpt-4", "yearly_cost")
    assert api == pytest.approx(1e6, rel=0.02)
    assert api / cost("permutable-2023", "in-house", "yearly_cost") == pytest.approx(20.0, rel=0.1)


def test_a_dgx_box_of_200000_dollars_is_65000_a_year_over_three_years():
    box = example_results("dgx-on-premises")["hardware-only"]
    assert box.figures["capex"].value == pytest.approx(200_000.0, rel=0.01)
    assert box.figures["yearly_cost"].value == pytest.approx(65_000.0, rel=0.03)
    assert box.breakdown["hardware"] == pytest.approx(box.total_cost)
    plan, its_catalogue = example("dgx-on-premises")
    leaves = {leaf.name: leaf for leaf in explain(plan, its_catalogue, "hardware-only", "total_cost").leaves()}
    assert leaves["server_purchase_price"].value == 199_000.0
    assert leaves["server_purchase_price"].provenance.date.year == 2020


def test_a_box_whose_power_nobody_counts_still_draws_it():
    found = example_results("dgx-on-premises")
    assert "power" not in found["hardware-only"].breakdown or found["hardware-only"].breakdown["power"] == 0.0
    assert found["hardware-only"].figures["energy_kwh"].value == found["with-everything"].figures["energy_kwh"].value


def test_what_the_press_left_out_of_the_box_is_a_part_of_the_bill_each():
    parts = example_results("dgx-on-premises")["with-everything"].breakdown
    assert all(parts[part] > 0.0 for part in ("hardware", "power", "space", "support", "staff"))


def test_a_small_model_in_the_cloud_costs_about_1000_dollars_a_month():
    found = example_results("cloud-small-model")
    assert found["endpoint-13b"].figures["monthly_cost"].value == pytest.approx(1_000.0, rel=0.06)
    rented = [result for result in found.values() if result.hosting == "rented"]
    assert len(rented) == 4
    assert all(800.0 <= result.figures["monthly_cost"].value <= 1_200.0 for result in rented)
    assert all(result.feasible for result in rented)


def test_a_13b_model_in_16_bits_does_not_fit_the_small_gpu_and_is_told_so():
    plan, its_catalogue = example("cloud-small-model")
    sixteen = evolve(plan, ("scenarios", "endpoint-13b", "model", "weights"), "fp16")
    result = evaluate(sixteen, its_catalogue).scenario("endpoint-13b")
    assert not result.feasible
    assert "does not fit" in result.reasons[0].text()


def test_a_70b_model_costs_about_1500_dollars_a_month_in_4_bits_or_part_time_and_much_more_full_time():
    month = {name: result.figures["monthly_cost"].value for name, result in example_results("cloud-70b").items()}
    assert month["one-gpu-int4"] == pytest.approx(1_500.0, rel=0.11)
    assert month["aws-part-time"] == pytest.approx(1_500.0, rel=0.01)
    assert month["full-time-16-bit"] == pytest.approx(13.0 * 730.0)
    assert month["full-time-p4d"] > 15.0 * month["one-gpu-int4"]


@pytest.mark.parametrize(
    ("scenario", "low", "high"),
    [
        ("prompt-tuning", 10.0, 1_000.0),
        ("instruction-tuning", 100.0, 10_000.0),
        ("full-3b-with-people", 80_000.0, 120_000.0),
        ("continued-70b", 1e6, 1e7),
    ],
)
def test_tuning_from_first_principles_lands_in_the_published_range(scenario, low, high):
    assert low <= cost("tuning-ranges", scenario, "tuning_cost") <= high


def test_the_tuning_example_shows_where_the_published_ranges_do_not_hold():
    assert cost("tuning-ranges", "prompt-tuning-with-people", "tuning_cost") > 1_000.0
    assert cost("tuning-ranges", "full-3b", "tuning_cost") < 100_000.0 / 100.0
    by_hand = 2_000 * 600 * 20 * 4.0 * 6.74e9 / (312e12 * 0.5 * 3_600.0) * 20
    plan, its_catalogue = example("tuning-ranges")
    leaves = {leaf.name: leaf for leaf in explain(plan, its_catalogue, "prompt-tuning", "total_cost").leaves()}
    assert cost("tuning-ranges", "prompt-tuning", "tuning_cost") == pytest.approx(
        by_hand * leaves["training_price"].value
    )


@pytest.mark.parametrize("name", names("templates"))
def test_a_template_names_roles_and_takes_the_prices_of_its_day(name):
    plan, _ = shipped("templates", name)
    for scenario in plan.scenarios:
        assert not any(product in scenario.name.lower() for product in ("gpt", "claude", "llama", "qwen", "gemini"))
    assert plan.money.price_date.isoformat() == "2026-11-23"


@pytest.mark.parametrize("name", names("templates"))
def test_a_template_says_what_is_good_enough_and_answers_with_the_cheapest_that_is(name):
    plan, its_catalogue = shipped("templates", name)
    floor = plan.workload.quality
    found = evaluate(plan, its_catalogue)
    assert len(found.feasible) >= 3
    assert found.feasible[0].figures["quality"].value >= floor.floor
    for result in found.scenarios:
        assert result.figures["quality"].value > 0.0, "every model has a published score on the benchmark"
        below = result.figures["quality"].value < floor.floor
        assert result.feasible is not below
    assert "LiveBench" in plan.field_notes["workload.quality.floor"]
    cheapest = min(found.scenarios, key=lambda result: result.total_cost)
    # A label needs no more than the smallest model; elsewhere the cheapest of all is too weak to be the answer.
    assert cheapest.feasible is (name == "batch-classification")


@pytest.mark.parametrize("name", names("templates"))
def test_a_template_pays_for_the_reasoning_its_scores_were_measured_with(name):
    plan, its_catalogue = shipped("templates", name)
    reasoning = plan.workload.lengths.reasoning
    assert reasoning.likely > 0.0
    assert plan.field_notes["workload.lengths.reasoning"].startswith("Assumed")
    without = evolve(plan, ("workload", "lengths", "reasoning"), 0.0)
    cheaper = {result.id: result.total_cost for result in evaluate(without, its_catalogue).scenarios}
    for scenario in plan.scenarios:
        if scenario.hosting.kind == "api":
            assert results("templates", name)[scenario.id].total_cost > cheaper[scenario.id]


@pytest.mark.parametrize("name", names("templates"))
def test_no_template_rests_on_a_model_that_is_withdrawn_within_its_months(name):
    plan, its_catalogue = shipped("templates", name)
    found = checks(plan, its_catalogue, evaluate(plan, its_catalogue))
    assert not [each for each in found if each.check in ("retired_model", "retiring_model")]


def test_the_shipped_plans_are_what_the_script_in_packaging_writes():
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "packaging"))
    try:
        from build_examples import FOLDERS
    finally:
        sys.path.pop(0)
    for folder, plans in FOLDERS.items():
        for plan in plans:
            on_disk, _ = shipped(folder, plan.id)
            assert on_disk.model_copy(update={"snapshot": {}}) == plan


def test_same_seed_gives_the_same_draws_of_an_example():
    plan, its_catalogue = example("permutable-2023")
    first = evaluate_with_doubt(plan, its_catalogue, 200).scenario("in-house").total_draws
    again = evaluate_with_doubt(plan, its_catalogue, 200).scenario("in-house").total_draws
    assert np.array_equal(first, again)
