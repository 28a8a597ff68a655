import json
from pathlib import Path

import pytest

from planner.plan.wording import Message
from planner.storage.errors import (
    BrokenFileError,
    ChangedOnDiskError,
    NameTakenError,
    NewerVersionError,
    SaveFailedError,
    StorageError,
    UnreadableFileError,
)
from planner.storage.plan_file import (
    FORMAT,
    create_plan_file,
    parse_plan,
    plan_bytes,
    read_plan_file,
    write_plan_file,
)

DOCUMENT = {"scenarios": [{"id": "a", "price": {"low": 1, "likely": 2, "high": 3}}], "name": "Año 日本 ½", "id": "p1"}


def envelope(**fields: object) -> bytes:
    return json.dumps({"format": FORMAT, "version": 1, **fields}).encode()


def test_a_document_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"

    digest = write_plan_file(path, DOCUMENT)

    file = read_plan_file(path)
    assert file.document == DOCUMENT
    assert file.digest == digest
    assert file.changes == ()


def test_the_file_is_readable_utf_8_with_the_envelope_first_and_a_final_newline() -> None:
    text = plan_bytes(DOCUMENT).decode("utf-8")

    assert text.startswith(
        '{\n "format": "llm-cost-planner/plan",\n "version": 1,\n "id": "p1",\n "name": "Año 日本 ½",'
    )
    assert text.endswith("}\n")
    assert text.index('"low"') < text.index('"likely"') < text.index('"high"')


def test_saving_what_was_read_gives_the_same_bytes() -> None:
    data = plan_bytes(DOCUMENT)

    assert plan_bytes(parse_plan(data, "x").document) == data


def test_a_byte_order_mark_is_accepted() -> None:
    assert parse_plan(b"\xef\xbb\xbf" + envelope(name="x"), "x").document == {"name": "x"}


