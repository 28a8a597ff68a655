import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.charts.words import MINUS, Words
from planner.plan.language import ENGLISH, Language
from planner.plan.plan import Plan

ENGLISH_WORDS = Words(ENGLISH)
SPANISH_WORDS = Words(Language("es", ","))


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0.0, "$0", "0\u00a0$"),
        (1234.0, "$1.23k", "1,23\u00a0k$"),
        (412_000.0, "$412k", "412\u00a0k$"),
        (3_000_000.0, "$3M", "3\u00a0M$"),
        (999_999.0, "$1M", "1\u00a0M$"),
        (0.00042, "$0.00042", "0,00042\u00a0$"),
        (-1500.0, MINUS + "$1.5k", MINUS + "1,5\u00a0k$"),
    ],
)
def test_an_amount_is_short_in_both_languages(value, english, spanish):
    assert ENGLISH_WORDS.short_money(value) == english
    assert SPANISH_WORDS.short_money(value) == spanish


def test_an_amount_that_is_not_a_number_is_a_dash():
    assert ENGLISH_WORDS.short_money(math.nan) == "–"
    assert ENGLISH_WORDS.short(math.inf) == "–"


def test_a_tick_has_the_decimals_that_its_step_needs():
    assert [ENGLISH_WORDS.tick_money(value, 250.0) for value in (0.0, 750.0, 1250.0)] == ["$0", "$750", "$1.25k"]
    assert ENGLISH_WORDS.tick(0.05, 0.05) == "0.05"
    assert SPANISH_WORDS.tick(2.5, 2.5) == "2,5"


def test_the_currency_of_the_plan_decides_sign_and_rate(example):
    plan = example.example_plan(currency="EUR", exchange_rate=0.9)

    words = Words.of(ENGLISH, plan)

    assert words.short_money(words.amount(1000.0)) == "€900"


def test_a_plan_in_dollars_ignores_a_rate_left_over(example):
    assert Words.of(ENGLISH, example.example_plan(exchange_rate=0.9)).amount(1000.0) == 1000.0
    assert isinstance(example.example_plan(), Plan)


def test_a_full_number_groups_thousands_with_a_narrow_space():
    assert ENGLISH_WORDS.exact(1234567.891, 1) == "1\u202f234\u202f567.9"
    assert SPANISH_WORDS.exact(1234567.891, 1) == "1\u202f234\u202f567,9"


def test_a_spanish_thousand_million_stands_apart_from_its_number():
    words = Words(Language("es", ",", lambda text: "mil M" if text == "B" else text))

    assert words.short(1.5e9) == "1,5\u202fmil M"
    assert words.tick(2e9, 1e9) == "2\u202fmil M"
    assert words.short_money(1.5e9) == "1,5\u00a0mil M$"


@given(st.floats(min_value=1e-9, max_value=9.9e14))
def test_a_short_number_is_within_half_a_percent_of_the_number(value):
    text = ENGLISH_WORDS.short(value)

    power = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1], 1.0)
    number = float(text.rstrip("kMBT")) * power
    assert number == pytest.approx(value, rel=0.0051)


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([70.0, 86.4, 62.81, 53.6], 2),
        ([0.01, 0.03, 0.99], 2),
        ([1_000.0, 1_122.4], 0),
        ([2.15, 47_310.5], 2),
        ([0.538, 1.88], 3),
        ([12.0, float("nan"), 0.0], 0),
        ([], 0),
    ],
)
def test_figures_of_a_column_have_one_number_of_decimals(values, decimals):
    assert ENGLISH_WORDS.column_decimals(values) == decimals
