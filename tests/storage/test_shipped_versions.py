"""One file per version of the format that was ever shipped: it opens for ever."""

from pathlib import Path

from planner.plan.amounts import Range
from planner.storage.documents import opened_plan
from planner.storage.plan_file import read_plan_file

FILES = Path(__file__).with_name("files")


def test_a_plan_of_version_1_opens_with_its_values() -> None:
    path = FILES / "version-1.plan.json"
    before = path.read_bytes()

    plan = opened_plan(read_plan_file(path)).plan

    assert plan.id == "5f0c9a2e7d1b4c63"
    assert plan.name == "Año de soporte"
    assert [scenario.name for scenario in plan.scenarios] == ["API", "Own servers"]
    assert plan.baseline == "api"
    assert plan.workload.volume.requests == Range(low=800_000.0, likely=1_200_000.0, high=1_500_000.0)
    assert plan.notes == "First shape of the file."
    assert path.read_bytes() == before
