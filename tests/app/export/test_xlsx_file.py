"""The Excel file, read back by another library: types, styles, sheets, limits."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from orderdock.domain.errors import PersonCancelled
from orderdock.export import xlsx_book, xlsx_file
from orderdock.export.output import Output
from orderdock.export.request import ExportRequest
from orderdock.export.target import Target
from orderdock.export.writing import export
from orderdock.export.xlsx_book import MOST_ROWS, Book
from orderdock.export.xlsx_cells import LONGEST, letters
from orderdock.query.columns import BY_KEY, LINES
from orderdock.query.filters import OrderFilter
from tests.support.shelf import Shelf, line, order

AT = 1_772_612_400  # 2026-03-04T08:20:00Z
LONG_ID = "000123456789012345678"


def book_of(shelf: Shelf, folder: Path, **request: Any) -> Workbook:
    target = folder / "out.xlsx"
    export(shelf.database, ExportRequest(format="xlsx", **request), target)
    return load_workbook(target)


def values(book: Workbook, name: str) -> list[tuple[Any, ...]]:
    return list(book[name].iter_rows(values_only=True))


@pytest.fixture
def two_orders(shelf: Shelf) -> Shelf:
    shelf.save(
        order(
            "a",
            line(
                "1",
                "=SUM(A1)",
                sku=LONG_ID,
                brand="-42",
                quantity="-42",
                unit_price="24.5",
                order_total="73.50",
            ),
            line("2", 'Tea & "cake" <b>', quantity=None, unit_price=None, order_total="73.50"),
            ordered_at=AT,
            number="007",
        ),
        order("b", line("1", currency="JPY", order_total="1200"), ordered_at=None, currency="JPY"),
    )
    return shelf


def test_sheets_are_the_four_and_the_one_asked_for_is_shown(
    two_orders: Shelf, tmp_path: Path
) -> None:
    for preset, shown in (("lines", "Lines"), ("orders", "Orders")):
        book = book_of(two_orders, tmp_path, preset=preset)
        assert book.sheetnames == ["Orders", "Lines", "Summary", "About"]
        assert book.active is not None
        assert book.active.title == shown
        assert len(values(book, "Orders")) == 3
        assert len(values(book, "Lines")) == 4
        assert values(book, "Summary")[0][:3] == ("Month", "Retailer", "Currency")
        assert ("2026-03", "Amazon", "USD", 1, 73.5, 0) in values(book, "Summary")
    assert book_of(two_orders, tmp_path, preset="bookkeeper-monthly").sheetnames == [
        "Summary",
        "About",
    ]
    assert book_of(two_orders, tmp_path, preset="quickbooks-bank").sheetnames == ["Orders", "About"]


def test_values_have_their_types_and_ids_stay_whole(two_orders: Shelf, tmp_path: Path) -> None:
    lines = values(book_of(two_orders, tmp_path), "Lines")
    assert lines[0] == tuple(BY_KEY[key].heading for key in LINES)
    row = dict(zip(LINES, lines[2], strict=True))
    assert row["order_number"] == "007"
    assert row["ordered_at"] == datetime(2026, 3, 4, 8, 20)  # noqa: DTZ001 - Excel knows no zones
    assert row["item_name"] == "=SUM(A1)"
    assert row["sku"] == LONG_ID
    assert row["brand"] == "-42"
    assert row["quantity"] == -42
    assert row["unit_price"] == 24.5
    second = dict(zip(LINES, lines[3], strict=True))
    assert second["item_name"] == 'Tea & "cake" <b>'
    assert second["quantity"] is None
    assert second["category"] is None
    assert lines[1][LINES.index("ordered_at")] is None


def test_nothing_in_the_file_is_a_formula_or_a_link(two_orders: Shelf, tmp_path: Path) -> None:
    book_of(two_orders, tmp_path)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)
            assert b"hyperlink" not in parts.read(name)


def test_cells_look_like_what_they_are(two_orders: Shelf, tmp_path: Path) -> None:
    sheet = book_of(two_orders, tmp_path)["Lines"]
    formats = {key: sheet.cell(3, n).number_format for n, key in enumerate(LINES, 1)}
    assert formats["sku"] == formats["item_name"] == "@"
    assert formats["ordered_at"] == "yyyy\\-mm\\-dd\\ hh:mm:ss"
    assert formats["unit_price"] == "[$USD]\\ #,##0.00"
    assert sheet.cell(2, LINES.index("order_total") + 1).number_format == "[$JPY]\\ #,##0"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:N4"
    assert sheet.cell(1, 1).font.bold
    assert sheet.column_dimensions["D"].width > sheet.column_dimensions["J"].width


@pytest.mark.parametrize(
    ("currency", "amount", "code"),
    [
        ("USD", "1", "[$USD]\\ #,##0.00"),
        ("USD", "0.1234", "[$USD]\\ #,##0.0000"),
        ("JPY", "12", "[$JPY]\\ #,##0"),
        ("JPY", "12.5", "[$JPY]\\ #,##0.0"),
        ("KWD", "1.5", "[$KWD]\\ #,##0.000"),
        ('$"]evil', "1", "#,##0.00"),
        (None, "1", "#,##0.00"),
    ],
)
def test_an_amount_shows_its_currency_and_all_its_decimals(
    shelf: Shelf, tmp_path: Path, currency: str | None, amount: str, code: str
) -> None:
    shelf.save(order("a", line("1", unit_price=amount, currency=currency)))
    sheet = book_of(shelf, tmp_path, columns=("unit_price",))["Lines"]
    assert sheet["A2"].number_format == code
    assert sheet["A2"].value == float(amount)


def test_dates_are_those_of_the_zone_which_is_named(two_orders: Shelf, tmp_path: Path) -> None:
    tokyo = OrderFilter(timezone="Asia/Tokyo", currencies=("USD",))
    book = book_of(two_orders, tmp_path, filter=tokyo)
    assert book["Lines"]["C1"].value == "Order Date (Asia/Tokyo)"
    assert book["Lines"]["C2"].value == datetime(2026, 3, 4, 17, 20)  # noqa: DTZ001
    about = dict(values(book, "About"))
    assert about["Time zone"].startswith("Asia/Tokyo:")
    assert about["Orders"] == "Currencies: USD"
    assert about["Total USD"] == "73.50 in 1 order"
    assert about["Preset"] == "Order lines (lines)"


def test_days_of_a_bank_file_are_dates_in_its_form(two_orders: Shelf, tmp_path: Path) -> None:
    sheet = book_of(two_orders, tmp_path, preset="xero-bank")["Orders"]
    assert sheet["A2"].value == datetime(2026, 3, 4)  # noqa: DTZ001
    assert sheet["A2"].number_format == "dd\\/mm\\/yyyy"


@pytest.mark.parametrize("at", [-62_135_596_800, -2_208_988_800, 253_402_300_799])
def test_dates_that_excel_does_not_know_are_text(shelf: Shelf, tmp_path: Path, at: int) -> None:
    shelf.save(order("a", line("1"), ordered_at=at))
    cell = book_of(shelf, tmp_path, columns=("ordered_at",))["Lines"]["A2"].value
    if at > 0:
        assert cell == datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001
    else:
        assert cell in {"0001-01-01 00:00:00", "1900-01-01 00:00:00"}


hostile = st.text(
    st.sampled_from(list("ab_x0041<>&\"'=+-@\t\n\r\0\x0b\x1f\ufffe\uffff\u200b😀日]"))
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
)


def unescaped(text: str | None) -> str:
    """What Excel shows of a text: its own codes for characters that XML cannot hold."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text or "")


