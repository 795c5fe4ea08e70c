"""Commands run where there is no Qt: none of it is imported, whatever the command does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).parent / "orderdock"
WINDOW_ONLY = ("PySide6", "shiboken6", "qasync")
COMMANDS = (
    ["--help"],
    ["providers", "--json"],
    ["connections", "--json"],
    ["orders", "--limit", "1", "--json"],
    ["summary", "--by", "month", "--json"],
    ["export", "orders.csv"],
    ["doctor", "--json"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_imports_no_qt(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", PROGRAM, "--data-dir", tmp_path / "data", *command],
        cwd=tmp_path,
        env=os.environ | {"PYTHONWARNINGS": "default"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    said = [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    assert done.returncode == 0, said
    assert "orderdock" in imported
    assert not imported.intersection(WINDOW_ONLY)
