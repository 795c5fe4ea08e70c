"""Presets are files: ready-made ones, one's own, shared ones, and mistakes told in words."""

import csv
import io
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.domain.errors import WrongUsage
from orderdock.domain.orders import Order
from orderdock.export.preset import LeftOut, Preset, PresetColumn, Rows, Sign
from orderdock.export.preset_files import name_of, parse, read, text_of
from orderdock.export.presets import READY_MADE, Presets, ready_made
from orderdock.export.request import ExportRequest, ExportResult
from orderdock.export.writing import Desk, export
from orderdock.query.columns import LINES, keys
from orderdock.query.filters import CurrencyTotal, OrderFilter, Unit
from tests.support.shelf import Shelf, line, order

AT = 1_772_612_400  # 2026-03-04T08:20:00Z
BUYING = Desk(purchases=("stackline",))


def rows_of(
    shelf: Shelf, folder: Path, preset: str, desk: Desk = BUYING, **request: Any
) -> tuple[list[list[str]], ExportResult]:
    target = folder / "out.csv"
    done = export(shelf.database, ExportRequest(preset=preset, **request), target, desk=desk)
    return list(csv.reader(io.StringIO(target.read_bytes().decode(), newline=""))), done


# --- files


def test_the_ready_made_ones_are_those_promised() -> None:
    assert ready_made("lines").keys() == LINES
    assert ready_made("lines-full").keys()[:14] == LINES
    assert set(ready_made("lines-full").keys()) == set(keys(Unit.LINES))
    assert [ready_made(name).name for name in READY_MADE] == list(READY_MADE)
    assert all(ready_made(name).about for name in READY_MADE)


@pytest.mark.parametrize("name", READY_MADE)
def test_a_preset_written_and_read_again_is_the_same(name: str) -> None:
    made = ready_made(name)
    again = parse(text_of(made).encode(), name, name)
    assert (again.columns, again.dates, again.leave_out) == (
        made.columns,
        made.dates,
        made.leave_out,
    )
    assert (again.title, again.about, again.rows, again.at_most, again.one_currency) == (
        made.title,
        made.about,
        made.rows,
        made.at_most,
        made.one_currency,
    )


words = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=20)


@given(words, words, words.filter(str.strip), st.sampled_from(Sign))
def test_any_words_survive_the_file(title: str, about: str, heading: str, sign: Sign) -> None:
    columns = (
        PresetColumn("order_total", heading=heading, sign=sign),
        PresetColumn(text="{retailer} " + heading.replace("{", "").replace("}", ""), heading="x"),
    )
    made = Preset("a", title or "a", about, Rows.ORDERS, columns, leave_out=tuple(LeftOut))
    assert parse(text_of(made).encode(), "a", "a") == made


def test_ones_own_are_kept_shared_replaced_and_removed(tmp_path: Path) -> None:
    mine = Presets(tmp_path / "presets")
    shared = tmp_path / "From My_Accountant.toml"
    shared.write_text('title = "Für uns"\nrows = "orders"\ncolumns = ["order_number"]\n')
    added = mine.add(shared)
    assert (added.name, added.title, added.rows) == ("from-my-accountant", "Für uns", Rows.ORDERS)
    assert mine.find("from-my-accountant") == added
    shared.write_text('columns = ["sku"]')
    assert mine.add(shared, "from-my-accountant").keys() == ("sku",)
    assert [each.name for each in mine.all()] == [*READY_MADE, "from-my-accountant"]
    assert mine.find(str(shared)).keys() == ("sku",)
    mine.remove("from-my-accountant")
    assert [each.name for each in mine.all()] == list(READY_MADE)
    assert (tmp_path / "presets").stat().st_mode & 0o777 == 0o700


def test_the_ready_made_ones_can_neither_be_replaced_nor_removed(tmp_path: Path) -> None:
    mine = Presets(tmp_path)
    with pytest.raises(WrongUsage, match="ready-made"):
        mine.save(Preset("lines", "Mine", columns=(PresetColumn("sku"),)))
    with pytest.raises(WrongUsage, match="ready-made"):
        mine.remove("lines")
    (tmp_path / "Lines.toml").write_text('columns = ["sku"]')
    assert mine.find("lines").keys() == LINES
    assert "is used instead" in mine.all()[-1].why_not


