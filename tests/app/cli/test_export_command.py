"""`export` and `presets` from the command line, on a real profile."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from orderdock import compose
from orderdock.cli.main import main
from orderdock.domain.connections import ProviderId
from orderdock.store import connections
from orderdock.system.logs import close_logs
from tests.app.cli.conftest import Ended
from tests.support.saving import save_orders
from tests.support.shelf import NOW, line, order

Run = Callable[..., Ended]
AT = 1_772_668_799  # the last second of 4 March 2026 in UTC


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Three purchases: in euros, in dollars, and one whose total nobody said."""
    profile = compose.find_profile(
        profile=None, data_dir=str(tmp_path / "profile"), sandbox=None, environ={}
    )
    library = compose.open_library(profile)
    key = library.database.write_now(
        connections.add,
        provider=ProviderId("stackline"),
        name="Shops",
        base_url="http://127.0.0.1:1",
        now=NOW,
    )
    totals = [("EUR", "12.50"), ("USD", "7"), ("EUR", None)]
    orders = [
        order(
            str(n),
            line("1", order_total=total),
            ordered_at=AT + n,
            currency=currency,
            total=total,
        )
        for n, (currency, total) in enumerate(totals)
    ]
    library.database.write_now(save_orders, key, orders, now=NOW)
    library.close()

    def run_once(*arguments: str) -> Ended:
        try:
            code = main(["--data-dir", str(tmp_path / "profile"), *arguments])
        finally:
            close_logs()
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run_once


def test_what_was_left_out_is_said_beside_and_in_the_result(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "bank.csv"
    asked = ("export", str(target), "--preset", "quickbooks-bank", "--timezone", "Europe/Berlin")
    ended = run(*asked)
    assert ended.code == 0
    assert ended.out.startswith("Saved 2 rows")
    first, second = ended.err.splitlines()
    assert first == "1 order without a total was left out."
    assert second.startswith("The amounts are in EUR and USD")
    with target.open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["Date", "Description", "Amount"],
            ["03/05/2026", "Amazon N-0", "-12.50"],
            ["03/05/2026", "Amazon N-1", "-7"],
        ]
    ended = run(*asked, "--json", "--currency", "eur")
    assert ended.err == ""
    [result] = ended.objects
    assert result["rows"] == 1
    assert result["timezone"] == "Europe/Berlin"
    assert result["left_out"] == {"no_total": 1}
    assert [note["code"] for note in result["notes"]] == ["no_total"]
    assert result["totals"] == [
        {"currency": "EUR", "orders": 1, "total": "12.50", "without_total": 0}
    ]


@pytest.mark.parametrize("name", ["", " ", "-"])
def test_a_file_without_a_name_is_none(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    ended = run("export", name)
    assert ended.code == 2
    assert "such as orders.csv" in ended.err
    assert set(tmp_path.iterdir()) == before


def test_an_excel_file_by_its_ending(run: Run, tmp_path: Path) -> None:
    ended = run("export", str(tmp_path / "books.xlsx"), "--timezone", "Europe/Berlin")
    assert (ended.code, ended.err) == (0, "")
    book = load_workbook(tmp_path / "books.xlsx")
    assert book.sheetnames == ["Orders", "Lines", "Summary", "About"]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert str(about["Saved by"]).startswith("Orderdock ")
    assert book["Lines"]["C1"].value == "Order Date (Europe/Berlin)"


def test_presets_are_listed_shown_added_saved_and_removed(run: Run, tmp_path: Path) -> None:
    [listed] = run("presets", "--json").objects
    names = [preset["name"] for preset in listed["presets"]]
    assert names == [
        *("lines", "orders", "lines-full"),
        *("bookkeeper-monthly", "quickbooks-bank", "xero-bank"),
    ]
    assert all(preset["ready_made"] for preset in listed["presets"])
    shared = tmp_path / "Our Bank.toml"
    shown = run("presets", "show", "xero-bank").out
    shared.write_text(shown.replace("DD/MM/YYYY", "YYYY-MM-DD"))
    added = run("presets", "add", str(shared))
    assert (added.code, added.err) == (0, "")
    assert "--preset our-bank" in added.out
    assert run("presets", "save", "slim", "--columns", "sku,quantity", "--rows", "lines").code == 0
    rows = run("presets").out.splitlines()
    assert [row.split()[0] for row in rows[-2:]] == ["our-bank", "slim"]

    target = tmp_path / "bank.csv"
    assert run("export", str(target), "--preset", "our-bank", "--currency", "USD").code == 0
    assert target.read_text().splitlines()[1].startswith("2026-03-05,-7,Amazon,")
    assert run("presets", "remove", "slim").code == 0
    ended = run("export", str(target), "--preset", "slim")
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert "Choose from: lines, orders" in ended.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["remove", "lines"], "ready-made"),
        (["remove", "nope"], "no preset"),
        (["show", "nope"], "no preset"),
        (["add", "nowhere.toml"], "cannot be read"),
        (["save", "slim", "--columns", "skuu"], "skuu"),
        (["save", "slim", "--columns", "sku", "--rows", "weeks"], "cannot be weeks"),
        (["save", "Not this!", "--columns", "sku"], "cannot be the name"),
    ],
)
def test_what_cannot_be_done_to_a_preset_is_one_sentence(
    run: Run, arguments: list[str], words: str
) -> None:
    ended = run("presets", *arguments)
    assert ended.code == 2
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_broken_preset_is_listed_with_its_mistake(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "profile" / "presets"
    folder.mkdir()
    (folder / "odd.toml").write_text("columns = 1")
    assert "odd.toml names no columns" in run("presets").out
    [listed] = run("presets", "--json").objects
    assert listed["presets"][-1]["why_not"].startswith("The preset odd.toml ")
