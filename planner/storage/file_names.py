"""From what a person calls a plan to a file name that every system accepts."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from planner.plan.wording import N_
from planner.storage.atomic import move_without_replacing
from planner.storage.errors import NameTakenError
from planner.storage.plan_file import SUFFIX

LONGEST_STEM_BYTES = 120
"""Leaves room for a suffix, a number and a date within the 255 bytes of a file name."""

_FORBIDDEN = frozenset('<>:"/\\|?*')
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)
# Needed inside words of Persian and Indic scripts and inside emoji; every other format character can hide things.
_JOINERS = frozenset("\u200c\u200d")
_MOST_NUMBERS = 10_000


def safe_stem(name: str, *, fallback: str = "plan") -> str:
    """Return `name` as a file name without suffix: any script, no path, no reserved or invisible characters.

    `safe_stem("../a/b: c?")` is `"a b c"`.
    """
    characters = (_replaced(character) for character in unicodedata.normalize("NFC", name[:1000]))
    stem = " ".join("".join(characters).split()).strip(" .\u200c\u200d")
    stem = _shortened(stem).rstrip(" .")
    if not stem:
        return fallback
    if stem.split(".")[0].strip().casefold() in _WINDOWS_DEVICES:
        return f"_{stem}"
    return stem


def free_paths(folder: Path, name: str, suffix: str = SUFFIX) -> Iterator[Path]:
    """Yield file names for `name` in `folder` that no file has, even where case does not matter.

    Another process may take one in the meantime: create it exclusively, and go on to the next if that fails.
    """
    stem = safe_stem(name)
    try:
        taken = {_folded(entry.name) for entry in folder.iterdir()}
    except OSError:
        taken = set()
    for number in itertools.count(1):
        if number > _MOST_NUMBERS:
            raise NameTakenError(N_("There are too many files named {name} in {path}."), name=stem, path=str(folder))
        candidate = f"{stem}{suffix}" if number == 1 else f"{stem} {number}{suffix}"
        if _folded(candidate) not in taken:
            yield folder / candidate


def move_to_free_path(source: Path, folder: Path, name: str, suffix: str = SUFFIX) -> Path:
    """Move the file `source` into `folder` under a free name like `name` and return where it is now."""
    for target in free_paths(folder, name, suffix):
        try:
            move_without_replacing(source, target)
        except FileExistsError:
            continue
        return target
    raise AssertionError("free_paths ends only by raising")


def _replaced(character: str) -> str:
    if character in _FORBIDDEN or character == "\x7f":
        return " "
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    if category in {"Cf", "Cs", "Co", "Cn"} and character not in _JOINERS:
        return ""
    return character


def _shortened(stem: str) -> str:
    """Cut to LONGEST_STEM_BYTES without leaving half a character or a letter without its accents."""
    data = stem.encode("utf-8")
    if len(data) <= LONGEST_STEM_BYTES:
        return stem
    kept = data[:LONGEST_STEM_BYTES].decode("utf-8", "ignore")
    follows = stem[len(kept)]
    while kept and (unicodedata.combining(follows) or follows in _JOINERS or kept[-1] in _JOINERS):
        follows, kept = kept[-1], kept[:-1]
    return kept or data[:LONGEST_STEM_BYTES].decode("utf-8", "ignore")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