@settings(max_examples=60)
@given(st.lists(st.tuples(hostile, hostile), min_size=1, max_size=5))
@example([("_x0041_", "_x005F_x0041_"), ("\x1f", "\x1f\x1f"), ("\r\n", " a "), ("", "")])
def test_any_text_comes_back_as_it_was(shop: Shelf, rows: list[tuple[str, str]]) -> None:
    first = 1 + (shop.db.execute("SELECT max(id) FROM orders").get or 0)
    lines = [line(str(n), name, sku=sku) for n, (name, sku) in enumerate(rows)]
    shop.save(order(str(first), *lines, ordered_at=AT))
    book = book_of(
        shop, shop.database.path.parent, order_ids=(first,), columns=("item_name", "sku")
    )
    found = [tuple(map(unescaped, row)) for row in values(book, "Lines")[1:]]
    found += [("", "")] * (len(rows) - len(found))  # rows without cells at the end
    assert found == rows


def written(rows: Sequence[tuple[Any, ...]], folder: Path, most_rows: int) -> Workbook:
    with (
        Target(folder / "b.xlsx") as file,
        Book(Output(file, len(rows), None, None), most_rows=most_rows) as book,
    ):
        book.add_table("Lines", [BY_KEY["sku"]], rows)
    return load_workbook(folder / "b.xlsx")


