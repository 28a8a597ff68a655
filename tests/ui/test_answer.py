"""The answer strip: the verdict is always there, each number opens its working, the last good answer stays."""

import pytest

from planner.plan.wording import Message
from planner.ui.answer.strip import AnswerStrip


@pytest.fixture
def strip(started_store, language, qtbot):
    strip = AnswerStrip(started_store, language)
    qtbot.addWidget(strip)
    strip.show()
    return strip


def test_the_verdict_names_the_cheapest_scenario(strip):
    assert strip.headline.startswith("API, small model is cheapest")


def test_the_verdict_states_odds_once_the_draws_are_done(strip, started_store, qtbot):
    qtbot.waitUntil(lambda: "% of cases" in strip.headline)

    assert strip.headline == "API, small model is cheapest in 100\u202f% of cases."


def test_a_click_on_an_amount_asks_for_its_working(strip, started_store, qtbot):
    with qtbot.waitSignal(started_store.figure_asked) as asked:
        strip._facts.linkActivated.emit("figure:small/total_cost")

    assert asked.args == ["small", "total_cost"]
    assert 'href="figure:small/total_cost"' in strip._facts.text()


def test_a_click_on_a_scenario_selects_it(strip, started_store):
    strip._headline.linkActivated.emit("scenario:small")

    assert started_store.selection == "small"


def test_the_last_good_answer_stays_when_the_plan_cannot_be_evaluated(strip, started_store):
    before = strip.headline

    started_store.evaluation_failed.emit(Message("Out of numbers."))

    assert strip.headline == before
    assert "Out of numbers." in strip._flip_line.text()


def test_a_plan_without_scenarios_asks_for_one(strip, started_store, qtbot):
    with qtbot.waitSignal(started_store.results_ready):
        for identity in ("small", "large", "rented"):
            started_store.remove_scenario(identity)

    assert strip.headline == "Add a scenario to get an answer."


def test_names_with_angle_brackets_are_shown_as_they_are(strip, started_store, qtbot):
    with qtbot.waitSignal(started_store.results_ready):
        started_store.rename_scenario("small", "<b>bold</b>")

    assert strip.headline.startswith("<b>bold</b> is cheapest")
    assert "&lt;b&gt;bold" in strip._headline.text()
