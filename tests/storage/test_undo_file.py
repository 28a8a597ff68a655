from pathlib import Path

import pytest

from planner.storage.undo_file import LARGEST_BYTES, load_undo_steps, save_undo_steps

STEPS = [{"path": ["workload", "volume"], "before": 1, "after": number} for number in range(5)]


def test_the_steps_come_back_for_the_same_file(tmp_path: Path) -> None:
    save_undo_steps(tmp_path / "undo", "plan", "digest", STEPS, 3)

    assert load_undo_steps(tmp_path / "undo", "plan", "digest") == (tuple(STEPS), 3)


def test_the_steps_of_another_content_or_plan_are_not_used(tmp_path: Path) -> None:
    save_undo_steps(tmp_path, "plan", "digest", STEPS, 3)

    assert load_undo_steps(tmp_path, "plan", "another digest") == ((), 0)
    assert load_undo_steps(tmp_path, "another plan", "digest") == ((), 0)


def test_of_too_many_steps_the_newest_are_kept(tmp_path: Path) -> None:
    steps = [{"number": number, "text": "x" * (LARGEST_BYTES // 10)} for number in range(20)]

    save_undo_steps(tmp_path, "plan", "digest", steps, 19)

    kept, position = load_undo_steps(tmp_path, "plan", "digest")
    assert 0 < len(kept) < 10
    assert kept[-1]["number"] == 19
    assert position == len(kept) - 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"format": "llm-cost-planner/undo", "plan_digest": "digest", "steps": [1], "position": 0}',
        b'{"format": "llm-cost-planner/undo", "plan_digest": "digest", "steps": [], "position": 1}',
        b'{"format": "llm-cost-planner/undo", "plan_digest": "digest", "steps": {}, "position": 0}',
    ],
)
def test_a_broken_file_means_no_steps(tmp_path: Path, content: bytes) -> None:
    save_undo_steps(tmp_path, "plan", "digest", STEPS, 3)
    (file,) = tmp_path.glob("*.undo.json")
    file.write_bytes(content)

    assert load_undo_steps(tmp_path, "plan", "digest") == ((), 0)


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    save_undo_steps(tmp_path / "file", "plan", "digest", STEPS, 3)

    assert (tmp_path / "file").read_bytes() == b""
