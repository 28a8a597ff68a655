"""What happens when the system really refuses: full disk, no permission, read-only, vanished, gone.

Each fault is a real one where the system allows it. Root is not bound by permissions, so those tests act as nobody.
"""

import contextlib
import errno
import os
import resource
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.storage.directories import Directories, user_directories
from planner.storage.errors import BrokenFileError, SaveFailedError, UnreadableFileError, reason
from planner.storage.journal import recoverable
from planner.storage.plan_file import create_plan_file, read_plan_file, write_plan_file
from planner.storage.session import PlanSession, SaveStatus

NOBODY = 65534
SMALL_DISK_BYTES = 256 * 1024
LARGE = {"id": "p", "name": "Large", "text": "x" * 400_000}
DOCUMENT = {"id": "p", "name": "Support"}


def run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@dataclass
class SmallDisk:
    """A folder on which a large file does not fit."""

    folder: Path
    is_mounted: bool

    def lift_limit(self) -> None:
        """Let files of any size be written elsewhere, which a limit on all files would not."""
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A real file system of 256 kB; where it may not be mounted, a limit on the size of any file."""
    folder = tmp_path / "small"
    folder.mkdir()
    if run("mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "tmpfs", str(folder)):
        try:
            yield SmallDisk(folder, is_mounted=True)
        finally:
            run("umount", "-l", str(folder))
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_DISK_BYTES, hard))
    try:
        yield SmallDisk(folder, is_mounted=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def plain_folder() -> Iterator[Path]:
    """A folder that nobody in particular can reach and owns; pytest's own belong to the user who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="planner-faults-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, -1)
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Act as a user whom permissions bind."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def directories(tmp_path: Path) -> Directories:
    found = user_directories()
    found.create()
    return found


def in_folder(folder: Path) -> Directories:
    """Directories below `folder`, for a user who can reach nothing else."""
    made = Directories(folder / "data", folder / "config", folder / "state", folder / "log")
    made.create()
    return made


def test_a_full_disk_keeps_the_old_file_whole_and_the_edit_in_the_journal(
    small_disk: SmallDisk, directories: Directories, tmp_path: Path
) -> None:
    statuses: list[SaveStatus] = []
    path = small_disk.folder / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    session = PlanSession.open(path, directories, on_status=statuses.append)
    session.submit(lambda: LARGE)

    failure = session.flush()

    assert failure is not None
    assert isinstance(failure.error, SaveFailedError)
    assert ("the disk is full" if small_disk.is_mounted else "larger than the system allows") in str(failure.error)
    assert "Save elsewhere…" in str(failure.error)
    assert not session.is_clean
    assert read_plan_file(path).document == DOCUMENT
    assert [item.name for item in small_disk.folder.glob(".planner-*.tmp")] == []
    # The limit on any file stops the journal too; a full disk does not stop that of another.
    assert statuses[-1].is_in_journal == small_disk.is_mounted
    session.submit(lambda: {**DOCUMENT, "name": "smaller"})
    assert session.close() is None
    assert read_plan_file(path).document["name"] == "smaller"


def test_after_a_full_disk_the_plan_is_saved_elsewhere(
    small_disk: SmallDisk, directories: Directories, tmp_path: Path
) -> None:
    path = small_disk.folder / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    session = PlanSession.open(path, directories)
    session.submit(lambda: LARGE)
    assert session.flush() is not None
    small_disk.lift_limit()

    session.save_as(tmp_path / "elsewhere.plan.json", LARGE)

    assert session.close() is None
    assert read_plan_file(tmp_path / "elsewhere.plan.json").document == LARGE
    assert recoverable(directories.recovery) == ()


def test_a_limit_on_the_size_of_files_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(SaveFailedError, match="larger than the system allows"):
            write_plan_file(path, LARGE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.glob("*.tmp")] == []


def test_a_folder_that_may_not_be_written_opens_the_plan_read_only_and_says_why(plain_folder: Path) -> None:
    directories = in_folder(plain_folder)
    folder = plain_folder / "shared"
    folder.mkdir()
    path = folder / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    folder.chmod(0o555)

    with bound_by_permissions():
        session = PlanSession.open(path, directories)

        assert session.file.document == DOCUMENT
        assert str(session.read_only_reason) == (
            "This plan is read-only because its folder cannot be written: there is no permission to do this."
            " You can edit a copy."
        )
        session.close()


