"""The grammar of the document, value by value, and the sandbox's word that it is right."""

from typing import Any

import pytest

from orderdock.providers.stitchlabs.requests import Condition, Filter, Read, Sort, Sums
from tests.providers.stitchlabs.conftest import DeskAt
from tests.sandbox.stitchlabs_customer import Trader

MARCH = Filter(
    (Condition("order_date", ">=", "2016-03-01"), Condition("order_date", "<=", "2016-03-31"))
)
AS_PRINTED = {
    "and": [
        {"order_date": "2016-03-01", "operation": ">="},
        {"order_date": "2016-03-31", "operation": "<="},
    ]
}


def test_the_smallest_request_leaves_all_to_the_server() -> None:
    assert Read().body("SalesOrders") == {"action": "read"}


def test_paging() -> None:
    assert Read(page_size=25, page_num=3).body("Products") == {
        "action": "read",
        "page_size": 25,
        "page_num": 3,
    }


def test_a_filter_as_the_document_prints_it() -> None:
    assert Read(filter=MARCH).body("SalesOrders") == {"action": "read", "filter": AS_PRINTED}


def test_either_or_and_an_operation_that_goes_without_saying() -> None:
    some = Filter(some=(Condition("sku", "=", "A-1"), Condition("sku", "=", "B-2")))
    assert some.body() == {"or": [{"sku": "A-1"}, {"sku": "B-2"}]}
    both = Filter((Condition("void", "!=", "1"),), some.some)
    assert list(both.body()) == ["and", "or"]


def test_sorting_is_a_list_of_objects_with_one_key() -> None:
    sort = (Sort("order_date", descending=True), Sort("id"))
    assert Read(sort=sort).body("SalesOrders")["sort"] == [{"order_date": "desc"}, {"id": "asc"}]


def test_counts_are_named() -> None:
    counts = {"still_open": Filter((Condition("complete", "=", "0"),))}
    assert Read(counts=counts).body("SalesOrders")["filter_counts"] == {
        "still_open": {"and": [{"complete": "0"}]}
    }


def test_sums_as_the_document_prints_them() -> None:
    read = Read(
        filter=MARCH,
        sort=(Sort("order_date", descending=True),),
        sums=(Sums({"total": "day_sum"}, "order_date", "DAY"), Sums({"total": "range_sum"})),
    )
    assert read.body("SalesOrders") == {
        "action": "read",
        "filter": AS_PRINTED,
        "sort": [{"order_date": "desc"}],
        "aggregate_by_date": {
            "date_field": "order_date",
            "aggregate_per": "DAY",
            "aggregate_fields": {"sum": [{"total": "day_sum"}]},
        },
        "aggregate_fields": {"sum": [{"total": "range_sum"}]},
    }


def test_links_and_ids_of_a_detail() -> None:
    read = Read(links=("productTags",), ids=("1001",))
    assert read.body("Products") == {
        "action": "read",
        "links": ("productTags",),
        "Products": [{"id": "1001"}],
    }


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("SalesOrders", Read()),
        ("SalesOrders", Read(page_size=5, page_num=2, sort=(Sort("id"),))),
        ("SalesOrders", Read(filter=MARCH, sort=(Sort("order_date", descending=True), Sort("id")))),
        *(
            ("SalesOrders", Read(filter=Filter((Condition("total", operation, "100"),))))
            for operation in ("=", "!=", ">=", "<=", ">", "<")
        ),
        ("Variants", Read(filter=Filter(some=(Condition("sku", "=", "A"),)))),
        ("Contacts", Read(counts={"x": Filter((Condition("archived", "=", "0"),))})),
        *(
            ("SalesOrders/aggregate", Read(sums=(Sums({"total": "t"}, "order_date", per),)))
            for per in ("DAY", "MONTH", "YEAR")
        ),
        ("SalesOrders/aggregate", Read(filter=MARCH, sums=(Sums({"total": "t"}),))),
        ("Products/detail", Read(links=("productTags", "attributes"), ids=("1001", "1002"))),
        ("PurchaseOrders/detail", Read(ids=("30001",))),
    ],
)
def test_the_server_takes_it(desk_at: DeskAt, path: str, read: Read) -> None:
    body: dict[str, Any] = read.body(path.partition("/")[0])
    answer = Trader(desk_at.base).post(path, body)
    assert answer.status in (200, 206), answer
