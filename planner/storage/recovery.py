"""Bring back what a crash left in the recovery journals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.plan.wording import N_, Message
from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.errors import StorageError
from planner.storage.journal import Recoverable, recoverable
from planner.storage.library import Library
from planner.storage.session import PlanSession


@dataclass(frozen=True, slots=True)
class Recovered:
    """One plan whose edits are in a file again."""

    path: Path
    """Where: the plan's own file, or a copy in the library."""
    message: Message
    """What and from when, for the notice at the start."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """The outcome of looking for edits that a crash left."""

    recovered: tuple[Recovered, ...]
    failures: tuple[Message, ...]
    """What could not be put into a file; its journal is kept for the next start."""


def recover_all(directories: Directories, *, clock: Clock | None = None) -> Recovery:
    """Put every edit that was left back into a file, without overwriting anything of anyone else.

    Edits go into the plan's own file when it is as the crash left it and nobody has it open; its earlier content
    goes to the history. Otherwise they become a copy in the library, to be compared.
    """
    clock = clock or Clock()
    recovered: list[Recovered] = []
    failures: list[Message] = []
    for entry in recoverable(directories.recovery):
        try:
            recovered.append(_recover(entry, directories, clock))
        except StorageError as error:
            failures.append(error.message)
        else:
            entry.discard()
    return Recovery(tuple(recovered), tuple(failures))


def _recover(entry: Recoverable, directories: Directories, clock: Clock) -> Recovered:
    path = entry.plan_path
    if path is not None and path.is_file() and not entry.file_changed_since:
        session = PlanSession.open(path, directories, clock=clock)
        is_saved = False
        try:
            if session.read_only_reason is None:
                session.submit(lambda: entry.document)
                is_saved = session.flush() is None
        finally:
            session.close(discard=True)
        if is_saved:
            return Recovered(path, entry.message)
    copy = Library(directories, clock=clock).add_copy(entry.document)
    return Recovered(
        copy,
        Message(
            N_("{what} They are in a copy, {file}, since the plan's own file could not be continued."),
            {"what": entry.message, "file": copy.name},
        ),
    )
