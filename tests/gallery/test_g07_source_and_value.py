"""G7: a source link that contradicts the value. A value needs source *and* date; sources that differ are flagged."""

from __future__ import annotations

import datetime as dt

from planner.analysis.checks import checks
from planner.catalog.check import check
from planner.catalog.loader import load_catalogue
from planner.catalog.records import KINDS, ApiPrice
from planner.cost.evaluation import evaluate
from planner.plan.hosting import ApiHosting, Hosting
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.rented import RentedHosting


def test_every_figure_has_a_source_and_a_date() -> None:
    catalogue = load_catalogue()

    for kind in KINDS:
        for record in catalogue.records(kind):
            provenance = record.provenance
            assert provenance.title, record.id
            assert provenance.address or provenance.note or provenance.evidence in ("assumed", "estimated"), record.id
            assert dt.date(2015, 1, 1) <= provenance.date <= provenance.checked, record.id


def test_two_sources_that_differ_are_flagged_and_both_values_are_kept() -> None:
    catalogue = load_catalogue()

    listed = catalogue.api_price("openai/gpt-4-turbo/standard/2023-11-06")
    assert listed.input_price == 10
    assert "100 USD per million" in listed.disagreement
    assert catalogue.site_figure("press/gpt-4-turbo-input-2023").typical == 100

    november = catalogue.rental_offer("azure/standard_nc48ads_a100_v4/eastus/on_demand/2026-11")
    june = catalogue.rental_offer("azure/standard_nc48ads_a100_v4/eastus/on_demand/2026-06")
    assert (november.price, june.price) == (9.554, 7.346)
    assert "7.346" in november.disagreement
    assert "9.554" in june.disagreement


def test_a_price_list_has_one_price_for_one_day() -> None:
    """No two lines of a provider's list for one model, tier and processing begin on the same day."""
    catalogue = load_catalogue()

    starts = [
        (price.provider, price.model, price.processing, price.tuned, price.tier_above, price.valid_from)
        for price in catalogue.records("api-prices")
        if isinstance(price, ApiPrice)
    ]

    assert len(starts) == len(set(starts))
    assert not [finding for finding in check(catalogue) if "same day" in str(finding)]


def test_whoever_plans_with_a_disputed_figure_is_told_so() -> None:
    catalogue = load_catalogue()
    rented = RentedHosting(offer="azure/standard_nc48ads_a100_v4/eastus/on_demand/2026-11")
    scenario = Scenario(
        id="rent",
        model=ModelChoice(model="llama-3.1-8b-instruct"),
        hosting=Hosting(kind="rented", rented=rented),
    )
    plan = Plan(id="plan", scenarios=(scenario,))

    found = checks(plan, catalogue, evaluate(plan, catalogue))

    (told,) = [str(each.message) for each in found if each.check == "sources_disagree"]
    assert "7.346" in told


def test_a_typed_price_without_a_source_is_told_until_a_note_says_where_it_is_from() -> None:
    catalogue = load_catalogue()
    api = ApiHosting(input_price=1.0, output_price=2.0)
    plan = Plan(id="plan", scenarios=(Scenario(id="api", hosting=Hosting(kind="api", api=api)),))
    path = "scenarios.api.hosting.api.input_price"
    noted = plan.model_copy(update={"field_notes": {path: "Their offer of 3 November"}})

    def unsourced(one: Plan) -> set[tuple[str, ...]]:
        return {each.path for each in checks(one, catalogue, evaluate(one, catalogue)) if each.check == "no_source"}

    assert unsourced(plan) - unsourced(noted) == {tuple(path.split("."))}
