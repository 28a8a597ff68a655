"""What 'copy diagnostics' puts on the clipboard for a bug report: the system, never a plan."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import planner
from planner.storage.application_log import LOG_NAME
from planner.storage.directories import Directories

_LIBRARIES = ("PySide6-Essentials", "pyqtgraph", "numpy", "pydantic", "platformdirs", "XlsxWriter")
_LOG_LINES = 60
_LOG_TAIL_BYTES = 32 * 1024


def diagnostics(directories: Directories, more: Mapping[str, str] | None = None) -> str:
    """Return the text; `more` adds lines that only the window knows, such as screen and scale."""
    lines = [
        f"LLM Cost Planner {planner.__version__}",
        f"Python {platform.python_version()} {'frozen' if getattr(sys, 'frozen', False) else 'from source'}",
        f"System {platform.platform()}",
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        *(f"{name}: {value}" for name, value in (more or {}).items()),
        "",
        *(_folder_line(name, getattr(directories, name)) for name in ("data", "config", "state", "log")),
        f"plans: {_count(directories.plans)}, in the bin: {_count(directories.bin)}",
        f"to recover: {_count(directories.recovery)}",
        "",
        f"Last lines of {LOG_NAME}:",
        *_tail(directories.log / LOG_NAME),
    ]
    home = str(Path.home())
    text = "\n".join(lines) + "\n"
    return text.replace(home, "~") if len(home) > 1 else text


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "is not installed"


def _folder_line(name: str, folder: Path) -> str:
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    try:
        free = f"{shutil.disk_usage(existing).free / 1e6:.0f} MB free"
    except OSError as error:
        free = f"free space unknown ({error.strerror})"
    access = "can be written" if os.access(existing, os.W_OK) else "CANNOT be written"
    return f"{name} folder: {folder} ({'exists' if existing == folder else 'missing'}, {access}, {free})"


def _count(folder: Path) -> int:
    try:
        return sum(path.is_file() and not path.name.startswith(".") for path in folder.iterdir())
    except OSError:
        return 0


def _tail(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _LOG_TAIL_BYTES))
            return file.read().decode("utf-8", "replace").splitlines()[-_LOG_LINES:]
    except OSError:
        return ["(none)"]
