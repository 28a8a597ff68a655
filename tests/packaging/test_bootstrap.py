"""The one command: what it passes on, what it runs in which order, and how it stops."""

import os
import signal
import sys
from pathlib import Path

import pytest

import bootstrap
import environment
import qt_libraries
from failure import SetupError


@pytest.fixture
def prepared(monkeypatch):
    """A set-up that finds everything in place, and the list of the children that it would have started."""
    started = []
    monkeypatch.setattr(qt_libraries, "provide", lambda: None)
    monkeypatch.setattr(environment, "provide", lambda root, command: Path("python"))
    monkeypatch.setattr(bootstrap, "call", lambda command, variables, folder=None: started.append(command) or 0)
    return started


def test_what_follows_two_dashes_is_passed_on_unread():
    assert bootstrap.split_arguments(["run", "--", "a.plan.json", "--", "-x"]) == (["run"], ["a.plan.json", "--", "-x"])
    assert bootstrap.split_arguments(["test"]) == (["test"], [])


def test_run_starts_the_planner_with_the_arguments(prepared):
    assert bootstrap.main(["run", "--", "evaluate", "--format", "json"]) == 0

    assert prepared == [["python", "-m", "planner", "evaluate", "--format", "json"]]


def test_test_runs_every_check_and_then_the_tests(prepared):
    assert bootstrap.main(["test", "--", "-k", "money"]) == 0

    assert [command[:3] for command in prepared[:2]] == [["python", "-m", "ruff"]] * 2
    assert ["python", "-m", "mypy"] in prepared
    assert prepared[-1] == ["python", "-m", "pytest", "-k", "money"]


def test_package_builds_the_installer(prepared):
    assert bootstrap.main(["package"]) == 0

    assert prepared == [["python", "packaging/build.py"]]


@pytest.mark.parametrize("failing", range(len(bootstrap.CHECKS)))
def test_test_stops_at_the_first_check_that_fails_with_its_status(prepared, monkeypatch, failing, capsys):
    def call(command, variables, folder=None):
        prepared.append(command)
        return 7 if len(prepared) == failing + 1 else 0

    monkeypatch.setattr(bootstrap, "call", call)

    assert bootstrap.main(["test"]) == 7
    assert len(prepared) == failing + 1
    assert capsys.readouterr().err == f"The check '{bootstrap.CHECKS[failing][0]}' failed.\n"


def test_a_child_finds_the_checkout_first_and_keeps_the_callers_own_path():
    variables = bootstrap.child_environment({"PYTHONPATH": "mine", "PYTHONHOME": "elsewhere"}, offscreen=False)

    assert variables == {"PYTHONPATH": f"{bootstrap.ROOT}{os.pathsep}mine"}


def test_tests_open_no_window_unless_a_platform_was_chosen():
    assert bootstrap.child_environment({}, offscreen=True)["QT_QPA_PLATFORM"] == "offscreen"
    assert bootstrap.child_environment({"QT_QPA_PLATFORM": "xcb"}, offscreen=True)["QT_QPA_PLATFORM"] == "xcb"


def test_the_exit_status_of_the_child_is_passed_on():
    assert bootstrap.call([sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ)) == 3


def test_a_child_ended_by_a_signal_gives_the_status_that_a_shell_gives():
    assert bootstrap.exit_status(-signal.SIGTERM) == 143


@pytest.mark.parametrize(
    "error", [SetupError("no network"), PermissionError(13, "Permission denied", ".venv"), KeyboardInterrupt()]
)
def test_a_set_up_that_cannot_go_on_says_so_in_a_line_and_returns_1(prepared, monkeypatch, capsys, error):
    def fail(root, command):
        raise error

    monkeypatch.setattr(environment, "provide", fail)

    assert bootstrap.main(["run"]) == 1
    assert prepared == []
    said = capsys.readouterr().err
    assert said.startswith("Set-up stopped")
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "plan.json"]])
def test_a_wrong_command_line_shows_how_it_goes(prepared, capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        bootstrap.main(arguments)

    assert stopped.value.code == 2
    assert "usage: bootstrap.py" in capsys.readouterr().err
    assert prepared == []


def test_continuous_integration_runs_the_command_of_the_readme(root):
    command = "python3 packaging/bootstrap.py test"

    assert command in (root / "README.md").read_text(encoding="utf-8")
    assert command in (root / ".ci/run").read_text(encoding="utf-8")
    assert os.access(root / ".ci/run", os.X_OK)
