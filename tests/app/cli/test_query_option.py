"""`--query` takes the search language; it narrows what the other options leave."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from orderdock import compose
from orderdock.cli.main import main
from orderdock.domain.connections import ProviderId
from orderdock.query.filters import OrderFilter
from orderdock.query.views import View
from orderdock.store import connections
from orderdock.system.logs import close_logs
from tests.support.saving import save_orders
from tests.support.shelf import NOW, line, order


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four orders of two connections, and a view."""
    profile = compose.find_profile(
        profile=None, data_dir=str(tmp_path / "profile"), sandbox=None, environ={}
    )
    library = compose.open_library(profile)
    for name, retailers in (("Shops", ("Amazon", "Target")), ("Outlet", ("Amazon", "Bol"))):
        key = library.database.write_now(
            connections.add,
            provider=ProviderId("stackline"),
            name=name,
            base_url="http://127.0.0.1:1",
            now=NOW,
        )
        orders = [
            order(
                f"{name}-{retailer}",
                line("1", "Blue lamp", order_total=None),
                retailer=retailer,
                total="60.00" if retailer == "Amazon" else "40.00",
            )
            for retailer in retailers
        ]
        library.database.write_now(save_orders, key, orders, now=NOW)
    library.views.save(View("Dear", OrderFilter(min_total=Decimal(50))))
    library.close()
    return tmp_path / "profile"


def numbers(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    try:
        code = main(["--data-dir", str(folder), "orders", "--json", *arguments])
    finally:
        close_logs()
    said = capsys.readouterr()
    assert code == 0, said.err
    return sorted(json.loads(row)["order_number"] for row in said.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (["--query", "connection:outlet total:>50"], ["N-Outlet-Amazon"]),
        (["--query", "-retailer:amazon lamp"], ["N-Outlet-Bol", "N-Shops-Target"]),
        (["--retailer", "Amazon", "--query", "connection:Shops"], ["N-Shops-Amazon"]),
        (["--retailer", "Amazon", "--query", "retailer:bol"], []),
        (["--view", "Dear", "--query", "connection:Shops"], ["N-Shops-Amazon"]),
        (["--search", "retailer:amazon"], []),
        (["--search", "retailer:bol", "--query", ""], []),
    ],
)
def test_a_query_narrows_what_the_other_options_leave(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], left: list[str]
) -> None:
    assert numbers(folder, capsys, *arguments) == left


def test_a_query_that_makes_no_sense_ends_with_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["orders"], ["summary", "--by", "month"], ["export", str(folder / "o.csv")]):
        try:
            code = main(["--data-dir", str(folder), *command, "--query", "lamp date:2025-13"])
        finally:
            close_logs()
        said = capsys.readouterr()
        assert code == 2
        assert said.err.strip() == (
            "--query, “date:2025-13”: “2025-13” is no date: there is no month 13. Write 01 to 12."
        )


def test_a_very_long_query_is_refused_without_being_repeated(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["--data-dir", str(folder), "orders", "--query", "lamp " * 5_000])
    finally:
        close_logs()
    said = capsys.readouterr().err
    assert code == 2
    assert "lamp lamp…”: Up to 500 words and names can be looked for at once" in said
    assert len(said) < 200
