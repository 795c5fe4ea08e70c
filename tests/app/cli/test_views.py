"""Saved views from the command line, on a real profile."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from orderdock import compose
from orderdock.cli.main import main
from orderdock.domain.connections import ProviderId
from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.query.views import Groups, View
from orderdock.services.library import Library
from orderdock.store import connections
from orderdock.system.logs import close_logs
from tests.app.cli.conftest import Ended
from tests.support.saving import save_orders
from tests.support.shelf import NOW, line, order

Run = Callable[..., Ended]


def opened(folder: Path) -> Library:
    profile = compose.find_profile(profile=None, data_dir=str(folder), sandbox=None, environ={})
    return compose.open_library(profile)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four orders, and views over them."""
    library = opened(tmp_path / "profile")
    key = library.database.write_now(
        connections.add,
        provider=ProviderId("stackline"),
        name="Shops",
        base_url="http://127.0.0.1:1",
        now=NOW,
    )
    orders = [
        order(
            str(number),
            line("1", item, order_total=f"{number + 1}0.5", unit_price=None),
            ordered_at=1_772_600_000 + number * 86_400,
            retailer=retailer,
            currency="USD",
            total=f"{number + 1}0.5",
        )
        for number, (retailer, item) in enumerate(
            [("Amazon", "Blue shirt"), ("Amazon", "Red mug"), ("Target", "Red mug"), ("Bol", "Tea")]
        )
    ]
    library.database.write_now(save_orders, key, orders, now=NOW)
    library.views.save(
        View(
            "Amazon lines",
            OrderFilter(retailers=("Amazon",)),
            unit=Unit.LINES,
            columns=("item_name", "order_total", "changed_at"),
            sorts=(Sort("order_total", descending=True),),
        )
    )
    library.views.save(View("Mugs", OrderFilter(search="mug"), columns=("retailer", "order_total")))
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


def test_views_are_listed_with_what_they_show(run: Run) -> None:
    ended = run("views")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[1].split() == ["All", "orders", "orders", "everything"]
    assert lines[-1].split() == ["Mugs", "orders", "mug"]
    assert "date:last-month" in ended.out
    assert "retailer:Amazon" in ended.out


def test_views_are_one_json_object(run: Run) -> None:
    run("views", "pin", "mugs")
    run("views", "start", "Mugs")
    [said] = run("views", "--json").objects
    mugs = said["views"][-1]
    assert mugs["name"] == "Mugs"
    assert (mugs["pinned"], mugs["at_start"], mugs["built_in"]) == (True, True, False)
    assert mugs["filter"] == {"search": "mug"}
    assert said["views"][0]["built_in"]


def test_orders_of_a_view_have_its_rows_columns_and_order(run: Run) -> None:
    ended = run("orders", "--view", "amazon LINES")
    head, *rows, counted = ended.out.splitlines()
    assert "Item Name" in head
    assert "Last Changed (UTC)" in head
    assert "Retailer" not in head
    assert [part.strip() for part in rows[0].split("  ") if part][:3] == ["Red mug", "20.50", "USD"]
    assert counted == "2 lines of 2 orders."
    found = run("orders", "--view", "Amazon lines", "--json").objects
    assert [row["item_name"] for row in found] == ["Red mug", "Blue shirt"]
    assert {"sku", "changed_at", "line_id", "connection", "order_id"} <= set(found[0])


def test_a_view_of_orders_has_a_row_for_each_order(run: Run) -> None:
    found = run("orders", "--view", "Mugs", "--json").objects
    assert [row["retailer"] for row in found] == ["Target", "Amazon"]
    assert "line_id" not in found[0]
    assert run("orders", "--view", "Mugs").out.splitlines()[-1] == "2 orders."


def test_filters_narrow_a_view_further_and_a_sort_replaces_its_own(run: Run) -> None:
    found = run("orders", "--view", "Mugs", "--retailer", "target", "--json").objects
    assert [row["retailer"] for row in found] == ["Target"]
    assert not run("orders", "--view", "Amazon lines", "--retailer", "Bol", "--json").objects
    found = run(
        "orders", "--view", "Amazon lines", "--sort", "retailer,item_name", "--json"
    ).objects
    assert [row["item_name"] for row in found] == ["Blue shirt", "Red mug"]
    [total] = run(
        "summary", "--view", "Mugs", "--by", "retailer", "--from", "2026-03-06", "--json"
    ).objects
    assert (total["retailer"], total["orders"]) == ("Target", 1)


