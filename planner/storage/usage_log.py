"""Read a log of requests that were served, to plan with measured volume and lengths instead of guesses.

CSV (comma, semicolon, tab; a header line) or JSON Lines, with the column names that providers, gateways and public
traces use. A line that makes no sense is counted and reported, never guessed at.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.plan.wording import N_, Message, Number
from planner.storage.errors import BrokenFileError
from planner.storage.json_text import decode_text, read_limited

LARGEST_LOG_BYTES = 64 * 1024 * 1024
MOST_ROWS = 500_000
MOST_TOKENS = 100_000_000
_MOST_DIGITS = 8  # always below MOST_TOKENS
_LONGEST_LINE = 1024 * 1024
_MOST_PROBLEMS_SHOWN = 20

# What a column may be called, without case and punctuation; the first name that a log has wins.
_TIME = ("timestamp", "time", "datetime", "date", "created", "createdat", "starttime", "requesttime", "ts")
_INPUT = ("inputtokens", "prompttokens", "contexttokens", "ntokensprompt", "tokensin", "tokensprompt", "input")
_OUTPUT = ("outputtokens", "completiontokens", "generatedtokens", "ntokenscompletion", "tokensout", "output")
_MODEL = ("model", "modelname", "modelid", "deployment")
_CACHED = ("cachedtokens", "cachedinputtokens", "cachedprompttokens", "inputcachedtokens")
# Anthropic counts these beside `input_tokens`: https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching
_CACHE_READ = ("cachereadinputtokens", "cachereadtokens")
_CACHE_WRITE = ("cachecreationinputtokens", "cachewritetokens")
_REQUIRED = {"timestamp": _TIME, "input_tokens": _INPUT, "output_tokens": _OUTPUT}
_NESTED = ("usage", "prompttokensdetails", "inputtokensdetails", "body", "response")


@dataclass(frozen=True, slots=True)
class Request:
    """One served request."""

    at: datetime
    input_tokens: int
    """All tokens of the prompt, cached ones included."""
    output_tokens: int
    cached_tokens: int | None
    """Tokens of the prompt that came from a provider's cache; None where the log does not say."""
    model: str


@dataclass(frozen=True, slots=True)
class UsageLog:
    """The requests of a log in the order of time, and what was skipped."""

    requests: tuple[Request, ...]
    skipped: int
    problems: tuple[Message, ...]
    """The first skipped lines, each with its number and reason."""


def read_usage_log(path: Path) -> UsageLog:
    """Read the log at `path`; StorageError when it is no usage log or most of it makes no sense."""
    return parse_usage_log(read_limited(path, largest_bytes=LARGEST_LOG_BYTES), str(path))


def parse_usage_log(data: bytes, source: str) -> UsageLog:
    """Return the requests in `data`; `source` names it in messages."""
    text = decode_text(data, source)
    rows = _json_rows(text) if text.lstrip()[:1] in {"{", "["} else _csv_rows(text, source)
    requests: list[Request] = []
    problems: list[Message] = []
    skipped = 0
    for line, row in rows:
        outcome = row if isinstance(row, Message) else _request(row)
        if isinstance(outcome, Request):
            requests.append(outcome)
        else:
            skipped += 1
            if len(problems) < _MOST_PROBLEMS_SHOWN:
                problems.append(Message(N_("Line {line}: {problem}"), {"line": line, "problem": outcome}))
        if len(requests) + skipped > MOST_ROWS:
            raise BrokenFileError(
                N_("{path} has more than {limit} lines. Use a part of it, such as one week."),
                path=source,
                limit=Number(MOST_ROWS),
            )
    if not requests and not skipped:
        raise BrokenFileError(N_("{path} has no requests."), path=source)
    if skipped > len(requests):
        raise BrokenFileError(
            N_("{path}: {skipped} of {count} lines are no requests. {problem}"),
            path=source,
            skipped=skipped,
            count=skipped + len(requests),
            problem=problems[0],
        )
    requests.sort(key=lambda request: request.at)
    return UsageLog(tuple(requests), skipped, tuple(problems))


