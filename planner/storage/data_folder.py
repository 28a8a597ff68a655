"""Another folder for the user's plans: everything is copied there first; nothing is deleted, nothing replaced.

What is copied are the plans, the bin, the versions, the summaries and the user's own records. The old folder stays
as it is, so that a person can go back to it, or delete it once the new one has proved itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.plan.wording import N_
from planner.storage.atomic import TEMPORARY_PREFIX, create_exclusively
from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.errors import LockedError, StorageError, save_failed, unreadable
from planner.storage.file_names import free_paths
from planner.storage.locks import locked
from planner.storage.plan_file import SUFFIX


@dataclass(frozen=True, slots=True)
class _Copy:
    source: Path
    target: Path
    may_be_renamed: bool
    """A plan of the same file name in the new folder is another plan: the copy gets a free name."""


def copy_data(source: Directories, target: Directories) -> dict[Path, Path]:
    """Copy everything of the data folder into another one and return where each plan is now.

    A file that the other folder has already, with the same content, is not copied again. StorageError when that
    cannot be done; what had been copied by then stays there and does no harm.
    """
    _check_apart(source, target)
    copies = list(_copies(source, target))
    for copy in copies:
        _check_conflict(copy)
    make(target)
    moved: dict[Path, Path] = {}
    for copy in copies:
        written = _copy_plan(copy) if copy.source.parent == source.plans else _copy(copy)
        if copy.source.parent == source.plans:
            moved[copy.source] = written
    return moved


def make(target: Directories) -> None:
    """Make the data folder itself, as only the user's own choice of it may, and what belongs in it."""
    try:
        target.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise save_failed(target.data, error) from error
    target.create()


def _copies(source: Directories, target: Directories) -> Iterator[_Copy]:
    """Yield every file, plans first."""
    for old, new, may_be_renamed in (
        (source.plans, target.plans, True),
        (source.bin, target.bin, True),
        (source.history, target.history, False),
    ):
        for path in _files(old):
            yield _Copy(path, new / path.relative_to(old), may_be_renamed)
    for path in _files(source.summaries):
        # They can be deleted at any time: what the other folder has is as good.
        summary = target.summaries / path.relative_to(source.summaries)
        if not summary.exists():
            yield _Copy(path, summary, may_be_renamed=False)
    if source.own_records.is_file():
        yield _Copy(source.own_records, target.own_records, may_be_renamed=False)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder but locks and what a save is just writing."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(TEMPORARY_PREFIX):
            yield path


def _check_apart(source: Directories, target: Directories) -> None:
    here, there = (Path(os.path.realpath(folder)) for folder in (source.data, target.data))
    inside = (Path(os.path.realpath(folder)) for folder in (source.plans, source.bin, source.history, source.summaries))
    if here == there:
        raise StorageError(N_("Your plans are in {path} already."), path=str(target.data))
    if any(there.is_relative_to(folder) for folder in inside):
        raise StorageError(N_("{path} is inside the folder of your plans. Choose another one."), path=str(target.data))


def _check_conflict(copy: _Copy) -> None:
    if not copy.may_be_renamed and copy.target.exists() and _bytes(copy.source) != _bytes(copy.target):
        raise StorageError(
            N_("{path} is there already, with another content. Choose an empty folder."), path=str(copy.target)
        )


def _copy_plan(copy: _Copy) -> Path:
    """Copy a plan that nobody has open, so that no edit goes to the old file afterwards."""
    try:
        with locked(copy.source, Clock()):
            return _copy(copy)
    except LockedError as error:
        raise LockedError(
            N_("“{name}” is open elsewhere. Close it there first."), name=copy.source.name.removesuffix(SUFFIX)
        ) from error


def _copy(copy: _Copy) -> Path:
    data = _bytes(copy.source)
    try:
        copy.target.parent.mkdir(parents=True, exist_ok=True)
        if copy.target.exists() and _bytes(copy.target) == data:
            return copy.target
        names = free_paths(copy.target.parent, copy.target.name.removesuffix(SUFFIX))
        for path in names if copy.may_be_renamed else (copy.target,):
            try:
                create_exclusively(path, data)
            except FileExistsError:
                if not copy.may_be_renamed:
                    raise
            else:
                return path
    except OSError as error:
        raise save_failed(copy.target, error) from error
    raise AssertionError("free_paths ends only by raising")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
