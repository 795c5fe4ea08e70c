"""The set-up: what it installs, what it says when it may not, and how it mends an environment."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.checkout import ROOT
from tests.support.packaging_scripts import script


@pytest.fixture
def set_up() -> ModuleType:
    return script("set_up")


def program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian where nothing but Xvfb and a renamed GLib is installed."""
    installed = "installed|xvfb|\ninstalled|libglib2.0-0t64|libglib2.0-0 (= 2.80), other\n"
    program(tmp_path, "dpkg-query", f"printf '{installed}config-files|libgl1|\n'")
    program(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/asked; test "$APT" = works')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_only_what_is_missing_is_asked_for(set_up: ModuleType, machine: Path) -> None:
    assert set_up.missing_packages(["libglib2.0-0", "libgl1", "xvfb", "sqlite3"]) == [
        "libgl1",
        "sqlite3",
    ]


def test_without_root_or_sudo_the_missing_ones_are_named(
    set_up: ModuleType, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up, "way_to_root", lambda: None)
    with pytest.raises(set_up.SetUpError, match=r"takes root or sudo: .*\blibgl1\b.*\bsqlite3\b"):
        set_up.provide_libraries("test")
    assert not (machine / "asked").exists()


def test_running_needs_less_than_testing(
    set_up: ModuleType, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up, "way_to_root", list)
    monkeypatch.setenv("APT", "works")
    set_up.provide_libraries("run")
    asked = (machine / "asked").read_text()
    assert "libgl1" in asked
    assert "chromium" not in asked


def test_what_apt_cannot_do_ends_in_one_sentence(
    set_up: ModuleType, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up, "way_to_root", list)
    with pytest.raises(set_up.SetUpError, match="apt could not install"):
        set_up.provide_libraries("test")


def test_a_password_is_asked_for_only_where_somebody_sits(
    set_up: ModuleType, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(machine, "sudo", "exit 1")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert set_up.way_to_root() is None
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert set_up.way_to_root() == [str(machine / "sudo")]
    program(machine, "sudo", "exit 0")
    assert set_up.way_to_root() == [str(machine / "sudo"), "-n"]


@pytest.fixture
def environment(
    set_up: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, ...]]:
    """An environment in a folder of its own, with pip and venv only taken note of."""
    calls: list[tuple[str, ...]] = []
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("")
    for name, path in (("ROOT", ""), ("VENV", ".venv"), ("LOCK", "requirements.lock")):
        monkeypatch.setattr(set_up, name, tmp_path / path)
    monkeypatch.setattr(set_up, "STAMP", tmp_path / ".venv" / "set-up-done")

    def create() -> None:
        calls.append(("created",))
        (tmp_path / ".venv").mkdir(exist_ok=True)

    monkeypatch.setattr(set_up, "create_environment", create)
    monkeypatch.setattr(set_up, "pip", lambda *words: calls.append(words))
    monkeypatch.setattr(set_up, "environment_works", lambda: True)
    return calls


def test_an_environment_is_made_once(
    set_up: ModuleType, environment: list[tuple[str, ...]]
) -> None:
    set_up.provide_environment()
    assert environment[0] == ("created",)
    environment.clear()
    set_up.provide_environment()
    assert environment == []


def test_it_is_made_anew_when_the_lock_changes_or_it_is_broken(
    set_up: ModuleType, environment: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up.provide_environment()
    environment.clear()
    set_up.LOCK.write_text("click==8.5.1\n")
    set_up.provide_environment()
    assert environment.pop(0) == ("created",)
    environment.clear()
    monkeypatch.setattr(set_up, "environment_works", lambda: False)
    set_up.provide_environment()
    assert environment[0] == ("created",)


def test_a_change_of_pyproject_only_installs_the_program_again(
    set_up: ModuleType, environment: list[tuple[str, ...]]
) -> None:
    set_up.provide_environment()
    environment.clear()
    (set_up.ROOT / "pyproject.toml").write_text("[project]\n")
    set_up.provide_environment()
    assert [words[-2] for words in environment] == ["--editable"]


def test_an_environment_without_its_program_does_not_work(
    set_up: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    assert not set_up.environment_works()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "orderdock").touch()
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/usr/bin/python-that-went-away")
    assert not set_up.environment_works()


def test_the_check_of_pythons_age_speaks_before_anything_else(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up.sys, "version_info", (3, 9))
    assert set_up.main(["run"]) == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_wrong_usage_is_told() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "set_up.py", "bake"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert "Usage" in done.stderr