def test_a_view_with_groups_is_added_up_as_it_groups_and_lists_its_rows_all_the_same(
    folder: Path, run: Run
) -> None:
    library = opened(folder)
    library.views.save(View("By shop", OrderFilter(search="mug"), groups=Groups("retailer")))
    library.close()
    assert "orders by retailer" in run("views").out
    sums = run("summary", "--view", "by shop", "--json").objects
    assert [row["retailer"] for row in sums] == ["Amazon", "Target"]
    months = run("summary", "--view", "By shop", "--by", "month", "--json").objects
    assert [row["orders"] for row in months] == [2]
    plain, grouped = (run("orders", "--view", name, "--json").out for name in ("Mugs", "By shop"))
    assert [json.loads(line)["order_id"] for line in plain.splitlines()] == [
        json.loads(line)["order_id"] for line in grouped.splitlines()
    ]


def test_a_view_without_groups_needs_to_be_told_what_to_add_up_by(run: Run) -> None:
    ended = run("summary", "--view", "Mugs")
    assert ended.code == 2
    assert "this view has no grouping" in ended.err
    assert "retailer" in ended.err


def test_orders_are_sorted_by_several_columns(run: Run) -> None:
    found = run("orders", "--sort", "retailer,order_total:desc", "--json").objects
    assert [(row["retailer"], row["order_total"]) for row in found] == [
        ("Amazon", "20.5"),
        ("Amazon", "10.5"),
        ("Bol", "40.5"),
        ("Target", "30.5"),
    ]


def test_an_export_of_a_view_is_what_it_shows(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mugs.csv"
    assert run("export", str(target), "--view", "Mugs").code == 0
    rows = list(csv.reader(target.read_text().splitlines()))
    assert rows == [
        ["Retailer", "Order Total", "Currency"],
        ["Amazon", "20.5", "USD"],
        ["Target", "30.5", "USD"],
    ]
    run("export", str(target), "--view", "Mugs", "--columns", "order_number", "--max-total", "25")
    assert target.read_text().splitlines() == ["Retailer Order ID", "N-1"]
    run("export", str(target), "--view", "Mugs", "--preset", "lines")
    assert len(next(csv.reader(target.read_text().splitlines()))) == 14


def test_a_view_is_saved_from_the_command_line(run: Run) -> None:
    said = run(
        *("views", "save", "Dear ones", "--query", "total:>25 -retailer:Bol"),
        *("--unit", "lines", "--columns", "sku,order_total", "--sort", "sku,order_total:desc"),
    )
    assert (said.code, said.out) == (0, "The view “Dear ones” is saved.\n")
    found = run("orders", "--view", "dear ones", "--json").objects
    assert [row["order_total"] for row in found] == ["30.5"]
    run("views", "save", "DEAR ones", "--retailer", "Bol", "--period", "this-year")
    view = run("views", "--json").objects[0]["views"][-1]
    assert (view["name"], view["period"], view["query"]) == (
        "DEAR ones",
        "this-year",
        "retailer:Bol",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--unit", "boxes"], "boxes is no unit."),
        (["--columns", "moods"], "There is no column “moods”"),
        (["--sort", "moods"], "cannot be sorted by moods"),
        (["--period", "someday"], "someday is no period."),
        (["--period", "today", "--from", "2026-01-01"], "do not go together"),
        (["--view", "Mugs"], "A view keeps one filter."),
    ],
)
def test_a_view_that_cannot_be_is_one_line(run: Run, arguments: list[str], said: str) -> None:
    ended = run("views", "save", "New", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


def test_views_are_renamed_and_deleted(run: Run) -> None:
    assert run("views", "rename", "Mugs", "Cups").out == "The view is called “Cups” now.\n"
    assert run("views", "delete", "cups").code == 0
    ended = run("orders", "--view", "cups")
    assert (ended.code, ended.out) == (2, "")
    ended = run("views", "delete", "All orders")
    assert ended.code == 2
    assert "always there" in ended.err


@pytest.mark.parametrize("command", [["orders"], ["summary", "--by", "month"], ["export", "x.csv"]])
def test_an_unknown_view_is_one_sentence_with_the_near_ones(run: Run, command: list[str]) -> None:
    ended = run(*command, "--view", "Mug")
    assert ended.code == 2
    assert ended.err == "There is no view “Mug”. Near it: “Mugs”.\n"
    assert not Path("x.csv").exists()


def test_a_view_of_a_newer_program_is_refused_rather_than_widened(run: Run, folder: Path) -> None:
    library = opened(folder)
    body = json.dumps({"filter": {"moods": ["blue"]}})
    library.database.write_now(
        lambda db: db.execute("UPDATE views SET body = ? WHERE name = 'Mugs'", (body,))
    )
    library.close()
    ended = run("orders", "--view", "Mugs")
    assert ended.code == 2
    assert "moods" in ended.err
    assert run("views").code == 0
