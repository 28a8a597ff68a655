"""The lock files pin everything, by hash, for every system, and say nothing about where it comes from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lock import LOCKS, compile_command

RUN_TIME = "packaging/requirements.lock"


def read(root, lock):
    """Return the pins of a lock: `name==version ; marker` -> its hashes."""
    text = (root / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {line.split("--hash=")[0].strip(): set(re.findall(r"--hash=(\S+)", line)) for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_carries_sha256_hashes(root, lock):
    pins = read(root, lock)

    assert len(pins) >= 12
    for pin, hashes in pins.items():
        assert re.match(r"[a-z0-9-]+==[0-9.]+( ; .+)?$", pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(root, lock):
    text = (root / lock).read_text(encoding="utf-8")

    assert "//" not in text
    assert "index" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if lock != RUN_TIME])
def test_tests_and_installers_use_exactly_the_versions_that_users_get(root, lock):
    run_time, other = read(root, RUN_TIME), read(root, lock)

    assert {pin: other.get(pin) for pin in run_time} == run_time


@pytest.mark.parametrize(("lock", "groups"), LOCKS.items())
def test_what_the_project_asks_for_is_in_the_lock_in_a_version_it_accepts(root, lock, groups):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    for group in groups:
        asked += project["dependency-groups"][group]
    locked = [Requirement(pin) for pin in read(root, lock)]

    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        versions = [next(iter(pin.specifier)).version for pin in locked if canonicalize_name(pin.name) == name]
        assert versions, f"{requirement} is not locked: run packaging/lock.py"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("name", ["pyside6-essentials", "shiboken6", "numpy", "pydantic-core"])
def test_compiled_packages_carry_hashes_for_more_systems_than_this_one(root, name):
    hashes = [hashes for pin, hashes in read(root, RUN_TIME).items() if pin.startswith(f"{name}==")]

    assert all(len(one) >= 4 for one in hashes)  # Linux, macOS, Windows on Intel and Windows or Linux on ARM


def test_a_lock_is_resolved_for_all_systems_and_after_the_first_bound_to_it():
    first = compile_command("uv", RUN_TIME, (), upgrade=False)
    second = compile_command("uv", "test.lock", ("test",), upgrade=True)

    assert {"--universal", "--generate-hashes", "--no-emit-index-url"} <= set(first)
    assert "--constraint" not in first
    assert second[second.index("--constraint") + 1] == RUN_TIME
    assert second[-1] == "--upgrade"