@pytest.mark.parametrize(
    ("rows", "sheets"), [(0, 1), (9, 1), (10, 2), (18, 2), (19, 3), (2_000, 223)]
)
def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path, rows: int, sheets: int) -> None:
    book = written([(str(n), None) for n in range(rows)], tmp_path, most_rows=10)
    assert book.sheetnames == ["Lines", *[f"Lines {n}" for n in range(2, sheets + 1)]]
    found = []
    for sheet in book:
        head, *rest = sheet.iter_rows(values_only=True)
        assert head == ("SKU",)
        assert len(rest) < 10
        found += [cell for (cell,) in rest]
        assert sheet.auto_filter.ref == f"A1:A{len(rest) + 1}"
    assert found == [str(n) for n in range(rows)]


def test_a_sheet_that_grows_too_large_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_book, "LARGEST", 60_000)
    book = written([(str(n), None) for n in range(2_000)], tmp_path, most_rows=1_001)
    assert len(book.sheetnames) == 4
    found = [row[0] for sheet in book for row in list(sheet.iter_rows(values_only=True))[1:]]
    assert found == [str(n) for n in range(2_000)]


def test_sheets_hold_as_many_rows_as_excel_takes() -> None:
    assert MOST_ROWS == 1_048_576
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_split_is_said(
    two_orders: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    done = export(two_orders.database, ExportRequest(format="xlsx"), tmp_path / "s.xlsx")
    assert [(note.code, note.says) for note in done.notes] == [
        ("split", "“Lines” goes on over 2 sheets: one takes 3 rows at most.")
    ]
    assert done.rows == 3
    about = values(load_workbook(tmp_path / "s.xlsx"), "About")
    assert about[-1] == ("Note", done.notes[0].says)


@pytest.mark.parametrize("letter", ["x", "😀"])
def test_a_text_longer_than_a_cell_is_cut_and_that_is_said(
    shelf: Shelf, tmp_path: Path, letter: str
) -> None:
    shelf.save(order("a", line("1", letter * 40_000), line("2", letter * 16_383)))
    done = export(shelf.database, ExportRequest(format="xlsx"), tmp_path / "out.xlsx")
    lines = values(load_workbook(tmp_path / "out.xlsx"), "Lines")
    assert [len(row[3]) for row in lines[1:]] == [LONGEST if letter == "x" else 16_383, 16_383]
    cut = [note for note in done.notes if note.code == "cut"]
    assert len(cut) == 1


def test_progress_counts_the_rows_of_all_sheets(two_orders: Shelf, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    request = ExportRequest(format="xlsx")
    done = export(
        two_orders.database,
        request,
        tmp_path / "out.xlsx",
        progress=lambda *step: steps.append(step),
    )
    assert steps == [(2, 7), (5, 7), (7, 7)]
    assert done.rows == 3
    assert done.bytes == (tmp_path / "out.xlsx").stat().st_size


def test_a_cancel_within_a_sheet_leaves_the_old_file(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(*[order(str(n), line("1"), line("2")) for n in range(3_000)])
    target = tmp_path / "there" / "out.xlsx"
    target.parent.mkdir()
    target.write_bytes(b"old")
    done = 0

    def note(rows: int, _: int) -> None:
        nonlocal done
        done = rows

    with pytest.raises(PersonCancelled):
        export(
            shelf.database,
            ExportRequest(format="xlsx"),
            target,
            progress=note,
            stop=lambda: done > 4_000,
        )
    assert 4_000 < done <= 4_500, "asked again after a few hundred rows"
    assert [file.name for file in target.parent.iterdir()] == ["out.xlsx"]
    assert target.read_bytes() == b"old"


def test_the_parts_need_no_wide_fields_unless_they_are_that_large(
    two_orders: Shelf, tmp_path: Path
) -> None:
    book_of(two_orders, tmp_path)
    content = (tmp_path / "out.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in parts.infolist():
            assert part.flag_bits & 0x08 == 0, "sizes stand at the front"
            assert part.extract_version <= 20
            assert part.date_time[0] == 1980
