"""Plans move to another folder: copied, nothing deleted, nothing replaced."""

from pathlib import Path

import pytest

from planner.storage.bin import Bin
from planner.storage.data_folder import copy_data, make
from planner.storage.directories import Directories, user_directories
from planner.storage.errors import LockedError, SaveFailedError, StorageError
from planner.storage.history import History
from planner.storage.library import Library
from planner.storage.locks import PlanLock
from planner.storage.plan_file import read_plan_file


@pytest.fixture
def here() -> Directories:
    found = user_directories()
    found.create()
    return found


@pytest.fixture
def there(here: Directories, tmp_path: Path) -> Directories:
    return here.with_data_folder(tmp_path / "Stick ñ")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_plans_bin_versions_and_own_records_are_copied_and_the_old_ones_stay(
    here: Directories, there: Directories
) -> None:
    library = Library(here)
    path = library.add({"id": "p", "name": "Support"})
    library.describe("p", answer="Rent", thumbnail_png=b"picture")
    History(here.history, "p").name_version({"id": "p", "name": "Support"}, "Board")
    Bin(here).put(library.add({"id": "q", "name": "Old"}))
    here.own_records.write_text("{}", encoding="utf-8")
    before = contents(here.data)

    moved = copy_data(here, there)

    assert moved == {path: there.plans / path.name}
    assert contents(here.data) == before
    copied = contents(there.data)
    assert copied == {name: before[name] for name in copied}
    assert Library(there).entries()[0].answer == "Rent"
    assert [version.name for version in History(there.history, "p").versions()] == ["Board"]
    assert [entry.name for entry in Bin(there).entries()] == ["Old"]
    assert there.own_records.read_text(encoding="utf-8") == "{}"


def test_copying_twice_adds_nothing(here: Directories, there: Directories) -> None:
    Library(here).add({"id": "p", "name": "Support"})
    copy_data(here, there)
    before = contents(there.data)

    copy_data(here, there)

    assert contents(there.data) == before


def test_another_plan_of_the_same_file_name_is_kept_beside_the_copy(here: Directories, there: Directories) -> None:
    path = Library(here).add({"id": "p", "name": "Support"})
    make(there)
    Library(there).add({"id": "other", "name": "Support"})

    moved = copy_data(here, there)

    assert moved[path].name == "Support 2.plan.json"
    assert {entry.plan_id for entry in Library(there).entries()} == {"p", "other"}


def test_own_records_of_another_content_stop_the_move_before_anything_is_copied(
    here: Directories, there: Directories
) -> None:
    Library(here).add({"id": "p", "name": "Support"})
    here.own_records.write_text("{}", encoding="utf-8")
    make(there)
    there.own_records.write_text('{"mine": 1}', encoding="utf-8")

    with pytest.raises(StorageError, match=r"own-records\.json is there already.*Choose an empty folder"):
        copy_data(here, there)

    assert contents(there.data) == {"own-records.json": b'{"mine": 1}'}


def test_a_plan_that_is_open_elsewhere_is_named(here: Directories, there: Directories) -> None:
    lock = PlanLock(Library(here).add({"id": "p", "name": "Support"}))
    lock.acquire()

    with pytest.raises(LockedError, match=r"“Support” is open elsewhere\. Close it there first\."):
        copy_data(here, there)

    lock.release()


def test_the_same_folder_and_one_inside_it_are_refused(here: Directories, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(here.data)

    for folder in (here.data, link):
        with pytest.raises(StorageError, match="already"):
            copy_data(here, here.with_data_folder(folder))
    with pytest.raises(StorageError, match="inside the folder of your plans"):
        copy_data(here, here.with_data_folder(here.plans / "new"))


def test_a_folder_that_cannot_be_made_is_named_and_the_plans_stay(here: Directories, tmp_path: Path) -> None:
    path = Library(here).add({"id": "p", "name": "Support"})
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    with pytest.raises(SaveFailedError, match="not a folder"):
        copy_data(here, here.with_data_folder(tmp_path / "file" / "data"))

    assert read_plan_file(path).document["id"] == "p"
