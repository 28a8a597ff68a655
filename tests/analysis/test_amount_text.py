"""Figures as they are read: in full, in the plan's currency, with the digits that their size deserves."""

import pytest

from planner.analysis.amount_text import figure, money, number, range_text, share
from planner.analysis.charts.words import Words
from planner.plan.language import Language

DOLLARS = Words(Language())
PESOS = Words(Language("en", ","), "MXN", 20.0)


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0.0, "$0"),
        (0.00132, "$0.00132"),
        (1.5, "$1.50"),
        (129_648.4, "$129\u202f648"),
        (1_590_000.0, "$1\u202f590\u202f000"),
        (12_345_678.0, "$12.35M"),
        (-250.0, "\u2212$250"),
    ],
)
def test_money_is_written_in_full_up_to_ten_million(usd, text):
    assert money(usd, DOLLARS) == text


def test_money_is_in_the_plans_currency_with_the_sign_behind_where_that_is_the_custom():
    assert money(100.0, PESOS) == "2\u202f000\u00a0MX$"


def test_a_unit_follows_its_figure():
    assert figure(1_200.0, "USD/month", DOLLARS) == "$1\u202f200/month"
    assert figure(210.0, "token/request", DOLLARS) == "210\u00a0tokens/request"
    assert figure(1.0, "month", DOLLARS) == "1\u00a0month"
    assert figure(3.0, "month", DOLLARS) == "3\u00a0months"


def test_what_is_beyond_every_abbreviation_is_a_power_of_ten():
    """6 operations x 8.03e9 parameters x 6 million tokens."""
    assert figure(6 * 8.03e9 * 6e6, "FLOP", DOLLARS) == "2.89\u00a0×\u00a010¹⁷\u00a0FLOP"


def test_a_bare_number_has_no_unit():
    assert figure(1.526, "1", DOLLARS) == "1.53"


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (0.0384, "0.0384"), (123.45, "123.5"), (98_765.4, "98\u202f765"), (float("inf"), "–")],
)
def test_numbers_have_the_digits_that_their_size_deserves(value, text):
    assert number(value, DOLLARS) == text


def test_a_share_is_per_cent():
    assert share(0.305, DOLLARS) in ("30\u202f%", "31\u202f%")
    assert share(0.0123, DOLLARS) == "1.2\u202f%"


def test_a_range_names_both_ends():
    assert range_text(10.0, 20.0, "USD", DOLLARS) == "$10.00\u202f–\u202f$20.00"
