"""The completeness lint: each finding appears for its reason, leads to its field, and can be waived."""

import datetime as dt

import pytest

from planner.analysis.checks import checks
from planner.analysis.findings import Severity
from planner.cost.evaluation import evaluate
from planner.plan.edits import value_at
from planner.plan.plan import Waiver
from planner.plan.quote import Quote
from planner.storage.documents import opened_plan, plan_document
from planner.storage.plan_file import parse_plan, plan_bytes

FLOOR = ("workload", "quality", "floor")


def found(plan, catalogue, **options):
    return checks(plan, catalogue, evaluate(plan, catalogue), **options)


def names(plan, catalogue, scenario, **options):
    return {each.check for each in found(plan, catalogue, **options) if each.scenario == scenario}


def rent(*steps):
    return ("scenarios", "rent", *steps)


@pytest.mark.parametrize(
    ("kind", "is_said"), [("none", False), ("prompt_engineering", False), ("lora", True), ("full_fine_tuning", True)]
)
def test_weights_trained_here_are_not_what_an_api_sells(build, plan, catalogue, kind, is_said):
    tuned = build.edited(
        plan,
        (("scenarios", "dear", "model", "model"), "llama-3.1-8b-instruct"),
        (("scenarios", "dear", "tuning", "kind"), kind),
        (rent("tuning", "kind"), kind),
    )

    assert ("tuned_on_api" in names(tuned, catalogue, "dear")) is is_said
    assert "tuned_on_api" not in names(tuned, catalogue, "rent")


@pytest.mark.parametrize(
    ("check", "edit"),
    [
        ("no_on_call", (rent("operations", "on_call"), 500.0)),
        ("no_spare", (rent("hosting", "serving", "spare_servers"), 1.0)),
    ],
)
def test_what_is_missing_is_found_until_it_is_there(build, plan, catalogue, check, edit):
    assert check in names(plan, catalogue, "rent")
    assert check not in names(build.edited(plan, edit), catalogue, "rent")


@pytest.mark.parametrize(
    ("check", "edits"),
    [
        ("no_staff", [(rent("operations", "engineers"), 0.0)]),
        ("no_evaluation", [(rent("tuning", "kind"), "lora"), (rent("tuning", "evaluation"), 0.0)]),
        ("no_idle_hours", [(rent("hosting", "rented", "scaling"), "hours")]),
        ("research_licence", [(rent("model", "model"), "llama-7b")]),
        ("context_too_long", [(("workload", "lengths", "context"), 200_000.0)]),
    ],
)
def test_what_is_wrong_appears_with_the_edit_that_makes_it_wrong(build, plan, catalogue, check, edits):
    assert check not in names(plan, catalogue, "rent")
    assert check in names(build.edited(plan, *edits), catalogue, "rent")


def test_reasoning_that_keeps_the_answer_back_beyond_the_target_is_named(build, plan, catalogue):
    target = ("workload", "timing", "ttft_target")
    thinking = build.edited(plan, (("workload", "lengths", "reasoning"), 2_000.0), (target, 5_000.0))
    figures = evaluate(thinking, catalogue).scenario("rent").figures
    seen = figures["ttft_p95_ms"].value + 2_000.0 * figures["tpot_ms"].value

    (late,) = [each for each in found(thinking, catalogue) if each.check == "late_answer"]
    assert late.scenario == "rent"
    assert late.path == target
    assert f"after about {seen / 1000:.0f} s" in late.message.text()
    assert "the target of 5.0 s" in late.message.text()
    patient = build.edited(thinking, (target, seen + 1.0))
    assert "late_answer" not in names(patient, catalogue, "rent")
    assert "late_answer" not in names(build.edited(plan, (target, 5_000.0)), catalogue, "rent")


