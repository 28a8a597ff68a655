"""A newer catalogue: the plan opens as it was, every moved figure is listed, and the bridge sums."""

import pytest

from planner.analysis.price_update import answered, bridge_of_update, catalogue_of, price_update
from planner.cost.carried_records import with_records
from planner.cost.evaluation import evaluate

RAISED = 1.5


@pytest.fixture
def old_plan(build, plan, catalogue):
    """A plan of last quarter: the rent and one API price of its snapshot differ from today's."""
    listed = build.edited(
        plan,
        (("scenarios", "rent", "hosting", "rented", "price"), None),
        (("scenarios", "dear", "hosting", "api", "input_price"), None),
        (("scenarios", "dear", "hosting", "api", "output_price"), None),
    )
    carried = with_records(listed, catalogue)
    content = {**carried.snapshot, "catalogue": "2026-08", "hash": "0123456789abcdef"}
    records = {kind: [dict(row) for row in rows] for kind, rows in content["records"].items()}
    offer = listed.scenario("rent").hosting.rented.offer
    for row in records["rental-offers"]:
        if row["id"] == offer:
            row["price"] = row["price"] / RAISED
    for row in records["api-prices"]:
        row["output_price"] = row["output_price"] * 2.0
    return listed.model_copy(update={"snapshot": {**content, "records": records}})


def totals(plan, catalogue):
    return {each.id: each.total_cost for each in evaluate(plan, catalogue_of(plan, catalogue)).scenarios}


def test_a_plan_opens_with_the_figures_that_it_carries(old_plan, catalogue):
    rent = totals(old_plan, catalogue)["rent"]
    now = evaluate(old_plan, catalogue).scenario("rent").total_cost
    staff = 1_500.0 * 24
    assert (now - staff) / (rent - staff) == pytest.approx(RAISED)


def test_every_moved_figure_is_listed_with_its_effect_on_every_scenario(old_plan, catalogue):
    update = price_update(old_plan, catalogue)
    assert {(each.moved.field, each.moved.record_id) for each in update.figures} >= {
        ("price", old_plan.scenario("rent").hosting.rented.offer)
    }
    (price,) = [each for each in update.figures if each.moved.field == "price"]
    effects = {each.scenario: each.difference for each in price.effects}
    assert effects["rent"] > 0.0
    assert effects["dear"] == effects["cheap"] == 0.0
    (output,) = [each for each in update.figures if each.moved.field == "output_price"]
    assert {each.scenario: each.difference for each in output.effects}["dear"] < 0.0


def test_taking_all_over_gives_todays_result(old_plan, catalogue):
    update = price_update(old_plan, catalogue)
    after = {each.scenario: each.after for each in update.totals}
    today = {each.id: each.total_cost for each in evaluate(old_plan, catalogue).scenarios}
    assert after == pytest.approx(today)
    assert (update.version_before, update.version_after) == ("2026-08", catalogue.version)


def test_what_is_not_taken_over_stays_pinned(old_plan, catalogue):
    update = price_update(old_plan, catalogue)
    (price,) = [each.moved for each in update.figures if each.moved.field == "price"]
    partly = answered(old_plan, catalogue, [price])
    before, after = totals(old_plan, catalogue), totals(partly, catalogue)
    assert after["rent"] > before["rent"]
    assert after["dear"] == before["dear"]
    assert price_update(partly, catalogue) is None
    assert [each.moved.field for each in price_update(partly, catalogue, again=True).figures] == ["output_price"]


def test_the_bridge_of_an_update_sums_to_the_difference(old_plan, catalogue):
    update = price_update(old_plan, catalogue)
    after = answered(old_plan, catalogue, [each.moved for each in update.figures])
    bridge = bridge_of_update(old_plan, after, catalogue, "rent")
    assert sum(each.amount for each in bridge.contributions) == pytest.approx(bridge.end - bridge.start, abs=0.01)
    assert bridge.end - bridge.start == pytest.approx(
        totals(after, catalogue)["rent"] - totals(old_plan, catalogue)["rent"], abs=0.01
    )


def test_a_plan_without_records_or_with_todays_has_no_update(plan, catalogue):
    assert price_update(plan, catalogue) is None
    assert price_update(with_records(plan, catalogue), catalogue) is None
