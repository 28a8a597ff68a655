"""Whatever is in a file or typed into a field is read, or refused with a sentence, at once and without a trace.

Bounded, for every run of the tests; `long_run.py` looks for hours, guided by what the code does.
"""

import os
import time

import pytest
from fuzz.targets import LONGEST_S, BrokenPromiseError, Target, check, targets
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.plan.wording import PlannerError

EXAMPLES = 150
TOKENS = (
    b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\n", b"\r", b'"', b"'", b",", b";", b"\t", b"{", b"}", b"[", b"]",
    b":",
    b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e-400", b"9" * 400, b"9" * 5000, b"-0", b"null", b"true", b"[]",
    b"{}", b'""', b"1" * 20, b".", b"..", b"-", b"%", b"e", "\u202e".encode(), "ñ".encode(), b"[" * 3000, b"..//..",
    b"1969-12-31", b"9999-12-31T23:59:59+14:00", b"0", b'"id"', b'"\\ud800"',
)  # fmt: skip


@st.composite
def damaged(draw, seeds):
    """A file that is read, with a few places cut, doubled or replaced by what files should not hold."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 12)))
        piece = draw(st.sampled_from(TOKENS) | st.binary(max_size=4) | st.just(bytes(data[start:end] * 2)))
        data[start:end] = piece
    return bytes(data)


@pytest.fixture(params=sorted(targets()))
def target(request):
    return targets()[request.param]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "files"
    made.mkdir()
    return made


def test_every_seed_is_read_so_that_damage_starts_from_something_whole(target, folder):
    assert [seed for seed in target.seeds if not check(target, seed, folder)] == []


def test_a_damaged_file_is_read_or_refused_at_once_and_without_a_trace(target, folder):
    @settings(max_examples=EXAMPLES)
    @given(damaged(target.seeds))
    def holds(data):
        check(target, data, folder)

    holds()


def test_any_bytes_are_read_or_refused_at_once_and_without_a_trace(target, folder):
    @settings(max_examples=EXAMPLES // 3)
    @given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
    @example(b"")
    @example(b"{" * 100_000)
    @example(b"[" * 100_000 + b"]" * 100_000)
    @example(b'{"a":' * 20_000 + b"1" + b"}" * 20_000)
    @example(b"9" * 100_000)
    @example(b"\xef\xbb\xbf")
    @example(b"," * 100_000)
    @example(b"\n" * 100_000)
    @example(b'"' * 99_999)
    def holds(data):
        check(target, data, folder)

    holds()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
@pytest.mark.parametrize("name", ["plan", "usage-log", "measurements-csv", "measurements-json", "overlay", "config"])
def test_a_pipe_and_a_folder_are_refused_without_waiting(name, folder):
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()

    for path in (folder / "pipe", folder / "folder"):
        with pytest.raises(PlannerError, match=path.name):
            targets()[name].read(path)


def work_for_long(_path):
    start = time.process_time()
    while time.process_time() - start < LONGEST_S + 0.1:
        pass


def refuse_silently(_path):
    raise PlannerError(" ")


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (lambda path: 1 / 0, "crashes"),
        (work_for_long, "takes"),
        (lambda path: path.write_bytes(b"other"), "changes a file"),
        (lambda path: path.with_suffix(".tmp").write_bytes(b""), "changes a file"),
        (refuse_silently, "without a word"),
    ],
)
def test_each_broken_promise_is_noticed(tmp_path, read, words):
    with pytest.raises(BrokenPromiseError, match=words):
        check(Target("bad", ".txt", (b"x",), read), b"x", tmp_path)
