import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.files import ExportError, safe_name, write_files


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Support bot", "Support-bot"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x", "C-Windows-x"),
        ("año ñandú €", "año-ñandú"),
        ("支援", "支援"),
        ("con", "plan-con"),
        ("***", "plan"),
        ("", "plan"),
        ("LPT1", "plan-LPT1"),
    ],
)
def test_a_name_is_safe_on_every_system(text, name):
    assert safe_name(text) == name


@given(st.text())
def test_no_name_leaves_its_folder_or_grows_without_end(text):
    name = safe_name(text)

    assert name
    assert not set(name) & set('/\\:*?"<>|\0. \n')
    assert len(name.encode()) <= 170


def test_an_existing_file_is_not_overwritten_and_nothing_else_is_written(tmp_path):
    (tmp_path / "b.csv").write_text("mine", encoding="utf-8")

    with pytest.raises(ExportError, match=r"b\.csv is there already"):
        write_files(tmp_path, {"a.csv": b"new", "b.csv": b"new"})

    assert (tmp_path / "b.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "a.csv").exists()


def test_on_purpose_it_is_overwritten(tmp_path):
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")

    write_files(tmp_path, {"a.csv": b"new"}, force=True)

    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_a_link_in_the_way_is_not_written_through(tmp_path):
    victim = tmp_path / "victim"
    (tmp_path / "a.csv").symlink_to(victim)

    with pytest.raises(ExportError):
        write_files(tmp_path, {"a.csv": b"new"})

    assert not victim.exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(ExportError, match="file"):
        write_files(tmp_path / "file" / "folder", {"a": b""})