def test_a_folder_that_becomes_read_only_keeps_the_edit_until_it_can_be_written_again(plain_folder: Path) -> None:
    folder = plain_folder / "shared"
    folder.mkdir()
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, -1)
    path = folder / "x.plan.json"
    statuses: list[SaveStatus] = []
    with bound_by_permissions():
        directories = in_folder(plain_folder)
        create_plan_file(path, DOCUMENT)
        session = PlanSession.open(path, directories, on_status=statuses.append)
        folder.chmod(0o555)
        session.submit(lambda: {**DOCUMENT, "name": "edited"})

        failure = session.flush()

        assert failure is not None
        assert "there is no permission" in str(failure.error)
        assert statuses[-1].is_in_journal
        assert read_plan_file(path).document == DOCUMENT
        folder.chmod(0o755)
        assert session.close() is None
        assert read_plan_file(path).document["name"] == "edited"
        assert list(directories.recovery.iterdir()) == []


def test_a_plan_that_may_not_be_read_says_so(plain_folder: Path) -> None:
    path = plain_folder / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    path.chmod(0)

    with bound_by_permissions(), pytest.raises(UnreadableFileError, match="no permission"):
        read_plan_file(path)


def test_a_drive_that_is_unmounted_is_not_mistaken_for_an_empty_folder(
    small_disk: SmallDisk, directories: Directories
) -> None:
    path = small_disk.folder / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    session = PlanSession.open(path, directories)
    if small_disk.is_mounted:
        assert run("umount", "-l", str(small_disk.folder))
    else:
        shutil.rmtree(small_disk.folder)
    session.submit(lambda: {**DOCUMENT, "name": "edited"})

    failure = session.flush()

    assert failure is not None
    assert ("the drive is gone" if small_disk.is_mounted else "is not there") in str(failure.error)
    assert not path.exists()
    session.close(discard=True)


CODES = [
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EIO,
    errno.ESTALE,
    errno.EHOSTDOWN,
    errno.ETIMEDOUT,
    errno.ENODEV,
    errno.EBUSY,
    errno.EMFILE,
    errno.EPROTO,
]


@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
def test_every_refusal_of_the_system_keeps_the_edit_and_says_why(
    code: int, directories: Directories, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    statuses: list[SaveStatus] = []
    path = tmp_path / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    session = PlanSession.open(path, directories, on_status=statuses.append)
    real_open = os.open

    def refuse(name: str | Path, flags: int, *arguments: int) -> int:
        if flags & os.O_CREAT and Path(name).parent == tmp_path:
            raise OSError(code, os.strerror(code))
        return real_open(name, flags, *arguments)

    monkeypatch.setattr(os, "open", refuse)
    session.submit(lambda: {**DOCUMENT, "name": "edited"})

    failure = session.flush()

    assert failure is not None
    assert f"Cannot save {path}: {reason(OSError(code, os.strerror(code)))}." in str(failure.error)
    assert statuses[-1].is_in_journal
    assert read_plan_file(path).document == DOCUMENT
    monkeypatch.undo()
    assert session.close() is None
    assert read_plan_file(path).document["name"] == "edited"


def test_a_pipe_a_device_and_a_circle_of_links_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.plan.json")
    (tmp_path / "circle.plan.json").symlink_to(tmp_path / "circle.plan.json")

    with pytest.raises(BrokenFileError, match="not a file"):
        read_plan_file(tmp_path / "pipe.plan.json")
    with pytest.raises(BrokenFileError, match="not a file"):
        read_plan_file(Path("/dev/zero"))
    with pytest.raises(UnreadableFileError, match="go round in a circle"):
        read_plan_file(tmp_path / "circle.plan.json")


def test_a_drive_that_hangs_does_not_hold_up_saving_elsewhere(
    directories: Directories, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    path = drive / "x.plan.json"
    create_plan_file(path, DOCUMENT)
    session = PlanSession.open(path, directories)
    answers = threading.Event()
    hanging: list[int] = []
    real_fsync = os.fsync

    def hang(descriptor: int) -> None:
        if not hanging and threading.current_thread().name == "save":
            hanging.append(threading.get_ident())
        if threading.get_ident() in hanging:
            answers.wait(60)
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", hang)
    session.submit(lambda: LARGE)

    failure = session.flush(timeout_s=0.2)
    session.save_as(tmp_path / "elsewhere.plan.json", LARGE)

    assert failure is not None
    assert "has not answered for 0.2 seconds" in str(failure.error)
    assert session.is_clean
    session.submit(lambda: {**LARGE, "name": "edited"})
    assert session.flush() is None
    answers.set()
    assert session.close() is None
    assert read_plan_file(tmp_path / "elsewhere.plan.json").document["name"] == "edited"
    assert recoverable(directories.recovery) == ()


def test_closing_the_standard_way_after_every_fault_leaves_no_lock(directories: Directories, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "x.plan.json"
    path.parent.mkdir()
    create_plan_file(path, DOCUMENT)
    session = PlanSession.open(path, directories)
    shutil.rmtree(path.parent)
    session.submit(lambda: DOCUMENT)
    assert session.close() is not None
    path.parent.mkdir()

    assert session.close() is None
    assert [item.name for item in path.parent.iterdir()] == [path.name]
