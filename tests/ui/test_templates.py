"""What a plan can start from: shipped plans in the user's language, with the same figures in each."""

import pytest

from planner.catalog.locations import resource_path
from planner.plan.language import ENGLISH, load_language
from planner.ui.templates import first_plan, read_starter, starters

SPANISH = load_language("es", resource_path("translations"))
SHIPPED = [starter for folder in ("templates", "examples") for starter in starters(folder)]


def without_words(plan):
    bare = {"name": "", "notes": ""}
    scenarios = tuple(scenario.model_copy(update=bare) for scenario in plan.scenarios)
    return plan.model_copy(update={**bare, "id": "", "scenarios": scenarios, "field_notes": {}})


@pytest.mark.parametrize("starter", SHIPPED, ids=lambda starter: starter.path.name.partition(".")[0])
def test_another_language_changes_the_words_of_a_shipped_plan_and_nothing_else(starter):
    english, spanish = read_starter(starter.path, ENGLISH), read_starter(starter.path, SPANISH)

    assert without_words(spanish) == without_words(english)
    assert english.name == starter.name
    assert spanish.name != english.name
    assert spanish.notes != english.notes
    assert set(spanish.field_notes) == set(english.field_notes)


def test_a_spanish_user_starts_from_spanish_names():
    plan = first_plan(SPANISH)

    assert plan.name == "Chatbot de una startup, octubre de 2023"
    assert [scenario.name for scenario in plan.scenarios][2:4] == [
        "Llama 2 70B, alquilado",
        "Llama 2 70B en 8 bits, alquilado",
    ]


def test_every_opening_is_a_plan_of_its_own():
    path = SHIPPED[0].path

    assert read_starter(path, ENGLISH).id != read_starter(path, ENGLISH).id


def test_a_shipped_plan_that_nobody_edited_follows_the_language_of_the_window(application, window):
    starter = next(each for each in SHIPPED if each.path.name.startswith("support-chat"))
    window.files.open_starter(starter.path)
    assert window.store.plan.name == "Support chat"

    application.choose_language("es")

    assert window.store.plan.name == "Chat de atención al cliente"
    assert window.store.plan.scenarios[0].name == "API grande"


def test_an_edited_plan_keeps_its_names_in_every_language(application, window):
    starter = next(each for each in SHIPPED if each.path.name.startswith("support-chat"))
    window.files.open_starter(starter.path)
    window.store.edit(("workload", "lengths", "answer"), 321.0)

    application.choose_language("es")

    assert window.store.plan.name == "Support chat"
    assert window.store.plan.workload.lengths.answer == 321.0
