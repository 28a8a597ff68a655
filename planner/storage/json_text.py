"""Read JSON that nobody vouches for, and write JSON that people can read.

The standard parser accepts more than the standard (NaN, duplicate keys, numbers too large for a float) and has
no limits. This one refuses those with the place, and bounds size, depth and number of values, so that no file
makes the program hang or run out of memory.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from planner.plan.wording import N_
from planner.storage.errors import BrokenFileError, unreadable

LARGEST_FILE_BYTES = 16 * 1024 * 1024
DEEPEST_NESTING = 100
MOST_VALUES = 500_000

_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_OTHER_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def read_limited(path: Path, *, largest_bytes: int = LARGEST_FILE_BYTES) -> bytes:
    """Return the bytes of the file; a folder, a device or a file over the limit is refused with a clear message."""
    try:
        if path.exists() and not path.is_file():
            raise BrokenFileError(N_("{path} is not a file."), path=str(path))
        with path.open("rb") as file:
            data = file.read(largest_bytes + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:  # a NUL character in the name
        raise BrokenFileError(N_("{path} is not a possible file name."), path=ascii(str(path))) from error
    if len(data) > largest_bytes:
        raise BrokenFileError(
            N_("{path} is larger than {limit} MB, the most that is read. Is it the right file?"),
            path=str(path),
            limit=largest_bytes // (1024 * 1024),
        )
    return data


def parse_object(data: bytes, source: str) -> dict[str, Any]:
    """Return the JSON object in `data`; `source` names it in messages.

    Raises BrokenFileError with line and column where they are known.
    """
    text = decode_text(data, source)
    if text.count(",") + text.count("[") + text.count("{") > MOST_VALUES:
        raise BrokenFileError(N_("{path} holds more than {limit} values."), path=source, limit=MOST_VALUES)
    value = _parse(text, source)
    if not isinstance(value, dict):
        raise BrokenFileError(N_("{path} holds no JSON object."), path=source)
    if _is_deeper_than(value, DEEPEST_NESTING):
        raise _too_deep(source)
    if _SURROGATE_ESCAPE.search(data):
        value = _with_whole_characters(value)
    return value


def readable_bytes(value: object) -> bytes:
    """Return `value` as indented UTF-8 JSON with a final newline; keys keep their order, NaN is refused.

    Half a surrogate pair, which UTF-8 cannot hold, becomes the replacement character rather than a failed save.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text).encode("utf-8")


def decode_text(data: bytes, source: str) -> str:
    """Return UTF-8 text, with or without a byte order mark; BrokenFileError for anything else, and for nothing."""
    if data.startswith(_OTHER_UNICODE_MARKS):
        raise BrokenFileError(
            N_("{path} is text in UTF-16 or UTF-32. Save it as UTF-8 and open it again."), path=source
        )
    if b"\x00" in data:
        raise BrokenFileError(N_("{path} is not a text file."), path=source)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenFileError(
            N_("{path} is not UTF-8 text: line {line}, byte {byte} cannot be read."),
            path=source,
            line=line,
            byte=error.start + 1,
        ) from error
    if not text.strip():
        raise BrokenFileError(N_("{path} is empty."), path=source)
    return text


def _parse(text: str, source: str) -> object:
    def refuse_constant(name: str) -> object:
        raise BrokenFileError(N_("{path} holds {value}, which is not a number."), path=source, value=name)

    def finite(literal: str) -> float:
        number = float(literal)
        if math.isinf(number):
            shown = literal if len(literal) <= 20 else literal[:20] + "…"
            raise BrokenFileError(N_("{path} holds the number {value}, which is too large."), path=source, value=shown)
        return number

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            seen: set[str] = set()
            for key, _value in pairs:
                if key in seen:
                    raise BrokenFileError(
                        N_("{path} has “{key}” twice in one object; keep one of them."), path=source, key=key[:80]
                    )
                seen.add(key)
        return result

    try:
        return json.loads(text, parse_constant=refuse_constant, parse_float=finite, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise BrokenFileError(
            N_("{path} is not valid JSON at line {line}, column {column}."),
            path=source,
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise _too_deep(source) from error
    except ValueError as error:  # a whole number of more digits than Python converts
        raise BrokenFileError(N_("{path} holds a number with too many digits."), path=source) from error


def _too_deep(source: str) -> BrokenFileError:
    return BrokenFileError(N_("{path} is nested more than {limit} levels deep."), path=source, limit=DEEPEST_NESTING)


def _is_deeper_than(value: object, limit: int) -> bool:
    level = [value]
    for _depth in range(limit):
        below: list[object] = []
        for container in level:
            if isinstance(container, dict):
                below.extend(child for child in container.values() if isinstance(child, (dict, list)))
            elif isinstance(container, list):
                below.extend(child for child in container if isinstance(child, (dict, list)))
        if not below:
            return False
        level = below
    return True


def _with_whole_characters(value: dict[str, Any]) -> dict[str, Any]:
    text = _LONE_SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
    repaired: dict[str, Any] = json.loads(text)
    return repaired
