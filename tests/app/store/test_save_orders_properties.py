"""Whatever the pages show, in whatever parts, the store holds what a plain dictionary would."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.domain.orders import Line, Order
from orderdock.store import order_rows
from orderdock.store.text_shape import CLOSE_LOOK, GAP, PLAIN, QUOTED, shape_of
from orderdock.store.told import told
from tests.support.shelf import shelf_at

SHAPE = order_rows.LINE_COLUMNS.index("shape")
TEXTS = ("line_key", "currency", "shipment_status", *order_rows.WORDS)
words = st.sampled_from(["red", "blue", None, "a,b", '"', "=1", "é"])
lines = st.builds(
    Line,
    key=st.sampled_from(["1", "2", "3", "k" * 60]),
    item_name=words,
    quantity=st.sampled_from(["1", "2.50", None]),
    shipment_status=st.sampled_from(["Shipped", "Delivered"]),
    order_total=st.just("9.99"),
    brand=st.none(),
    department=st.none(),
    category=st.none(),
    subcategory=st.none(),
    sku=st.none(),
    unit_price=st.none(),
    currency=st.none(),
    raw=st.just(b""),
)
orders = st.builds(
    Order,
    key=st.sampled_from(["a", "b", "c"]),
    number=st.just("N"),
    retailer=st.just("R"),
    ordered_at=st.just(5),
    link=st.just(""),
    currency=st.none(),
    total=st.none(),
    status=st.none(),
    status_text=st.none(),
    raw=st.just(b""),
    lines=st.lists(lines, max_size=4, unique_by=lambda line: line.key).map(tuple),
)
pages = st.lists(st.lists(orders, max_size=5), max_size=6)


@settings(max_examples=25)
@given(pages)
def test_any_sequence_of_pages_gives_exact_counts_and_the_last_word_on_every_line(
    pages: list[list[Order]],
) -> None:
    model: dict[tuple[str, str], Line] = {}
    with tempfile.TemporaryDirectory() as folder, shelf_at(Path(folder) / "o.db") as shelf:
        for page in pages:
            latest = {(order.key, line.key): line for order in page for line in order.lines}
            added = sum(key not in model for key in latest)
            equal = sum(model.get(key) == line for key, line in latest.items())
            model |= latest
            saved = shelf.save(*page)
            assert saved == (added, len(latest) - added - equal, equal, 0)
        stored = shelf.all(
            "SELECT o.order_key, l.item_name, l.quantity, l.shipment_status, l.shape, l.id,"
            " o.line_count FROM lines l JOIN orders o ON o.id = l.id >> 20"
        )
        assert sorted(map(repr, (row[:4] for row in stored))) == sorted(
            repr((key, line.item_name, line.quantity, line.shipment_status))
            for (key, _), line in model.items()
        )
        for _, name, _, _, shape, line_id, count in stored:
            assert shape == {"a,b": QUOTED, '"': CLOSE_LOOK, "=1": CLOSE_LOOK}.get(name, PLAIN)
            assert 1 <= line_id & 0xFFFFF <= count
        by_word = shelf.all("SELECT count(*) FROM line_words WHERE line_words MATCH 'blue'")
        assert by_word == [(sum(line.item_name == "blue" for line in model.values()),)]
        [(total_lines, total_orders)] = shelf.all("SELECT line_count, order_count FROM connections")
        assert total_lines == len(model) == len(stored)
        assert [(total_orders,)] == shelf.all("SELECT count(*) FROM orders")


whole_characters = st.characters(exclude_characters=GAP, exclude_categories=["Cs"])
"""Halves do not come this far."""
cells = st.none() | st.sampled_from(("a", "1 é")) | st.text(whole_characters, max_size=4)
some_line = st.builds(
    Line, st.text(max_size=60), cells, cells, cells, cells, cells, cells, st.just("1"),
    st.just("2"), cells, cells, st.none(), st.just(b""),
)  # fmt: skip
some_order = st.builds(
    Order, st.sampled_from(("a", "b", "=", ",")), cells, cells, st.just(0),
    st.lists(some_line, max_size=3).map(tuple),
    currency=cells, total=st.none(), status=cells, status_text=cells,
)  # fmt: skip


@given(some_order)
def test_a_row_is_as_awkward_as_its_cells_whoever_judged_them(order: Order) -> None:
    header = order_rows.header_of(order, None, None)
    judged = told(order, judged=True)
    rows, _ = order_rows.new_rows(header, order, judged.shapes, 0, plain=judged.plain)
    assert (rows, []) == order_rows.new_rows(header, order, told(order).shapes, 0)
    for row in rows:
        texts = [row[order_rows.LINE_COLUMNS.index(name)] for name in TEXTS]
        assert row[SHAPE] == max(shape_of(texts), shape_of([header.currency]))
    for plain in (False, order_rows.has_plain_words(order)):
        *columns, shape = order_rows.order_columns(header, order.key, rows, plain=plain)
        assert shape == shape_of([order.key, *(cell for cell in columns if isinstance(cell, str))])


@given(st.lists(st.text(max_size=6) | st.none(), max_size=5))
def test_the_shape_of_a_row_is_never_too_kind(cells: list[str | None]) -> None:
    shape = shape_of(cells)
    texts = [text for cell in cells if (text := (cell or "").lstrip(GAP))]
    if any(not (text[0].isalnum() or text[0] == "_") or "\0" in text for text in texts):
        assert shape == CLOSE_LOOK
    elif any(set(text) & set('",;\r\n') for text in texts):
        assert shape in (QUOTED, CLOSE_LOOK)
