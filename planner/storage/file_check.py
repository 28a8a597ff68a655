"""Check a file without opening it for work: what kind it is, whether it is right, and where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from planner.catalog import overlay
from planner.plan.wording import N_, Message, PlannerError
from planner.storage import plan_file
from planner.storage.errors import BrokenFileError
from planner.storage.json_text import parse_object, read_limited
from planner.storage.measured_workload import measured_workload
from planner.storage.usage_log import LARGEST_LOG_BYTES, parse_usage_log

_LOG_SUFFIXES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})


class FileKind(Enum):
    """The kinds of file that a user may hand over; the value is the word for it."""

    PLAN = N_("plan")
    OVERLAY = N_("catalogue overlay")
    USAGE_LOG = N_("usage log")
    UNKNOWN = N_("unknown file")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in a file."""

    kind: FileKind
    problems: tuple[Message, ...]
    """Why it cannot be used, with the place; empty when it can."""
    notes: tuple[Message, ...] = ()
    """What is worth knowing although the file can be used."""


def check_file(path: Path) -> FileReport:
    """Check the file at `path`, which is not changed. UnreadableFileError when the system will not let it be read."""
    kind = FileKind.USAGE_LOG if path.suffix.casefold() in _LOG_SUFFIXES else FileKind.UNKNOWN
    try:
        if kind is FileKind.USAGE_LOG:
            return _check_usage_log(path)
        content = parse_object(read_limited(path), str(path))
        kind = {plan_file.FORMAT: FileKind.PLAN, overlay.FORMAT: FileKind.OVERLAY}.get(
            str(content.get("format")), FileKind.UNKNOWN
        )
        if kind is FileKind.PLAN:
            return _check_plan(path)
        if kind is FileKind.OVERLAY:
            return _check_overlay(path)
    except BrokenFileError as error:
        return FileReport(kind, (error.message,))
    return FileReport(
        kind,
        (
            Message(
                N_("{path} is neither a plan nor a catalogue overlay; a usage log needs the ending .csv or .jsonl."),
                {"path": str(path)},
            ),
        ),
    )


def _check_plan(path: Path) -> FileReport:
    from planner.storage.documents import InvalidPlanError, opened_plan  # pydantic, which other kinds do not need

    try:
        file = plan_file.read_plan_file(path)
        opened = opened_plan(file)
    except InvalidPlanError as error:
        return FileReport(FileKind.PLAN, error.problems)
    except PlannerError as error:
        return FileReport(FileKind.PLAN, (error.message,))
    unknown = tuple(
        Message(
            N_("The field {field} is not known; it is kept."),
            {"field": ".".join(step[1] if isinstance(step, tuple) else str(step) for step in field.path)},
        )
        for field in opened.unknown
    )
    return FileReport(FileKind.PLAN, (), (*file.changes, *unknown))


def _check_overlay(path: Path) -> FileReport:
    try:
        overlay.read_overlay(path)
    except PlannerError as error:
        return FileReport(FileKind.OVERLAY, (error.message,))
    return FileReport(FileKind.OVERLAY, ())


def _check_usage_log(path: Path) -> FileReport:
    log = parse_usage_log(read_limited(path, largest_bytes=LARGEST_LOG_BYTES), str(path))
    return FileReport(FileKind.USAGE_LOG, (), (*log.problems, *measured_workload(log).notes))
