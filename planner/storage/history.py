"""Previous versions of a plan, so that a mistake of an hour or of last week can be taken back.

Before a save replaces the file, its old content is kept, once per hour and whenever a plan is opened. The versions
thin out by themselves: the newest few, one per hour for a day, one per day for a month. Versions that a person has
named stay until they are deleted. Versions are ordinary plan files that can be opened by hand.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.plan.wording import N_
from planner.storage.atomic import create_exclusively, write_atomically
from planner.storage.clock import Clock
from planner.storage.errors import StorageError, save_failed
from planner.storage.json_text import parse_object, read_limited, readable_bytes
from planner.storage.plan_file import SUFFIX, PlanFile, parse_plan, plan_bytes

HOURLY_FOR = timedelta(days=1)
DAILY_FOR = timedelta(days=30)
NEWEST_KEPT = 5
"""So many of the newest stay whatever the hour, so that a restart after a mistake does not push out what was right."""
_NAMES_FILE = "names.json"
_STAMP = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version of a plan."""

    path: Path
    saved_at: datetime
    name: str = ""
    """What a person called it; empty for the automatic ones."""


class History:
    """The kept versions of one plan."""

    def __init__(self, folder: Path, plan_id: str, *, clock: Clock | None = None) -> None:
        """Look in `folder` (Directories.history) for the versions of the plan with this id."""
        digest = hashlib.sha256(plan_id.encode("utf-8", "surrogatepass")).hexdigest()
        self._folder = folder / digest[:24]
        self._clock = clock or Clock()

    def versions(self) -> tuple[Version, ...]:
        """Return the kept versions, newest first."""
        names = self._names()
        found = []
        with contextlib.suppress(OSError):
            for path in self._folder.glob(f"*{SUFFIX}"):
                saved_at = _time_of(path)
                if saved_at is not None:
                    found.append(Version(path, saved_at, names.get(path.name, "")))
        return tuple(sorted(found, key=lambda version: version.saved_at, reverse=True))

    def keep(self, data: bytes) -> Version | None:
        """Keep `data`, the content that a save is about to replace, unless this hour has a version already."""
        now = self._clock.now()
        automatic = [version for version in self.versions() if not version.name]
        if any(_hour(version.saved_at) == _hour(now) for version in automatic):
            return None
        version = self._store(data, now)
        self.thin_out()
        return version

    def keep_always(self, data: bytes) -> Version:
        """Keep `data` whatever the hour: before the first save after opening, and before a foreign change is lost."""
        version = self._store(data, self._clock.now())
        self.thin_out()
        return version

    def name_version(self, document: dict[str, object], name: str) -> Version:
        """Keep `document` under a name until it is deleted by hand."""
        name = " ".join(name.split())[:200]
        if not name:
            raise StorageError(N_("A version needs a name."))
        version = self._store(plan_bytes(document), self._clock.now())
        self._write_names({**self._names(), version.path.name: name})
        return Version(version.path, version.saved_at, name)

    def read(self, version: Version) -> PlanFile:
        """Read a version; restoring it is an ordinary, undoable edit of the open plan."""
        return parse_plan(read_limited(version.path), str(version.path))

    def delete(self, version: Version) -> None:
        """Delete one version."""
        try:
            version.path.unlink(missing_ok=True)
        except OSError as error:
            raise save_failed(version.path, error) from error
        names = self._names()
        if names.pop(version.path.name, None) is not None:
            self._write_names(names)

    def thin_out(self) -> None:
        """Delete the automatic versions that are no longer due."""
        automatic = [version for version in self.versions() if not version.name]
        due = versions_to_keep([version.saved_at for version in automatic], self._clock.now())
        for version in automatic:
            if version.saved_at not in due:
                with contextlib.suppress(OSError):
                    version.path.unlink()

    def _store(self, data: bytes, now: datetime) -> Version:
        moment = now.astimezone(UTC)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            while True:
                path = self._folder / f"{moment.strftime(_STAMP)}{SUFFIX}"
                try:
                    create_exclusively(path, data)
                except FileExistsError:
                    moment += timedelta(microseconds=1)
                else:
                    return Version(path, moment)
        except OSError as error:
            raise save_failed(self._folder, error) from error

    def _names(self) -> dict[str, str]:
        try:
            content = parse_object(read_limited(self._folder / _NAMES_FILE), _NAMES_FILE)
        except StorageError:
            return {}
        return {key: value for key, value in content.items() if isinstance(value, str)}

    def _write_names(self, names: dict[str, str]) -> None:
        path = self._folder / _NAMES_FILE
        try:
            write_atomically(path, readable_bytes(names))
        except OSError as error:
            raise save_failed(path, error) from error


def versions_to_keep(times: Sequence[datetime], now: datetime) -> frozenset[datetime]:
    """Return which automatic versions stay: the newest few, of each hour of the last day, of each day of the month.

    Times in the future come from a clock that was set back since; they are treated as of this day.
    """
    kept: dict[tuple[str, object], datetime] = {}
    for time in sorted(times):
        age = now - time
        if age <= HOURLY_FOR:
            kept["hour", _hour(time)] = time
        elif age <= DAILY_FOR:
            kept["day", time.astimezone(UTC).date()] = time
    newest = [time for time in sorted(times)[-NEWEST_KEPT:] if now - time <= DAILY_FOR]
    return frozenset({*kept.values(), *newest})


def _hour(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _time_of(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name.removesuffix(SUFFIX), _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