def test_a_claim_beyond_what_the_gpus_can_compute_is_named(build, plan, catalogue):
    """Prompts with short answers are all arithmetic, near the peak even without the claim."""
    reading = build.edited(
        plan,
        (("workload", "lengths", "system"), 0.0),
        (("workload", "lengths", "context"), 500.0),
        (("workload", "lengths", "answer"), 20.0),
    )
    claimed = build.edited(
        reading,
        (rent("hosting", "serving", "tuned"), "expert"),
        (rent("levers", "speculative"), True),
        (rent("levers", "speculative_loss"), 1.5),
    )
    assert "above_roofline" not in names(reading, catalogue, "rent")
    assert "above_roofline" in names(claimed, catalogue, "rent")


def test_a_purchase_quote_is_told_everything_that_it_leaves_out_w8(build, plan, catalogue):
    quote = plan.model_copy(update={"scenarios": (*plan.scenarios, build.owned("own", 100_000.0))})
    parts = {
        "network_and_installation": 0.0,
        "space_price": 0.0,
        "pue": 1.0,
        "idle_power": 0.0,
        "support": 0.0,
    }
    quote = build.edited(
        quote, *[(("scenarios", "own", "hosting", "owned", name), value) for name, value in parts.items()]
    )
    assert {"no_staff", "no_on_call", "no_network", "no_facility", "no_idle_hours", "no_spare", "no_support"} <= names(
        quote, catalogue, "own"
    )


def test_full_servers_are_named(build, plan, catalogue):
    """Batch work may fill the servers to the last second, which no latency target holds back."""
    full = build.edited(
        plan,
        (rent("hosting", "rented", "scaling"), "scale_to_zero"),
        (build.VOLUME, 2e8),
        (("workload", "timing", "deferrable"), 1.0),
        (rent("levers", "batch"), True),
    )
    assert evaluate(full, catalogue).scenario("rent").figures["utilisation"].value > 0.9
    assert "busy" in names(full, catalogue, "rent")
    assert evaluate(plan, catalogue).scenario("rent").figures["utilisation"].value < 0.9
    assert "busy" not in names(plan, catalogue, "rent")


def test_a_retired_model_is_named(build, plan, catalogue):
    retired = build.edited(plan, (("scenarios", "dear", "model", "model"), "openai/davinci"))
    end = catalogue.find_model("openai/davinci").retired
    assert "retired_model" not in names(plan, catalogue, "dear")
    assert "retired_model" in names(retired, catalogue, "dear")
    the_day_before = build.edited(retired, (("money", "price_date"), end - dt.timedelta(days=1)))
    assert "retired_model" not in names(the_day_before, catalogue, "dear")


def test_a_model_that_will_be_withdrawn_within_the_compared_months_is_named(build, plan, catalogue):
    end = catalogue.find_model("openai/davinci").retired

    def priced(days_before_the_end):
        day = ("money", "price_date"), end - dt.timedelta(days=days_before_the_end)
        return build.edited(plan, (("scenarios", "dear", "model", "model"), "openai/davinci"), day)

    compared = int(plan.money.horizon * 365 / 12)
    assert "retiring_model" in names(priced(1), catalogue, "dear")
    assert "retiring_model" in names(priced(compared - 1), catalogue, "dear")
    assert "retiring_model" not in names(priced(compared + 1), catalogue, "dear")
    assert "retiring_model" not in names(priced(0), catalogue, "dear"), "it is retired already"


def test_prices_age_with_the_day_that_is_asked_for(build, plan, catalogue):
    listed = build.edited(plan, (rent("hosting", "rented", "price"), None))
    day = catalogue.rental_offer(listed.scenario("rent").hosting.rented.offer).provenance.date
    assert "old_price" not in names(listed, catalogue, "rent", today=day + dt.timedelta(days=30))
    assert "old_price" in names(listed, catalogue, "rent", today=day + dt.timedelta(days=120))


