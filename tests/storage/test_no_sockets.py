"""Files are kept without a network: no socket is ever made."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from planner.storage.bin import Bin
from planner.storage.diagnostics import diagnostics
from planner.storage.directories import user_directories
from planner.storage.journal import recoverable
from planner.storage.library import Library
from planner.storage.preferences import Preferences, load_preferences, save_preferences
from planner.storage.session import PlanSession


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A socket cannot be made; what tried to is in the list."""
    tried: list[object] = []

    def refuse(*arguments: object, **keywords: object) -> None:
        tried.append(arguments)
        raise AssertionError(f"a socket was opened: {arguments}")

    for name in ("socket", "create_connection", "create_server", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def use_everything() -> str:
    """Do with files what a day's work does."""
    directories = user_directories()
    directories.create()
    library = Library(directories)
    path = library.add({"id": "p", "name": "Support"})
    session = PlanSession.open(path, directories)
    session.submit(lambda: {"id": "p", "name": "Edited"})
    assert session.close() is None
    recoverable(directories.recovery)
    Bin(directories).put(library.duplicate(path, "Copy"))
    save_preferences(directories.preferences_file, Preferences().with_recent(path))
    load_preferences(directories.preferences_file)
    diagnostics(directories)
    return library.entries()[0].name


def test_a_days_work_with_files_opens_no_socket(no_sockets: list[object]) -> None:
    assert use_everything() == "Edited"
    assert no_sockets == []


def test_the_block_would_notice(no_sockets: list[object]) -> None:
    with pytest.raises(AssertionError, match="a socket was opened"):
        socket.create_connection(("127.0.0.1", 9))

    assert len(no_sockets) == 1


def can_run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_days_work_with_files_needs_no_network_at_all() -> None:
    code = f"import sys; sys.path[:0] = {sys.path!r}; import test_no_sockets as t; print(t.use_everything())"
    command = [sys.executable, "-c", code]
    if shutil.which("unshare") and can_run("unshare", "-rn", "true"):
        command = ["unshare", "-rn", *command]

    outcome = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)

    assert outcome.stdout == "Edited\n", outcome.stderr
