"""A vendor's quote: reproduced by hand arithmetic, told what it leaves out, and bridged to the plan's own view."""

import datetime as dt
import json

import numpy as np
import pytest

from planner.analysis.left_out import parts_of_bill
from planner.analysis.quote import QuoteError, as_quoted, challenge, quote_bridge, volume_it_takes
from planner.analysis.usual_parts import with_usual_parts
from planner.cost.composites import outcome_of
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range
from planner.plan.edits import value_at
from planner.plan.quote import Quote
from planner.storage.documents import opened_plan, plan_document
from planner.storage.plan_file import parse_plan, plan_bytes

HORIZON = 24
PER_REQUEST = (900 * 5.0 + 210 * 15.0) * 1e-6  # the dear API of the fixture
ALL_PARTS = tuple(part.name for part in parts_of_bill("owned"))


def quoted(build, plan, scenario, **claim):
    """The plan with one more scenario that carries a quote."""
    quote = Quote(**{"vendor": "Boxes Inc.", "source": "Deck", "date": dt.date(2026, 11, 1), "month": 4.0, **claim})
    return plan.model_copy(
        update={"scenarios": (*plan.scenarios, scenario.model_copy(update={"quote": quote, "name": "Box"}))}
    )


@pytest.fixture
def box(build, plan):
    """A box for 100,000 dollars against the dear API, quoted at five million requests a month."""
    return quoted(build, plan, build.owned("own", 100_000.0), requests=5e6)


def test_the_vendors_month_is_the_price_over_the_bill(box, catalogue):
    found = challenge(box, catalogue, "own")
    assert found.against == "dear"
    assert found.quoted.month == pytest.approx(100_000.0 / (5e6 * PER_REQUEST))
    assert found.quoted.saving == pytest.approx(5e6 * PER_REQUEST)
    assert found.follows


def test_a_quote_changes_no_result(build, plan, catalogue, box):
    without = plan.model_copy(update={"scenarios": (*plan.scenarios, build.owned("own", 100_000.0))})
    assert evaluate(box, catalogue).scenario("own").figures == evaluate(without, catalogue).scenario("own").figures


def test_a_month_that_does_not_follow_is_told_the_volume_that_it_would_take(build, plan, catalogue):
    claimed = quoted(build, plan, build.owned("own", 100_000.0), month=4.0)
    found = challenge(claimed, catalogue, "own")
    assert not found.follows
    assert volume_it_takes(claimed, catalogue, "own") == pytest.approx(100_000.0 / 4.0 / PER_REQUEST, rel=2e-3)


def test_a_claimed_saving_is_held_against_the_running_bill(build, plan, catalogue):
    for claimed, follows in ((5e6 * PER_REQUEST, True), (6e6 * PER_REQUEST, False)):
        stated = quoted(build, plan, build.owned("own", 100_000.0), month=None, saving=claimed, requests=5e6)
        assert challenge(stated, catalogue, "own").follows == follows


def test_what_the_quote_counts_is_not_taken_out_again(build, plan, catalogue):
    counted = quoted(build, plan, build.owned("own", 100_000.0), counts=("support",), requests=5e6)
    assert as_quoted(counted, "own").scenario("own").hosting.owned.support == 0.08
    found = challenge(counted, catalogue, "own")
    # Support of 8 % a year is paid by the month.
    assert found.quoted.month == pytest.approx(100_000.0 / (5e6 * PER_REQUEST - 100_000.0 * 0.08 / 12.0))
    assert "support" not in {each.part.name for each in found.left_out}


def test_everything_counted_leaves_nothing_to_say(build, plan, catalogue):
    whole = quoted(build, plan, build.owned("own", 100_000.0), counts=ALL_PARTS)
    assert as_quoted(whole, "own") == whole
    found = challenge(whole, catalogue, "own")
    assert found.left_out == ()
    assert found.quoted == found.planned
    assert quote_bridge(whole, catalogue, "own").contributions == ()


def test_a_rented_quote_bills_the_busy_hours_only_as_vendors_do(build, plan, catalogue):
    """Hour × 730 × utilisation is the vendor's bill (gallery, G1); the plan pays around the clock."""
    rented = quoted(build, plan, build.rented("gpu", 3.0), month=None, saving=1.0)
    sold, kept = as_quoted(rented, "gpu"), rented
    bills = [evaluate(each, catalogue).scenario("gpu") for each in (sold, kept)]
    assert bills[1].breakdown["rent"] == pytest.approx(3.0 * 730.0 * HORIZON)
    values = outcome_of(sold, sold.scenario("gpu"), catalogue, 0).values
    busy = float(values["mean_rate"][1]) / float(np.ravel(values["server_capacity"])[0])
    assert busy < 0.01
    assert bills[0].breakdown["rent"] == pytest.approx(3.0 * 730.0 * busy * HORIZON)


def test_a_delivery_that_another_scenario_bridges_lacks_no_price(build, box):
    """Its bill is added until delivery, so that no price per request is asked for beside it."""
    own = ("scenarios", "own", "hosting", "owned")
    late = build.edited(box, ((*own, "lead_months"), 6.0))
    bridged = build.edited(late, ((*own, "bridge"), "cheap"))
    part = next(each for each in parts_of_bill("owned") if each.name == "bridge")
    assert part.missing(late.scenario("own")) is not None
    assert part.missing(bridged.scenario("own")) is None


