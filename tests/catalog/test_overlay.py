"""A user's own records: kept, marked, mended by hand, never lost."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalog.catalogue import Catalogue
from planner.catalog.loader import load_catalogue
from planner.catalog.overlay import (
    FORMAT,
    BrokenOverlay,
    Overlay,
    overlay_text,
    parse_overlay,
    read_overlay,
    set_aside,
    write_overlay,
)
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import KINDS, ApiPrice, PurchaseOffer, Record, WorkloadProfile
from planner.catalog.rows import kind_of, record_from_row, row_of, shape_of
from planner.plan.wording import PlannerError

TODAY = dt.date(2026, 11, 23)
OWN = Provenance(title="Offer 4711", address="", date=TODAY, checked=TODAY, evidence=Evidence.QUOTED, note="per e-mail")
NEGOTIATED = ApiPrice(
    id="own/gpt-5.4",
    name="Our contract",
    provenance=OWN,
    provider="OpenAI",
    model="openai/gpt-5.4",
    valid_from=dt.date(2026, 11, 1),
    input_price=2.0,
    output_price=12.0,
)
BOX = PurchaseOffer(id="own/box", name="Our box", provenance=OWN, kind="server", accelerator="h100-sxm", price=250_000)


def test_an_overlay_survives_being_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "own.json"

    write_overlay(path, Overlay().with_record(NEGOTIATED).with_record(BOX))

    assert set(read_overlay(path).records) == {replace(NEGOTIATED, private=True), replace(BOX, private=True)}
    assert [file.name for file in path.parent.iterdir()] == ["own.json"]


def test_own_records_stand_before_shipped_ones_and_are_marked(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "own.json"
    shipped = catalogue.accelerator("h100-sxm")
    write_overlay(path, Overlay((replace(shipped, memory=79.0),)).with_record(NEGOTIATED).with_record(BOX))

    mine = load_catalogue(path)

    assert mine.accelerator("h100-sxm").memory == 79.0
    assert mine.accelerator("h100-sxm").private
    assert mine.purchase_offer("own/box").private
    assert mine.api_prices("openai/gpt-5.4", TODAY, "OpenAI")[0].input_price == 2.0
    assert mine.hash == catalogue.hash
    assert catalogue.accelerator("h100-sxm").memory == 80


def test_no_file_means_no_own_records(tmp_path: Path, catalogue: Catalogue) -> None:
    assert load_catalogue(tmp_path / "none.json").counts() == catalogue.counts()


def test_editing_puts_a_record_in_place_and_removing_brings_the_shipped_one_back() -> None:
    overlay = Overlay().with_record(BOX).with_record(replace(BOX, price=240_000.0))

    assert [record.price for record in overlay.records] == [240_000.0]
    assert overlay.without_record("own/box").records == ()


def test_an_import_takes_over_records_of_the_same_id() -> None:
    mine = Overlay().with_record(BOX)

    merged = mine.merged(Overlay((NEGOTIATED, replace(BOX, price=1000.0))))

    assert {record.id: record.private for record in merged.records} == {"own/gpt-5.4": True, "own/box": True}
    assert next(record.price for record in merged.records if record.id == "own/box") == 1000.0


def test_the_file_has_one_record_a_line() -> None:
    text = overlay_text(Overlay().with_record(NEGOTIATED).with_record(BOX))

    assert [line.count('"id"') for line in text.splitlines()] == [0, 1, 1, 0]
    assert json.loads(text)["format"] == FORMAT


def test_a_broken_record_is_reported_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    good = overlay_text(Overlay().with_record(NEGOTIATED).with_record(BOX))
    path.write_text(good.replace('"input_price": 2.0', '"input_price": "two"'), encoding="utf-8")

    with pytest.raises(BrokenOverlay) as broken:
        load_catalogue(path)

    assert (broken.value.path, broken.value.line) == (path, 3)
    assert "input_price" in str(broken.value)
    assert str(path) in str(broken.value)


def test_a_file_cut_short_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(overlay_text(Overlay().with_record(BOX))[:150], encoding="utf-8")

    with pytest.raises(BrokenOverlay) as broken:
        read_overlay(path)

    assert broken.value.line == 2


def test_a_broken_overlay_is_set_aside_and_never_deleted(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    kept = []
    for number in range(3):
        path.write_text(f"broken {number}", encoding="utf-8")
        kept.append(set_aside(path, TODAY))

    assert not path.exists()
    assert [file.read_text(encoding="utf-8") for file in kept] == ["broken 0", "broken 1", "broken 2"]
    assert all(file.name.endswith(".broken") for file in kept)


def test_a_newer_overlay_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(overlay_text(Overlay()).replace('"version": 1', '"version": 2'), encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(PlannerError, match="newer version") as refused:
        read_overlay(path)

    assert not isinstance(refused.value, BrokenOverlay)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        '{"format": "other"}',
        f'{{"format": "{FORMAT}"}}',
        f'{{"format": "{FORMAT}", "version": true, "records": 1}}',
        f'{{"format": "{FORMAT}", "version": 1, "records": [1]}}',
        f'{{"format": "{FORMAT}", "version": 1, "records": [{{"kind": "models"}}]}}',
        f'{{"format": "{FORMAT}", "version": 1, "records": [{{"kind": ["models"], "id": "a"}}]}}',
        "[" * 100_000,
    ],
)
def test_nonsense_is_reported_as_broken(content: str) -> None:
    with pytest.raises(BrokenOverlay):
        parse_overlay(content, Path("own.json"))


def test_bytes_that_are_no_text_are_reported_as_broken(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(b'{"format":\n\xff')

    with pytest.raises(BrokenOverlay) as broken:
        read_overlay(path)

    assert broken.value.line == 2


def test_two_records_of_one_id_are_reported(tmp_path: Path) -> None:
    lines = overlay_text(Overlay().with_record(BOX)).splitlines()
    text = "\n".join([lines[0], lines[1] + ",", lines[1], lines[2]])

    with pytest.raises(BrokenOverlay) as broken:
        parse_overlay(text, tmp_path / "own.json")

    assert broken.value.line == 3


def test_a_field_named_kind_is_not_mixed_up_with_the_kind_of_record() -> None:
    profile = WorkloadProfile(id="own/day", name="Our day", provenance=OWN, kind="trace", input_mean=10.0)

    read = parse_overlay(overlay_text(Overlay().with_record(profile)), Path("own.json"))

    assert read.records == (replace(profile, private=True),)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(row=json_values)
def test_any_json_is_either_a_record_or_refused(row: object) -> None:
    text = json.dumps({"format": FORMAT, "version": 1, "records": [row]})

    with pytest.raises(PlannerError):
        parse_overlay(text, Path("own.json"))


@given(kind=st.sampled_from(sorted(KINDS)), data=st.data())
def test_a_record_of_hostile_values_is_either_refused_or_survives_a_round_trip(kind: str, data: st.DataObject) -> None:
    names = st.sampled_from([*shape_of(kind), "note", "evidence"])
    row = data.draw(st.dictionaries(names, json_values | st.floats(0, 1e6), max_size=8))
    row |= {"id": "own/x", "name": "X", "title": "t", "date": "2026-01-02", "checked": "2026-01-02"}

    try:
        record = record_from_row(kind, row)
    except PlannerError:
        return

    assert record_from_row(kind, row_of(kind, record)) == record


def test_every_shipped_record_survives_a_round_trip_through_an_overlay(catalogue: Catalogue) -> None:
    records: list[Record] = [record for kind in KINDS for record in catalogue.records(kind)[:25]]

    read = parse_overlay(overlay_text(Overlay(tuple(records))), Path("own.json"))

    assert {record.id: kind_of(record) for record in read.records} == {record.id: kind_of(record) for record in records}
    assert {replace(record, private=False) for record in read.records} == set(records)
