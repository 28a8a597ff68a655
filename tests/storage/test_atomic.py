import errno
import os
import stat
from pathlib import Path

import pytest

from planner.storage import atomic
from planner.storage.atomic import create_exclusively, remove_leftovers, write_atomically


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "plans"
    path.mkdir()
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_holds_exactly_the_bytes(folder: Path) -> None:
    write_atomically(folder / "plan", b"one\n")

    assert (folder / "plan").read_bytes() == b"one\n"
    assert names(folder) == ["plan"]


def test_an_existing_file_keeps_its_mode(folder: Path) -> None:
    path = folder / "plan"
    path.write_bytes(b"old")
    path.chmod(0o640)

    write_atomically(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_symbolic_link_stays_a_link_and_its_target_is_replaced(folder: Path) -> None:
    (folder / "there").mkdir()
    target = folder / "there" / "plan"
    target.write_bytes(b"old")
    link = folder / "link"
    link.symlink_to(target)

    write_atomically(link, b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("call", ["fsync", "fdopen"])
def test_a_failing_system_call_leaves_the_old_file_and_no_leftover(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = folder / "plan"
    path.write_bytes(b"old")

    def fail(*args: object, **keywords: object) -> None:
        raise OSError(errno.EIO, "device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="device"):
        write_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert names(folder) == ["plan"]


def test_a_failing_replace_leaves_the_old_file_and_no_leftover(folder: Path) -> None:
    path = folder / "folder"
    path.mkdir()

    with pytest.raises(OSError, match=r"."):
        write_atomically(path, b"new")

    assert path.is_dir()
    assert names(folder) == ["folder"]


def test_a_short_write_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "plan"
    path.write_bytes(b"old")
    real_fsync = os.fsync
    real_fstat = os.fstat

    def short(descriptor: int) -> os.stat_result:
        os.ftruncate(descriptor, 2)
        return real_fstat(descriptor)

    monkeypatch.setattr(os, "fstat", short)
    with pytest.raises(OSError, match="only 2 of 3 bytes"):
        write_atomically(path, b"new")

    assert os.fsync is real_fsync
    assert path.read_bytes() == b"old"
    assert names(folder) == ["plan"]


def test_the_data_is_forced_to_the_device_before_the_replace_and_the_folder_after(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        steps.append("replace")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_atomically(folder / "plan", b"new")

    assert steps == ["file", "replace", "folder"]


def test_on_windows_a_file_that_a_scanner_holds_is_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = [PermissionError(errno.EACCES, "held"), PermissionError(errno.EACCES, "held")]
    real_replace = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return real_replace(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(atomic, "_is_windows", lambda: True)
    monkeypatch.setattr(atomic, "_sync_folder", lambda folder: None)
    write_atomically(folder / "plan", b"new")

    assert (folder / "plan").read_bytes() == b"new"


def test_elsewhere_a_refused_replace_is_final(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def replace(self: Path, target: Path) -> Path:
        calls.append(target)
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(PermissionError):
        write_atomically(folder / "plan", b"new")

    assert len(calls) == 1
    assert names(folder) == []


def test_a_folder_that_cannot_be_forced_does_not_fail_the_save_but_a_device_error_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_fsync = os.fsync
    code = errno.EINVAL

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(code, "folder")
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    write_atomically(folder / "plan", b"new")
    code = errno.EIO
    with pytest.raises(OSError, match="folder"):
        write_atomically(folder / "plan", b"newer")


def test_exclusive_creation_never_replaces(folder: Path) -> None:
    path = folder / "plan"
    create_exclusively(path, b"first")

    with pytest.raises(FileExistsError):
        create_exclusively(path, b"second")

    assert path.read_bytes() == b"first"
    assert names(folder) == ["plan"]


def test_exclusive_creation_works_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError(errno.EPERM, "no hard links")

    monkeypatch.setattr(os, "link", refuse)
    path = folder / "plan"
    create_exclusively(path, b"first")

    with pytest.raises(FileExistsError):
        create_exclusively(path, b"second")
    assert path.read_bytes() == b"first"
    assert names(folder) == ["plan"]


def test_exclusive_creation_leaves_a_dangling_link_alone(folder: Path) -> None:
    link = folder / "plan"
    link.symlink_to(folder / "elsewhere")

    with pytest.raises(FileExistsError):
        create_exclusively(link, b"data")

    assert not (folder / "elsewhere").exists()


def test_a_name_of_255_bytes_can_be_written(folder: Path) -> None:
    path = folder / ("é" * 127 + "x")

    write_atomically(path, b"data")

    assert path.read_bytes() == b"data"


def test_old_leftovers_of_a_kill_are_removed_and_young_ones_are_not(folder: Path) -> None:
    old, young = folder / ".planner-00.tmp", folder / ".planner-01.tmp"
    other = folder / "mine.tmp"
    for path in (old, young, other):
        path.write_bytes(b"")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))

    assert remove_leftovers(folder) == 1
    assert names(folder) == [".planner-01.tmp", "mine.tmp"]
