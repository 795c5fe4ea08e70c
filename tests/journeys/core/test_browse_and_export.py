"""What was synced can be browsed and saved, also after disconnecting."""

import csv
import io

import pytest

from orderdock.domain.errors import NoSuchConnection
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Unit
from orderdock.sandbox.running import RunningSandbox
from orderdock.services.export import ExportRequest
from tests.journeys.core.journey import Journey

HEADER = (
    "Retailer,Retailer Order ID,Order Date,Item Name,Brand,Dept,Category,SubCategory,SKU,Quantity,"
    "Price,Currency,Shipment Status,Order Total"
)


async def test_from_sign_in_to_csv(journey: Journey) -> None:
    await journey.connect(retailer="2")
    got = await journey.sync()
    target = journey.folder.parent / "orders.csv"
    async with journey.program() as services:
        library = services.library
        everything = OrderFilter()
        assert library.count(everything).lines == got.added
        ids = library.first_ids(everything, DEFAULT_SORT, Unit.ORDERS, 5)
        assert list(library.all_ids(everything, DEFAULT_SORT, Unit.ORDERS))[:5] == ids
        detail = library.order(ids[0])
        assert detail.lines
        assert detail.raw
        assert library.choices().retailers == ("Walmart",)
        assert sum(row.lines for row in library.summary(everything, "year")) == got.added
        done = services.export.run(ExportRequest(), target)
        preview = services.export.preview(ExportRequest(), rows=3)
    text = target.read_bytes().decode()
    assert text.startswith(HEADER + "\r\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert (len(rows) - 1, done.rows) == (got.added, got.added)
    assert rows[1:4] == preview.rows
    assert target.stat().st_size == done.bytes


async def test_a_retailer_that_records_do_not_name_is_named_in_store_and_file(
    journey: Journey, sandbox: RunningSandbox
) -> None:
    await journey.connect(retailer="2")
    await journey.sync()
    numbers = [n for (n,) in journey.rows("SELECT DISTINCT order_number FROM lines LIMIT 3")]
    for number, name in zip(numbers, (None, "", "  "), strict=True):
        sandbox.stackline.change_order(number, retailer=2, retailerName=name)
    assert (await journey.sync()).changed == 0
    target = journey.folder.parent / "orders.csv"
    async with journey.program() as services:
        services.export.run(ExportRequest(), target)
    assert journey.rows("SELECT DISTINCT retailer FROM orders") == [("Walmart",)]
    header, *rows = csv.reader(io.StringIO(target.read_text(), newline=""))
    assert header[0] == "Retailer"
    assert {row[0] for row in rows} == {"Walmart"}


async def test_kept_orders_outlive_their_connection(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    got = await journey.sync()
    async with journey.program() as services:
        await services.connections.disconnect(made, keep_orders=True)
        assert services.library.connections() == []
        assert services.library.count(OrderFilter(connections=(made,))).lines == got.added
        assert await services.sync.run(dialogue=lambda _: journey.dialogue, follow=print) == []
        with pytest.raises(NoSuchConnection):
            services.library.connection(made)
        await services.connections.disconnect(made, keep_orders=False)
        assert services.library.count(OrderFilter()).lines == 0
