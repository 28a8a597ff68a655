"""The virtual environment of a checkout: `.venv` in the project's root, filled from the lock files.

Installs are repeated only when a lock changed: a stamp in the environment names the locks that it holds. The program
itself is not installed, it runs from the checkout.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import debian_packages
from failure import SetupError

OLDEST_PYTHON = (3, 11)

# Which lock each command needs. Every lock holds what the first one holds, in the same versions.
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock", "package": "requirements-package.lock"}

# `pip --python` installs into an environment that has no pip of its own.
OLDEST_PIP_FOR_OTHERS = (22, 3)


def require_python(version: tuple[int, int]) -> None:
    """Stop when the Python that runs this is too old for the planner."""
    if version < OLDEST_PYTHON:
        found, needed = (".".join(map(str, number)) for number in (version, OLDEST_PYTHON))
        raise SetupError(
            f"the planner needs Python {needed} or later and this is Python {found}. Install a newer Python and start "
            f"this command with it, for example: python{needed} packaging/bootstrap.py run"
        )


def python_of(folder: Path, *, windows: bool = os.name == "nt") -> Path:
    """Return where an environment keeps its Python."""
    return folder / ("Scripts/python.exe" if windows else "bin/python")


def digest(lock: Path) -> str:
    """Return what identifies the contents of a lock. Line ends do not count: git changes them on Windows."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def stamp_line(locks: Path, command: str, python_version: str) -> str:
    """Return the line that stands in the stamp of an environment that is ready for a command."""
    return f"{command} {python_version} {digest(locks / LOCKS[command])}"


def provide(root: Path, command: str) -> Path:
    """Return the Python of an environment that holds what the command needs, and make or fill it where it must be."""
    folder = root / ".venv"
    python = python_of(folder)
    version = version_of(python)
    if version is None:
        create(folder)
        version = version_of(python)
        if version is None:
            raise SetupError(f"the environment in {folder} was made but does not start. Delete it and try again.")
    stamp = folder / "installed-locks.txt"
    current = {name: stamp_line(root / "packaging", name, version) for name in LOCKS}
    held = set(stamp.read_text(encoding="utf-8").splitlines()) if stamp.is_file() else set()
    if current[command] not in held:
        stamp.unlink(missing_ok=True)  # an install that is cut short must be repeated
        install(python, root / "packaging" / LOCKS[command])
        ready = {current["run"], current[command], *(held & set(current.values()))}
        stamp.write_text("".join(f"{line}\n" for line in sorted(ready)), encoding="utf-8")
    return python


def version_of(python: Path) -> str | None:
    """Return the version of an environment's Python, or None where there is none, or one too old or broken."""
    try:
        answer = subprocess.run(
            [str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer if tuple(map(int, answer.split("."))) >= OLDEST_PYTHON else None


def create(folder: Path) -> None:
    """Make the environment anew, with pip in it where this Python can, else to be filled by the pip outside."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").is_file():
        raise SetupError(f"{folder} is in the way: it is not a virtual environment. Move it and try again.")
    # Debian and Ubuntu ship Python without ensurepip, and `venv` then needs the pip of the system or another package.
    bare = importlib.util.find_spec("ensurepip") is None
    if bare and not pip_can_serve_others(Path(sys.executable)):
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        debian_packages.install([package], f"Python needs the package {package} to make a virtual environment")
        bare = False
    print(f"Making a virtual environment in {folder}", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", *(["--without-pip"] if bare else []), str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise SetupError(f"no virtual environment could be made in {folder}:\n{(made.stdout + made.stderr).strip()}")


def pip_version(python: Path) -> tuple[int, ...] | None:
    """Return the version of a Python's pip, or None where it has none."""
    asked = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    return tuple(map(int, found.groups())) if asked.returncode == 0 and found else None


def pip_can_serve_others(python: Path) -> bool:
    """Say whether a Python's pip can install into an environment that has none."""
    return (pip_version(python) or (0,)) >= OLDEST_PIP_FOR_OTHERS


def pip_command(python: Path) -> list[str]:
    """Return how to call a pip that installs into the environment of the given Python."""
    if pip_version(python) is not None:
        return [str(python), "-m", "pip"]
    if pip_can_serve_others(Path(sys.executable)):
        return [sys.executable, "-m", "pip", "--python", str(python)]
    raise SetupError("neither .venv nor this Python has a usable pip. Delete the folder .venv and try again.")


def install(python: Path, lock: Path) -> None:
    """Install exactly what a lock pins: every file is checked against its hash, and nothing is compiled here."""
    print(f"Installing what {lock.name} pins into .venv; the first time this takes a minute or two", flush=True)
    command = [*pip_command(python), "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--only-binary", ":all:", "--require-hashes", "--requirement", str(lock)]
    # A user's pip may be set to install into the home folder, which an environment refuses.
    if subprocess.call(command, env={**os.environ, "PIP_USER": "0"}) != 0:
        raise SetupError(
            "the packages could not be installed, and pip's lines above say why. Most often there is no network, or "
            "pip does not know the proxy. The same command takes it up again."
        )
