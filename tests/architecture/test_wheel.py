"""What is installed is what is here: the wheel holds both packages, their data and nothing else."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.checkout import ROOT, project_files

TOP = {"orderdock", "orderdock_ui", "orderdock-0.1.0.dist-info"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return ZipFile(next(folder.glob("*.whl")))


def test_two_packages_and_nothing_else(wheel: ZipFile) -> None:
    assert {Path(name).parts[0] for name in wheel.namelist()} == TOP


def test_every_file_of_the_packages_is_there(wheel: ZipFile) -> None:
    names = set(wheel.namelist())
    expected = set()
    for path in project_files():
        place = path.relative_to(ROOT)
        if place.parts[0] in {"app", "ui"}:
            expected.add(Path(*place.parts[1:]).as_posix())
        if place.parts[0] == "resources" and not place.name.startswith("."):
            expected.add((Path("orderdock_ui") / place).as_posix())
    assert not expected - names


def test_the_command_is_declared(wheel: ZipFile) -> None:
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "orderdock = orderdock_ui.start:main" in wheel.read(entry).decode()
