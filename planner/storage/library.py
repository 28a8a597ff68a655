"""The user's plans: the list, and what can be done to a plan that is not open.

One file per plan in one folder, so that a person can copy, synchronise and back them up without this program.
What the list shows beside the name (answer, thumbnail) is kept apart and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.plan.wording import N_, Message
from planner.storage.atomic import create_exclusively, remove_leftovers, write_atomically
from planner.storage.clock import Clock
from planner.storage.directories import Directories
from planner.storage.errors import NameTakenError, StorageError, save_failed
from planner.storage.file_names import free_paths, move_to_free_path, safe_stem
from planner.storage.json_text import parse_object, read_limited, readable_bytes
from planner.storage.locks import locked
from planner.storage.plan_file import SUFFIX, parse_plan, plan_bytes, read_plan_file, write_plan_file
from planner.storage.plan_head import read_plan_head


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One line of the list."""

    path: Path
    plan_id: str
    name: str
    modified: datetime
    answer: str
    """The answer sentence when the plan was last open; empty when not known."""
    thumbnail: Path | None
    problem: Message | None
    """Why the plan cannot be opened; None when it can."""


class Library:
    """The plans in the user's data directory."""

    def __init__(self, directories: Directories, *, clock: Clock | None = None) -> None:
        """Use the folders of `directories`, which `Directories.create` has made."""
        self._directories = directories
        self._clock = clock or Clock()
        remove_leftovers(directories.plans)

    def entries(self, search: str = "") -> tuple[LibraryEntry, ...]:
        """Return the plans whose name, file or answer has every word of `search`, last changed first."""
        words = _searchable(search).split()
        found = (self._entry(path) for path in _plan_files(self._directories.plans))
        matching = (entry for entry in found if entry is not None and _has(entry, words))
        return tuple(sorted(matching, key=lambda entry: (entry.modified, entry.path.name), reverse=True))

    def add(self, document: Mapping[str, Any]) -> Path:
        """Save a new plan under a free file name like its own and return where."""
        name = document.get("name")
        return self._create(plan_bytes(document), name if isinstance(name, str) else "")

    def add_copy(self, document: Mapping[str, Any]) -> Path:
        """Save a document that may have the id of another plan as a new plan with an id of its own."""
        return self.add({**document, "id": uuid.uuid4().hex})

    def duplicate(self, path: Path, name: str) -> Path:
        """Copy a plan under a new name and a new id."""
        return self.add_copy({**read_plan_file(path).document, "name": name})

    def rename(self, path: Path, name: str) -> Path:
        """Give a plan that nobody has open another name, and its file too; return where the file is now."""
        with locked(path, self._clock):
            file = read_plan_file(path)
            write_plan_file(path, {**file.document, "name": name}, expected_digest=file.digest)
            if safe_stem(name) == path.name.removesuffix(SUFFIX):
                return path
            try:
                return move_to_free_path(path, path.parent, name)
            except OSError as error:
                raise save_failed(path, error) from error

    def import_file(self, source: Path) -> Path:
        """Copy a plan from anywhere into the library and return where; the source is not touched.

        The copy gets a new id when the library has a plan with the same one.
        """
        file = parse_plan(read_limited(source), str(source))
        document = file.document
        known = {entry.plan_id for entry in self.entries()}
        if not isinstance(document.get("id"), str) or document["id"] in known:
            document = {**document, "id": uuid.uuid4().hex}
        name = document.get("name")
        return self._create(plan_bytes(document), name if isinstance(name, str) and name else source.name.split(".")[0])

    def export_file(self, path: Path, target: Path, *, overwrite: bool = False) -> None:
        """Copy a plan to `target`; an existing file is only replaced with `overwrite`."""
        data = read_limited(path)
        try:
            if overwrite:
                write_atomically(target, data)
            else:
                create_exclusively(target, data)
        except FileExistsError as error:
            raise NameTakenError(N_("{path} exists already. Choose another name."), path=str(target)) from error
        except OSError as error:
            raise save_failed(target, error) from error

    def describe(self, plan_id: str, *, answer: str, thumbnail_png: bytes | None = None) -> None:
        """Remember what the list shows for a plan. A failure is not reported: the list shows less."""
        summary = self._summary(plan_id)
        with contextlib.suppress(OSError):
            write_atomically(summary, readable_bytes({"answer": answer}))
            if thumbnail_png is not None:
                write_atomically(summary.with_suffix(".png"), thumbnail_png)

    def _entry(self, path: Path) -> LibraryEntry | None:
        try:
            modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (OSError, ValueError, OverflowError):
            return None  # gone since the folder was read
        head = read_plan_head(path)
        answer, thumbnail = "", None
        if head.plan_id:
            summary = self._summary(head.plan_id)
            with contextlib.suppress(StorageError):
                answer = str(parse_object(read_limited(summary), summary.name).get("answer", ""))
            picture = summary.with_suffix(".png")
            thumbnail = picture if picture.is_file() else None
        name = head.name or path.name.removesuffix(SUFFIX)
        return LibraryEntry(path, head.plan_id, name, modified, answer, thumbnail, head.problem)

    def _summary(self, plan_id: str) -> Path:
        digest = hashlib.sha256(plan_id.encode("utf-8", "surrogatepass")).hexdigest()
        return self._directories.summaries / f"{digest[:24]}.json"

    def _create(self, data: bytes, name: str) -> Path:
        folder = self._directories.plans
        for path in free_paths(folder, name):
            try:
                create_exclusively(path, data)
            except FileExistsError:
                continue
            except OSError as error:
                raise save_failed(path, error) from error
            return path
        raise AssertionError("free_paths ends only by raising")


def _plan_files(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name.casefold().endswith(SUFFIX) and not path.name.startswith("."):
                yield path


def _has(entry: LibraryEntry, words: list[str]) -> bool:
    text = _searchable(f"{entry.name}\n{entry.path.name}\n{entry.answer}")
    return all(word in text for word in words)


def _searchable(text: str) -> str:
    """Return the text without case and accents, so that `ano` finds `Año`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))
