"""Write the lock files again from pyproject.toml: `python packaging/lock.py`.

Run it after a change of the dependencies, or to take newer versions (`--upgrade`). It needs `uv` (`pip install uv`) and
a network. The locks are universal: one file holds the pins and the hashes for Linux, Windows and macOS and for every
Python that the project supports. They name no package index, so that any mirror can serve them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
HEADER = "# Written by packaging/lock.py from pyproject.toml. Change that file, not this one.\n"

# Lock file -> the dependency groups that it holds besides what the program itself needs.
LOCKS = {
    "packaging/requirements.lock": (),
    "packaging/requirements-test.lock": ("test",),
    "packaging/requirements-package.lock": ("package",),
}


def compile_command(uv: str, lock: str, groups: tuple[str, ...], upgrade: bool) -> list[str]:
    """Return the command that resolves one lock.

    Every lock after the first is constrained by it, so that tests and installers get the versions that users get.
    """
    command = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", OLDEST_PYTHON]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet", "--output-file", lock]
    for group in groups:
        command += ["--group", f"pyproject.toml:{group}"]
    if groups:
        command += ["--constraint", next(iter(LOCKS))]
    if upgrade:
        command.append("--upgrade")
    return command


def main(arguments: list[str]) -> int:
    """Write every lock; return 0 when all are written, else the status of what failed."""
    if arguments not in ([], ["--upgrade"]):
        print("usage: python packaging/lock.py [--upgrade]", file=sys.stderr)
        return 2
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        print("lock.py needs uv. Install it with: python -m pip install uv", file=sys.stderr)
        return 1
    for lock, groups in LOCKS.items():
        status = subprocess.call(compile_command(uv, lock, groups, bool(arguments)), cwd=ROOT)
        if status != 0:
            return status
        path = ROOT / lock
        path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8")
        print(f"wrote {lock}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
