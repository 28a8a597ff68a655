"""The program speaks Spanish throughout: every text translated, its places kept, its letters distinct."""

import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from planner.plan.language import load_language
from planner.ui.actions import ACTIONS
from planner.ui.menus import MENUS

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
SUBMENUS = {
    "@templates": "New from &template",
    "@examples": "Open e&xample",
    "@recent": "Open &recent",
    "@theme": "&Theme",
    "@language": "&Language",
}


@pytest.fixture(scope="module")
def messages():
    spec = importlib.util.spec_from_file_location("extract_messages", ROOT / "packaging" / "extract_messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalog(messages):
    return messages.translated(TRANSLATIONS / "es.po")


def places(text):
    return sorted(set(re.findall(r"\{\w*\}", text)))


def test_every_text_of_the_program_is_translated(messages, catalog):
    assert messages.missing(messages.updated(catalog, messages.extracted())) == []


def test_the_files_are_in_step_with_each_other(messages, catalog):
    assert (TRANSLATIONS / "es.po").read_bytes() == messages.po_bytes(catalog)
    assert (TRANSLATIONS / "es.mo").read_bytes() == messages.mo_bytes(catalog)


def test_a_translation_has_the_places_of_its_text(catalog):
    differing = [one.id for one in catalog if one.string and places(one.id) != places(one.string)]

    assert differing == []


def test_a_translation_ends_as_its_text_does(catalog):
    ends = ("…", "?", ": ", ".")
    differing = [
        one.id for one in catalog if one.string for end in ends if one.id.endswith(end) and not one.string.endswith(end)
    ]

    assert differing == []


def test_no_sentence_is_left_in_english(catalog):
    english = re.compile(r"\b(the|and|of|with|that|this|is|are)\b", re.IGNORECASE)
    quoted = re.compile(r"'[^']*'")  # what is typed as it stands
    left = [one.string for one in catalog if one.id and len(english.findall(quoted.sub("", one.string))) > 1]

    assert left == []


@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize("menu", [name for name, _title, _keys in MENUS])
def test_no_two_entries_of_a_menu_share_a_letter(code, menu):
    translate = load_language(code, TRANSLATIONS).translate
    texts = {action.key: action.text for action in ACTIONS} | SUBMENUS
    keys = next(keys for name, _title, keys in MENUS if name == menu)
    letters = Counter(translate(texts[key]).partition("&")[2][:1].lower() for key in keys if key)

    assert [letter for letter, count in letters.items() if count > 1] == []


@pytest.mark.parametrize("code", ["en", "es"])
def test_no_two_menus_share_a_letter(code):
    translate = load_language(code, TRANSLATIONS).translate
    letters = [translate(title).partition("&")[2][:1].lower() for _name, title, _keys in MENUS]

    assert len(set(letters)) == len(letters)
