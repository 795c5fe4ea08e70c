"""Commands run where there is no Qt, and import what they need: nothing of the window, no more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orderdock.domain.orders import Line, Order
from orderdock.system.paths import open_profile_folder
from tests.support.shelf import shelf_at

PROGRAM = Path(sys.executable).parent / "orderdock"
WINDOW_ONLY = ("PySide6", "shiboken6", "qasync")
COMMANDS = (
    ["--help"],
    ["providers", "--json"],
    ["connections", "--json"],
    ["orders", "--limit", "1", "--json"],
    ["orders", "--query", "lamp total:>5", "--view", "All orders"],
    ["summary", "--by", "month", "--json"],
    ["summary", "--explain"],
    ["export", "orders.csv"],
    ["export", "orders.csv", "--check"],
    ["exports"],
    ["presets"],
    ["presets", "show", "lines"],
    ["views", "save", "Lamps", "--search", "lamp"],
    ["tag", "A-1", "--add", "gift"],
    ["note", "A-1", "--write", "For Ada"],
    ["hide", "A-1"],
    ["restore", "A-1"],
    ["doctor", "--json"],
)
OF_NO_USE_TO_A_LIST = {
    "asyncio",
    "msgspec",
    "zoneinfo",
    "orderdock.registry",
    "orderdock.query.choices",
    "orderdock.query.detail",
    "orderdock.query.explained",
    "orderdock.query.preparing",
    "orderdock.query.summary",
    "orderdock.query.views",
}


def imported_by(command: list[str], folder: Path) -> set[str]:
    """The modules that a command which ends well imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", PROGRAM, "--data-dir", folder / "data", *command],
        cwd=folder,
        env=os.environ | {"PYTHONWARNINGS": "default"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    assert done.returncode == 0, said
    return {
        line.rpartition("|")[2].strip()
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_imports_no_qt(command: list[str], tmp_path: Path) -> None:
    with shelf_at(open_profile_folder(tmp_path / "data").database) as shelf:
        shelf.save(Order("a", "A-1", "Amazon", 1_772_600_000, (Line("1", "Desk lamp"),)))
    imported = {name.partition(".")[0] for name in imported_by(command, tmp_path)}
    assert "orderdock" in imported
    assert not imported.intersection(WINDOW_ONLY)


def test_help_opens_nothing_of_the_house(tmp_path: Path) -> None:
    imported = imported_by(["--help"], tmp_path)
    assert not imported.intersection({"apsw", "orderdock.compose", "orderdock.services"})


def test_a_list_of_orders_imports_only_what_lists_need(tmp_path: Path) -> None:
    imported = imported_by(["orders", "--limit", "1"], tmp_path)
    assert not imported.intersection(OF_NO_USE_TO_A_LIST)
