"""No run of the window and of no verb opens a socket: Python would be stopped, and there is no network to use."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLAN = str(ROOT / "resources" / "examples" / "startup-chatbot-2023.plan.json")

GUARD = """
import os, sys

def refuse(event, arguments):
    if event.startswith("socket."):
        os.write(2, f"SOCKET {event} {arguments}\\n".encode())
        os._exit(97)

sys.addaudithook(refuse)
"""
RUNS = {
    "window": ("--smoke",),
    "evaluate": ("evaluate", PLAN, "--draws", "50"),
    "predict": ("predict", "--model", "llama-2-7b", "--accelerator", "a100-80gb-sxm", "--input", "500", "--output",
                "200", "--concurrency", "4"),
    "explain": ("explain", PLAN, "--scenario", "SCENARIO", "--quantity", "total_cost"),
    "analyse": ("analyse", PLAN, "checks"),
    "export": ("export", PLAN, "--to", "OUT", "--formats", "csv", "--force"),
    "validate": ("validate", PLAN),
    "catalog": ("catalog", "check"),
}  # fmt: skip


def has_namespaces():
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode
    )


def run(code, tmp_path, *arguments):
    script = f"{GUARD}\nsys.argv = ['planner', *sys.argv[1:]]\n{code}"
    command = [sys.executable, "-c", script, *arguments]
    if has_namespaces():
        command = ["unshare", "-rn", *command]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize("name", RUNS)
def test_no_run_opens_a_socket(name, tmp_path):
    scenario = json.loads(Path(PLAN).read_text(encoding="utf-8"))["scenarios"][0]["id"]
    places = {"SCENARIO": scenario, "OUT": str(tmp_path / "out")}
    arguments = [places.get(one, one) for one in RUNS[name]]

    done = run("from planner.__main__ import main\nsys.exit(main())", tmp_path, *arguments)

    assert "SOCKET" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout


def test_the_guard_bites(tmp_path):
    done = run("import socket; socket.socket()", tmp_path)

    assert done.returncode == 97
    assert "SOCKET socket.__new__" in done.stderr


def test_every_verb_is_run():
    from planner.cli import parser

    verbs = next(action.choices for action in parser()._actions if action.dest == "verb")
    assert set(RUNS) - {"window"} == set(verbs)
