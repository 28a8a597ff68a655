"""Offers for rent and for sale: what was on the market on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.catalog.catalogue import Catalogue
from planner.catalog.figures import Age, age_of, figure_of
from planner.catalog.offers import price_per_accelerator, rental_identity
from planner.catalog.provenance import Evidence
from planner.catalog.site import Category, middle, usual_figure
from planner.plan.wording import PlannerError

TODAY = dt.date(2026, 11, 23)
SUMMER_2023 = dt.date(2023, 8, 15)


def test_the_summer_of_2023_is_answered_with_offers_seen_in_2022_and_2023(catalogue: Catalogue) -> None:
    offers = catalogue.rental_offers(on=SUMMER_2023)

    assert len(offers) > 200
    assert {offer.provenance.date.year for offer in offers} <= {2022, 2023}


def test_today_is_answered_with_offers_of_the_last_two_years(catalogue: Catalogue) -> None:
    offers = catalogue.rental_offers(on=TODAY)

    assert len(offers) >= 250
    assert min(offer.provenance.date for offer in offers) >= dt.date(2024, 11, 23)


def test_one_offer_is_answered_once_with_its_latest_price(catalogue: Catalogue) -> None:
    offers = catalogue.rental_offers(on=TODAY)

    assert len({rental_identity(offer) for offer in offers}) == len(offers)
    (azure,) = [
        offer
        for offer in catalogue.rental_offers(provider="Azure", on=TODAY, terms="on_demand")
        if offer.name == "Standard_NC48ads_A100_v4" and offer.region == "eastus"
    ]
    assert (azure.price, azure.provenance.date) == (9.554, dt.date(2026, 11, 9))
    assert "7.346" in azure.disagreement


def test_offers_are_sorted_by_the_price_of_one_accelerator(catalogue: Catalogue) -> None:
    prices = [price_per_accelerator(offer) for offer in catalogue.rental_offers("h100-sxm", on=TODAY)]

    assert prices == sorted(prices)
    assert len(prices) > 5


def test_the_providers_of_the_press_text_have_offers_of_both_times(catalogue: Catalogue) -> None:
    providers = {offer.provider for offer in catalogue.rental_offers(on=TODAY)}

    assert {"AWS", "Azure", "Hugging Face Inference Endpoints", "NexGen Cloud (Hyperstack)"} <= providers
    assert {"AWS", "Azure", "Hugging Face Inference Endpoints"} <= {
        offer.provider for offer in catalogue.rental_offers(on=SUMMER_2023)
    }


@pytest.mark.parametrize("accelerator", ["h100-sxm", "a100-sxm-80gb", "l4", "h200-sxm"])
def test_the_usual_offer_is_a_list_price_between_the_extremes(catalogue: Catalogue, accelerator: str) -> None:
    usual = catalogue.default_rental_offer(accelerator, TODAY)
    offers = catalogue.rental_offers(accelerator, on=TODAY, terms="on_demand")

    assert usual is not None
    assert usual.provenance.evidence is Evidence.LIST_PRICE
    assert price_per_accelerator(offers[0]) <= price_per_accelerator(usual) <= price_per_accelerator(offers[-1])


def test_a_wanted_number_of_accelerators_is_kept(catalogue: Catalogue) -> None:
    usual = catalogue.default_rental_offer("a100-sxm-80gb", TODAY, accelerators=8)

    assert usual is not None
    assert usual.accelerators == 8


def test_nothing_on_offer_is_none_and_never_another_card(catalogue: Catalogue) -> None:
    assert catalogue.default_rental_offer("b200-sxm", SUMMER_2023) is None
    assert catalogue.rental_offers("no-such-card") == []


def test_both_prices_of_the_dgx_box_are_kept(catalogue: Catalogue) -> None:
    boxes = [offer for offer in catalogue.purchase_offers() if offer.name == "NVIDIA DGX A100 320GB"]
    every = [record for record in catalogue.records("purchase-offers") if record.name == "NVIDIA DGX A100 320GB"]

    assert len(boxes) == 1
    assert {record.price for record in every} == {199_000, 200_000}
    assert all(record.disagreement for record in every)


def test_prices_age_after_three_months_and_everything_is_stale_after_a_year(catalogue: Catalogue) -> None:
    offer = catalogue.rental_offer("aws/g5.xlarge/us-east-1/on_demand/2026-07")
    read = offer.provenance.date

    assert age_of(offer, read + dt.timedelta(days=92)) is Age.FRESH
    assert age_of(offer, read + dt.timedelta(days=93)) is Age.AGEING
    assert age_of(offer, read + dt.timedelta(days=366)) is Age.STALE
    model = catalogue.model("llama-2-70b")
    assert age_of(model, model.provenance.checked + dt.timedelta(days=200)) is Age.FRESH
    assert age_of(model, model.provenance.checked + dt.timedelta(days=366)) is Age.STALE


def test_a_figure_carries_value_unit_label_and_source(catalogue: Catalogue) -> None:
    offer = catalogue.rental_offer("aws/g5.xlarge/us-east-1/on_demand/2026-07")

    figure = catalogue.figure(offer, "price")

    assert (figure.value, figure.unit, figure.record_id, figure.field) == (offer.price, "USD/hour", offer.id, "price")
    assert figure.label == "Price of the server"
    assert figure.provenance.address
    assert figure_of(catalogue.site_figure("press/dgx-box-2023"), "typical").unit == "USD"
    with pytest.raises(PlannerError):
        catalogue.figure(offer, "colour")


@pytest.mark.parametrize(
    ("category", "region", "on", "value"),
    [
        (Category.ELECTRICITY, "US Virginia", SUMMER_2023, 0.0892),
        (Category.ELECTRICITY, "us ohio", TODAY, 0.079),
        (Category.ELECTRICITY, "", TODAY, None),
        (Category.PUE, "", TODAY, 1.54),
        (Category.SPACE, "", SUMMER_2023, 163.44),
        (Category.GRID_CARBON, "FRA", TODAY, None),
        (Category.STAFF, "", TODAY, 131_000),
        (Category.SUPPORT, "", TODAY, 0.225),
    ],
)
def test_a_place_has_a_usual_figure_of_each_category(
    catalogue: Catalogue, category: Category, region: str, on: dt.date, value: float | None
) -> None:
    figure = usual_figure(catalogue, category, on, region)

    assert figure is not None
    assert middle(figure) == pytest.approx(value if value is not None else middle(figure))
    assert region.casefold() in figure.region.casefold()


def test_a_whole_machine_stands_before_boards_and_cards(catalogue: Catalogue) -> None:
    usual = catalogue.default_purchase_offer("h100-sxm", SUMMER_2023)
    card_only = catalogue.default_purchase_offer("l40s", SUMMER_2023)

    assert usual is not None
    assert usual.kind in ("system", "server")
    assert card_only is not None
    assert card_only.kind == "card"
