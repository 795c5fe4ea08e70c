"""The import contracts of pyproject.toml bite: each is broken here once on purpose.

`make test` runs lint-imports on the real tree. Here a copy of the tree gets one wrong import for
each contract, and the linter has to find every one of them.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

WRONG = {
    "ui stands on app": ("orderdock/domain/planted_ui.py", "orderdock_ui"),
    "floors of app": ("orderdock/domain/planted_floor.py", "orderdock.system"),
    "floors of ui": ("orderdock_ui/widgets/planted_floor.py", "orderdock_ui.window"),
    "app never sees Qt": ("orderdock/domain/planted_qt.py", "PySide6"),
    "ui enters app by its services": ("orderdock_ui/window/planted_store.py", "orderdock.store"),
    "the sandbox shares nothing with the client": (
        "orderdock/sandbox/planted_share.py",
        "orderdock.domain.secret",
    ),
    "providers are strangers to each other": (
        "orderdock/providers/planted/__init__.py",
        "orderdock.providers.stackline",
    ),
    "only http speaks httpx2": ("orderdock/store/planted_http.py", "httpx2"),
}


HEADING = re.compile(r"^(.+)\n-+\n", re.MULTILINE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages of this checkout, to be spoilt."""
    for source in ("app/orderdock", "ui/orderdock_ui"):
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / source, tmp_path / Path(source).name, ignore=unwanted)
    return tmp_path


def broken_contracts(copy: Path) -> dict[str, str]:
    """What the linter says of each contract that does not hold in `copy`."""
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    pieces = HEADING.split(done.stdout)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_each_contract_finds_its_wrong_import(copy: Path) -> None:
    for place, imported in WRONG.values():
        (copy / place).parent.mkdir(exist_ok=True)
        (copy / place).write_text(f"import {imported}\n")
    said = broken_contracts(copy)
    for contract, (place, imported) in WRONG.items():
        module = place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        assert f"{module} -> {imported}" in said[contract], said


@pytest.mark.parametrize("package", ["orderdock", "orderdock_ui"])
def test_a_new_folder_must_be_given_a_floor(package: str, copy: Path) -> None:
    (copy / package / "attic").mkdir()
    (copy / package / "attic" / "__init__.py").touch()
    assert any(f"{package}.attic" in said for said in broken_contracts(copy).values())


def test_no_contract_is_left_untried() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert {contract["name"] for contract in contracts} == set(WRONG)
