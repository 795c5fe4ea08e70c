"""The CSV file is, byte for byte, what Python's csv module writes for the promised cells."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orderdock.domain.orders import Order
from orderdock.export.dates import UTC_DATES
from orderdock.export.formulas import is_formula_like, neutralised
from orderdock.export.request import ExportRequest, Preview
from orderdock.export.writing import export, preview
from orderdock.query.columns import BY_KEY, LINES
from orderdock.query.filters import OrderFilter
from orderdock.store import own_words
from tests.support.shelf import NOW, Shelf, line, order

HEAD = (
    b"Retailer,Retailer Order ID,Order Date,Item Name,Brand,Dept,Category,SubCategory,SKU,"
    b"Quantity,Price,Currency,Shipment Status,Order Total\r\n"
)
AT = 1_772_612_400  # 2026-03-04T08:20:00Z

hostile = st.text(
    alphabet=st.sampled_from(
        list("ab1_é日\"',;\r\n\t\0 =+-@＝＋－＠\u200b\ufeff\u00a0\x1f\x0b|😀")
    ),
    max_size=6,
)
cells = (
    st.none() | hostile | st.text(max_size=8).map(lambda t: t.encode("utf-8", "ignore").decode())
)
numbers = st.none() | st.sampled_from(["0", "18.5", "24.50", "-3.10", "1000000"])


def saved(shop: Shelf, orders: Sequence[Order]) -> tuple[int, ...]:
    """The ids of the orders, which nobody has saved before."""
    first = 1 + (shop.db.execute("SELECT max(id) FROM orders").get or 0)
    shop.save(*[order._replace(key=f"{first}/{order.key}") for order in orders])
    return tuple(range(first, first + len(orders)))


def written(shelf: Shelf, folder: Path, **request: object) -> bytes:
    target = folder / "out.csv"
    export(shelf.database, ExportRequest(**request), target)  # type: ignore[arg-type] # as given
    return target.read_bytes()


def test_the_default_export_is_the_one_promised(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(
        order(
            "a",
            line("1", 'Shirt, "blue"', brand="Acme", department="Apparel", sku="B1"),
            line("2", "=SUM(A1)", quantity="18.5", unit_price="24.50", order_total="49.00"),
            ordered_at=AT,
        )
    )
    assert written(shelf, tmp_path) == HEAD + (
        b'Amazon,N-a,2026-03-04T08:20:00Z,"Shirt, ""blue""",Acme,Apparel,,,B1,2,24.50,USD,,'
        b"49.00\r\n"
        b"Amazon,N-a,2026-03-04T08:20:00Z,'=SUM(A1),,,,,,18.5,24.50,USD,,49.00\r\n"
    )


def test_no_rows_give_a_header(shelf: Shelf, tmp_path: Path) -> None:
    assert written(shelf, tmp_path) == HEAD
    assert written(shelf, tmp_path, filter=OrderFilter(search="nothing")) == HEAD


