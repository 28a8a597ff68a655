"""A day of edits, saves, foreign changes, crashes and restarts in any order: nothing that was safe is ever lost."""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from planner.storage.directories import Directories
from planner.storage.errors import ChangedOnDiskError, SaveFailedError
from planner.storage.locks import lock_path
from planner.storage.plan_file import create_plan_file, read_plan_file, write_plan_file
from planner.storage.recovery import recover_all
from planner.storage.session import PlanSession


class PlanLife(RuleBasedStateMachine):
    """One plan, its folder, and what a user may rely on."""

    def __init__(self) -> None:
        super().__init__()
        # Whether data reach the device is not what is asked here, and waiting for it takes most of the time.
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(os, "fsync", lambda descriptor: None)
        self.folder = Path(tempfile.mkdtemp())
        below = self.folder / "user"
        self.directories = Directories(below, below / "config", below / "state", below / "log")
        self.directories.create()
        self.plans = self.folder / "plans"
        self.plans.mkdir()
        self.path = self.plans / "x.plan.json"
        create_plan_file(self.path, self.document(0))
        self.number = 0
        self.newest = 0
        """The newest edit of the user."""
        self.safe = 0
        """The newest edit that was reported to be in the file or in the journal."""
        self.foreign = False
        """Whether somebody else has changed the file since the last save or decision."""
        self.is_away = False
        self.session = PlanSession.open(self.path, self.directories)

    def document(self, number: int) -> dict[str, Any]:
        return {"id": "p", "name": "x", "number": number}

    def next_number(self) -> int:
        self.number += 1
        return self.number

    @rule()
    def edit(self) -> None:
        self.newest = self.next_number()
        document = self.document(self.newest)
        self.session.submit(lambda: document)

    @rule()
    def save(self) -> None:
        had_nothing_to_do = self.session.is_clean
        failure = self.session.flush()
        if failure is None or self.journals():
            self.safe = self.newest
            self.foreign = self.foreign and (had_nothing_to_do or failure is not None)
        assert failure is None or isinstance(failure.error, (ChangedOnDiskError, SaveFailedError))
        assert failure is None or self.is_away or self.foreign

    @precondition(lambda self: not self.is_away)
    @rule()
    def somebody_else_saves(self) -> None:
        number = self.next_number()
        write_plan_file(self.path, self.document(number))
        self.foreign = True

    @precondition(lambda self: not self.is_away)
    @rule(own=st.booleans())
    def compare_and_decide(self, own: bool) -> None:
        if own:
            self.session.keep_own_version()
            self.safe = self.newest
        else:
            taken = self.session.accept_disk_version().document
            self.session.submit(lambda: taken)
            assert self.session.flush() is None
            self.newest = self.safe = taken["number"]
        assert self.session.is_clean
        self.foreign = False

    @precondition(lambda self: not self.is_away)
    @rule()
    def folder_vanishes(self) -> None:
        self.plans.rename(self.folder / "away")
        self.is_away = True

    @precondition(lambda self: self.is_away)
    @rule()
    def folder_comes_back(self) -> None:
        (self.folder / "away").rename(self.plans)
        self.is_away = False

    @rule()
    def crash_and_restart(self) -> None:
        if self.is_away:
            self.folder_comes_back()
        self.session._worker.discard()  # what a kill does to the thread
        for file in (lock_path(self.path), *self.journals()):
            if file.exists():
                made_by = json.loads(file.read_text())
                made_by["process"]["started"] = "an earlier boot"
                file.write_text(json.dumps(made_by))

        recovery = recover_all(self.directories)
        assert recovery.failures == ()
        self.session = PlanSession.open(self.path, self.directories)
        assert self.session.read_only_reason is None
        # What somebody else overwrites at the moment of a crash is theirs to answer for.
        assert self.foreign or self.safe in self.numbers_anywhere()
        self.foreign = False
        self.newest = self.safe = self.session.file.document["number"]

    @rule()
    def close_and_open(self) -> None:
        if self.is_away:
            self.folder_comes_back()
        if self.session.close() is None:
            self.foreign = False
            assert self.newest in self.numbers_anywhere()
            assert self.journals() == []
            self.session = PlanSession.open(self.path, self.directories)
            self.newest = self.safe = self.session.file.document["number"]

    @invariant()
    def the_file_is_whole(self) -> None:
        path = self.folder / "away" / self.path.name if self.is_away else self.path
        assert read_plan_file(path).document["name"] == "x"

    def journals(self) -> list[Path]:
        return list(self.directories.recovery.iterdir())

    def numbers_anywhere(self) -> set[int]:
        """Every edit that a user can get at: in the plan, in a copy in the library, or in the history."""
        files = [self.path, *self.directories.plans.iterdir(), *self.directories.history.rglob("*.plan.json")]
        return {read_plan_file(file).document["number"] for file in files}

    def teardown(self) -> None:
        self.session.close(discard=True)
        shutil.rmtree(self.folder)
        self.patch.undo()


TestPlanLife = PlanLife.TestCase
