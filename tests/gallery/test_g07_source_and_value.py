"""G7: a source link that contradicts the value. A value needs source *and* date; sources that differ are flagged."""

from __future__ import annotations

import datetime as dt

from planner.catalog.check import check
from planner.catalog.loader import load_catalogue
from planner.catalog.records import KINDS, ApiPrice


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
