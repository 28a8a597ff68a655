import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.storage.errors import SaveFailedError
from planner.storage.preferences import MOST_RECENT, Preferences, load_preferences, save_preferences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "preferences.json"


def test_a_new_user_gets_the_defaults_without_a_complaint(path: Path) -> None:
    assert load_preferences(path) == (Preferences(), ())


def test_settings_come_back_as_they_were_saved(path: Path) -> None:
    preferences = Preferences(
        language="es", theme="dark", number_format="comma", csv_format="comma", currency="EUR", horizon_months=36
    ).with_recent(Path("/a/ñ.plan.json"))

    save_preferences(path, preferences)

    assert load_preferences(path) == (preferences, ())


def test_an_impossible_value_becomes_the_default_and_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"language": "xx", "horizon_months": True, "currency": "EUR", "recent": "a"}))

    preferences, problems = load_preferences(path)

    assert preferences == Preferences(currency="EUR")
    assert ["“language”" in str(problems[0]), "“horizon_months”" in str(problems[1])] == [True, True]
    assert len(problems) == 3


def test_a_broken_file_is_set_aside_and_not_lost(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")

    preferences, problems = load_preferences(path)

    assert preferences == Preferences()
    assert "not valid JSON" in str(problems[0])
    assert path.with_suffix(".broken").read_bytes() == b"{"


def test_settings_of_another_version_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "dark", "later": {"a": [1]}}))
    preferences, _problems = load_preferences(path)

    save_preferences(path, replace(preferences, theme="light"))

    saved = json.loads(path.read_text())
    assert saved["later"] == {"a": [1]}
    assert saved["theme"] == "light"


def test_an_impossible_value_is_refused_before_it_is_saved() -> None:
    with pytest.raises(ValueError, match="horizon_months"):
        Preferences(horizon_months=0)


def test_recent_plans_are_listed_once_newest_first_and_not_for_ever() -> None:
    preferences = Preferences()
    for number in range(MOST_RECENT + 5):
        preferences = preferences.with_recent(Path(f"/{number}"))
    preferences = preferences.with_recent(Path("/10"))

    assert preferences.recent[:2] == ("/10", "/24")
    assert len(preferences.recent) == MOST_RECENT
    assert preferences.recent.count("/10") == 1
    assert "/10" not in preferences.without_recent(Path("/10")).recent


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(SaveFailedError, match="preferences"):
        save_preferences(tmp_path / "file" / "preferences.json", Preferences())


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists)))
def test_any_settings_file_gives_possible_settings(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "preferences-fuzz.json"
    names = ["language", "theme", "currency", "recent", "data_folder", "horizon_months"]
    named = dict(zip(names, content.values(), strict=False))
    path.write_text(json.dumps({**content, **named}), encoding="utf-8")

    preferences, _problems = load_preferences(path)
    save_preferences(path, preferences)

    assert load_preferences(path) == (preferences, ())


def test_reset_gives_what_a_new_user_has_and_leaves_the_rest() -> None:
    changed = Preferences(theme="dark", horizon_months=36, recent=("a",))

    assert not changed.is_default("theme")
    assert changed.with_default("theme") == Preferences(horizon_months=36, recent=("a",))
    assert changed.with_default("theme").is_default("theme")
