"""Edits of a plan that has no file because none could be made for it yet."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from planner.storage.errors import StorageError
from planner.storage.journal import RecoveryJournal


class HomelessEdits:
    """Keeps such edits in the recovery journal, so that a crash does not lose them."""

    def __init__(self) -> None:
        self._journal: RecoveryJournal | None = None

    def keep(self, document: dict[str, Any], folder: Path) -> None:
        """Write the plan's document to the journal in `folder`; where even that fails the log says so."""
        if self._journal is None:
            self._journal = RecoveryJournal(folder, str(document["id"]))
        try:
            self._journal.write(document, plan_path=None, base_digest=None)
        except StorageError as error:
            logging.getLogger(__name__).warning("the recovery journal was not written: %s", error)

    def forget(self) -> None:
        """Delete what was kept: the plan has a file, or was given up."""
        if self._journal is not None:
            self._journal.delete()
            self._journal = None
