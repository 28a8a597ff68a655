"""The filters of the catalogue browser: what passes each of them, and what is told of a change."""

import datetime as dt

import pytest

from planner.catalog.figures import Age, age_of
from planner.plan.language import ENGLISH
from planner.ui.catalogue.filters import RecordFilters

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def filters(qtbot):
    made = RecordFilters(ENGLISH, TODAY)
    qtbot.addWidget(made)
    return made


def test_everything_passes_until_something_is_asked_for(filters, catalogue):
    assert filters.passing(catalogue, "models") == list(catalogue.records("models"))


def test_each_filter_lets_through_what_it_names(filters, catalogue):
    filters.ages.setCurrentIndex(filters.ages.findData(Age.FRESH.value))
    fresh = filters.passing(catalogue, "api-prices")
    assert fresh
    assert {age_of(record, TODAY) for record in fresh} == {Age.FRESH}

    filters.clear()
    filters.only_disputed.setChecked(True)
    disputed = filters.passing(catalogue, "accelerators")
    assert all(record.disagreement for record in disputed)

    filters.only_own.setChecked(True)
    assert filters.passing(catalogue, "accelerators") == []


def test_typing_tells_of_a_change_after_a_pause_and_enter_at_once(filters, qtbot):
    told = []
    filters.changed.connect(lambda: told.append(filters.text.text()))

    filters.text.setText("llama")
    assert told == []
    filters.text.returnPressed.emit()
    assert told == ["llama"]

    with qtbot.waitSignal(filters.changed):
        filters.text.setText("mistral")
    assert told == ["llama", "mistral"]


def test_clearing_tells_nobody(filters, catalogue):
    filters.text.setText("llama")
    filters.only_own.setChecked(True)
    told = []
    filters.changed.connect(lambda: told.append(True))

    filters.clear()

    assert told == []
    assert len(filters.passing(catalogue, "models")) == len(list(catalogue.records("models")))
