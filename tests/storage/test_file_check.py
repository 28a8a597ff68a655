from pathlib import Path

import pytest

from planner.catalog.overlay import Overlay, overlay_text
from planner.plan.plan import Plan, Scenario
from planner.storage.documents import plan_document
from planner.storage.errors import UnreadableFileError
from planner.storage.file_check import FileKind, check_file
from planner.storage.plan_file import plan_bytes

GOOD = plan_document(Plan(id="p", name="Support", scenarios=(Scenario(id="a"),)))


def checked(tmp_path: Path, name: str, data: bytes) -> tuple[FileKind, list[str], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    report = check_file(path)
    assert path.read_bytes() == data
    return report.kind, [str(problem) for problem in report.problems], [str(note) for note in report.notes]


def test_a_good_file_of_each_kind_has_no_problem(tmp_path: Path) -> None:
    log = b"timestamp,input_tokens,output_tokens\n2026-01-01T00:00:00Z,1,1\n2026-01-09T00:00:00Z,1,1\n"

    assert checked(tmp_path, "x.plan.json", plan_bytes(GOOD)) == (FileKind.PLAN, [], [])
    assert checked(tmp_path, "x.json", overlay_text(Overlay()).encode()) == (FileKind.OVERLAY, [], [])
    assert checked(tmp_path, "x.csv", log) == (FileKind.USAGE_LOG, [], [])


def test_what_is_unknown_in_a_plan_is_noted_with_its_place(tmp_path: Path) -> None:
    document = {**GOOD, "scenarios": [{**GOOD["scenarios"][0], "later": 1}]}

    assert checked(tmp_path, "x.plan.json", plan_bytes(document)) == (
        FileKind.PLAN,
        [],
        ["The field scenarios.a.later is not known; it is kept."],
    )


def test_each_impossible_value_is_a_problem(tmp_path: Path) -> None:
    kind, problems, _notes = checked(tmp_path, "x.plan.json", plan_bytes({**GOOD, "name": 5, "seed": -1}))

    assert kind is FileKind.PLAN
    assert sorted(problem.partition(":")[0] for problem in problems) == ["name", "seed"]


@pytest.mark.parametrize(
    ("name", "data", "kind", "words"),
    [
        ("x.plan.json", b'{"format": "llm-cost-planner/plan", "version": 2}', FileKind.PLAN, "newer version"),
        ("x.json", b'{"format": "llm-cost-planner/overlay", "version": 1}', FileKind.OVERLAY, "no list 'records'"),
        ("x.jsonl", b"[]", FileKind.USAGE_LOG, "1 of 1 lines"),
        ("x.json", b"{", FileKind.UNKNOWN, "not valid JSON at line 1"),
        ("x.json", b"{}", FileKind.UNKNOWN, "neither a plan nor a catalogue overlay"),
        ("x.png", b"\x89PNG\x00", FileKind.UNKNOWN, "not a text file"),
    ],
)
def test_a_wrong_file_says_why(tmp_path: Path, name: str, data: bytes, kind: FileKind, words: str) -> None:
    found, problems, _notes = checked(tmp_path, name, data)

    assert found is kind
    assert words in problems[0]


def test_a_file_that_is_not_there_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="not there"):
        check_file(tmp_path / "missing.plan.json")
