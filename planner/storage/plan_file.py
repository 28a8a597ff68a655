"""The plan document on disk: `*.plan.json`, readable, and safe to open from anyone.

This module knows the envelope (`format`, `version`) and keeps everything else as a plain JSON dictionary, so
that fields of other programs and of later versions are written back as they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.plan.wording import N_, Message
from planner.storage.atomic import create_exclusively, write_atomically
from planner.storage.errors import (
    BrokenFileError,
    ChangedOnDiskError,
    NameTakenError,
    NewerVersionError,
    save_failed,
)
from planner.storage.json_text import parse_object, read_limited, readable_bytes
from planner.storage.migrations import CURRENT_VERSION, MIGRATIONS, Migration, migrate

FORMAT = "llm-cost-planner/plan"
SUFFIX = ".plan.json"
_FIRST_KEYS = ("id", "name")


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as it was read: its document without the envelope, and what is known about the file."""

    source: str
    document: dict[str, Any]
    version: int
    """The version that the file had on disk."""
    digest: str
    """SHA-256 of the bytes on disk, to notice later that somebody else has changed the file."""
    changes: tuple[Message, ...] = ()
    """What migrating to the current version changed; empty for a current file."""


def read_plan_file(path: Path) -> PlanFile:
    """Read, check and migrate the plan at `path`; StorageError says what is wrong and where."""
    return parse_plan(read_limited(path), str(path))


def parse_plan(
    data: bytes,
    source: str,
    *,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    current_version: int = CURRENT_VERSION,
) -> PlanFile:
    """Return the plan in `data`; `source` names it in messages."""
    content = parse_object(data, source)
    version = _version(content, source, current_version)
    document = {key: value for key, value in content.items() if key not in {"format", "version"}}
    try:
        document, changes = migrate(document, version, migrations=migrations, current_version=current_version)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BrokenFileError(
            N_("{path} is a plan of version {version} and cannot be brought up to date: {detail}. It is unchanged."),
            path=source,
            version=version,
            detail=f"{type(error).__name__} {error}",
        ) from error
    return PlanFile(source, document, version, digest(data), changes)


def plan_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the file content for `document`: envelope, id and name first, then the document's own order."""
    ordered: dict[str, Any] = {"format": FORMAT, "version": CURRENT_VERSION}
    ordered.update((key, document[key]) for key in _FIRST_KEYS if key in document)
    ordered.update((key, value) for key, value in document.items() if key not in ordered)
    return readable_bytes(ordered)


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_on_disk(path: Path) -> str | None:
    """Return the digest of the file at `path`, or None when there is none or it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def write_plan_file(path: Path, document: Mapping[str, Any], *, expected_digest: str | None = None) -> str:
    """Save `document` over the file at `path` and return its new digest.

    With `expected_digest`, a file that somebody else has changed since is not overwritten (ChangedOnDiskError).
    A file that has vanished is written anew. SaveFailedError when the system refuses; the old file is then whole.
    """
    return save_bytes(path, plan_bytes(document), expected_digest=expected_digest)


def save_bytes(path: Path, data: bytes, *, expected_digest: str | None = None) -> str:
    """Do what `write_plan_file` does, for content that is encoded already."""
    if expected_digest is not None:
        check_unchanged(path, expected_digest, data)
    try:
        write_atomically(path, data)
    except OSError as error:
        raise save_failed(path, error) from error
    return digest(data)


def check_unchanged(path: Path, expected_digest: str, data: bytes) -> None:
    """Raise ChangedOnDiskError when the file is neither what was expected nor what is about to be written."""
    found = digest_on_disk(path)
    if found is not None and found not in {expected_digest, digest(data)}:
        raise ChangedOnDiskError(
            N_("{path} was changed by someone else. Compare both versions before you save, or save a copy."),
            path=str(path),
        )


def create_plan_file(path: Path, document: Mapping[str, Any]) -> str:
    """Save `document` as a new file and return its digest; an existing file is never overwritten."""
    data = plan_bytes(document)
    try:
        create_exclusively(path, data)
    except FileExistsError as error:
        raise NameTakenError(N_("{path} exists already. Choose another name."), path=str(path)) from error
    except OSError as error:
        raise save_failed(path, error) from error
    return digest(data)


def _version(content: dict[str, Any], source: str, current_version: int) -> int:
    if content.get("format") != FORMAT:
        raise BrokenFileError(N_("{path} is not a plan: its “format” is not “{format}”."), path=source, format=FORMAT)
    version = content.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BrokenFileError(N_("{path} has no usable “version”."), path=source)
    if version > current_version:
        raise NewerVersionError(
            N_(
                "{path} was saved by a newer version of this program (format {found}; this one reads up to {known})."
                " It is unchanged. Update the program to open it."
            ),
            path=source,
            found=version if version < 10**9 else "> 10⁹",
            known=current_version,
        )
    return version
