import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.storage.application_log import LOG_NAME, catch_unexpected, start_log, stop_log
from planner.storage.diagnostics import diagnostics
from planner.storage.directories import Directories, user_directories
from planner.storage.library import Library

PRIVATE = "Project Nightingale costs 1234567"


@pytest.fixture
def directories() -> Directories:
    found = user_directories()
    found.create()
    return found


@pytest.fixture
def log(directories: Directories) -> Iterator[Path]:
    handler = start_log(directories)
    yield directories.log / LOG_NAME
    stop_log(handler)


def raise_in_a_plan() -> None:
    try:
        raise ValueError(PRIVATE)
    except ValueError as error:
        raise KeyError(PRIVATE) from error


def test_an_exception_is_logged_with_its_place_but_without_its_words(log: Path) -> None:
    try:
        raise_in_a_plan()
    except KeyError:
        logging.getLogger("planner.somewhere").exception("an edit failed")

    text = log.read_text(encoding="utf-8")
    assert "an edit failed" in text
    assert "ValueError\nwhich led to" in text
    assert "test_application_log.py" in text
    assert "in raise_in_a_plan" in text
    assert PRIVATE not in text
    assert "Nightingale" not in text


def test_the_systems_own_words_are_kept_and_the_home_folder_is_not(log: Path) -> None:
    try:
        (Path.home() / "missing").read_bytes()
    except OSError:
        logging.getLogger("planner.x").exception("cannot read %s", Path.home() / "missing")

    text = log.read_text(encoding="utf-8")
    assert "FileNotFoundError: No such file or directory" in text
    assert str(Path.home()) not in text
    assert "cannot read ~" in text


def test_the_log_stays_small(log: Path) -> None:
    for _line in range(6000):
        logging.getLogger("planner.x").info("x" * 500)

    files = list(log.parent.iterdir())
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 4 * 520 * 1024


def test_no_log_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    nowhere = tmp_path / "file" / "log"
    handler = start_log(Directories(nowhere, nowhere, nowhere, nowhere))

    logging.getLogger("planner.x").info("goes nowhere")

    stop_log(handler)
    assert not nowhere.exists()


def test_what_nobody_caught_is_logged_and_told_on_any_thread(log: Path) -> None:
    told: list[BaseException] = []
    undo = catch_unexpected(told.append)
    try:
        thread = threading.Thread(target=raise_in_a_plan)
        thread.start()
        thread.join()
        error = ValueError(PRIVATE)
        sys.excepthook(ValueError, error, None)
    finally:
        undo()

    assert [type(item) for item in told] == [KeyError, ValueError]
    assert log.read_text(encoding="utf-8").count("unexpected error") == 2
    assert PRIVATE not in log.read_text(encoding="utf-8")


def test_diagnostics_describe_the_system_and_no_plan(directories: Directories, log: Path) -> None:
    Library(directories).add({"id": "x", "name": PRIVATE})
    logging.getLogger("planner.x").info("a line of the log")

    text = diagnostics(directories, {"Screen": "1920×1080 at 1.5"})

    assert "LLM Cost Planner" in text
    assert "Screen: 1920×1080 at 1.5" in text
    assert "plans: 1, in the bin: 0\nto recover: 0" in text
    assert "can be written" in text
    assert "a line of the log" in text
    assert "Nightingale" not in text
    assert str(Path.home()) not in text


def test_diagnostics_work_before_there_is_any_folder(tmp_path: Path) -> None:
    nowhere = tmp_path / "not yet"

    text = diagnostics(Directories(nowhere, nowhere, nowhere, nowhere))

    assert "missing" in text
    assert "plans: 0" in text


def test_nothing_slow_is_imported_for_files() -> None:
    code = (
        "import sys; import planner.storage.session, planner.storage.library, planner.storage.preferences;"
        "print([m for m in ('pydantic', 'platformdirs', 'numpy', 'PySide6', 'ctypes') if m in sys.modules])"
    )

    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert output.strip() == "[]"