@pytest.mark.parametrize(
    ("basis", "emptied"), [("requests", "requests"), ("users", "users"), ("users", "requests_per_user")]
)
def test_a_workload_without_requests_is_named_with_the_field_that_empties_it(build, plan, catalogue, basis, emptied):
    volume = {"basis": basis, "requests": 1e5, "users": 100.0, "requests_per_user": 20.0, emptied: 0.0}
    empty = build.edited(plan, *[(("workload", "volume", name), value) for name, value in volume.items()])
    (finding,) = [each for each in found(empty, catalogue) if each.check == "no_volume"]
    assert finding.path == ("workload", "volume", emptied)
    assert "no_volume" not in [each.check for each in found(plan, catalogue)]


def test_a_typed_price_wants_a_source_until_a_note_gives_one(build, plan, catalogue):
    assert "no_source" in names(plan, catalogue, "rent")
    noted = build.edited(plan, (("field_notes",), {"scenarios.rent.hosting.rented.price": "Quote of 3 November"}))
    assert "no_source" not in names(noted, catalogue, "rent")


def test_every_finding_leads_to_a_field_of_the_plan(build, plan, catalogue):
    everything = plan.model_copy(update={"scenarios": (*plan.scenarios, build.owned("own", 100_000.0))})
    findings = found(everything, catalogue)
    assert len(findings) > 5
    for finding in findings:
        value_at(everything, finding.path)
        assert str(finding.message)


def test_a_waiver_keeps_its_note_and_sinks_to_the_end(build, plan, catalogue):
    waived = build.edited(plan, (("waivers",), (Waiver(check="no_spare", scenario="rent", note="Pilot only"),)))
    findings = found(waived, catalogue)
    (spare,) = [each for each in findings if each.check == "no_spare"]
    assert spare.waiver == "Pilot only"
    assert findings[-1] == spare
    assert [each.check for each in findings if each.waiver is not None] == ["no_spare"]


def test_the_worst_stands_on_top(build, plan, catalogue):
    wrong = build.edited(plan, (rent("model", "model"), "llama-7b"))
    order = [list(Severity).index(each.severity) for each in found(wrong, catalogue)]
    assert order == sorted(order)
    assert order[0] == 0


PROMISED = (
    "no_on_call", "no_spare", "no_evaluation", "busy", "retired_model", "old_price", "above_roofline",
    "no_staff", "no_network", "no_facility", "no_idle_hours", "no_support", "quote",
)  # fmt: skip


def with_everything_wrong(build, plan):
    """Two scenarios with servers and a retired model, in which every check has something to say."""
    full = build.edited(
        plan,
        (rent("hosting", "rented", "price"), None),
        (rent("operations", "engineers"), 0.0),
        (rent("tuning", "kind"), "lora"),
        (rent("tuning", "evaluation"), 0.0),
        (rent("hosting", "serving", "tuned"), "expert"),
        (rent("levers", "speculative"), True),
        (rent("levers", "speculative_loss"), 1.5),
        (rent("levers", "batch"), True),
        (("scenarios", "dear", "model", "model"), "openai/davinci"),
        (("workload", "lengths", "system"), 0.0),
        (("workload", "lengths", "answer"), 20.0),
        (("workload", "timing", "deferrable"), 1.0),
        (build.VOLUME, 4.4e8),
    )
    parts = {"network_and_installation": 0.0, "space_price": 0.0, "idle_power": 0.0, "support": 0.0}
    own = build.edited(
        full.model_copy(update={"scenarios": (*full.scenarios, build.owned("own", 100_000.0))}),
        *[(("scenarios", "own", "hosting", "owned", name), value) for name, value in parts.items()],
    )
    quote = Quote(vendor="Boxes Inc.", month=4.0, date=dt.date(2026, 11, 1))
    return build.edited(own, (("scenarios", "own", "quote"), quote))


