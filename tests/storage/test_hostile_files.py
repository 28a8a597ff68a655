"""Any bytes are opened or refused: no crash, no other exception, no change of the file."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.plan.plan import Plan, Scenario
from planner.storage.documents import opened_plan, plan_document
from planner.storage.errors import StorageError
from planner.storage.json_text import DEEPEST_NESTING, parse_object
from planner.storage.plan_file import parse_plan, plan_bytes, read_plan_file
from planner.storage.plan_head import read_plan_head

GOOD = plan_bytes(plan_document(Plan(id="p", name="Año", scenarios=(Scenario(id="a"),))))


@given(st.binary(max_size=300))
@example(b"{" * 100_000)
@example(b'{"format": "llm-cost-planner/plan", "version": 1e400}')
@example(b'{"format": "llm-cost-planner/plan", "version": ' + b"9" * 4000 + b"}")
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(StorageError, match=r"\w"):
        parse_plan(data, "x")


@given(st.integers(0, len(GOOD) - 3))
def test_a_plan_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises(StorageError):
        parse_plan(GOOD[:length], "x")


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_plan_with_damaged_bytes_is_opened_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(GOOD)
    for position, value in changes:
        damaged[position] = value
    path = tmp_path_factory.getbasetemp() / "damaged.plan.json"
    path.write_bytes(damaged)

    read_plan_head(path)
    with contextlib.suppress(StorageError):
        opened_plan(read_plan_file(path))

    assert path.read_bytes() == bytes(damaged)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_opened_or_refused_and_comes_back_as_it_was(value: object) -> None:
    data = json.dumps({"a": value}, ensure_ascii=False).encode("utf-8", "surrogatepass")

    try:
        found = parse_object(data, "x")
    except StorageError:
        return

    assert found == json.loads(data)


@given(st.integers(1, 3 * DEEPEST_NESTING), st.sampled_from(["[]", "{}"]))
def test_the_limit_of_nesting_is_exact(depth: int, kind: str) -> None:
    opening = "[" if kind == "[]" else '{"a":'
    data = f'{{"a":{opening * (depth - 1)}1{kind[1] * (depth - 1)}}}'.encode()

    if depth <= DEEPEST_NESTING:
        assert parse_object(data, "x")
    else:
        with pytest.raises(StorageError, match="levels deep"):
            parse_object(data, "x")


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "C:\\evil", "a\x00b", "\u202egnp.exe", "x" * 5000])
def test_a_name_inside_a_plan_is_only_a_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.plan.json"
    path.write_bytes(plan_bytes({"id": name, "name": name}))

    assert read_plan_head(path).name == name
    assert read_plan_file(path).document["name"] == name