def test_a_broken_file_is_told_and_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("columns = [")
    (tmp_path / "fine.toml").write_text('columns = ["sku"]')
    found = {each.name: each.why_not for each in Presets(tmp_path).all()}
    assert found["broken"].startswith("The preset broken.toml is not valid TOML (at ")
    assert not found["fine"]
    with pytest.raises(WrongUsage, match="not valid TOML"):
        Presets(tmp_path).find("broken")
    with pytest.raises(WrongUsage, match="no preset “nope”"):
        Presets(tmp_path).find("nope")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no columns"),
        ('columns = "sku"', "names no columns"),
        ('columns = ["skuu"]', "names the column “skuu”"),
        ('columns = ["brand"]\nrows = "orders"', "names the column “brand”"),
        ('columns = ["sku"]\nrows = "weeks"', "says “weeks” for “rows”"),
        ('columns = ["sku"]\ncolour = 1', "says “colour”"),
        ('columns = ["sku"]\ntitle = 7', "needs a text for “title”"),
        ('columns = ["sku"]\ntitle = "a\\nb"', "odd “title”"),
        ('columns = ["sku"]\ndates = "soon"', "writes dates as “soon”"),
        ('columns = ["sku"]\nat-most = true', "needs a whole number"),
        ('columns = ["sku"]\nleave-out = ["mondays"]', "says “mondays” for “leave-out”"),
        ("columns = [7]", "neither a name nor a table"),
        ('columns = [{ text = "x" }]', "without a “heading”"),
        ('columns = [{ heading = "x" }]', "neither or both"),
        ('columns = [{ column = "sku", text = "", heading = "x" }]', "neither or both"),
        ('columns = [{ heading = "x", text = "{secret}" }]', "names the column “secret”"),
        ('columns = [{ column = "sku", sign = "odd" }]', "says “odd” for “sign”"),
        ('columns = [{ column = "sku", size = 1 }]', "says “size” of a column"),
        ('rows = "months"\ncolumns = ["month", "order_total"]', "without the column “currency”"),
        ('rows = "months"\ncolumns = ["month", { heading = "x", text = "y" }]', "months cannot"),
        (f"columns = {['sku'] * 201}", "more than 200"),
    ],
)
def test_mistakes_have_their_words(text: str, words: str) -> None:
    with pytest.raises(WrongUsage, match=words) as mistake:
        parse(text.encode(), "mine", "mine.toml")
    assert str(mistake.value).startswith("The preset mine.toml ")
    assert mistake.value.next_step


def test_a_file_that_cannot_be_a_preset_is_refused(tmp_path: Path) -> None:
    for content, words in ((b"\xff", "not text in UTF-8"), (b"#" * 70_000, "too large")):
        (tmp_path / "x.toml").write_bytes(content)
        with pytest.raises(WrongUsage, match=words):
            read(tmp_path / "x.toml")
    with pytest.raises(WrongUsage, match="cannot be read: no such file"):
        read(tmp_path / "gone.toml")
    with pytest.raises(WrongUsage, match="cannot be the name"):
        parse(b'columns = ["sku"]', "Ünfug!", "x.toml")
    assert name_of(Path("My Books_2.TOML")) == "my-books-2"


# --- what they write


def some_purchases(shelf: Shelf) -> None:
    shelf.save(
        order(
            "a", line("1", "Mug"), line("2", "Tea"), ordered_at=AT, currency="EUR", total="1234.5"
        ),
        order("b", line("1", "=Pen"), ordered_at=AT + 1, currency="EUR", total="-10.00"),
        order("c", line("1", order_total=None), ordered_at=AT + 2, currency="EUR"),
        order("d", line("1"), ordered_at=AT + 3, currency="EUR", total="0.00"),
        order("e", line("1"), ordered_at=None, currency="EUR", total="5"),
        order("f", line("1", order_total=None), ordered_at=None, currency="EUR"),
    )


