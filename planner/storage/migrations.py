"""Bring a plan of an older format to the current one, step by step, and say what changed.

A migration is a pure function from a document of version n to one of version n + 1. The file itself is not
touched: it keeps its old content until the user's first edit is saved over it, whole, in one step; before that
the old content goes to the history. A kill in the middle therefore leaves the old file.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from planner.plan.wording import Message

Document = dict[str, Any]
Migration = Callable[[Document], tuple[Document, tuple[Message, ...]]]

CURRENT_VERSION = 1

MIGRATIONS: Mapping[int, Migration] = {}
"""Migrations by the version they start from. Version 1 is the first that was ever written."""


def migrate(
    document: Document,
    version: int,
    *,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    current_version: int = CURRENT_VERSION,
) -> tuple[Document, tuple[Message, ...]]:
    """Return the document at the current version and the list of what changed; the argument is not modified."""
    changes: list[Message] = []
    document = copy.deepcopy(document) if version < current_version else document
    for step in range(version, current_version):
        document, messages = migrations[step](document)
        changes.extend(messages)
    return document, tuple(changes)
