import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.storage.file_names import LONGEST_STEM_BYTES, free_paths, move_to_free_path, safe_stem

NAMES = {
    "Support bot": "Support bot",
    "  año ñandú €  ": "año ñandú €",
    "日本語のプラン": "日本語のプラン",
    "عربي": "عربي",
    "می\u200cخواهم": "می\u200cخواهم",
    "../../etc/passwd": "etc passwd",
    "C:\\Windows\\x": "C Windows x",
    "..": "plan",
    "": "plan",
    " . ": "plan",
    ".hidden": "hidden",
    "trailing. . .": "trailing",
    "CON": "_CON",
    "con.backup": "_con.backup",
    "COM¹": "_COM¹",
    "console": "console",
    "a\x00b\nc\td": "a b c d",
    "invoice\u202egnp.exe": "invoicegnp.exe",
    "zero\u200bwidth\ufeff": "zerowidth",
    "e\u0301": "é",
    "\ud800": "plan",
}


@pytest.mark.parametrize(("name", "stem"), NAMES.items(), ids=map(ascii, NAMES))
def test_a_name_becomes_a_file_name_that_every_system_accepts(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


@given(st.text(max_size=400))
@example("é" * 300)
@example("a" + "\u0301" * 300)
@example("👩\u200d👩\u200d👧" * 60)
def test_any_name_makes_a_file(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    stem = safe_stem(name)

    assert stem
    assert len(stem.encode("utf-8")) <= LONGEST_STEM_BYTES + 1
    assert safe_stem(stem) == stem
    assert stem not in {".", ".."}
    assert os.sep not in stem
    folder = tmp_path_factory.getbasetemp()
    path = folder / f"{stem}.name-test"
    path.write_bytes(b"")
    assert path.parent == folder
    path.unlink()


def test_a_long_name_is_not_cut_inside_a_letter_with_accents() -> None:
    name = "x" * (LONGEST_STEM_BYTES - 1) + "q\u0323\u0307"

    assert safe_stem(name) == "x" * (LONGEST_STEM_BYTES - 1)


def test_a_taken_name_gets_a_number_even_where_only_the_case_differs(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "PLAN.plan.json").write_bytes(b"")
    (folder / "Straße.plan.json").write_bytes(b"")

    assert next(free_paths(folder, "Plan")).name == "Plan 2.plan.json"
    assert next(free_paths(folder, "STRASSE")).name == "STRASSE 2.plan.json"
    assert next(free_paths(folder, "Other")).name == "Other.plan.json"


def test_moving_takes_the_next_name_when_another_process_was_faster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"mine")
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "plan.plan.json").write_bytes(b"theirs")
    monkeypatch.setattr(
        "planner.storage.file_names.free_paths",
        lambda *arguments: iter([folder / "plan.plan.json", folder / "plan 2.plan.json"]),
    )

    target = move_to_free_path(source, folder, "plan")

    assert target.name == "plan 2.plan.json"
    assert target.read_bytes() == b"mine"
    assert (folder / "plan.plan.json").read_bytes() == b"theirs"
    assert not source.exists()
