"""Write the worked examples and the templates: plans in Python, dumped as the plan files that the program opens.

Each example is computed from first principles; what the press says stands only in its notes and in the tests. Run it
after a change of the catalogue or of the plan document:

    python packaging/build_examples.py [--check]

`--check` writes nothing and answers 1 when a file would change (for the continuous checks).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from example_plans import EXAMPLES
from example_plans_of_tuning import EXAMPLES_OF_TUNING
from example_plans_on_servers import EXAMPLES_ON_SERVERS
from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.cost.carried_records import with_records
from planner.plan.plan import Plan
from planner.storage.documents import plan_document
from planner.storage.plan_file import SUFFIX, plan_bytes
from template_plans import TEMPLATES

FOLDERS: Mapping[str, tuple[Plan, ...]] = MappingProxyType(
    {"examples": (*EXAMPLES, *EXAMPLES_ON_SERVERS, *EXAMPLES_OF_TUNING), "templates": TEMPLATES}
)


def plan_files() -> dict[Path, bytes]:
    """Return the content of every shipped plan file by its path."""
    catalogue = load_catalogue()
    return {
        resource_path(folder) / f"{plan.id}{SUFFIX}": plan_bytes(plan_document(with_records(plan, catalogue)))
        for folder, plans in FOLDERS.items()
        for plan in plans
    }


def main() -> int:
    """Write the plan files, or say which would change."""
    parser = argparse.ArgumentParser(description="Write the worked examples and the templates.")
    parser.add_argument("--check", action="store_true", help="write nothing; answer 1 when a file would change")
    check = parser.parse_args().check
    changed = {path: data for path, data in plan_files().items() if not path.exists() or path.read_bytes() != data}
    for path, data in changed.items():
        sys.stdout.write(f"{path.name}\n")
        if not check:
            path.write_bytes(data)
    return int(check and bool(changed))


if __name__ == "__main__":
    raise SystemExit(main())