def test_a_bank_file_for_quickbooks(shelf: Shelf, tmp_path: Path) -> None:
    some_purchases(shelf)
    rows, done = rows_of(shelf, tmp_path, "quickbooks-bank")
    assert rows == [
        ["Date", "Description", "Amount"],
        ["03/04/2026", "Amazon N-a", "-1234.5"],
        ["03/04/2026", "Amazon N-b", "10.00"],
    ]
    assert done.left_out == ((LeftOut.NO_TOTAL, 2), (LeftOut.ZERO_TOTAL, 1), (LeftOut.NO_DATE, 1))
    assert [note.says for note in done.notes] == [
        "2 orders without a total were left out.",
        "1 order with a total of zero was left out.",
        "1 order without a date was left out.",
    ]
    assert done.totals == (CurrencyTotal("EUR", 2, Decimal("1224.50"), 0),)


def test_a_bank_file_for_xero_has_the_headings_of_its_template(
    shelf: Shelf, tmp_path: Path
) -> None:
    some_purchases(shelf)
    rows, _ = rows_of(shelf, tmp_path, "xero-bank")
    assert rows == [
        ["*Date", "*Amount", "Payee", "Description", "Reference", "Check Number"],
        ["04/03/2026", "-1234.5", "Amazon", "Mug", "N-a", ""],
        ["04/03/2026", "10.00", "Amazon", "'=Pen", "N-b", ""],
        ["04/03/2026", "0.00", "Amazon", "Blue cotton shirt", "N-d", ""],
    ]


def test_sales_earn_money_and_a_day_is_that_of_the_zone(shelf: Shelf, tmp_path: Path) -> None:
    late = 1_772_668_800 - 1  # the last second of 4 March in UTC
    shelf.save(order("a", line("1"), ordered_at=late, currency="USD", total="7"))
    berlin = OrderFilter(timezone="Europe/Berlin")
    rows, done = rows_of(shelf, tmp_path, "quickbooks-bank", Desk(), filter=berlin)
    assert rows[1] == ["03/05/2026", "Amazon N-a", "7"]
    assert done.timezone == "Europe/Berlin"


