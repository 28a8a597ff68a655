"""The files that ship: found, in their one form, read only when asked for."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planner.catalog.catalogue import Catalogue
from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.catalog.records import KINDS
from planner.catalog.shipped import FILES, MANIFEST, ShippedFiles, content_hash
from planner.plan.wording import PlannerError

PROJECT = Path(__file__).resolve().parents[2]
BUILD = PROJECT / "packaging" / "build_catalog.py"


def test_resources_are_found_in_the_checkout() -> None:
    assert resource_path("catalog", MANIFEST).is_file()


def test_resources_are_found_inside_the_package(tmp_path: Path) -> None:
    """In a wheel and a bundle `resources` lies in the package, and nowhere else."""
    shutil.copytree(PROJECT / "planner" / "catalog", tmp_path / "planner" / "catalog")
    shutil.copytree(PROJECT / "planner" / "plan", tmp_path / "planner" / "plan")
    shutil.copy(PROJECT / "planner" / "__init__.py", tmp_path / "planner")
    shutil.copytree(PROJECT / "resources" / "catalog", tmp_path / "planner" / "resources" / "catalog")
    program = (
        "from planner.catalog.loader import load_catalogue; print(load_catalogue().accelerator('h100-sxm').memory)"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )

    assert (run.stdout, run.stderr) == ("80\n", "")


def test_the_manifest_tells_version_hash_and_counts(catalogue: Catalogue) -> None:
    manifest = json.loads(resource_path("catalog", MANIFEST).read_text(encoding="utf-8"))

    assert catalogue.version == manifest["version"]
    assert catalogue.hash == manifest["hash"]
    assert catalogue.counts() == manifest["counts"] | {"measurements": 0}


def test_the_files_are_in_their_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(BUILD), "--check"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(BUILD), run_name="__main__")

    assert ended.value.code == 0


def test_a_file_out_of_form_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(resource_path("catalog"), folder)
    lines = (folder / "accelerators.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "accelerators.jsonl").write_text("".join(reversed(lines)), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [str(BUILD), "--check", "--folder", str(folder)])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(BUILD), run_name="__main__")

    assert ended.value.code == 1
    assert "accelerators.jsonl" in capsys.readouterr().err


def test_opening_reads_the_manifest_and_nothing_else(tmp_path: Path) -> None:
    shutil.copy(resource_path("catalog", MANIFEST), tmp_path)
    bare = load_catalogue(files=ShippedFiles(tmp_path))

    assert bare.version
    with pytest.raises(FileNotFoundError):
        bare.records("models")


def test_asking_for_one_kind_reads_that_kind_only(tmp_path: Path) -> None:
    for name in (MANIFEST, "sources.jsonl", "accelerators.jsonl"):
        shutil.copy(resource_path("catalog", name), tmp_path)

    assert load_catalogue(files=ShippedFiles(tmp_path)).accelerator("h100-sxm").memory == 80


def test_a_damaged_file_is_an_error_a_user_can_act_on(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")

    with pytest.raises(PlannerError, match="Install the program again"):
        load_catalogue(files=ShippedFiles(tmp_path))


def test_the_hash_does_not_depend_on_line_ends_but_on_every_figure(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id": 1}\n')
    unix = content_hash(tmp_path, ["a.jsonl"])
    (tmp_path / "a.jsonl").write_bytes(b'{"id": 1}\r\n')
    windows = content_hash(tmp_path, ["a.jsonl"])
    (tmp_path / "a.jsonl").write_bytes(b'{"id": 2}\n')

    assert unix == windows != content_hash(tmp_path, ["a.jsonl"])


def test_unknown_ids_and_kinds_are_errors_a_user_can_act_on(catalogue: Catalogue) -> None:
    for ask in (
        lambda: catalogue.record("nothing"),
        lambda: catalogue.model("h100-sxm"),
        lambda: catalogue.records("colours"),
        lambda: catalogue.rental_offer("nothing"),
    ):
        with pytest.raises(PlannerError, match=r"catalogue|kind"):
            ask()
    assert catalogue.record("h100-sxm") is catalogue.accelerator("h100-sxm")
    assert catalogue.has("h100-sxm")
    assert not catalogue.has("nothing")


def test_the_files_stay_small() -> None:
    total = sum(path.stat().st_size for path in resource_path("catalog").iterdir())

    assert total < 5 * 2**20
    assert set(FILES) == set(KINDS) - {"measurements"}


def test_a_catalogue_with_a_snapshot_does_not_read_the_files_again(tmp_path: Path) -> None:
    for name in (MANIFEST, "sources.jsonl", "accelerators.jsonl"):
        shutil.copy(resource_path("catalog", name), tmp_path)
    opened = load_catalogue(files=ShippedFiles(tmp_path))
    card = opened.accelerator("h100-sxm")
    (tmp_path / "accelerators.jsonl").unlink()

    assert opened.with_frozen([]).accelerator("h100-sxm") is card
