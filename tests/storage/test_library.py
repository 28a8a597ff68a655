import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.storage.bin import Bin
from planner.storage.clock import Clock
from planner.storage.directories import Directories, user_directories
from planner.storage.errors import BrokenFileError, LockedError, NameTakenError
from planner.storage.library import Library
from planner.storage.locks import PlanLock
from planner.storage.plan_file import create_plan_file, read_plan_file


@pytest.fixture
def directories() -> Directories:
    found = user_directories()
    found.create()
    return found


@pytest.fixture
def library(directories: Directories) -> Library:
    return Library(directories)


def plan(name: str, **fields: object) -> dict[str, object]:
    return {"id": f"id of {name}", "name": name, **fields}


def names(library: Library, search: str = "") -> set[str]:
    return {entry.name for entry in library.entries(search)}


def test_an_empty_library_and_a_missing_folder_have_no_entries(library: Library, directories: Directories) -> None:
    assert library.entries() == ()
    directories.plans.rmdir()
    assert library.entries() == ()


def test_an_entry_has_name_date_answer_and_thumbnail(library: Library) -> None:
    path = library.add(plan("Support", snapshot={"large": ["x" * 10_000]}))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    library.describe("id of Support", answer="Renting is cheapest.", thumbnail_png=b"\x89PNG")

    (entry,) = library.entries()

    assert entry.path == path
    assert entry.name == "Support"
    assert entry.modified == datetime.fromtimestamp(1_700_000_000, UTC)
    assert entry.answer == "Renting is cheapest."
    assert entry.thumbnail is not None
    assert entry.thumbnail.read_bytes() == b"\x89PNG"
    assert entry.problem is None


def test_the_list_reads_the_name_wherever_it_stands(library: Library, directories: Directories) -> None:
    reordered = b'{"scenarios": [], "name": "late", "id": "x", "version": 1, "format": "llm-cost-planner/plan"}'
    (directories.plans / "reordered.plan.json").write_bytes(reordered)

    assert names(library) == {"late"}


def test_the_list_does_not_read_past_the_first_lines(
    library: Library, directories: Directories, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(plan("Quick", snapshot={"x": ["y" * 100_000]}))
    monkeypatch.setattr("planner.storage.plan_head.read_plan_file", lambda path: pytest.fail("read whole"))

    assert names(library) == {"Quick"}


def test_a_name_cut_at_the_end_of_what_is_read_is_read_whole(library: Library, directories: Directories) -> None:
    for length in range(8070, 8130):
        (directories.plans / "x.plan.json").unlink(missing_ok=True)
        create_plan_file(directories.plans / "x.plan.json", {"id": "i", "name": "n" * length})
        assert names(library) == {"n" * length}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"{", "not valid JSON"),
        (b'{"format": "llm-cost-planner/plan", "version": 99, "id": "i", "name": "n"}', "newer version"),
        (b'{"format": 1}', "not a plan"),
        (b"\x00\x01", "not a text file"),
    ],
)
def test_a_broken_file_is_listed_with_its_problem(
    library: Library, directories: Directories, content: bytes, words: str
) -> None:
    (directories.plans / "broken.plan.json").write_bytes(content)

    (entry,) = library.entries()

    assert entry.name == "broken"
    assert words in str(entry.problem)


def test_search_finds_every_word_without_case_and_accents(library: Library) -> None:
    library.add(plan("Año Support"))
    library.add(plan("Coding"))
    library.describe("id of Coding", answer="Owning wins in month 14.")

    assert names(library, "ano SUPP") == {"Año Support"}
    assert names(library, "month owning") == {"Coding"}
    assert names(library, "month support") == set()


def test_plans_of_one_name_get_files_of_their_own(library: Library) -> None:
    paths = [library.add(plan("Same")), library.add(plan("same")), library.add(plan("CON")), library.add({})]

    assert [path.name for path in paths] == [
        "Same.plan.json",
        "same 2.plan.json",
        "_CON.plan.json",
        "plan.plan.json",
    ]


def test_a_duplicate_has_its_own_id(library: Library) -> None:
    path = library.add(plan("One", extra=[1]))

    copy = library.duplicate(path, "Two")

    document = read_plan_file(copy).document
    assert document["name"] == "Two"
    assert document["extra"] == [1]
    assert document["id"] != "id of One"


