"""Set up a checkout, then start the planner or check it.

    python3 packaging/bootstrap.py run [-- ARGUMENTS OF THE PLANNER]
    python3 packaging/bootstrap.py test [-- ARGUMENTS OF PYTEST]
    python3 packaging/bootstrap.py package

The first two are for everybody, the third builds an installer for this system. All make `.venv` in the project's root,
install what the lock files pin there, and on Linux add the system libraries that Qt needs. What is already in place is
left alone, so the second start takes no set-up time. This file and the neighbours that it imports use nothing but the
standard library, and stay readable for older Pythons so that those get a clear answer.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import environment
import qt_libraries
from failure import SetupError

ROOT = Path(__file__).resolve().parent.parent

# The scripts of the set-up, whose types are checked beside the planner's.
SETUP = ("bootstrap", "build", "debian_packages", "environment", "failure", "lock", "qt_libraries", "smoke")

# What `test` runs before the tests, quickest first, as arguments of the environment's Python.
CHECKS = (
    ("style", ("-m", "ruff", "check")),
    ("format", ("-m", "ruff", "format", "--check")),
    # By import, not by its console script: scripts carry the path of the folder where the environment was made.
    ("layers", ("-c", "from importlinter.cli import lint_imports_command as check; check(['--no-logo'])")),
    ("types", ("-m", "mypy")),
    ("types of the set-up", ("-m", "mypy", *(f"packaging/{name}.py" for name in SETUP))),
    ("catalogue", ("-m", "planner", "catalog", "check")),
)


def split_arguments(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return what stands before the first `--`, for this script, and what stands after it, to be passed on."""
    if "--" not in arguments:
        return arguments, []
    border = arguments.index("--")
    return arguments[:border], arguments[border + 1 :]


def child_environment(inherited: dict[str, str], *, offscreen: bool) -> dict[str, str]:
    """Return the variables for a child: the checkout can be imported from any folder, and tests open no window."""
    variables = {name: value for name, value in inherited.items() if name != "PYTHONHOME"}
    paths = [str(ROOT)] + [path for path in [inherited.get("PYTHONPATH")] if path]
    variables["PYTHONPATH"] = os.pathsep.join(paths)
    # Compiled modules make a start twice as fast. Where nobody wants them beside the sources, they go into .venv.
    if variables.pop("PYTHONDONTWRITEBYTECODE", ""):
        variables["PYTHONPYCACHEPREFIX"] = str(ROOT / ".venv" / "compiled")
    if offscreen:
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    return variables


def exit_status(returned: int) -> int:
    """Return the status to exit with for what a child returned; one ended by signal N counts as 128 + N."""
    return 128 - returned if returned < 0 else returned


def call(command: list[str], variables: dict[str, str], folder: Path | None = None) -> int:
    """Run a child to its end and return its exit status. Ctrl+C reaches the child, which decides what to do with it."""
    with subprocess.Popen(command, env=variables, cwd=folder) as child:
        while True:
            try:
                return exit_status(child.wait())
            except KeyboardInterrupt:
                continue


def run(python: Path, arguments: list[str]) -> int:
    """Start the planner in the caller's folder, so that a relative path of a plan means what it says."""
    return call([str(python), "-m", "planner", *arguments], child_environment(dict(os.environ), offscreen=False))


def test(python: Path, arguments: list[str]) -> int:
    """Run every check and then the tests; stop at the first that fails."""
    variables = child_environment(dict(os.environ), offscreen=True)
    for name, check in CHECKS:
        print(f"== {name}", flush=True)
        status = call([str(python), *check], variables, ROOT)
        if status != 0:
            print(f"The check '{name}' failed.", file=sys.stderr)
            return status
    print("== tests", flush=True)
    return call([str(python), "-m", "pytest", *arguments], variables, ROOT)


def package(python: Path, arguments: list[str]) -> int:
    """Build the bundle and the installer of this system."""
    return call(
        [str(python), "packaging/build.py", *arguments], child_environment(dict(os.environ), offscreen=True), ROOT
    )


COMMANDS = {"run": run, "test": test, "package": package}


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit status."""
    own, passed_on = split_arguments(arguments)
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Set up this checkout, then run or test it.")
    parser.add_argument("command", choices=list(COMMANDS), help="start, test or package the planner")
    parser.epilog = "What follows -- is passed on: to the planner after 'run', to pytest after 'test'."
    chosen = parser.parse_args(own)
    try:
        environment.require_python(sys.version_info[:2])
        if sys.platform.startswith("linux"):
            qt_libraries.provide()
        python = environment.provide(ROOT, chosen.command)
        return COMMANDS[chosen.command](python, passed_on)
    except SetupError as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
    except OSError as error:
        print(f"Set-up stopped: {error.strerror or error}: {error.filename or ROOT}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Set-up stopped by you. The same command takes it up again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