def test_every_promised_check_is_there_and_can_be_waived_with_a_note_that_stays_in_the_plan(build, plan, catalogue):
    everything = with_everything_wrong(build, plan)
    later = dt.date(2027, 6, 1)
    assert {each.check for each in found(everything, catalogue, today=later)} >= set(PROMISED)
    waivers = tuple(Waiver(check=check, note=f"Because of {check}") for check in PROMISED)
    waived = build.edited(everything, (("waivers",), waivers))
    saved = opened_plan(parse_plan(plan_bytes(plan_document(waived)), "plan")).plan
    assert saved.waivers == waivers
    for each in found(saved, catalogue, today=later):
        assert each.waiver == (f"Because of {each.check}" if each.check in PROMISED else None)


def dear(*steps):
    return ("scenarios", "dear", *steps)


@pytest.mark.parametrize(
    ("check", "edits"),
    [
        ("floor_without_benchmark", [(FLOOR, 70.0)]),
        ("no_score", [(FLOOR, 70.0), (("workload", "quality", "benchmark"), "no such benchmark")]),
        ("idle_units", [(dear("hosting", "api", "provisioned_units"), 2.0)]),
        (
            "free_units",
            [
                (dear("hosting", "api", "provisioned_units"), 2.0),
                (dear("hosting", "api", "provisioned_throughput"), 50.0),
            ],
        ),
        ("short_prefix", [(dear("levers", "prompt_cache"), True)]),
        ("needless_retries", [(dear("success", "rate"), 0.8), (dear("success", "retries"), 0.26)]),
        ("no_revenue", [(dear("operations", "revenue_share"), 0.1)]),
        ("waiting_baseline", [(dear("wait_months"), 2.0)]),
    ],
)
def test_what_nothing_is_held_against_or_nobody_pays_is_named(build, plan, catalogue, check, edits):
    assert check not in names(plan, catalogue, "dear")
    assert check in names(build.edited(plan, *edits), catalogue, "dear")


def test_a_prefix_of_1024_tokens_is_long_enough_and_a_known_score_is_held_against_the_floor(build, plan, catalogue):
    long = build.edited(plan, (dear("levers", "prompt_cache"), True), (("workload", "lengths", "system"), 1_024.0))
    assert "short_prefix" not in names(long, catalogue, "dear")
    floored = build.edited(plan, (FLOOR, 1.0), (("workload", "quality", "benchmark"), "MMLU"))
    assert "no_score" not in names(floored, catalogue, "dear")


def test_retrying_every_failure_until_it_works_takes_failures_over_successes(build, plan, catalogue):
    """Of 80 % done right, 0.2 / 0.8 = 25 % further calls end every failure."""
    enough = build.edited(plan, (dear("success", "rate"), 0.8), (dear("success", "retries"), 0.25))
    assert "needless_retries" not in names(enough, catalogue, "dear")
    valued = build.edited(plan, (dear("operations", "revenue_share"), 0.1), (("value", "value_per_success"), 0.5))
    assert "no_revenue" not in names(valued, catalogue, "dear")


def test_targets_that_no_api_is_held_against_are_said_once(build, plan, catalogue):
    assert [each.check for each in found(plan, catalogue)].count("api_latency") == 1
    free = build.edited(
        plan, (("workload", "timing", "ttft_target"), None), (("workload", "timing", "tpot_target"), None)
    )
    assert "api_latency" not in {each.check for each in found(free, catalogue)}


def test_a_reserved_offer_is_paid_around_the_clock_and_to_its_end(build, plan, catalogue):
    offers = catalogue.records("rental-offers")
    reserved = {each.terms: each.id for each in offers if each.terms.startswith("reserved_")}
    year = build.edited(plan, (rent("hosting", "rented", "offer"), reserved["reserved_1y"]))
    assert plan.money.horizon == 24.0
    assert {"reserved_hours", "reserved_term"}.isdisjoint(names(year, catalogue, "rent"))
    by_day = build.edited(year, (rent("hosting", "rented", "scaling"), "autoscale"))
    assert "reserved_hours" in names(by_day, catalogue, "rent")
    three = build.edited(plan, (rent("hosting", "rented", "offer"), reserved["reserved_3y"]))
    assert "reserved_term" in names(three, catalogue, "rent")
