"""Tags, notes and hidden orders from the command line, on a real profile."""

from collections.abc import Callable
from pathlib import Path

import pytest

from orderdock import compose
from orderdock.cli.main import main
from orderdock.domain.connections import ConnectionId, ProviderId
from orderdock.services.library import Library
from orderdock.store import connections
from orderdock.system.logs import close_logs
from tests.app.cli.conftest import Ended
from tests.support.saving import save_orders
from tests.support.shelf import NOW, line, order

Run = Callable[..., Ended]


def connected(library: Library, name: str) -> ConnectionId:
    return library.database.write_now(
        connections.add,
        provider=ProviderId("stackline"),
        name=name,
        base_url="http://127.0.0.1:1",
        now=NOW,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three orders of one shop, and one of another that has a number twice."""
    profile = compose.find_profile(
        profile=None, data_dir=str(tmp_path / "profile"), sandbox=None, environ={}
    )
    library = compose.open_library(profile)
    shops = [
        order("1", line("1", "Lamp"), number="A-1", total="10", currency="EUR"),
        order("2", line("1", "Desk"), number="A-2", total="20", currency="EUR", retailer="Bol"),
        order("3", line("1", "Tea"), line("2", "Cup"), number="A-3", total="5", currency="EUR"),
    ]
    library.database.write_now(save_orders, connected(library, "Shops"), shops, now=NOW)
    other = [order("1", line("1", "Mug"), number="A-1", total="7", currency="USD")]
    library.database.write_now(save_orders, connected(library, "Other"), other, now=NOW)
    library.close()
    return tmp_path / "profile"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_once(*arguments: str) -> Ended:
        try:
            code = main(["--data-dir", str(folder), *arguments])
        finally:
            close_logs()
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run_once


def test_orders_are_tagged_by_number_by_id_and_by_filter(run: Run) -> None:
    assert run("tag", "A-2", "id:3", "--add", "gift").out == "Tags changed on 2 orders.\n"
    assert run("tag", "--retailer", "Bol", "--add", "Gift", "--add", "work").code == 0
    assert run("tag", "A-2", "A-3", "--add", "work").out == (
        "Tags changed on 1 order. 1 order needed no change.\n"
    )
    (tags,) = run("tag", "--json").objects
    assert tags == {"tags": [{"name": "gift", "orders": 2}, {"name": "work", "orders": 2}]}
    (row,) = run("tag", "A-2", "--json").objects
    assert (row["order_number"], row["tags"], row["note"]) == ("A-2", ["gift", "work"], None)
    assert [row["order_number"] for row in run("orders", "--tag", "WORK", "--json").objects] == [
        "A-3",
        "A-3",
        "A-2",
    ]
    run("tag", "--tag", "gift", "--remove", "gift", "--remove", "work")
    assert run("tag").out == "There are no tags yet.\n"


def test_a_number_that_several_orders_have_is_asked_back(run: Run) -> None:
    ended = run("tag", "A-1", "--add", "gift")
    assert ended.code == 2
    assert ended.err == ("2 orders have the number A-1. Say which: id:1 (Amazon), id:4 (Amazon).\n")
    result = run("tag", "A-1", "--connection", "Other", "--add", "gift", "--json").objects
    assert result == [{"type": "result", "command": "tag", "orders": 1, "changed": 1}]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["tag", "--add", "x"], "No order is named."),
        (["tag", "B-9", "--add", "x"], "There is no order B-9."),
        (["hide", "id:99"], "There is no order id:99."),
        (["hide", "id:nine"], "id:nine is no id of an order."),
        (["hide", "A-2", "--retailer", "Bol"], "named and filtered at once"),
        (["note", "A-2", "--write", "a", "--clear"], "one at a time"),
        (["tag", "A-2", "--add", "a,b"], "A tag cannot hold a comma"),
        (["orders", "--hidden", "--with-hidden"], "do not go together"),
    ],
)
def test_mistakes_are_said_in_a_sentence(run: Run, typed: list[str], words: str) -> None:
    ended = run(*typed)
    assert ended.code == 2
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1


def test_notes_are_written_appended_shown_and_cleared(run: Run) -> None:
    assert run("note", "A-2", "--write", "By post").out == "Note changed on 1 order.\n"
    run("note", "A-2", "--append", "on 3 March")
    (row,) = run("note", "A-2", "--json").objects
    assert row["note"] == "By post\non 3 March"
    assert "By post" in run("note", "A-2").out
    assert [r["order_number"] for r in run("orders", "--search", "march", "--json").objects] == [
        "A-2"
    ]
    run("note", "A-2", "--clear")
    assert run("note", "A-2").out == "None.\n"


def test_hidden_orders_are_in_no_list_sum_and_file_unless_asked_for(
    run: Run, tmp_path: Path
) -> None:
    assert run("hide", "A-2", "A-3").out == "Hidden: 2 orders.\n"
    numbers = [r["order_number"] for r in run("orders", "--json").objects]
    assert numbers == ["A-1", "A-1"]
    totals = {r["currency"]: r["total"] for r in run("summary", "--by", "year", "--json").objects}
    assert totals == {"EUR": "10.00", "USD": "7.00"}
    everything = run("summary", "--by", "year", "--with-hidden", "--currency", "EUR", "--json")
    assert [r["total"] for r in everything.objects] == ["35.00"]
    file = tmp_path / "out.csv"
    run("export", str(file), "--preset", "orders", "--columns", "order_number,hidden_since")
    assert len(file.read_text().splitlines()) == 3
    run("export", str(file), "--hidden", "--columns", "order_number,tags")
    assert file.read_text().splitlines()[1:] == ["A-2,", "A-3,", "A-3,"]
    (listed,) = run("connections", "--json").objects
    assert [(c["orders"], c["lines"]) for c in listed["connections"]] == [(3, 4), (1, 1)]
    assert run("restore", "--hidden").out == "Restored: 2 orders.\n"
    assert len(run("orders", "--json").objects) == 5


def test_a_sum_can_be_explained(run: Run) -> None:
    run("hide", "A-3")
    said = run("summary", "--explain", "--currency", "EUR").out.splitlines()
    assert said[:2] == ["In these totals:", "   EUR 30.00 is the sum of 2 order totals."]
    assert " - 1 hidden order fits too and is left out: EUR 5.00." in said
    assert " - 1 order in other currencies is left out." in said
    assert " ! Shops: 2 orders, no data yet. No orders have been read from it yet." in said
    *groups, explanation = run("summary", "--by", "year", "--explain", "--json").objects
    assert [group["total"] for group in groups] == ["30.00", "7.00"]
    assert explanation["type"] == "explanation"
    assert explanation["hidden"] == [
        {"currency": "EUR", "orders": 1, "total": "5.00", "blank_totals": 0}
    ]
    bare = run("summary")
    assert (bare.code, bare.err[:22]) == (2, "Missing option '--by'.")