_COLUMNS = (_TIME, _INPUT, _OUTPUT, _CACHED, _CACHE_READ, _CACHE_WRITE, _MODEL)
Row = Sequence[Any] | Message
"""The values of `_COLUMNS`, None where there is none; or why the line is none."""


def _csv_rows(text: str, source: str) -> Iterator[tuple[int, Row]]:
    first = text.partition("\n")[0][:_LONGEST_LINE]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t|", key=first.count))
    try:
        header = [_folded(name) for name in next(reader, [])]
        places = [_place(header, names) for names in _COLUMNS]
        missing = [name for name, names in _REQUIRED.items() if _place(header, names) < 0]
        if missing:
            raise BrokenFileError(
                N_(
                    "{path} is not a usage log: its first line has no column for {missing}."
                    " Needed are timestamp, input_tokens and output_tokens."
                ),
                path=source,
                missing=missing[0],
            )
        for values in reader:
            if values:
                width = len(values)
                yield reader.line_num, [values[place] if 0 <= place < width else None for place in places]
    except csv.Error as error:
        raise BrokenFileError(
            N_("{path} is not a proper CSV file at line {line}: a quotation mark may be missing."),
            path=source,
            line=reader.line_num,
        ) from error


def _place(header: Sequence[str], names: tuple[str, ...]) -> int:
    return next((header.index(name) for name in names if name in header), -1)


def _json_rows(text: str) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        if len(line) > _LONGEST_LINE:
            yield number, Message(N_("the line is too long; each line must be one JSON object."))
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            flat = _flat(value)
            yield number, [_first(flat, names) for names in _COLUMNS]
        else:
            yield number, Message(N_("this is not one JSON object."))


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an object and of the objects in it that providers put usage into."""
    flat: dict[str, Any] = {}
    waiting = [value]
    while waiting:
        item = waiting.pop(0)
        for key, field in item.items():
            name = _folded(key)
            if isinstance(field, Mapping):
                if name in _NESTED and len(waiting) < len(_NESTED):
                    waiting.append(field)
            else:
                flat.setdefault(name, field)
    return flat


def _request(row: Sequence[Any]) -> Request | Message:
    written_time, written_input, written_output, written_cached, written_read, written_write, model = row
    at = _time(written_time)
    if at is None:
        return Message(N_("“{text}” is not a date with a time."), {"text": _shown(written_time)})
    fresh, output = _tokens(written_input), _tokens(written_output)
    if fresh is None or output is None:
        wrong = written_input if fresh is None else written_output
        return Message(N_("“{text}” is not a number of tokens."), {"text": _shown(wrong)})
    cached, read_beside = _tokens(written_cached), _tokens(written_read)
    everything = fresh + (read_beside or 0) + (_tokens(written_write) or 0)
    if read_beside is not None:
        cached = read_beside
    if cached is not None and cached > everything:
        return Message(N_("more tokens are cached than the prompt has."))
    return Request(at, everything, output, cached, str(model)[:200] if model else "")


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        if name in row:
            return row[name]
    return None


def _tokens(value: Any) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        if value.isdecimal() and value.isascii() and len(value) <= _MOST_DIGITS:
            return int(value)
        value = value.strip()
        if not value or len(value) > 20 or not value.isascii():
            return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if not math.isfinite(number) or not 0 <= number <= MOST_TOKENS or number != int(number):
        return None
    return int(number)


def _time(value: Any) -> datetime | None:
    """Return ISO 8601 text, or seconds, milli-, micro- or nanoseconds since 1970, as a date; no zone means UTC."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()[:64]
    try:
        found = datetime.fromisoformat(text) if not text.isdecimal() else None
    except ValueError:
        found = None
    if found is not None:
        return _with_zone(found)
    try:
        number = float(text)
    except ValueError:
        return None
    if not 946_684_800 <= number < 7e18:
        return None
    while number >= 7e9:
        number /= 1000.0
    return datetime.fromtimestamp(number, UTC)


def _with_zone(time: datetime) -> datetime | None:
    # Far years overflow when they are brought to another zone.
    if not 2000 <= time.year < 2200:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)


def _folded(name: Any) -> str:
    return "".join(character for character in str(name).casefold() if character.isalnum())


def _shown(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else text[:40] + "…"