def test_renaming_changes_name_and_file_and_keeps_the_id(library: Library, directories: Directories) -> None:
    library.add(plan("Taken"))
    path = library.add(plan("One"))

    renamed = library.rename(path, "Taken")

    assert renamed.name == "Taken 2.plan.json"
    assert not path.exists()
    assert read_plan_file(renamed).document == {"id": "id of One", "name": "Taken"}
    assert sorted(item.name for item in directories.plans.iterdir()) == ["Taken 2.plan.json", "Taken.plan.json"]


def test_a_plan_that_is_open_is_neither_renamed_nor_deleted(library: Library, directories: Directories) -> None:
    path = library.add(plan("Open"))
    lock = PlanLock(path)
    assert lock.acquire() is None

    with pytest.raises(LockedError):
        library.rename(path, "Other")
    with pytest.raises(LockedError):
        Bin(directories).put(path)

    assert read_plan_file(path).document["name"] == "Open"
    lock.release()


def test_a_deleted_plan_comes_back_from_the_bin_beside_a_new_one_of_its_name(
    library: Library, directories: Directories
) -> None:
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    bin_ = Bin(directories, clock=Clock(now=lambda: when))
    path = library.add(plan("Gone"))

    entry = bin_.put(path)

    assert names(library) == set()
    assert bin_.entries() == (entry,)
    assert (entry.name, entry.deleted_at) == ("Gone", when)
    library.add(plan("Gone"))
    restored = bin_.restore(entry)
    assert restored.name == "Gone 2.plan.json"
    assert read_plan_file(restored).document == plan("Gone")
    assert bin_.entries() == ()


def test_two_plans_deleted_in_one_second_are_both_kept(library: Library, directories: Directories) -> None:
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    bin_ = Bin(directories, clock=Clock(now=lambda: when))
    for content in ("first", "second"):
        path = library.add(plan("Same", content=content))
        bin_.put(path)

    assert {read_plan_file(entry.path).document["content"] for entry in bin_.entries()} == {"first", "second"}


def test_a_broken_plan_with_the_longest_possible_name_goes_to_the_bin_and_back(directories: Directories) -> None:
    path = directories.plans / ("é" * 122 + ".plan.json")
    path.write_bytes(b"\x00")
    bin_ = Bin(directories)

    entry = bin_.put(path)

    assert bin_.restore(entry).read_bytes() == b"\x00"


def test_the_bin_forgets_only_what_is_old_enough(library: Library, directories: Directories) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    Bin(directories, clock=Clock(now=lambda: start)).put(library.add(plan("Old")))
    Bin(directories, clock=Clock(now=lambda: start + timedelta(days=20))).put(library.add(plan("New")))
    later = Bin(directories, clock=Clock(now=lambda: start + timedelta(days=31)))

    assert later.empty(older_than=timedelta(days=30)) == 1
    assert [entry.name for entry in later.entries()] == ["New"]
    assert later.empty() == 1


def test_an_import_is_a_copy_with_an_id_of_its_own(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "from elsewhere.plan.json"
    create_plan_file(source, plan("Foreign", future_field={"a": 1}))
    before = source.read_bytes()

    first, second = library.import_file(source), library.import_file(source)

    assert read_plan_file(first).document == plan("Foreign", future_field={"a": 1})
    assert read_plan_file(second).document["id"] != "id of Foreign"
    assert source.read_bytes() == before


def test_an_import_whose_name_is_a_path_stays_in_the_library(
    library: Library, directories: Directories, tmp_path: Path
) -> None:
    source = tmp_path / "x.plan.json"
    create_plan_file(source, {"id": "../../../id", "name": "../../../evil"})

    path = library.import_file(source)

    assert path == directories.plans / "evil.plan.json"
    library.describe("../../../id", answer="x")
    assert [entry.answer for entry in library.entries()] == ["x"]
    assert len(list(directories.summaries.iterdir())) == 1


def test_a_broken_import_changes_nothing(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "x.plan.json"
    source.write_bytes(b"{")

    with pytest.raises(BrokenFileError):
        library.import_file(source)

    assert library.entries() == ()


def test_an_export_never_replaces_a_file_without_being_told(library: Library, tmp_path: Path) -> None:
    path = library.add(plan("One"))
    target = tmp_path / "out.plan.json"
    target.write_bytes(b"precious")

    with pytest.raises(NameTakenError):
        library.export_file(path, target)
    assert target.read_bytes() == b"precious"

    library.export_file(path, target, overwrite=True)
    assert target.read_bytes() == path.read_bytes()
