"""Sentences: marked in English, said in a language with its numbers, dates and forms for counts."""

import datetime as dt

import pytest

from planner.plan.edits import EditError, evolve
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import P_, Message, Number, Speech

SERVERS = P_("{count} server", "{count} servers")
COMMAS = Speech(decimal_mark=",")


@pytest.mark.parametrize(("count", "said"), [(0, "0 servers"), (1, "1 server"), (1.0, "1 server"), (2, "2 servers")])
def test_a_count_chooses_the_form(count, said):
    assert Message(SERVERS, {"count": Number(count)}).text() == said


def test_what_is_no_whole_number_takes_the_form_for_many():
    assert Message(SERVERS, {"count": Number(1.5, 1)}).text(COMMAS) == "1,5 servers"


def test_a_plural_can_count_another_parameter():
    months = P_("{months} month", "{months} months", "months")

    assert [Message(months, {"months": count}).text() for count in (1, 24)] == ["1 month", "24 months"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (Number(1234567.0, 0), "1\u202f234\u202f567"),
        (Number(53.60), "53,6"),
        (Number(-0.25), "\u22120,25"),
        (Number(2.0, 1), "2,0"),
        (Number(float("inf")), "–"),
    ],
)
def test_a_number_follows_the_decimal_mark(number, said):
    assert number.text(COMMAS) == said


def test_floats_dates_and_sentences_inside_a_sentence_are_said_in_its_language():
    message = Message(
        "{inner} {share} {day}", {"inner": Message("x {y}", {"y": 0.5}), "share": 1.25, "day": dt.date(2024, 1, 4)}
    )

    assert message.text(COMMAS) == "x 0,5 1,25 4 Jan 2024"


def test_a_bound_is_told_as_the_field_shows_it():
    plan = Plan(id="p", scenarios=(Scenario(id="s"),))
    path = ("scenarios", "s", "hosting", "rented", "commitment_discount")

    with pytest.raises(EditError) as refusal:
        evolve(plan, path, 0.99)

    assert refusal.value.message.text().endswith("must be at most 95.")
