"""Stackline's CSV read as the same lines as its JSON."""

import pytest

from orderdock.connector.line_rows import Row
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.orders import SetAside
from orderdock.providers.stackline.lines import CSV, JSON

HEADER = (
    "Retailer,Retailer Order ID,Order Date,Item Name,Brand,Dept,Category,SubCategory,SKU,Quantity,"
    "Price,Currency,Shipment Status,Order Total\r\n"
)
BEANS = (
    "Amazon,700-1,2025-10-28T16:05:00Z,Beans,Roasters,Food,Coffee,Whole,B1,2,18.50,USD,delivered,"
    "41.99\r\n"
)
AS_JSON = (
    b'[{"orderId":"700-1","retailerId":1,"retailerName":"Amazon","orderDate":"2025-10-28T16:05:00Z",'
    b'"retailerSku":"B1","itemName":"Beans","quantity":2,"price":18.50,"brandName":"Roasters",'
    b'"department":"Food","category":"Coffee","subCategory":"Whole","currency":"USD",'
    b'"shipmentStatus":"delivered","orderTotal":41.99}]'
)


def only(text: str) -> Row:
    (row,) = CSV.read(text.encode(), "1")
    assert isinstance(row, Row), row
    return row


def test_a_row_is_the_same_line_as_in_json() -> None:
    (from_json,) = JSON.read(AS_JSON)
    assert isinstance(from_json, Row)
    row = only(HEADER + BEANS)
    assert row._replace(line=row.line._replace(raw=b"")) == from_json._replace(
        line=from_json.line._replace(raw=b"")
    )


def test_a_bom_other_columns_and_another_order_do_no_harm() -> None:
    text = (
        "\ufeffOrder Total,Retailer Order ID,New,Retailer,Order Date,Item Name,Quantity,Price\r\n"
    )
    row = only(text + "5,77,?,Amazon,2025-10-28,Tea,1,5\r\n")
    assert (row.number, row.line.order_total, row.line.sku) == ("77", "5", None)


def test_commas_quotes_and_line_breaks_stay_inside_their_cell() -> None:
    row = only(HEADER + BEANS.replace("Beans", '"Beans, ""best""\r\nof all"'))
    assert row.line.item_name == 'Beans, "best"\r\nof all'


def test_repeated_headers_and_blank_lines_are_dropped() -> None:
    assert len(CSV.read((HEADER + BEANS + HEADER + "\r\n" + BEANS).encode())) == 2
    assert CSV.read(HEADER.encode()) == []
    assert CSV.read(b"") == []


@pytest.mark.parametrize(
    "row",
    [
        BEANS.replace("18.50", "twelve"),
        BEANS.replace("2025-10-28T16:05:00Z", "soon"),
        BEANS.replace("700-1", ""),
        "Amazon,700-1\r\n",
    ],
)
def test_an_unreadable_row_is_set_aside_and_the_file_goes_on(row: str) -> None:
    kinds = [type(entry) for entry in CSV.read((HEADER + BEANS + row + BEANS).encode())]
    assert kinds == [Row, SetAside, Row]


@pytest.mark.parametrize(
    "text", ["a,b\r\n1,2\r\n", HEADER + 'Amazon,"broken', '{"message": "no"}', "<html></html>"]
)
def test_something_else_than_the_file_is_an_error(text: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        CSV.read(text.encode())
    with pytest.raises(UnexpectedAnswer):
        CSV.read(b"\xff\xfe" + text.encode())
