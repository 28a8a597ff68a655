"""The days on which models came and went: real days, in order, each with a page or marked as estimated."""

import datetime as dt

import pytest

from model_dates import RELEASED, RETIRED, Dated
from planner.catalog.loader import load_catalogue

EVERY = [*RELEASED.items(), *RETIRED.items()]


@pytest.mark.parametrize(("model", "dated"), EVERY)
def test_a_day_is_a_day_and_was_read_after_the_page_could_say_so(model, dated):
    assert dt.date.fromisoformat(dated.day)
    assert dt.date.fromisoformat(dated.read) <= dt.date(2026, 11, 29)
    assert dated.source == "estimated" or dated.page in dated.source


def test_a_model_ends_after_it_began():
    assert all(RELEASED[model].day < ended.day for model, ended in RETIRED.items() if model in RELEASED)


def test_the_catalogue_says_where_the_end_of_a_model_is_from():
    models = {record.id: record for record in load_catalogue().records("models")}
    for model, ended in RETIRED.items():
        assert models[model].retired == dt.date.fromisoformat(ended.day)
        assert ended.source in models[model].provenance.note


def test_a_day_without_a_page_is_estimated():
    assert Dated("2024-03-04").source == "estimated"
