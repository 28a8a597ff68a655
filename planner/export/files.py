"""Names and writing of exported files: safe names on every system, and nothing overwritten unasked."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from planner.plan.wording import N_, PlannerError
from planner.storage.atomic import create_exclusively, write_atomically

LONGEST = 80
RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}


class ExportError(PlannerError):
    """A file that cannot be exported, and what to do."""


def safe_name(text: str) -> str:
    """Return a text as part of a file name: letters and digits of any script, the rest as hyphens."""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(each if each.isalnum() or unicodedata.category(each).startswith("M") else "-" for each in normal)
    name = "-".join(part for part in kept.split("-") if part)[:LONGEST].strip("-")
    while len(name.encode()) > 2 * LONGEST:
        name = name[:-1]
    return f"plan-{name}".rstrip("-") if not name or name.lower() in RESERVED else name


def write_files(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> list[Path]:
    """Write files into a folder and return their paths.

    Without `force` nothing is written when one of them is there already, and `ExportError` names it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / name for name in files]
        if not force:
            for path in paths:
                if path.exists() or path.is_symlink():
                    raise ExportError(
                        N_("{path} is there already. Choose another folder, or replace it on purpose."), path=path
                    )
        for path, data in zip(paths, files.values(), strict=True):
            (write_atomically if force else create_exclusively)(path, data)
    except FileExistsError as error:
        raise ExportError(
            N_("{path} is there already. Choose another folder, or replace it on purpose."),
            path=error.filename or folder,
        ) from None
    except OSError as error:
        raise ExportError(
            N_("{path} cannot be written: {reason}. Choose another folder."),
            path=error.filename or folder,
            reason=error.strerror or str(error),
        ) from None
    return paths
