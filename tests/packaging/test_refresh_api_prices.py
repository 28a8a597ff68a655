"""Current API prices are generated from a package that only this script reads."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

import price_names
import refresh_api_prices as refresh


def prices(**amounts):
    return SimpleNamespace(**{f"{name}_mtok": amount for name, amount in amounts.items()})


def tiered(base, start, above):
    return SimpleNamespace(base=Decimal(base), tiers=[SimpleNamespace(start=start, price=Decimal(above))])


def model(name, listed, variants=(), names=(), comments=""):
    match = SimpleNamespace(or_=[SimpleNamespace(equals=exact) for exact in (name, *names)])
    return SimpleNamespace(
        id=name,
        match=match,
        name=name.upper(),
        context_window=128_000,
        price_comments=comments,
        deprecated=None,
        prices=listed,
        price_variants=list(variants),
        is_match=lambda asked: asked == name,
    )


def from_day(day):
    return SimpleNamespace(start_date=dt.date.fromisoformat(day))


def lines(made, covered=None, row=None):
    row = row or {"id": "openai/m", "name": "M"}
    return refresh.price_rows("openai", made, row, "key", covered or {})


def test_each_threshold_becomes_a_tier_of_its_own():
    made = model(
        "m-2026-03-05",
        prices(input=tiered("2.5", 272_000, "5"), output=tiered("15", 272_000, "22.5"), cache_read=Decimal("0.25")),
    )

    base, above = lines(made)

    assert (base["tier_above"], base["input_price"], base["output_price"]) == (None, 2.5, 15)
    assert (above["tier_above"], above["input_price"], above["output_price"]) == (272_000, 5, 22.5)
    assert above["cache_read_price"] == 0.25
    assert {base["valid_from"], above["valid_from"]} == {"2026-03-05"}


def test_a_variant_inherits_what_it_does_not_state():
    batch = SimpleNamespace(
        when={"processing": "batch"}, prices=prices(input=Decimal("1.25"), output=Decimal(5)), constraint=None
    )
    made = model("m", prices(input=Decimal("2.5"), output=Decimal(10), cache_read=Decimal("1.25")), [batch])

    standard, halved = lines(made)

    assert (standard["processing"], halved["processing"]) == ("standard", "batch")
    assert (halved["input_price"], halved["output_price"], halved["cache_read_price"]) == (1.25, 5, 1.25)


def test_a_dated_price_ends_the_one_before_it_and_an_announced_one_is_kept():
    made = model(
        "m",
        [
            SimpleNamespace(constraint=None, prices=prices(input=Decimal(2), output=Decimal(6))),
            SimpleNamespace(constraint=from_day("2026-04-30"), prices=prices(input=Decimal(1), output=Decimal(3))),
            SimpleNamespace(constraint=from_day("2027-01-01"), prices=prices(input=Decimal(4), output=Decimal(5))),
        ],
    )

    old, current, announced = lines(made)

    assert (old["valid_from"], old["valid_to"]) == ("2026-01-28", "2026-04-30")
    assert "no start date known" in old["note"]
    assert (current["valid_from"], current["valid_to"]) == ("2026-04-30", "2027-01-01")
    assert (announced["valid_from"], announced["valid_to"]) == ("2027-01-01", None)


@pytest.mark.parametrize(("hours", "chosen", "noted"), [((1, 4), 1, "2"), ((0, 16), 2, "1")])
def test_the_price_of_most_of_the_day_counts_and_the_other_is_noted(hours, chosen, noted):
    start, end = (dt.time(hour) for hour in hours)
    made = model(
        "m",
        [
            SimpleNamespace(constraint=None, prices=prices(input=Decimal(1), output=Decimal(10))),
            SimpleNamespace(
                constraint=SimpleNamespace(start_time=start, end_time=end),
                prices=prices(input=Decimal(2), output=Decimal(20)),
            ),
        ],
    )

    (line,) = lines(made)

    assert line["input_price"] == chosen
    assert f"the price is {noted} in" in line["note"]


def test_gathered_history_stands_before_generated_lines():
    made = model("m", prices(input=Decimal("0.5"), output=Decimal("1.5")))
    covered = refresh.covered_lists(
        [
            {"provider": "OpenAI", "model": "openai/m", "valid_to": "2024-01-25"},
            {"provider": "OpenAI", "model": "openai/m", "valid_to": "2026-11-15"},
            {"provider": "OpenAI", "model": "openai/m", "tuned": True},
            {"provider": "OpenAI", "model": "openai/open"},
        ]
    )

    assert [line["valid_from"] for line in lines(made, covered)] == ["2026-11-15"]
    assert lines(made, covered, {"id": "openai/open", "name": "Open"}) == []


def test_the_price_of_a_retired_model_ends_with_it():
    made = model("m", prices(input=Decimal(1), output=Decimal(2)))

    (line,) = lines(made, row={"id": "openai/m", "name": "M", "retired": "2026-10-23"})

    assert (line["valid_from"], line["valid_to"]) == ("2026-07-23", "2026-10-23")
    assert "no start date known" in line["note"]


def test_what_another_source_says_stands_beside_the_price():
    made = model("m", prices(input=Decimal("0.2288"), output=Decimal("0.3432")))

    (line,) = refresh.price_rows("deepseek", made, {"id": "deepseek-v3.2", "name": "V3.2"}, "key", {})

    assert line["disagreement"].startswith("0.28 / 0.40")


@pytest.mark.parametrize(
    ("sold", "known"),
    [
        ("meta.llama3-1-70b-instruct-v1:0", "llama3-1-70b-instruct"),
        ("global.anthropic.claude-opus-5", "claude-opus-5"),
        ("llama-v3p1-8b-instruct", "llama-3.1-8b-instruct"),
        ("meta-llama/Llama-2-70b-chat-hf", "llama-2-70b-chat"),
        ("llama-3.1-8b-instant", "llama-3.1-8b"),
        ("mixtral-8x7b-32768", "mixtral-8x7b"),
        ("deepseek-v3p2", "deepseek-v3.2"),
        ("deepseek.r1-v1:0", "deepseek-r1"),
    ],
)
def test_a_sold_name_is_reduced_to_the_one_that_is_known(sold, known):
    assert known in list(price_names.spellings(sold))


def test_a_price_of_an_unknown_model_is_booked_on_a_model_of_its_own():
    known = [{"id": "llama-2-70b", "name": "Llama 2 70B"}]
    names = refresh.Names(known, {})

    row = names.resolve("together", model("Qwen/Qwen9-Max", prices(input=Decimal(1), output=Decimal(2))))

    assert row["id"] == "qwen/qwen9-max"
    assert row["vendor"] == "Qwen"
    assert row["open_weights"] is False
    assert names.resolve("together", model("meta/Llama-2-70B", prices())) is known[0]


def test_sounds_and_pictures_are_not_text():
    assert price_names.is_text_model("gpt-5.4")
    assert not any(map(price_names.is_text_model, ("gpt-image-2", "whisper-1", "gpt-4o-audio-preview", "x:free")))