def test_rows_are_sorted_by_date_then_number_then_line(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(
        order("late", line("1", "5"), ordered_at=AT + 1, number="A"),
        order("b", line("1", "3"), line("2", "4"), ordered_at=AT, number="B"),
        order("a", line("1", "2"), ordered_at=AT, number="A"),
        order("undated", line("1", "1"), ordered_at=None, number="Z"),
    )
    rows = list(csv.reader(io.StringIO(written(shelf, tmp_path).decode(), newline="")))
    assert [row[3] for row in rows[1:]] == ["1", "2", "3", "4", "5"]
    assert written(shelf, tmp_path) == written(shelf, tmp_path)


@settings(max_examples=150)
@given(
    names=st.lists(st.tuples(cells, cells, cells, numbers), min_size=1, max_size=6),
    retailer=cells,
    raw=st.booleans(),
    regional=st.sampled_from([None, (";", ","), (",", "."), ("\t", ","), (",", ",")]),
    columns=st.sampled_from(
        [None, ("item_name",), ("item_name", "sku"), ("link", "item_name"), ("status", "brand")]
    ),
    preset=st.sampled_from(["lines", "lines-full"]),
)
@example([("\r", " ", "=", "1")], "﻿=", False, None, None, "lines")
def test_any_text_gives_the_bytes_of_the_csv_module(
    shop: Shelf,
    names: list[tuple[str | None, ...]],
    retailer: str | None,
    raw: bool,
    regional: tuple[str, str] | None,
    columns: tuple[str, ...] | None,
    preset: str,
) -> None:
    lines = [
        line(str(n), name, brand=brand, sku=sku, quantity=number, shipment_status=name)
        for n, (name, brand, sku, number) in enumerate(names)
    ]
    whole = order("a", *lines, ordered_at=AT, retailer=retailer, status=retailer)
    request = ExportRequest(
        preset=preset,
        columns=columns,
        order_ids=saved(shop, [whole]),
        raw=raw,
        regional=regional is not None,
        delimiter=regional[0] if regional else ";",
        decimal=regional[1] if regional else ",",
    )
    target = shop.database.path.with_name("out.csv")
    result = export(shop.database, request, target)
    shown = preview(shop.database, request)
    bom = b"\xef\xbb\xbf" if regional else b""
    assert target.read_bytes() == bom + as_csv(shown, regional[0] if regional else ",")
    assert (result.rows, result.bytes) == (len(names), target.stat().st_size)
    if columns is None:
        at = LINES.index("item_name")
        for row, (name, *_) in zip(shown.rows, names, strict=True):
            assert row[at] == ((name or "") if raw else neutralised(name or ""))


def as_csv(shown: Preview, delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([shown.header, *shown.rows])
    return out.getvalue().encode()


def test_a_persons_own_words_are_looked_at_like_all_others(shelf: Shelf, tmp_path: Path) -> None:
    columns = ("order_number", "tags", "note", "item_name")
    shelf.save(*[order(key, line("1", "a, b")) for key in ("a", "b")])
    request: dict[str, object] = {"columns": columns}
    assert written(shelf, tmp_path, **request).splitlines()[1:] == [
        b'N-a,,,"a, b"',
        b'N-b,,,"a, b"',
    ]
    shelf.database.write_now(own_words.tag, [1], ["=evil"], [])
    shelf.database.write_now(own_words.write_notes, {2: "-1, really"}, now=NOW)
    assert written(shelf, tmp_path, **request).splitlines()[1:] == [
        b'N-a,\'=evil,,"a, b"',
        b'N-b,,"\'-1, really","a, b"',
    ]


@settings(max_examples=60)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_orders_are_written_the_same_way(
    shop: Shelf, rows: list[tuple[str | None, str | None]]
) -> None:
    orders = [
        order(str(n), line("1", a), status=a, status_text=b, retailer=b, ordered_at=AT)
        for n, (a, b) in enumerate(rows)
    ]
    request = ExportRequest(preset="orders", order_ids=saved(shop, orders))
    target = shop.database.path.with_name("orders.csv")
    export(shop.database, request, target)
    shown = preview(shop.database, request)
    assert len(shown.rows) == len(rows)
    assert target.read_bytes() == as_csv(shown)


def test_many_rows_keep_their_places_among_awkward_ones(shelf: Shelf, tmp_path: Path) -> None:
    texts = ["plain", "a,b", "=1", "\0", 'q"', " x", "line\nbreak"]
    orders = [
        order(f"{n:05d}", line("1", f"{texts[n % 7]}{n}"), ordered_at=AT, number=f"{n:05d}")
        for n in range(9_001)
    ]
    shelf.save(*orders)
    rows = list(csv.reader(io.StringIO(written(shelf, tmp_path).decode(), newline="")))
    assert [row[3] for row in rows[1:]] == [neutralised(f"{texts[n % 7]}{n}") for n in range(9_001)]


@pytest.mark.parametrize(
    "text",
    [
        *["=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a"],
        *[" =1", "\u200b=1", "\ufeff@", "\u00a0-1", "\u200b\u200b =x", "\x0b=1"],
        *["\ta", "\ra", "\na", "\0a", " \ta"],
    ],
)
def test_what_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert is_formula_like(text)
    assert neutralised(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", " ", "a=1", "1+1", "'=1", " a", "\u200b", "(=1)", "#REF", "a\tb", "\x0b", "–1"]
)
def test_nothing_else_is_changed(text: str) -> None:
    assert neutralised(text) == text


def test_a_regional_file_has_its_marks(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(order("a", line("1", "Tee; grün", unit_price="1234.50"), ordered_at=AT))
    data = written(shelf, tmp_path, regional=True, delimiter=";", decimal=",")
    assert data.startswith(b"\xef\xbb\xbfRetailer;Retailer Order ID;")
    assert 'Amazon;N-a;2026-03-04 08:20:00;"Tee; grün";;;;;;2;1234,50;USD;;49,00\r\n' in (
        data.decode()
    )


def test_only_the_selected_orders_are_written(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(*[order(str(n), line("1", f"Item {n}"), line("2")) for n in range(5)])
    request = ExportRequest(order_ids=(2, 4, 2, 99), columns=("item_name", "order_id"))
    shown = preview(shelf.database, request)
    assert shown.total_rows == 4
    assert [row[1] for row in shown.rows] == ["2", "2", "4", "4"]
    assert preview(shelf.database, ExportRequest(order_ids=())).total_rows == 0


def test_every_column_has_text_in_the_full_export(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(order("a", line("1"), ordered_at=AT))
    shown = preview(shelf.database, ExportRequest(preset="lines-full"))
    [row] = shown.rows
    by_heading = dict(zip(shown.header, row, strict=True))
    assert by_heading[BY_KEY["connection"].heading] == "stackline-1"
    assert by_heading[BY_KEY["link"].heading] == "Amazon"
    assert by_heading[BY_KEY["first_seen"].heading] == "2026-05-28T20:26:40Z"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "1970-01-01T00:00:00Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"), (10**15, "")],
)
def test_dates_are_iso_in_utc(seconds: int, text: str) -> None:
    assert UTC_DATES.text(seconds) == text


def test_old_dates_are_written_alike_by_both_ways(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(order("a", line("1"), line("2", "=x"), ordered_at=-62_135_596_800))
    assert written(shelf, tmp_path).count(b"0001-01-01T00:00:00Z") == 2
