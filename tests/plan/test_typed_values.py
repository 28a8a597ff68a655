"""What a person types, in either language, is read as meant or refused with the reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan import units as u
from planner.plan.amounts import Range
from planner.plan.language import Language
from planner.plan.typed_values import TypedValueError, format_amount, parse_amount
from planner.plan.units import Unit

ENGLISH = Language("en", ".")
SPANISH = Language("es", ",")
SIMPLE_UNITS = [value for value in vars(u).values() if isinstance(value, Unit)]


@pytest.mark.parametrize("language", [ENGLISH, SPANISH])
@pytest.mark.parametrize(
    ("text", "unit", "stored"),
    [
        ("1.2M", u.REQUESTS_PER_MONTH, 1_200_000.0),
        ("1,2 M", u.REQUESTS_PER_MONTH, 1_200_000.0),
        ("1.5", u.FACTOR, 1.5),
        ("1,5", u.FACTOR, 1.5),
        ("0.075", u.USD_PER_HOUR, 0.075),
        ("1 234,5", u.COUNT, 1234.5),
        ("1,234.5", u.COUNT, 1234.5),
        ("1.234,5", u.COUNT, 1234.5),
        ("1.234.567", u.COUNT, 1_234_567.0),
        ("−3 %", u.PERCENT, -0.03),
        ("0.12 $/kWh", u.USD_PER_KWH, 0.12),
        ("$3.5/h", u.USD_PER_HOUR, 3.5),
        ("12 meses", u.MONTHS, 12.0),
        ("1e3", u.COUNT, 1000.0),
        ("5,000,000,000", u.COUNT, 5e9),
        ("$12", u.USD_PER_KWH, 12.0),
        ("12 USD", u.USD_PER_MONTH, 12.0),
        ("USD 1.2k", u.USD, 1_200.0),
        ("12 US$/month", u.USD_PER_MONTH, 12.0),
        ("-$5", u.USD, -5.0),
        ("1,2 millones $", u.USD, 1_200_000.0),
    ],
)
def test_a_number_is_read_alike_in_both_languages(text: str, unit: Unit, stored: float, language: Language) -> None:
    assert parse_amount(text, unit, language) == stored


@pytest.mark.parametrize(
    ("text", "unit", "low", "likely", "high"),
    [
        ("800k..1.5M", u.REQUESTS_PER_MONTH, 800_000.0, 1_150_000.0, 1_500_000.0),
        ("4..6..11", u.MONTHS, 4.0, 6.0, 11.0),
        ("30% ± 10", u.PERCENT, 0.2, 0.3, 0.4),
        ("10 .. 20 %", u.PERCENT, 0.1, 0.15, 0.2),
        ("4…6…11", u.MONTHS, 4.0, 6.0, 11.0),
    ],
)
def test_a_range_is_read_with_low_likely_and_high(
    text: str, unit: Unit, low: float, likely: float, high: float
) -> None:
    assert parse_amount(text, unit, ENGLISH) == Range(low=low, likely=likely, high=high)


def test_the_middle_of_a_wide_range_is_geometric() -> None:
    assert parse_amount("1..100", u.COUNT, ENGLISH) == Range(low=1.0, likely=10.0, high=100.0)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0.12 €/kWh", u.USD_PER_KWH),
        ("12 kg", u.MONTHS),
        ("5 %", u.COUNT),
        ("3 £", u.USD),
        ("abc", u.COUNT),
        ("", u.COUNT),
        ("..", u.COUNT),
        ("1..2..3..4", u.COUNT),
        ("3..2", u.COUNT),
        ("1.2.3", u.COUNT),
        ("1e999", u.COUNT),
        ("nan", u.COUNT),
        ("inf", u.COUNT),
        ("9" * 500, u.COUNT),
        ("0x1F", u.COUNT),
        ("5 ± -1", u.COUNT),
    ],
)
def test_what_is_not_a_value_of_the_field_is_refused(text: str, unit: Unit) -> None:
    with pytest.raises(TypedValueError) as refusal:
        parse_amount(text, unit, ENGLISH)
    assert refusal.value.message.text()


def test_a_wrong_unit_is_refused_with_the_expected_one() -> None:
    with pytest.raises(TypedValueError, match=r"\$/kWh"):
        parse_amount("0.12 €/kWh", u.USD_PER_KWH, ENGLISH)


def test_a_currency_of_the_plan_is_taken_at_its_exchange_rate() -> None:
    assert parse_amount("0.09 €/kWh", u.USD_PER_KWH, SPANISH, {"EUR": 0.9}) == pytest.approx(0.1)


@pytest.mark.parametrize("text", ["90 EUR", "EUR 90", "90€", "€90", "90 eur/month", "0.09k €"])
def test_a_currency_is_known_by_its_sign_and_its_code(text: str) -> None:
    assert parse_amount(text, u.USD_PER_MONTH, ENGLISH, {"EUR": 0.9}) == pytest.approx(100.0)


@pytest.mark.parametrize("text", ["9..18 EUR", "€9..18", "9 €..18 €", "13.5 ± 4.5 EUR", "13.5 EUR ± 4.5"])
def test_a_currency_counts_for_the_whole_range(text: str) -> None:
    read = parse_amount(text, u.USD_PER_MONTH, ENGLISH, {"EUR": 0.9})
    assert isinstance(read, Range)
    assert (read.low, read.likely, read.high) == pytest.approx((10.0, 15.0, 20.0))


def test_pesos_are_not_taken_for_millions() -> None:
    assert parse_amount("36 MXN", u.USD_PER_HOUR, SPANISH, {"MXN": 18.0}) == pytest.approx(2.0)
    assert parse_amount("18..36 MX$", u.USD, SPANISH, {"MXN": 18.0}) == Range(low=1.0, likely=1.5, high=2.0)


@pytest.mark.parametrize("text", ["12 EUR", "£12", "12 EUR..15 £", "$12..15 €", "12 EUR/kg"])
def test_another_currency_than_the_plans_or_two_at_once_are_refused_as_they_were_typed(text: str) -> None:
    with pytest.raises(TypedValueError, match=re.escape(repr(text))):
        parse_amount(text, u.USD_PER_MONTH, ENGLISH, {"GBP": 0.8} if "£" not in text else {"EUR": 0.9})


@given(
    value=st.floats(min_value=-1e12, max_value=1e12).map(lambda x: float(f"{x:.9g}")),
    unit=st.sampled_from(SIMPLE_UNITS),
    language=st.sampled_from([ENGLISH, SPANISH]),
)
def test_a_shown_number_reads_back_as_itself(value: float, unit: Unit, language: Language) -> None:
    stored = value * unit.scale
    assert parse_amount(format_amount(stored, unit, language), unit, language) == pytest.approx(
        stored, rel=1e-11, abs=1e-14
    )


@given(
    values=st.lists(st.integers(0, 10**12).map(lambda thousandths: thousandths / 1000), min_size=3, max_size=3),
    language=st.sampled_from([ENGLISH, SPANISH]),
)
def test_a_shown_range_reads_back_as_itself(values: list[float], language: Language) -> None:
    low, likely, high = sorted(values)
    shown = format_amount(Range(low=low, likely=likely, high=high), u.COUNT, language)
    read = parse_amount(shown, u.COUNT, language)
    expected = Range(low=low, likely=likely, high=high) if low < high else low
    assert read == expected


@given(st.text(max_size=40), st.sampled_from(SIMPLE_UNITS))
def test_any_text_is_read_or_refused_in_a_sentence(text: str, unit: Unit) -> None:
    try:
        read = parse_amount(text, unit, SPANISH)
    except TypedValueError as refusal:
        sentence = refusal.message.text()
    else:
        sentence = format_amount(read, unit, SPANISH)
    assert sentence.strip()
