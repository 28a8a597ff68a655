"""Where the files that ship with the program lie.

In a checkout `resources/` stands beside `planner/`; in a wheel and in a bundle it stands inside it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from planner.plan.wording import N_, PlannerError


@cache
def resources_root() -> Path:
    """Return the folder of the shipped files."""
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "resources", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise PlannerError(
        N_("The program's own files are missing: no folder 'resources' beside {place}. Install the program again."),
        place=str(package),
    )


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file or folder, `resource_path("catalog", "models.jsonl")`."""
    return resources_root().joinpath(*parts)
