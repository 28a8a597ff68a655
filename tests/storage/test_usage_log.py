import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.storage.errors import BrokenFileError, StorageError
from planner.storage.measured_workload import measured_workload, percentile
from planner.storage.usage_log import Request, parse_usage_log, read_usage_log

HEADER = "timestamp,input_tokens,output_tokens,cached_tokens,model\n"


def csv_log(*rows: str, header: str = HEADER) -> bytes:
    return (header + "".join(row + "\n" for row in rows)).encode()


def test_a_csv_log_is_read_in_the_order_of_time() -> None:
    log = parse_usage_log(csv_log("2026-01-02T10:00:00Z,100,20,40,a", "2026-01-01T10:00:00Z,50,10,,b"), "x")

    assert log.requests == (
        Request(datetime(2026, 1, 1, 10, tzinfo=UTC), 50, 10, None, "b"),
        Request(datetime(2026, 1, 2, 10, tzinfo=UTC), 100, 20, 40, "a"),
    )
    assert log.skipped == 0


@pytest.mark.parametrize(
    "header",
    [
        "TIMESTAMP,ContextTokens,GeneratedTokens\n",
        "Created At;Prompt tokens;Completion tokens\n",
        "\ufefftime\tn_tokens_prompt\tn_tokens_completion\n",
        "ts|tokens_in|tokens_out\r\n",
    ],
)
def test_the_column_names_and_separators_of_others_are_understood(header: str) -> None:
    delimiter = next(mark for mark in ",;\t|" if mark in header)
    row = delimiter.join(["2023-11-16 18:17:03.9799600", "4808", "10"])

    (request,) = parse_usage_log((header + row).encode(), "x").requests

    assert request == Request(datetime(2023, 11, 16, 18, 17, 3, 979960, tzinfo=UTC), 4808, 10, None, "")


def test_json_lines_with_the_usage_of_an_openai_response_count_cached_tokens_within_the_prompt() -> None:
    line = {
        "created": 1_767_261_600,
        "model": "m",
        "usage": {"prompt_tokens": 100, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 60}},
    }

    (request,) = parse_usage_log(json.dumps(line).encode() + b"\n\n", "x").requests

    assert request == Request(datetime(2026, 1, 1, 10, tzinfo=UTC), 100, 5, 60, "m")


def test_json_lines_with_the_usage_of_an_anthropic_response_count_cached_tokens_beside_the_rest() -> None:
    usage = {
        "input_tokens": 10,
        "cache_read_input_tokens": 60,
        "cache_creation_input_tokens": 30,
        "output_tokens": 5,
    }
    line = {"timestamp": "2026-01-01T12:00:00+02:00", "usage": usage}

    (request,) = parse_usage_log(json.dumps(line).encode(), "x").requests

    assert (request.input_tokens, request.cached_tokens, request.output_tokens) == (100, 60, 5)
    assert request.at == datetime(2026, 1, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000, 1_000_000_000])
def test_times_since_1970_are_understood_in_any_unit(factor: int) -> None:
    (request,) = parse_usage_log(csv_log(f"{1_767_261_600 * factor},1,1,,"), "x").requests

    assert request.at == datetime(2026, 1, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("yesterday,1,1,,", "“yesterday” is not a date"),
        (",1,1,,", "“” is not a date"),
        ("0001-01-01T00:00:00+14:00,1,1,,", "is not a date"),
        ("9999-12-31T23:59:59-12:00,1,1,,", "is not a date"),
        ("1e300,1,1,,", "is not a date"),
        ("nan,1,1,,", "is not a date"),
        ("2026-01-01,-5,1,,", "“-5” is not a number of tokens"),
        ("2026-01-01,1.5,1,,", "“1.5” is not"),
        ("2026-01-01,inf,1,,", "“inf” is not"),
        ("2026-01-01,1,1e99,,", "“1e99” is not"),
        ("2026-01-01,٣,1,,", "is not a number of tokens"),
        ("2026-01-01,1", "“” is not a number of tokens"),
        ("2026-01-01,10,1,11,", "more tokens are cached"),
    ],
)
def test_a_line_that_makes_no_sense_is_skipped_and_named(row: str, words: str) -> None:
    good = "2026-01-01T10:00:00Z,50,10,,b"

    log = parse_usage_log(csv_log(good, row, good), "x")

    assert len(log.requests) == 2
    assert log.skipped == 1
    assert str(log.problems[0]).startswith("Line 3: ")
    assert words in str(log.problems[0])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n", "no column for timestamp"),
        (b"timestamp,prompt_tokens\n", "no column for output_tokens"),
        (HEADER.encode(), "has no requests"),
        (csv_log("x,1,1,,"), "1 of 1 lines are no requests"),
        (b'{"a": ' + b"[" * 100_000, "1 of 1 lines are no requests"),
        (b"[1, 2]\n[3]", "2 of 2 lines"),
        (csv_log('"' + "x" * 200_000), "line 2: a quotation mark may be missing"),
        (b"\x00\x01\x02", "not a text file"),
        (b"timestamp,\xff\n", "line 1, byte 11"),
        (b"{" + b" " * 2_000_000 + b"}", "the line is too long"),
    ],
)
def test_what_is_no_usage_log_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(BrokenFileError) as caught:
        parse_usage_log(data, "x")

    assert words in str(caught.value)


