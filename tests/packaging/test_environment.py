"""The virtual environment: made once, filled again only when a lock changed, never half filled in silence."""

import hashlib
import importlib.util
import subprocess
import sys
import zipfile

import pytest

import environment
from failure import SetupError

real_install = environment.install

LOCK_TEXTS = {
    "requirements.lock": "one==1\n",
    "requirements-test.lock": "one==1\ntwo==2\n",
    "requirements-package.lock": "one==1\nthree==3\n",
}


@pytest.fixture
def checkout(tmp_path):
    """A project's root with two locks and no environment."""
    root = tmp_path / "a checkout"
    (root / "packaging").mkdir(parents=True)
    for name, text in LOCK_TEXTS.items():
        (root / "packaging" / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def installed(monkeypatch):
    """The names of the locks that were installed, in order; nothing is fetched."""
    names = []
    monkeypatch.setattr(environment, "install", lambda python, lock: names.append(lock.name))
    return names


@pytest.fixture
def python_without_ensurepip(monkeypatch):
    """Debian's Python: it makes an environment only without pip, and has a pip outside."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find_spec(name))
    # An environment that was itself filled from outside has no pip, and then the Python beneath it has one.
    with_pip = [path for path in (sys.executable, sys._base_executable) if environment.pip_can_serve_others(path)]
    monkeypatch.setattr(sys, "executable", with_pip[0])


@pytest.fixture
def bare_environment(checkout, installed, python_without_ensurepip):
    """A real environment without pip, and its Python."""
    return environment.provide(checkout, "run")


def test_an_environment_is_made_and_then_left_alone(checkout, bare_environment, installed):
    assert bare_environment.is_file()
    assert environment.version_of(bare_environment) == "{}.{}".format(*sys.version_info)

    environment.provide(checkout, "run")

    assert installed == ["requirements.lock"]


def test_a_changed_lock_is_installed_again(checkout, bare_environment, installed):
    (checkout / "packaging/requirements.lock").write_text("one==1.1\n", encoding="utf-8")

    environment.provide(checkout, "run")

    assert installed == ["requirements.lock"] * 2


def test_what_the_tests_need_serves_the_planner_too(checkout, bare_environment, installed):
    environment.provide(checkout, "test")
    environment.provide(checkout, "run")
    environment.provide(checkout, "package")
    environment.provide(checkout, "test")

    assert installed == ["requirements.lock", "requirements-test.lock", "requirements-package.lock"]


def test_an_install_that_was_cut_short_is_repeated(checkout, bare_environment, installed, monkeypatch):
    def fail(python, lock):
        raise SetupError("no network")

    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", fail)
        with pytest.raises(SetupError):
            environment.provide(checkout, "test")

    environment.provide(checkout, "run")

    assert installed == ["requirements.lock"] * 2


def test_an_environment_whose_python_is_gone_is_made_anew(checkout, bare_environment, installed):
    bare_environment.unlink()

    assert environment.version_of(environment.provide(checkout, "run")) is not None
    assert installed == ["requirements.lock"] * 2


def test_a_folder_that_is_no_environment_is_never_emptied(checkout, installed):
    (checkout / ".venv").mkdir()
    (checkout / ".venv/thesis.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(SetupError, match="it is not a virtual environment"):
        environment.provide(checkout, "run")

    assert (checkout / ".venv/thesis.txt").read_text(encoding="utf-8") == "years of work"


def wheel(folder):
    """Write the smallest wheel that pip installs, and return its SHA-256."""
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tiny.py", "answer = 42\n")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_pip_from_outside_fills_an_environment_and_refuses_a_file_with_another_hash(
    checkout, bare_environment, tmp_path, monkeypatch, capfd
):
    digest = wheel(tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    lock = checkout / "packaging/requirements.lock"
    python = str(bare_environment)

    lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(SetupError, match="could not be installed"):
        real_install(bare_environment, lock)
    assert "DO NOT MATCH THE HASHES" in capfd.readouterr().err

    lock.write_text(f"tiny==1.0 --hash=sha256:{digest}\n", encoding="utf-8")
    real_install(bare_environment, lock)
    assert subprocess.check_output([python, "-c", "import tiny; print(tiny.answer)"]).strip() == b"42"


def test_a_pip_too_old_to_fill_another_environment_is_not_asked_to(monkeypatch):
    monkeypatch.setattr(environment, "pip_version", lambda python: (22, 2))
    assert not environment.pip_can_serve_others(sys.executable)

    monkeypatch.setattr(environment, "pip_version", lambda python: (22, 3))
    assert environment.pip_can_serve_others(sys.executable)


def test_line_ends_do_not_make_another_lock(tmp_path):
    (tmp_path / "unix").write_bytes(b"one==1\ntwo==2\n")
    (tmp_path / "windows").write_bytes(b"one==1\r\ntwo==2\r\n")
    (tmp_path / "other").write_bytes(b"one==1\ntwo==3\n")

    assert environment.digest(tmp_path / "unix") == environment.digest(tmp_path / "windows")
    assert environment.digest(tmp_path / "unix") != environment.digest(tmp_path / "other")


def test_each_system_keeps_its_python_where_venv_puts_it(tmp_path):
    assert environment.python_of(tmp_path, windows=True) == tmp_path / "Scripts/python.exe"
    assert environment.python_of(tmp_path, windows=False) == tmp_path / "bin/python"


def test_an_older_python_is_told_what_to_install():
    environment.require_python((3, 11))

    with pytest.raises(SetupError, match=r"needs Python 3\.11 or later and this is Python 3\.9\."):
        environment.require_python((3, 9))
