"""What a plan carries: it opens with its own figures after any update, and says what moved (W5, data level)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import KINDS, ApiPrice, Record
from planner.catalog.site import Category, usual_figure
from planner.catalog.snapshot import accept, moved_figures, private_records, snapshot, strip_private
from planner.plan.wording import PlannerError

TODAY = dt.date(2026, 11, 23)
PRICE = "openai/gpt-5.4/standard/2026-03-05"
OFFER = "aws/g5.xlarge/us-east-1/on_demand/2026-07"
IDS = [PRICE, OFFER, "llama-2-70b", "h100-sxm", "press/dgx-box-2023", "hours/azure24-conv"]


def updated(catalogue: Catalogue, *, without: str = "", extra: tuple[Record, ...] = (), **prices: float) -> Catalogue:
    """A later catalogue: some prices changed, one record gone, some added."""

    def read(kind: str) -> list[Record]:
        records = [record for record in catalogue.records(kind) if record.id != without]
        changed = {PRICE: "input_price", OFFER: "price"}
        records = [
            replace(record, **{changed[record.id]: prices[changed[record.id]]})  # type: ignore[arg-type]
            if changed.get(record.id) in prices
            else record
            for record in records
        ]
        return records + [record for record in extra if type(record) is KINDS[kind]]

    return Catalogue(version="2027-02", content_hash="later", read=read)


def test_a_snapshot_is_plain_json_with_version_and_hash(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, IDS)

    assert json.loads(json.dumps(content)) == content
    assert (content["catalogue"], content["hash"]) == (catalogue.version, catalogue.hash)
    assert list(content["records"]) == [kind for kind in KINDS if kind in content["records"]]


def test_a_price_line_brings_all_tiers_of_its_list(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, [PRICE])

    assert [row.get("tier_above") for row in content["records"]["api-prices"]] == [None, 272_000]


def test_opening_after_an_update_answers_with_the_figures_of_the_snapshot(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, IDS)
    later = updated(catalogue, input_price=99.0, price=77.0)

    reopened = later.with_snapshot(content)

    assert later.rental_offer(OFFER).price == 77.0
    for record_id in IDS:
        assert reopened.record(record_id) == catalogue.record(record_id)
    assert reopened.api_prices("openai/gpt-5.4", TODAY, "OpenAI")[0].input_price == 2.5


def test_a_newer_line_of_the_same_list_does_not_take_over_silently(catalogue: Catalogue) -> None:
    old = catalogue.api_price(PRICE)
    newer = replace(old, id="openai/gpt-5.4/standard/2026-11-01", valid_from=dt.date(2026, 11, 1), input_price=1.25)
    content = snapshot(catalogue, [PRICE])
    later = updated(catalogue, extra=(newer,))

    assert later.api_prices("openai/gpt-5.4", TODAY, "OpenAI")[0].input_price == 1.25
    assert later.with_snapshot(content).api_prices("openai/gpt-5.4", TODAY, "OpenAI")[0].input_price == 2.5
    assert moved_figures(content, later) == []
    moved = {(figure.field, figure.old, figure.new) for figure in moved_figures(content, later, on=TODAY)}
    assert ("input_price", 2.5, 1.25) in moved


def test_nothing_moved_while_the_catalogue_is_the_same(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, IDS)

    assert moved_figures(content, catalogue) == []
    assert moved_figures(content, catalogue, on=TODAY) == []


def test_each_figure_that_moved_is_listed_with_both_values_and_unit(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, IDS)

    moved = moved_figures(content, updated(catalogue, input_price=2.0, price=1.5))

    assert [(figure.record_id, figure.field, figure.new, figure.unit) for figure in moved] == [
        (PRICE, "input_price", 2.0, "USD/Mtoken"),
        (OFFER, "price", 1.5, "USD/hour"),
    ]
    assert moved[0].old == 2.5


def test_a_record_that_is_gone_is_listed_and_still_answers(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, IDS)
    later = updated(catalogue, without=OFFER)

    (gone,) = moved_figures(content, later)

    assert (gone.record_id, gone.new) == (OFFER, None)
    assert later.with_snapshot(content).rental_offer(OFFER) == catalogue.rental_offer(OFFER)


def test_one_figure_can_be_accepted_while_the_others_stay_pinned(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, IDS)
    later = updated(catalogue, input_price=2.0, price=1.5)
    price, _offer = moved_figures(content, later)

    taken = accept(content, later, [price])

    reopened = later.with_snapshot(taken)
    assert reopened.api_price(PRICE).input_price == 2.0
    assert reopened.rental_offer(OFFER).price == catalogue.rental_offer(OFFER).price
    assert [figure.record_id for figure in moved_figures(taken, later)] == [OFFER]


def test_accepting_nothing_changes_nothing(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, IDS)

    assert accept(content, catalogue, []) == content


def test_private_records_are_stripped_from_a_plan_that_is_shared(catalogue: Catalogue) -> None:
    own = replace(catalogue.rental_offer(OFFER), id="own/negotiated", price=0.5, private=True)
    content = snapshot(catalogue.with_overlay([own]), [*IDS, "own/negotiated"])

    shared = strip_private(content)

    assert private_records(content) == ["own/negotiated"]
    assert private_records(shared) == []
    assert shared == snapshot(catalogue, IDS)


@pytest.mark.parametrize("broken", [{"records": []}, {"records": {"models": 3}}, {"records": {"colours": [{}]}}])
def test_something_else_than_a_snapshot_is_refused(catalogue: Catalogue, broken: dict[str, object]) -> None:
    with pytest.raises(PlannerError):
        catalogue.with_snapshot(broken)


def test_a_price_of_another_day_is_answered_by_the_catalogue(catalogue: Catalogue) -> None:
    content = snapshot(catalogue, ["openai/gpt-3.5-turbo/standard/2023-06-13"])

    reopened = catalogue.with_snapshot(content)

    (later,) = reopened.api_prices("openai/gpt-3.5-turbo", dt.date(2024, 6, 1), "OpenAI")
    assert isinstance(later, ApiPrice)
    assert later.input_price == 0.5


def test_a_newer_site_figure_does_not_take_over_silently(catalogue: Catalogue) -> None:
    old = usual_figure(catalogue, Category.PUE, TODAY)
    assert old is not None
    later_day = dt.date(2026, 11, 1)
    newer = replace(old, id="pue/newer", typical=1.4, provenance=replace(old.provenance, date=later_day))
    content = snapshot(catalogue, [old.id])
    later = updated(catalogue, extra=(newer,))

    assert usual_figure(later, Category.PUE, TODAY) == newer
    assert usual_figure(later.with_snapshot(content), Category.PUE, TODAY) == old
