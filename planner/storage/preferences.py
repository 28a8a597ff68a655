"""What the user has set, apart from any plan. A broken settings file never stops the start."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from planner.plan.wording import N_, Message
from planner.storage.atomic import write_atomically
from planner.storage.errors import BrokenFileError, UnreadableFileError, save_failed
from planner.storage.json_text import parse_object, read_limited, readable_bytes

MOST_RECENT = 20
LONGEST_HORIZON_MONTHS = 120


def _one_of(*choices: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _is_currency(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()


def _is_horizon(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST_HORIZON_MONTHS


def _is_rate(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 1e-6 <= value <= 1e6


def _is_text_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 300


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value and len(value) <= 4096


def _is_recent(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(_is_path(item) for item in value)


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings; `Preferences()` is what a new user gets, and what 'reset' goes back to."""

    language: str = field(default="system", metadata={"is_valid": _one_of("system", "en", "es")})
    theme: str = field(default="system", metadata={"is_valid": _one_of("system", "light", "dark")})
    number_format: str = field(default="system", metadata={"is_valid": _one_of("system", "point", "comma")})
    """The decimal mark on screen."""
    csv_format: str = field(default="system", metadata={"is_valid": _one_of("system", "point", "comma")})
    """The decimal mark in CSV files; with `comma` the fields are separated by semicolons."""
    currency: str = field(default="USD", metadata={"is_valid": _is_currency})
    """ISO 4217 code for new plans."""
    exchange_rate: float = field(default=1.0, metadata={"is_valid": _is_rate})
    """Units of that currency per US dollar, for new plans."""
    horizon_months: int = field(default=24, metadata={"is_valid": _is_horizon})
    """Horizon of new plans, in months."""
    text_size_percent: int = field(default=100, metadata={"is_valid": _is_text_size})
    """Size of all text over the system's, 100 to 300."""
    data_folder: str = field(default="", metadata={"is_valid": _is_path})
    """Where plans are kept; empty for the proper place of the system."""
    recent: tuple[str, ...] = field(default=(), metadata={"is_valid": _is_recent})
    """Paths of the plans opened last, newest first."""
    unknown: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Settings that this version does not know, kept for the one that does."""

    def __post_init__(self) -> None:
        for name in _NAMES:
            if not _is_valid(name, getattr(self, name)):
                raise ValueError(f"{name}: {getattr(self, name)!r}")

    def is_default(self, name: str) -> bool:
        """Say whether a setting is what a new user gets."""
        return bool(getattr(self, name) == _FIELDS[name].default)

    def with_default(self, *names: str) -> Preferences:
        """Return the settings with these as a new user gets them."""
        defaults: dict[str, Any] = {name: _FIELDS[name].default for name in names}
        return replace(self, **defaults)

    def with_recent(self, path: Path) -> Preferences:
        """Return the settings with `path` as the plan opened last."""
        others = [item for item in self.recent if item != str(path)]
        return replace(self, recent=(str(path), *others)[:MOST_RECENT])

    def without_recent(self, path: Path) -> Preferences:
        """Return the settings without `path` among the recent plans."""
        return replace(self, recent=tuple(item for item in self.recent if item != str(path)))


_FIELDS = {item.name: item for item in fields(Preferences) if item.name != "unknown"}
_NAMES = tuple(_FIELDS)


def load_preferences(path: Path) -> tuple[Preferences, tuple[Message, ...]]:
    """Return the settings at `path` and what was wrong with them.

    An impossible value becomes the default; a file that cannot be read at all is set aside as `*.broken`.
    """
    try:
        content = parse_object(read_limited(path), str(path))
    except UnreadableFileError as error:
        return Preferences(), (error.message,) if path.exists() else ()
    except BrokenFileError as error:
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".broken"))
        return Preferences(), (error.message,)
    known: dict[str, Any] = {}
    problems: list[Message] = []
    for name in _NAMES:
        if name not in content:
            continue
        if _is_valid(name, content[name]):
            known[name] = content[name]
        else:
            problems.append(
                Message(N_("The setting “{name}” is not possible and was reset to its default."), {"name": name})
            )
    if "recent" in known:
        known["recent"] = tuple(known["recent"][:MOST_RECENT])
    unknown = {name: value for name, value in content.items() if name not in _FIELDS}
    return Preferences(**known, unknown=MappingProxyType(unknown)), tuple(problems)


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Save the settings; SaveFailedError when the system refuses."""
    content = {name: getattr(preferences, name) for name in _NAMES}
    content.update((name, value) for name, value in preferences.unknown.items() if name not in _FIELDS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, readable_bytes(content))
    except OSError as error:
        raise save_failed(path, error) from error


def _is_valid(name: str, value: Any) -> bool:
    is_valid: Callable[[Any], bool] = _FIELDS[name].metadata["is_valid"]
    return is_valid(value)
