"""Prove that a built planner works: `python packaging/smoke.py PROGRAM`.

It starts the program as a stranger's machine would, with an empty home and without this checkout's Python, and fails on
an exit status or a line of complaint that nobody expects.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLE = "startup-chatbot-2023.plan.json"
SECONDS = 120

# What to start, and what its output must match. The window, without arguments, is the last and the longest.
ATTEMPTS = (
    (["--version"], r"\d+\.\d+\.\d+"),
    (["catalog", "check"], r""),
    (["evaluate", EXAMPLE, "--format", "json"], r'"monthly_cost"'),
    (["export", EXAMPLE, "--to", "exported", "--formats", "csv,png,svg,pdf"], r""),
    (["--smoke"], r""),
)

EXPECTED_COMPLAINTS = re.compile(r"This plugin does not support (propagateSizeHints|raise|grabbing)")


def clean_environment(home: Path) -> dict[str, str]:
    """Return the variables of a machine that has no Python set up and no planner in use."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "VIRTUAL_ENV"))}
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    return {
        **kept,
        "HOME": str(home),
        "LLM_COST_PLANNER_HOME": str(home / "planner"),
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": platform,
    }


def complaints(text: str) -> list[str]:
    """Return the lines on standard error that nobody expects."""
    return [line for line in text.splitlines() if line.strip() and not EXPECTED_COMPLAINTS.search(line)]


def attempt(program: str, arguments: list[str], expected: str, home: Path) -> str | None:
    """Start the program once; return what is wrong with what it did, or None."""
    try:
        done = subprocess.run(
            [program, *arguments],
            cwd=home,
            env=clean_environment(home),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {SECONDS} seconds"
    unexpected = complaints(done.stderr)
    if done.returncode != 0 or unexpected:
        return f"exit status {done.returncode}; standard error: {unexpected}"
    if not re.search(expected, done.stdout):
        return f"nothing like {expected} in its output: {done.stdout[:200]!r}"
    return None


def main(arguments: list[str]) -> int:
    """Make every attempt; return 0 when all went as expected."""
    if len(arguments) != 1:
        print("usage: python packaging/smoke.py PROGRAM", file=sys.stderr)
        return 2
    program = Path(arguments[0]).resolve()
    example = next(program.parent.rglob(EXAMPLE), None)
    if example is None:
        print(f"failed: no example {EXAMPLE} beside the program", file=sys.stderr)
        return 1
    wrong = 0
    with tempfile.TemporaryDirectory() as home:
        for attempted, expected in ATTEMPTS:
            words = [str(example) if word == EXAMPLE else word for word in attempted]
            fault = attempt(str(program), words, expected, Path(home))
            print(f"{'failed' if fault else 'works'}: {' '.join(attempted)}{f': {fault}' if fault else ''}", flush=True)
            wrong += fault is not None
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
