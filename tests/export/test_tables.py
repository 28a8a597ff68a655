import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.charts.marks import Column, Table
from planner.export.tables import CsvForm, csv_text, harmless, number_text

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\u200b=1", "|x", "%x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_neutralised(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["Own 70B", "5 servers", "", "año", "a=b"])
def test_any_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_heading_is_neutralised_too():
    assert csv_text(Table((Column("=evil()"),), ())).startswith("'=evil()")


def test_a_negative_number_is_a_number():
    assert csv_text(Table((Column("a"),), ((-1234.5,),))) == "a\r\n-1234.5\r\n"


def test_what_does_not_apply_is_empty_never_zero():
    assert csv_text(Table((Column("a"), Column("b")), ((None, 0.0),))) == "a,b\r\n,0\r\n"


def test_spanish_has_semicolons_and_decimal_commas(view):
    from planner.analysis.charts.words import Words
    from planner.plan.language import Language

    form = CsvForm.of(Words(Language("es", ",")))

    assert (
        csv_text(Table((Column("a", "USD"), Column("b")), ((1234.5, "x;y"),)), form) == 'a (USD);b\r\n1234,5;"x;y"\r\n'
    )
    assert CsvForm.of(view.words) == CsvForm(",", ".")


def test_a_byte_order_mark_is_written_only_when_asked_for():
    table = Table((Column("ñ"),), ())

    assert csv_text(table, CsvForm(with_bom=True)).encode().startswith(b"\xef\xbb\xbf\xc3\xb1")
    assert csv_text(table).encode().startswith(b"\xc3\xb1")


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.1"), (1e-7, "0.0000001"), (1e22, "10000000000000000000000"), (-0.0, "0"), (5.0, "5")]
)
def test_a_number_is_written_without_exponent_or_grouping(value, text):
    assert number_text(value) == text


def test_what_is_not_finite_is_written_as_nothing():
    assert number_text(float("nan")) == number_text(float("inf")) == ""


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_reads_back_the_same(value):
    read = float(number_text(value, ",").replace(",", "."))

    assert read == value or abs(read - value) <= 1e-17


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_survives_reading_the_file_again(texts):
    table = Table(tuple(Column("c") for _ in texts), (tuple(texts),))

    rows = list(csv.reader(io.StringIO(csv_text(table), newline="")))

    assert rows[1] == [harmless(text) for text in texts] or texts == [""]


@pytest.mark.parametrize(("setting", "form"), [("point", CsvForm()), ("comma", CsvForm(";", ",")), ("system", None)])
@pytest.mark.parametrize("mark", [".", ","])
def test_the_setting_decides_the_form_and_without_one_the_language(setting, form, mark):
    from planner.analysis.charts.words import Words
    from planner.plan.language import Language

    custom = CsvForm(";", ",") if mark == "," else CsvForm()

    assert CsvForm.of(Words(Language("en", mark)), setting) == (form or custom)
