from pathlib import Path

import pytest

from planner.storage.directories import HOME_VARIABLE, PORTABLE_FOLDER, Place, user_directories
from planner.storage.errors import SaveFailedError


def test_by_default_the_systems_own_folders_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))

    directories = user_directories({})

    assert directories.data == tmp_path / "share" / "llm-cost-planner"
    assert len({directories.data, directories.config, directories.state, directories.log}) == 4
    assert not directories.data.exists()


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    directories = user_directories({HOME_VARIABLE: str(tmp_path / "año 日本")}, tmp_path)
    directories.create()
    directories.create()

    assert directories.plans == tmp_path / "año 日本" / "plans"
    for folder in (directories.data, directories.config, directories.state, directories.log):
        assert folder.is_relative_to(tmp_path / "año 日本")
        assert folder.is_dir()


def test_a_folder_named_portable_beside_the_application_holds_everything(tmp_path: Path) -> None:
    assert not user_directories({}, tmp_path).data.is_relative_to(tmp_path / PORTABLE_FOLDER)
    (tmp_path / PORTABLE_FOLDER).mkdir()

    directories = user_directories({}, tmp_path)

    assert directories.data == tmp_path / PORTABLE_FOLDER
    assert directories.recovery.is_relative_to(tmp_path / PORTABLE_FOLDER)


def test_the_variable_wins_over_portable_mode_and_empty_means_unset(tmp_path: Path) -> None:
    (tmp_path / PORTABLE_FOLDER).mkdir()

    assert user_directories({HOME_VARIABLE: str(tmp_path / "x")}, tmp_path).data == tmp_path / "x"
    assert user_directories({HOME_VARIABLE: " "}, tmp_path).data == tmp_path / PORTABLE_FOLDER


def test_only_the_data_folder_moves_with_the_setting(tmp_path: Path) -> None:
    directories = user_directories({HOME_VARIABLE: str(tmp_path)})

    moved = directories.with_data_folder(tmp_path / "synced")

    assert moved.plans == tmp_path / "synced" / "plans"
    assert moved.preferences_file == directories.preferences_file
    assert directories.with_data_folder(None) == directories


def test_a_data_folder_whose_drive_is_gone_is_never_made_anew(tmp_path: Path) -> None:
    found = user_directories().with_data_folder(tmp_path / "stick" / "plans")
    assert found.data_is_gone

    with pytest.raises(SaveFailedError, match="is not there"):
        found.create()

    assert not (tmp_path / "stick").exists()
    found.data.mkdir(parents=True)
    found.create()
    assert found.plans.is_dir()


def test_the_directories_say_what_decided_their_place(tmp_path: Path) -> None:
    (tmp_path / "portable").mkdir()

    assert user_directories({}, tmp_path).place is Place.PORTABLE
    assert user_directories({HOME_VARIABLE: str(tmp_path)}, tmp_path).place is Place.VARIABLE
    assert user_directories({}).place is Place.SYSTEM


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(SaveFailedError, match="file"):
        user_directories({HOME_VARIABLE: str(tmp_path / "file")}).create()