def test_two_currencies_and_too_many_rows_are_warned_of(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(
        *[
            order(
                f"{n:04d}", line("1"), ordered_at=AT + n, currency="EUR" if n else "USD", total="1"
            )
            for n in range(1_001)
        ]
    )
    _, done = rows_of(shelf, tmp_path, "quickbooks-bank")
    assert [note.code for note in done.notes] == ["mixed_currencies", "too_many_rows"]
    assert "in EUR and USD" in done.notes[0].says
    euros = OrderFilter(currencies=("EUR",))
    _, done = rows_of(shelf, tmp_path, "quickbooks-bank", filter=euros)
    assert done.notes == ()


def test_a_selection_of_orders_or_lines_is_all_there_is(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(
        *[
            order(str(n), line("1", f"A{n}"), line("2", f"B{n}"), ordered_at=AT + n)
            for n in range(3)
        ]
    )
    second = [number for (number,) in shelf.all("SELECT id FROM lines WHERE item_name = 'B1'")]
    rows, done = rows_of(shelf, tmp_path, "lines", line_ids=tuple(second))
    assert [row[3] for row in rows[1:]] == ["B1"]
    assert done.totals == (CurrencyTotal("USD", 1, Decimal("49.00"), 0),)
    rows, _ = rows_of(shelf, tmp_path, "orders", line_ids=tuple(second))
    assert [row[1] for row in rows[1:]] == ["N-1"]


def test_a_formula_in_a_shared_presets_heading_is_harmless(tmp_path: Path, shelf: Shelf) -> None:
    file = tmp_path / "evil.toml"
    file.write_text('columns = [{ heading = "=cmd()", column = "sku" }]')
    rows, _ = rows_of(shelf, tmp_path, str(file))
    assert rows == [["'=cmd()"]]


def test_a_text_put_together_is_looked_at_whatever_its_heading(
    tmp_path: Path, shelf: Shelf
) -> None:
    file = tmp_path / "made.toml"
    file.write_text("""columns = [{ heading = "Brand", text = "={sku}, {brand}" }, "sku"]""")
    shelf.save(order("a", line("1", sku="S1", brand="Acme")))
    rows, _ = rows_of(shelf, tmp_path, str(file))
    assert rows == [["Brand", "SKU"], ["'=S1, Acme", "S1"]]


# --- months


orders = st.lists(
    st.tuples(
        st.integers(AT - 90 * 86_400, AT + 90 * 86_400) | st.none(),
        st.sampled_from(["Amazon", "Target", None]),
        st.sampled_from(["EUR", "USD", None]),
        st.sampled_from(["0", "0.1", "-3.333333", "9000000000000", "49.00", None]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=12,
)


def by_hand(
    given_orders: list[tuple[Any, ...]], zone: str
) -> dict[tuple[str, str, str], tuple[int, Decimal, int]]:
    """Orders, sum and orders without a total by month, retailer and currency."""
    from datetime import UTC, datetime

    sums: dict[tuple[str, str, str], list[Any]] = defaultdict(lambda: [0, Decimal(0), 0])
    for at, retailer, currency, total, _ in given_orders:
        month = ""
        if at is not None:
            month = f"{datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)):%Y-%m}"
        group = sums[month, retailer or "", currency or ""]
        group[0] += 1
        group[1] += Decimal(total or 0)
        group[2] += total is None
    return {key: (count, total, blank) for key, (count, total, blank) in sums.items()}


@settings(max_examples=40)
@given(orders, st.sampled_from(["UTC", "Pacific/Auckland", "America/New_York"]))
def test_months_are_what_a_plain_loop_adds_up(
    shop: Shelf, given_orders: list[tuple[Any, ...]], zone: str
) -> None:
    first = 1 + (shop.db.execute("SELECT max(id) FROM orders").get or 0)
    made: list[Order] = [
        order(
            f"{first}/{n}",
            *[line(str(k), order_total=total, currency=currency) for k in range(lines)],
            ordered_at=at,
            retailer=retailer,
            currency=currency,
            total=total,
        )
        for n, (at, retailer, currency, total, lines) in enumerate(given_orders)
    ]
    shop.save(*made)
    ids = tuple(range(first, first + len(made)))
    target = shop.database.path.parent
    rows, done = rows_of(
        shop,
        target,
        "bookkeeper-monthly",
        order_ids=ids,
        filter=OrderFilter(timezone=zone),
    )
    month = "Month" if zone == "UTC" else f"Month ({zone})"
    assert rows[0] == [
        month,
        "Retailer",
        "Currency",
        "Orders",
        "Order Total",
        "Orders Without Total",
    ]
    found = {
        (month, retailer, currency): (int(count), Decimal(total or 0), int(blank))
        for month, retailer, currency, count, total, blank in rows[1:]
    }
    expected = by_hand(given_orders, zone)
    assert found == expected
    assert list(found) == sorted(found)
    assert len(found) == len(rows) - 1 == done.rows
    unknown = sum(blank for _, _, blank in expected.values())
    assert [note.code for note in done.notes] == (["no_total"] if unknown else [])


def test_months_without_orders_have_no_rows(shelf: Shelf, tmp_path: Path) -> None:
    assert rows_of(shelf, tmp_path, "bookkeeper-monthly")[1].rows == 0
    rows, _ = rows_of(shelf, tmp_path, "bookkeeper-monthly", columns=("currency", "orders"))
    assert rows == [["Currency", "Orders"]]
    shelf.save(order("a", line("1"), ordered_at=AT, currency="EUR", total="2"))
    rows, _ = rows_of(
        shelf, tmp_path, "bookkeeper-monthly", columns=("orders", "order_total", "currency")
    )
    assert rows[1:] == [["1", "2.00", "EUR"]]
