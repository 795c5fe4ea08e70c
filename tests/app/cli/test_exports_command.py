"""Looking before saving, saving what came since, and saving again, from the command line."""

import json
from pathlib import Path

import pytest

from tests.app.cli.test_export_command import Run, run

__all__ = ["run"]  # the fixture


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


def test_a_check_says_what_to_know_and_writes_nothing(run: Run, target: Path) -> None:
    asked = ("export", str(target), "--preset", "quickbooks-bank", "--check")
    ended = run(*asked)
    assert (ended.code, ended.err) == (0, "")
    first, second, third, fourth = ended.out.splitlines()
    assert first == "! Shops was never read to its end."
    assert second.startswith("! This file has no column for the currency")
    assert third == "  1 order has no total. It is left out."
    assert fourth.startswith("  In 2 orders the lines do not add up")
    [said] = run(*asked, "--json").objects
    assert [each["about"] for each in said["findings"]] == [
        "incomplete",
        "mixed-currencies",
        "blank-totals",
        "lines-differ",
    ]
    assert not target.exists()
    assert run("exports").out.splitlines() == ["No.  Saved  Preset  Rows  Size  File"]


def test_a_manifest_lies_beside_the_file_unless_not_wanted(run: Run, target: Path) -> None:
    [result] = run("export", str(target), "--json").objects
    manifest = Path(result["manifest"])
    assert manifest == target.with_name("orders.csv.manifest.json")
    assert json.loads(manifest.read_text())["sha256"] == result["sha256"]
    [result] = run("export", str(target), "--no-manifest", "--json").objects
    assert result["manifest"] is None
    assert not manifest.exists()


def test_only_new_ones_are_saved_the_next_time(run: Run, target: Path) -> None:
    assert run("export", str(target), "--only-new").out.startswith("Saved 3 rows")
    assert run("export", str(target), "--only-new").out.startswith("Saved 0 rows")
    assert run("export", str(target)).out.startswith("Saved 3 rows")


def test_what_was_saved_is_listed_repeated_and_forgotten(run: Run, target: Path) -> None:
    run("export", str(target), "--preset", "orders", "--currency", "EUR")
    before = target.read_bytes()
    target.unlink()
    [listed] = run("exports", "--json").objects
    [entry] = listed["exports"]
    assert (entry["rows"], entry["exists"], entry["can_repeat"]) == (2, False, True)
    assert str(target) + " (gone)" in run("exports").out
    repeated = run("exports", "repeat", str(entry["number"]))
    assert repeated.out.startswith("Saved 2 rows")
    assert target.read_bytes() == before
    assert run("exports", "forget", str(entry["number"])).code == 0
    [listed] = run("exports", "--json").objects
    assert [each["number"] for each in listed["exports"]] == [entry["number"] + 1]
    wrong = run("exports", "repeat", "99")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
    assert wrong.err.startswith("There is no export with this number.")
    for word in ("repeat", "forget"):
        wrong = run("exports", word, "last")
        assert wrong.code == 2
        assert wrong.err == "NUMBER: last is no whole number. Write 0, 1, 2 ...\n"
