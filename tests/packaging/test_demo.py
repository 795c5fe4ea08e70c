"""What the demo in the terminal shows of the file it wrote."""

import json
import stat
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.packaging_scripts import script

PROGRAM = """#!/bin/sh
echo "$*" >> said
case "$2" in
  connections) cat connections.json ;;
  connect) cat > answers.json; exit "$(cat code)" ;;
  export) printf 'Retailer,Order Date,Item Name,Quantity,Price,Currency\\r\\n' > "$3" ;;
esac
"""

HEAD = "Retailer,Order Date,Item Name,Quantity,Price,Currency\r\n"


def test_it_counts_rows_and_shows_the_first_five(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    row = 'Books,2026-03-04T08:20:00Z,"A title, with\r\na break and many more words",1,9.99,EUR\r\n'
    file.write_text(HEAD + row * 1234, encoding="utf-8", newline="")
    script("demo").show(file)
    said = capsys.readouterr().out
    assert f"{file} has 1,234 rows" in said
    assert said.count("A title, with  a break and many…") == 5


def test_a_file_without_orders_is_shown_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(HEAD, encoding="utf-8", newline="")
    script("demo").show(file)
    assert "has 0 rows" in capsys.readouterr().out


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The demo with a program in place of ours that only notes what it is asked."""
    module = script("demo")
    program = tmp_path / "orderdock"
    program.write_text(PROGRAM)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "code").write_text("0")
    (tmp_path / "connections.json").write_text('{"connections": []}')
    monkeypatch.setattr(module, "PROGRAM", program)
    monkeypatch.chdir(tmp_path)
    return module


def test_it_connects_syncs_and_exports_by_the_public_commands(
    demo: ModuleType, tmp_path: Path
) -> None:
    assert demo.main() == 0
    assert (tmp_path / "said").read_text().splitlines() == [
        "--sandbox connections --json",
        "--sandbox connect stackline --answers -",
        "--sandbox sync",
        "--sandbox export orders.csv",
    ]
    assert json.loads((tmp_path / "answers.json").read_text())["sign_in"] == "token"


def test_what_is_connected_is_not_connected_again(demo: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "connections.json").write_text('{"connections": [{"provider": "stackline"}]}')
    assert demo.main() == 0
    assert "--sandbox connect " not in (tmp_path / "said").read_text()


def test_a_command_that_fails_ends_it_with_the_same_code(demo: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "code").write_text("3")
    assert demo.main() == 3
    assert not (tmp_path / "orders.csv").exists()
