"""The installers: one version everywhere, icons for every system, and a smoke test that notices."""

import os
import re
import sys
import xml.etree.ElementTree as ET

import pytest

import build
import smoke
from planner import __version__


def test_everything_that_names_the_version_names_the_same_one(root):
    changes = (root / "packaging/CHANGELOG.md").read_text(encoding="utf-8")
    metainfo = ET.parse(root / "packaging/linux/llm-cost-planner.metainfo.xml")  # noqa: S314 (our own file)

    assert build.version() == __version__
    assert re.search(r"^## (\d\S*)", changes, re.MULTILINE)[1] == __version__  # what is not released has no number yet
    assert metainfo.find("releases/release").get("version") == __version__


@pytest.mark.parametrize(
    ("system", "script"),
    [
        ("linux", "packaging/linux/build.sh"),
        ("darwin", "packaging/macos/build.sh"),
        ("win32", "packaging/windows/installer.nsi"),
    ],
)
def test_each_system_has_its_installer_script_which_gets_the_version(root, system, script):
    command = build.installer_command(system)

    assert script in command
    assert (root / script).is_file()
    assert any(word.endswith(__version__) for word in command)


def test_icons_are_drawn_for_windows_and_macos(qapp, tmp_path):
    build.write_icons(tmp_path)

    assert (tmp_path / "application.ico").read_bytes()[:4] == b"\x00\x00\x01\x00"
    assert (tmp_path / "application.icns").read_bytes()[:4] == b"icns"


@pytest.mark.parametrize(
    ("program", "fault"),
    [
        ("print('version 1.2.3')", None),
        ("import sys; print('1.2.3'); print('This plugin does not support raise()', file=sys.stderr)", None),
        ("print('1.2.3'); raise SystemExit(1)", "exit status 1"),
        ("import sys; print('1.2.3'); print('QPainter: not active', file=sys.stderr)", "QPainter: not active"),
        ("print('hello')", "nothing like"),
    ],
)
def test_the_smoke_test_tells_a_program_that_works_from_one_that_does_not(tmp_path, program, fault):
    found = smoke.attempt(sys.executable, ["-c", program], r"\d+\.\d+\.\d+", tmp_path)

    assert (found is None) if fault is None else (fault in found)


def test_the_smoke_test_starts_programs_in_an_empty_home_without_this_python(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "here")

    variables = smoke.clean_environment(tmp_path)

    assert "PYTHONPATH" not in variables
    assert variables["HOME"] == str(tmp_path)
    assert variables["LLM_COST_PLANNER_HOME"] == str(tmp_path / "planner")
    assert variables["PATH"] == os.environ["PATH"]


def test_the_smoke_test_needs_the_examples_beside_the_program(tmp_path, capsys):
    program = tmp_path / "planner"
    program.touch()

    assert smoke.main([str(program)]) == 1
    assert "no example startup-chatbot-2023.plan.json" in capsys.readouterr().err
