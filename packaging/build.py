"""Build the planner for the system that this runs on: a folder that starts without Python, and its installer.

`python3 packaging/bootstrap.py package` prepares the environment and calls this. What it makes lies in `dist/`:
on Linux a Debian package and an archive, on Windows an installer, on macOS a disk image. PyInstaller builds only for
the system that it runs on, so each of the three is built on its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "llm-cost-planner"
BUNDLE = ROOT / "dist" / NAME
ICON_SIZES = {"ico": 256, "icns": 512}


def version() -> str:
    """Return the version of the planner, from the one place that says it."""
    text = (ROOT / "planner" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise ValueError("planner/__init__.py names no version")
    return found.group(1)


def write_icons(folder: Path) -> None:
    """Draw the application's icon in the formats of Windows and macOS."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication(["build", "-platform", "offscreen"])
    drawing = QSvgRenderer(str(ROOT / "resources" / "icons" / "application.svg"))
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, size in ICON_SIZES.items():
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        drawing.render(painter)
        painter.end()
        if not picture.save(str(folder / f"application.{suffix}")):
            raise OSError(f"{application.applicationName()} cannot write an icon as {suffix}")


def strip_python(bundle: Path) -> None:
    """Drop debug symbols from Python's own libraries; numpy's and Qt's would not survive it."""
    own = [*bundle.glob("_internal/libpython*.so*"), *bundle.glob("_internal/python*/lib-dynload/*.so")]
    if own and shutil.which("strip"):
        subprocess.run(["strip", "--strip-unneeded", *map(str, own)], check=True)


def installer_command(system: str) -> list[str]:
    """Return the command that wraps the bundle for a system, named as `sys.platform` names it."""
    if system == "win32":
        return ["makensis", f"-DVERSION={version()}", "packaging/windows/installer.nsi"]
    return ["bash", f"packaging/{'macos' if system == 'darwin' else 'linux'}/build.sh", version()]


def main() -> int:
    """Build, prove and wrap; return 0 when all of it worked, else the status of what failed."""
    write_icons(ROOT / "build" / "icons")
    steps = [
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "packaging/planner.spec"],
        [sys.executable, "packaging/smoke.py", str(BUNDLE / NAME)],
        installer_command(sys.platform),
    ]
    for step in steps:
        print("==", " ".join(step), flush=True)
        status = subprocess.call(step, cwd=ROOT)
        if status != 0:
            return status
        if "PyInstaller" in step and sys.platform == "linux":
            strip_python(BUNDLE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