def test_too_many_lines_are_refused_with_a_way_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.storage.usage_log.MOST_ROWS", 10)

    with pytest.raises(BrokenFileError, match="Use a part of it"):
        parse_usage_log(csv_log(*["2026-01-01,1,1,,"] * 11), "x")


def test_a_huge_log_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)

    with pytest.raises(BrokenFileError, match="larger than 64 MB"):
        read_usage_log(path)


def test_the_volume_of_a_month_has_730_hours() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [f"{(start + timedelta(minutes=6 * number)).isoformat()},100,10,25,m" for number in range(2401)]

    workload = measured_workload(parse_usage_log(csv_log(*rows), "x"))

    # Ten requests an hour for ten days.
    assert workload.requests_per_month == pytest.approx(7300)
    assert workload.cached_input_share == pytest.approx(0.25)
    assert workload.models == (("m", 2401),)
    assert workload.notes == ()
    assert workload.hour_factors == pytest.approx((1.0,) * 24, rel=0.02)


def test_the_hours_of_a_day_and_a_half_are_weighed_by_how_often_they_were_seen() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    every_minute = [start + timedelta(minutes=number) for number in range(36 * 60 + 1)]
    # Twice as much from 12:00 to 13:00; the hours 0 to 11 are seen twice.
    times = every_minute + [time for time in every_minute if time.hour == 12]
    rows = [f"{time.isoformat()},1,1,," for time in times]

    factors = measured_workload(parse_usage_log(csv_log(*rows), "x")).hour_factors

    assert factors is not None
    assert factors[12] == pytest.approx(2 / (25 / 24), rel=0.02)
    assert factors[3] == pytest.approx(1 / (25 / 24), rel=0.02)
    assert sum(factors) == pytest.approx(24)


def test_a_short_log_says_what_it_cannot_say() -> None:
    workload = measured_workload(parse_usage_log(csv_log("2026-01-01T10:00:00Z,50,10,,b"), "x"))

    assert workload.requests_per_month is None
    assert workload.hour_factors is None
    assert workload.cached_input_share is None
    assert "shorter than an hour" in str(workload.notes[0])


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=200), st.floats(0, 1))
def test_percentiles_agree_with_numpy(values: list[int], share: float) -> None:
    expected = float(np.percentile(values, share * 100))

    assert percentile(sorted(values), share) == pytest.approx(expected, rel=1e-9, abs=1e-6)


TIMES = st.one_of(
    st.datetimes().map(str),
    st.datetimes(timezones=st.timezones()).map(lambda time: time.isoformat()),
    st.floats().map(str),
    st.integers().map(str),
    st.text(max_size=30),
)
TOKENS = st.one_of(st.integers(0, 10_000).map(str), st.floats().map(str), st.text(max_size=10))


@given(st.lists(st.tuples(TIMES, TOKENS, TOKENS, TOKENS, st.text(max_size=5)), max_size=20))
def test_any_table_is_summarised_or_refused(rows: list[tuple[str, ...]]) -> None:
    check_any((HEADER + "\n".join(",".join(row) for row in rows)).encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=400))
@example(b'timestamp,input,output\n"\n')
@example(b"{}\n" * 10)
def test_any_bytes_are_summarised_or_refused(data: bytes) -> None:
    check_any(data)
    check_any(HEADER.encode() + data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["timestamp", "usage", "input_tokens", "output_tokens", "cached_tokens", "model", "x"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=5))
def test_any_json_lines_are_summarised_or_refused(values: list[object]) -> None:
    check_any("\n".join(map(json.dumps, values)).encode())


def check_any(data: bytes) -> None:
    try:
        log = parse_usage_log(data, "x")
    except StorageError:
        return
    workload = measured_workload(log)
    assert workload.requests >= 1
    assert workload.first <= workload.last
    assert workload.input_tokens.p50 <= workload.input_tokens.p99 <= workload.input_tokens.largest
    if workload.hour_factors is not None:
        assert math.isclose(sum(workload.hour_factors), 24)