def test_a_quote_that_leaves_out_idle_hours_sees_every_hour_alike(build, box):
    quiet = build.edited(
        box,
        (("workload", "timing", "shape"), "consumer"),
        (("workload", "timing", "weekend"), 0.2),
        (("workload", "timing", "peak_factor"), 3.0),
    )
    timing = as_quoted(quiet, "own").workload.timing
    assert (timing.shape, timing.weekend, timing.peak_factor) == ("flat", None, None)


def test_the_bridge_sums_exactly_and_each_part_is_its_own_cost(box, catalogue):
    after = with_usual_parts(box, catalogue, "own", "dear")
    bridge = quote_bridge(after, catalogue, "own")
    assert sum(each.amount for each in bridge.contributions) == pytest.approx(bridge.end - bridge.start, abs=0.01)
    amounts = {each.label: each.amount for each in bridge.contributions}
    assert amounts["staff"] == pytest.approx(-0.5 * 180_000.0 * 2.0)
    assert amounts["on-call"] == pytest.approx(-2_500.0 * HORIZON)
    result = evaluate(after, catalogue)
    totals = {each.id: each.total_cost for each in result.scenarios}
    assert bridge.end == pytest.approx(totals["dear"] - totals["own"])


def test_more_than_eight_parts_are_joined(build, box, catalogue):
    many = build.edited(
        with_usual_parts(box, catalogue, "own", "dear"),
        (("money", "api_price_trend"), -0.1),
        (("scenarios", "own", "hosting", "owned", "financed_share"), 0.5),
        (("scenarios", "own", "hosting", "owned", "lead_months"), 3.0),
    )
    bridge = quote_bridge(many, catalogue, "own")
    assert {each.label for each in bridge.contributions} == {
        "People and tuning", "Site, servers and licences", "Idle hours and spare", "Time and money",
        "Price and volume of the plan",
    }  # fmt: skip
    assert sum(each.amount for each in bridge.contributions) == pytest.approx(bridge.end - bridge.start, abs=0.01)


def test_only_what_is_missing_is_added(build, box, catalogue):
    own = ("scenarios", "own")
    typed = build.edited(box, ((*own, "operations", "engineers"), 2.0), ((*own, "hosting", "owned", "support"), 0.0))
    after = with_usual_parts(typed, catalogue, "own", "dear")
    assert value_at(after, (*own, "operations", "engineers")) == 2.0
    assert value_at(after, (*own, "hosting", "owned", "support")) == 0.08
    assert "scenarios.own.operations.engineers" not in after.field_notes
    assert after.field_notes["scenarios.own.hosting.owned.support"]
    assert with_usual_parts(after, catalogue, "own", "dear") == after


def test_the_usual_share_for_the_network_is_the_catalogues_with_its_source(build, box, catalogue):
    path = ("scenarios", "own", "hosting", "owned", "network_and_installation")
    after = with_usual_parts(build.edited(box, (path, 0.0)), catalogue, "own", "dear")
    assert value_at(after, path) == Range(low=0.1, likely=0.125, high=0.15)
    figure = catalogue.site_figure("capex-addon/world/network-cabling-switches/2026")
    assert figure.provenance.title in after.field_notes[".".join(path)]


def test_until_delivery_the_replaced_scenario_answers_at_its_own_price(build, box, catalogue):
    late = build.edited(box, (("scenarios", "own", "hosting", "owned", "lead_months"), 6.0))
    after = with_usual_parts(late, catalogue, "own", "dear")
    assert after.scenario("own").hosting.owned.bridge_price == pytest.approx(PER_REQUEST)


def test_without_a_quote_or_anything_to_replace_it_says_so(build, plan, catalogue, box):
    with pytest.raises(QuoteError, match="no vendor's quote"):
        challenge(plan, catalogue, "rent")
    alone = box.model_copy(update={"scenarios": box.scenarios[-1:]})
    with pytest.raises(QuoteError, match="add another scenario"):
        challenge(alone, catalogue, "own")


def test_a_quote_is_written_and_read_and_an_older_file_has_none(box):
    data = plan_bytes(plan_document(box))
    assert opened_plan(parse_plan(data, "box")).plan == box
    document = json.loads(data)
    assert document["scenarios"][-1]["quote"]["vendor"] == "Boxes Inc."
    for scenario in document["scenarios"]:
        del scenario["quote"]
    older = opened_plan(parse_plan(json.dumps(document).encode(), "older"))
    assert all(scenario.quote is None for scenario in older.plan.scenarios)
    assert older.unknown == ()


def test_tuning_licences_and_waiting_are_left_out_as_vendors_do(build, box, catalogue):
    own = ("scenarios", "own")
    more = build.edited(
        box,
        ((*own, "tuning", "kind"), "lora"),
        ((*own, "operations", "licence_per_year"), 12_000.0),
        ((*own, "wait_months"), 2.0),
    )
    assert challenge(more, catalogue, "own").quoted.month == pytest.approx(100_000.0 / (5e6 * PER_REQUEST))
    amounts = {each.label: each.amount for each in quote_bridge(more, catalogue, "own").contributions}
    tuned = evaluate(more, catalogue).scenario("own").figures["tuning_cost"].value
    assert amounts["tuning and evaluation"] < -0.5 * tuned
    # Two years of the licence; two months of it fall away in the orders in which the plan waits first.
    assert -24_000.0 <= amounts["licences"] <= -22_000.0
