"""Qt's libraries: what is looked for, what is installed, and what is said where nothing can be."""

import os
import shutil
import sys

import pytest

import debian_packages
import qt_libraries
from failure import SetupError


@pytest.fixture
def programs(monkeypatch):
    """The programs that the system has; a test adds to them."""
    there = set()
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in there else None)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    return there


@pytest.fixture
def commands(monkeypatch):
    """The commands that were run; each succeeds."""
    run = []
    monkeypatch.setattr(debian_packages, "run", lambda command: run.append(command) or (0, ""))
    return run


def test_root_installs_directly(programs, commands, monkeypatch, capsys):
    programs.add("apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)

    debian_packages.install(["libegl1", "libgl1"], "Qt needs them")

    apt_get = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    assert commands[0] == [*apt_get, "-q", "update"]
    assert commands[1][:4] == [*apt_get, "install"]
    assert commands[1][-2:] == ["libegl1", "libgl1"]
    assert capsys.readouterr().out == "Qt needs them.\nInstalling with apt-get: libegl1 libgl1\n"


@pytest.mark.parametrize(("terminal", "expected"), [(True, ["sudo"]), (False, ["sudo", "-n"])])
def test_others_install_with_sudo_which_asks_for_a_password_only_at_a_terminal(
    programs, commands, monkeypatch, terminal, expected
):
    programs.update({"apt-get", "sudo"})
    monkeypatch.setattr(sys.stdin, "isatty", lambda: terminal, raising=False)

    debian_packages.install(["libegl1"], "Qt needs it")

    assert [command[: command.index("env")] for command in commands] == [expected, expected]


@pytest.mark.parametrize("there", [{"apt-get"}, {"sudo"}])
def test_without_the_means_to_install_the_command_is_named(programs, commands, there):
    programs.update(there)

    with pytest.raises(SetupError, match="As an administrator, run: apt-get install libegl1 libgl1"):
        debian_packages.install(["libegl1", "libgl1"], "Qt needs them")

    assert commands == []


def test_a_failing_update_is_passed_over_and_a_failing_install_is_shown(programs, monkeypatch):
    programs.update({"apt-get", "sudo"})
    monkeypatch.setattr(debian_packages, "run", lambda command: (100, "first\nE: Unable to locate package libegl1\n"))

    with pytest.raises(SetupError, match="E: Unable to locate package libegl1"):
        debian_packages.install(["libegl1"], "Qt needs it")


def test_a_command_is_run_quietly_and_its_words_are_kept(capfd):
    words = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(4)"

    status, text = debian_packages.run([sys.executable, "-c", words])

    assert (status, sorted(text.split())) == (4, ["err", "out"])
    assert capfd.readouterr() == ("", "")


def lacking(monkeypatch, libraries):
    """Make the system lack some libraries; return the packages that are then installed."""
    asked = []
    monkeypatch.setattr(qt_libraries, "can_load", lambda library: library not in libraries)
    monkeypatch.setattr(debian_packages, "install", lambda packages, reason: asked.append(packages))
    return asked


def test_a_library_that_no_system_has_cannot_be_loaded():
    assert not qt_libraries.can_load("libno-such-library.so.1")


def test_a_system_that_has_everything_is_left_alone(programs, monkeypatch, capsys):
    asked = lacking(monkeypatch, set())

    qt_libraries.provide()

    assert asked == []
    assert capsys.readouterr() == ("", "")


def test_only_what_is_missing_is_installed(programs, monkeypatch):
    programs.add("apt-get")
    asked = lacking(monkeypatch, {"libEGL.so.1", "libxcb-cursor.so.0"})

    qt_libraries.provide()

    assert asked == [["libegl1", "libxcb-cursor0"]]


def test_an_unknown_system_is_told_which_libraries_are_missing(programs, monkeypatch):
    asked = lacking(monkeypatch, {"libEGL.so.1", "libxcb-cursor.so.0"})

    with pytest.raises(SetupError, match=r"missing here: libEGL\.so\.1, libxcb-cursor\.so\.0"):
        qt_libraries.provide()

    assert asked == []


def test_what_only_x11_needs_is_named_and_does_not_stop_the_set_up(programs, monkeypatch, capsys):
    lacking(monkeypatch, {"libxcb-cursor.so.0"})

    qt_libraries.provide()

    said = capsys.readouterr().err
    assert "libxcb-cursor.so.0" in said
    assert "only windows under X11 need them" in said
