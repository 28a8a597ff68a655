"""`validate`: checks a plan, a catalogue overlay or a usage log, and says where and why."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from planner.catalog.overlay import BrokenOverlay, parse_overlay
from planner.plan.plan import FORMAT
from planner.plan.wording import P_, Message
from planner.storage.documents import InvalidPlanError, opened_plan
from planner.storage.errors import BrokenFileError
from planner.storage.json_text import parse_object, read_limited
from planner.storage.plan_file import parse_plan
from planner.storage.usage_log import read_usage_log

LOG = P_("{path}: a usage log of {count} request.", "{path}: a usage log of {count} requests.")
PLAN = P_("{path}: a plan with {count} scenario.", "{path}: a plan with {count} scenarios.")
OVERLAY = P_("{path}: a catalogue overlay with {count} record.", "{path}: a catalogue overlay with {count} records.")


def run(options: argparse.Namespace) -> int:
    """Print what the file is, or what is wrong with it; 1 when it is invalid, 2 when it cannot be read."""
    path = Path(options.file)
    data = read_limited(path)
    try:
        print(_checked(path, data).text())
    except InvalidPlanError as error:
        for problem in error.problems or (error.message,):
            print(f"{path}: {problem.text()}", file=sys.stderr)
        return 1
    except (BrokenFileError, BrokenOverlay) as error:
        print(f"{path}: {error.message.text()}", file=sys.stderr)
        return 1
    return 0


def _checked(path: Path, data: bytes) -> Message:
    if path.suffix.lower() != ".json":
        log = read_usage_log(path)
        return Message(
            LOG,
            {"path": path, "count": log.requests},
        )
    content = parse_object(data, str(path))
    if content.get("format") == FORMAT or path.name.endswith(".plan.json"):
        plan = opened_plan(parse_plan(data, str(path))).plan
        return Message(
            PLAN,
            {"path": path, "count": len(plan.scenarios)},
        )
    overlay = parse_overlay(data.decode("utf-8-sig"), path)
    return Message(
        OVERLAY,
        {"path": path, "count": len(overlay.records)},
    )
