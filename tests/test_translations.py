"""The program speaks Spanish throughout: every text translated, its places kept, its letters distinct."""

import ast
import datetime as dt
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from planner.plan.language import load_language
from planner.plan.wording import P_, Message, Number
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


def pairs(catalog):
    """Yield every text with its translation; of a text that counts, each form with its own."""
    for one in catalog:
        if one.id and isinstance(one.id, str):
            yield one.id, one.string
        elif one.id:
            yield from zip(one.id, one.string, strict=True)


def test_every_text_of_the_program_is_translated(messages, catalog):
    assert messages.missing(messages.updated(catalog, messages.extracted())) == []


def test_every_text_that_is_translated_where_it_stands_is_collected(messages):
    """A translator under a name that the extraction does not know would leave its texts in English."""
    missed = []
    for file in sorted((ROOT / "planner").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if "translate" in name and isinstance(node.args[0].value, str) and name not in messages.KEYWORDS:
                missed.append(f"{file.name}: {node.args[0].value}")

    assert missed == []


def test_the_files_are_in_step_with_each_other(messages, catalog):
    assert (TRANSLATIONS / "es.po").read_bytes() == messages.po_bytes(catalog)
    assert (TRANSLATIONS / "es.mo").read_bytes() == messages.mo_bytes(catalog)


def test_a_translation_has_the_places_of_its_text(catalog):
    differing = [text for text, said in pairs(catalog) if places(text) != places(said)]

    assert differing == []


def test_a_translation_ends_as_its_text_does(catalog):
    ends = ("…", "?", ": ", ".")
    differing = [text for text, said in pairs(catalog) for end in ends if text.endswith(end) and not said.endswith(end)]

    assert differing == []


def test_spanish_counts_one_and_many_apart():
    speech = load_language("es", TRANSLATIONS).translate
    servers = P_("{count} server", "{count} servers")

    assert [speech.counted(servers, count) for count in (0, 1, 2, 1_200)] == [
        "0 servidores",
        "1 servidor",
        "2 servidores",
        "1\u202f200 servidores",
    ]


def test_numbers_and_dates_in_a_sentence_follow_the_language():
    speech = load_language("es", TRANSLATIONS).translate
    below = Message(
        "Quality {score} is below the floor of {floor} on {benchmark}.",
        {"score": Number(53.6), "floor": Number(60.0), "benchmark": "MMLU"},
    )
    retired = Message("{model} was retired on {date}.", {"model": "GPT-4", "date": dt.date(2024, 1, 4)})

    assert below.text(speech) == "La calidad 53,6 está por debajo del mínimo de 60 en MMLU."
    assert below.text() == "Quality 53.6 is below the floor of 60 on MMLU."
    assert retired.text(speech) == "GPT-4 se retiró el 4 ene 2024."


def test_no_sentence_is_left_in_english(catalog):
    english = re.compile(r"\b(the|and|of|with|that|this|is|are)\b", re.IGNORECASE)
    quoted = re.compile(r"'[^']*'|«[^»]*»")  # what is typed as it stands
    left = [said for _text, said in pairs(catalog) if len(english.findall(quoted.sub("", said))) > 1]

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
