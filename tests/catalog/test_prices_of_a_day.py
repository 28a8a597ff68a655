"""What an API call cost on a day: history, announced prices, tiers, processing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalog import catalogue as catalogue_module
from planner.catalog.catalogue import Catalogue
from planner.catalog.loader import load_catalogue
from planner.catalog.prices import tier_for, tiers_on
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import ApiPrice
from planner.plan.wording import PlannerError

TODAY = dt.date(2026, 11, 23)
PROVENANCE = Provenance(title="test", address="example.org", date=TODAY, checked=TODAY, evidence=Evidence.LIST_PRICE)


def line(name: str, **fields: object) -> ApiPrice:
    return ApiPrice(id=name, name=name, provenance=PROVENANCE, provider="P", model="m", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("model", "day", "input_price", "output_price"),
    [
        ("openai/gpt-3.5-turbo", dt.date(2023, 4, 1), 2.0, 2.0),
        ("openai/gpt-3.5-turbo", dt.date(2023, 8, 15), 1.5, 2.0),
        ("openai/gpt-3.5-turbo", dt.date(2023, 11, 5), 1.5, 2.0),
        ("openai/gpt-3.5-turbo", dt.date(2023, 11, 6), 1.0, 2.0),
        ("openai/gpt-3.5-turbo", dt.date(2024, 6, 1), 0.5, 1.5),
        ("openai/gpt-4", dt.date(2023, 8, 15), 30.0, 60.0),
        ("openai/gpt-4-32k", dt.date(2023, 8, 15), 60.0, 120.0),
        ("openai/gpt-4-turbo", dt.date(2023, 11, 6), 10.0, 30.0),
        ("anthropic/claude-2", dt.date(2023, 9, 1), 11.02, 32.68),
        ("anthropic/claude-2", dt.date(2023, 12, 1), 8.0, 24.0),
    ],
)
def test_history_gives_the_published_price_of_that_day(
    catalogue: Catalogue, model: str, day: dt.date, input_price: float, output_price: float
) -> None:
    (tier,) = catalogue.api_prices(model, day)

    assert (tier.input_price, tier.output_price) == (input_price, output_price)


def test_tuned_gpt_3_5_cost_eight_times_as_much_at_its_launch(catalogue: Catalogue) -> None:
    (tuned,) = catalogue.api_prices("openai/gpt-3.5-turbo", dt.date(2023, 9, 1), tuned=True)

    assert (tuned.input_price, tuned.output_price, tuned.training_price) == (12, 16, 8)


@pytest.mark.parametrize("model", ["openai/gpt-3.5-turbo", "openai/gpt-4", "openai/gpt-4-turbo"])
def test_a_retired_model_has_history_but_no_price_today(catalogue: Catalogue, model: str) -> None:
    assert catalogue.model(model).retired == dt.date(2026, 10, 23)
    assert catalogue.api_prices(model, dt.date(2026, 10, 22))
    assert catalogue.api_prices(model, TODAY) == []
    assert catalogue.api_providers(model, TODAY) == []


def test_a_model_has_no_price_before_it_appeared(catalogue: Catalogue) -> None:
    assert catalogue.api_prices("openai/gpt-4-turbo", dt.date(2023, 11, 5)) == []


def test_the_press_figure_of_gpt_4_turbo_is_kept_beside_the_price_list(catalogue: Catalogue) -> None:
    listed = catalogue.api_price("openai/gpt-4-turbo/standard/2023-11-06")
    press = catalogue.site_figure("press/gpt-4-turbo-input-2023")

    assert listed.input_price == 10
    assert "per 100" in listed.disagreement
    assert press.typical == 100  # one cent per 100 tokens
    assert press.disagreement


def test_generated_prices_never_contradict_the_gathered_history(catalogue: Catalogue) -> None:
    """genai-prices 0.2.3 answers 0.50 / 1.50 for GPT-3.5 Turbo and 3 / 6 for the tuned one in 2023."""
    gathered = {(2.0, 2.0), (1.5, 2.0), (1.0, 2.0), (0.5, 1.5)}

    lines = [
        price
        for price in catalogue.records("api-prices")
        if isinstance(price, ApiPrice)
        and price.model == "openai/gpt-3.5-turbo"
        and price.provider == "OpenAI"
        and price.processing == "standard"
        and not price.tuned
    ]

    assert {(price.input_price, price.output_price) for price in lines} == gathered


def test_announced_prices_apply_from_their_day_and_not_before(catalogue: Catalogue) -> None:
    announced = [
        price
        for price in catalogue.records("api-prices")
        if isinstance(price, ApiPrice) and price.valid_from > TODAY and price.processing == "standard"
    ]

    assert announced
    for price in announced:
        before = catalogue.api_prices(price.model, price.valid_from - dt.timedelta(days=1), price.provider)
        after = catalogue.api_prices(price.model, price.valid_from, price.provider)
        assert price not in before
        assert price in after


def test_today_has_batch_flex_and_priority_beside_standard(catalogue: Catalogue) -> None:
    def price(processing: str) -> float:
        tiers = catalogue.api_prices("openai/gpt-5.4", TODAY, "OpenAI", processing)
        assert tiers[0].input_price is not None
        return tiers[0].input_price

    assert price("batch") == pytest.approx(price("standard") / 2)
    assert price("flex") == pytest.approx(price("standard") / 2)
    assert price("priority") > price("standard")


def test_the_vendor_itself_is_meant_when_no_provider_is_named(catalogue: Catalogue) -> None:
    assert {tier.provider for tier in catalogue.api_prices("openai/gpt-5.4", TODAY)} == {"OpenAI"}


def test_the_cheapest_host_is_meant_for_an_open_model(catalogue: Catalogue) -> None:
    chosen = catalogue.api_prices("llama-3.3-70b-instruct", TODAY)[0]
    offered = [
        catalogue.api_prices("llama-3.3-70b-instruct", TODAY, provider)
        for provider in catalogue.api_providers("llama-3.3-70b-instruct", TODAY)
    ]

    def total(price: ApiPrice) -> float:
        return (price.input_price or 0) + (price.output_price or 0)

    assert total(chosen) == min(total(tiers[0]) for tiers in offered if tiers)


def test_a_prompt_of_exactly_the_threshold_pays_the_lower_tier() -> None:
    tiers = [line("base", input_price=2.0), line("long", input_price=4.0, tier_above=200_000)]

    assert tier_for(tiers, 199_999).input_price == 2.0
    assert tier_for(tiers, 200_000).input_price == 2.0
    assert tier_for(tiers, 200_001).input_price == 4.0


def test_every_shipped_threshold_is_exact_to_the_token(catalogue: Catalogue) -> None:
    higher = [price for price in catalogue.records("api-prices") if isinstance(price, ApiPrice) and price.tier_above]

    assert len(higher) > 20
    for price in higher:
        tiers = catalogue.api_prices(price.model, price.valid_from, price.provider, price.processing)
        threshold = price.tier_above or 0
        assert tier_for(tiers, threshold).id != price.id
        assert tier_for(tiers, threshold + 1).id == price.id


def test_no_tier_to_choose_from_is_an_error_and_never_zero() -> None:
    with pytest.raises(PlannerError):
        tier_for([], 100)


def test_a_long_prompt_tier_does_not_outlive_its_price_list() -> None:
    lines = [
        line("old", input_price=5.0),
        line("old long", input_price=10.0, tier_above=200_000),
        line("new", input_price=5.0, valid_from=dt.date(2026, 3, 13)),
    ]

    assert [tier.id for tier in tiers_on(lines, dt.date(2026, 3, 12))] == ["old", "old long"]
    assert [tier.id for tier in tiers_on(lines, dt.date(2026, 3, 13))] == ["new"]


@given(day=st.dates(dt.date(2022, 1, 1), dt.date(2028, 1, 1)), tokens=st.integers(0, 2_000_000))
def test_on_any_day_a_price_list_has_one_answer_that_holds_that_day(day: dt.date, tokens: int) -> None:
    tiers = load_catalogue_once().api_prices("anthropic/claude-opus-4-6", day, "Anthropic")

    if tiers:
        chosen = tier_for(tiers, tokens)
        assert chosen.valid_from <= day
        assert chosen.valid_to is None or day < chosen.valid_to
        assert len({tier.tier_above for tier in tiers}) == len(tiers)


_CATALOGUE: list[Catalogue] = []


def load_catalogue_once() -> Catalogue:
    """Hypothesis runs the test many times; the catalogue does not change between them."""
    if not _CATALOGUE:
        _CATALOGUE.append(load_catalogue())
    return _CATALOGUE[0]


def test_who_asks_while_the_price_lists_are_being_sorted_gets_the_whole_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker that draws the ranges asks the same catalogue as the window."""
    lines = [
        line("short", input_price=1.0, output_price=1.0),
        line("long", input_price=2.0, output_price=2.0, tier_above=1_000),
    ]
    sorted_by = catalogue_module.price_group
    meanwhile: list[list[ApiPrice]] = []

    def asked_meanwhile(price: ApiPrice) -> catalogue_module.PriceGroup:
        if price.id == "long" and not meanwhile:
            meanwhile.append([])
            meanwhile[0] = catalogue.api_prices("m", TODAY, provider="P")
        return sorted_by(price)

    monkeypatch.setattr(catalogue_module, "price_group", asked_meanwhile)
    catalogue = Catalogue(version="1", content_hash="", read=lambda kind: lines if kind == "api-prices" else ())
    assert [tier.id for tier in catalogue.api_prices("m", TODAY, provider="P")] == ["short", "long"]
    assert [tier.id for tier in meanwhile[0]] == ["short", "long"]