BROKEN = {
    "empty": (b"", "is empty"),
    "only spaces": (b" \n ", "is empty"),
    "truncated": (plan_bytes(DOCUMENT)[:60], "not valid JSON at line 4, column"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
    "Latin-1": (b'{"format": "a\xf1o"}', "line 1, byte 14"),
    "UTF-16": ('{"format": 1}'.encode("utf-16"), "UTF-16"),
    "a list": (b"[1, 2]", "no JSON object"),
    "deep list": (b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "more than 100 levels deep"),
    "deep object": (b'{"a":' * 101 + b"1" + b"}" * 101, "more than 100 levels deep"),
    "duplicate key": (b'{"format": "llm-cost-planner/plan", "version": 1, "name": 1, "name": 2}', "“name” twice"),
    "NaN": (envelope(price=float("nan")), "holds NaN"),
    "infinity": (envelope(price=float("-inf")), "holds -Infinity"),
    "overflow": (b'{"format": "llm-cost-planner/plan", "version": 1, "a": 1e999}', "1e999, which is too large"),
    "digits": (b'{"version": ' + b"9" * 5000 + b"}", "too many digits"),
    "many values": (b'{"a": [' + b"0," * 500_001 + b"0]}", "more than 500000 values"),
    "another format": (b'{"format": "budget", "version": 1}', "not a plan"),
    "no version": (b'{"format": "llm-cost-planner/plan"}', "no usable “version”"),
    "version true": (b'{"format": "llm-cost-planner/plan", "version": true}', "no usable “version”"),
    "version 0": (b'{"format": "llm-cost-planner/plan", "version": 0}', "no usable “version”"),
}


@pytest.mark.parametrize(("data", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused_with_the_reason_and_stays_as_it_was(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "x.plan.json"
    path.write_bytes(data)

    with pytest.raises(BrokenFileError) as caught:
        read_plan_file(path)

    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == data


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    with path.open("wb") as file:
        file.truncate(40 * 1024**3)

    with pytest.raises(BrokenFileError, match="larger than 16 MB"):
        read_plan_file(path)


def test_what_is_not_there_or_not_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="not there"):
        read_plan_file(tmp_path / "missing.plan.json")
    with pytest.raises(BrokenFileError, match="not a file"):
        read_plan_file(tmp_path)
    with pytest.raises(StorageError):
        read_plan_file(Path("a\x00b"))
    with pytest.raises(UnreadableFileError, match="name is too long"):
        read_plan_file(tmp_path / ("x" * 300))


def test_a_newer_version_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    data = json.dumps({"format": FORMAT, "version": 2, "future": [1]}).encode()
    path.write_bytes(data)

    with pytest.raises(NewerVersionError, match="format 2; this one reads up to 1"):
        read_plan_file(path)

    assert path.read_bytes() == data


def renamed(document: dict[str, object]) -> tuple[dict[str, object], tuple[Message, ...]]:
    document["title"] = document.pop("name")
    return document, (Message("name is now title"),)


def doubled(document: dict[str, object]) -> tuple[dict[str, object], tuple[Message, ...]]:
    return {**document, "title": str(document["title"]) * 2}, (Message("title is doubled"),)


def test_an_older_version_is_migrated_step_by_step_with_a_list_of_what_changed() -> None:
    file = parse_plan(envelope(name="x"), "x", migrations={1: renamed, 2: doubled}, current_version=3)

    assert file.document == {"title": "xx"}
    assert file.version == 1
    assert [str(change) for change in file.changes] == ["name is now title", "title is doubled"]


def test_an_interrupted_migration_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    path.write_bytes(envelope(name="x"))

    def interrupted(document: dict[str, object]) -> tuple[dict[str, object], tuple[Message, ...]]:
        document.clear()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parse_plan(path.read_bytes(), str(path), migrations={1: renamed, 2: interrupted}, current_version=3)

    assert path.read_bytes() == envelope(name="x")
    assert read_plan_file(path).document == {"name": "x"}


def test_a_migration_that_meets_what_it_does_not_expect_says_so() -> None:
    with pytest.raises(BrokenFileError, match=r"version 1 and cannot be brought up to date.*It is unchanged"):
        parse_plan(envelope(other="x"), "x", migrations={1: renamed}, current_version=2)


def test_half_a_surrogate_pair_neither_stops_a_save_nor_comes_back() -> None:
    data = plan_bytes({"name": "a\ud800b"})

    assert parse_plan(data, "x").document == {"name": "a\ufffdb"}
    assert parse_plan(envelope(name="a\ud800b"), "x").document == {"name": "a\ufffdb"}
    assert parse_plan(envelope(name="\U0001f600"), "x").document == {"name": "\U0001f600"}


def test_not_a_number_is_never_saved() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        plan_bytes({"price": float("nan")})


def test_a_file_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    mine = write_plan_file(path, DOCUMENT)
    write_plan_file(path, {"name": "theirs"})

    with pytest.raises(ChangedOnDiskError, match="changed by someone else"):
        write_plan_file(path, {"name": "mine"}, expected_digest=mine)

    assert read_plan_file(path).document == {"name": "theirs"}


def test_a_file_that_vanished_or_already_holds_the_same_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    mine = write_plan_file(path, DOCUMENT)
    theirs = write_plan_file(path, {"name": "same"})

    assert write_plan_file(path, {"name": "same"}, expected_digest=mine) == theirs
    path.unlink()
    assert write_plan_file(path, {"name": "same"}, expected_digest=mine) == theirs


def test_creating_never_replaces(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    create_plan_file(path, {"name": "first"})

    with pytest.raises(NameTakenError, match="exists already"):
        create_plan_file(path, {"name": "second"})

    assert read_plan_file(path).document == {"name": "first"}


def test_a_vanished_folder_is_named_with_a_way_on(tmp_path: Path) -> None:
    with pytest.raises(
        SaveFailedError, match=r"not there\. Nothing is lost: your edits are kept\. Choose “Save elsewhere…”"
    ):
        write_plan_file(tmp_path / "gone" / "x.plan.json", DOCUMENT)
