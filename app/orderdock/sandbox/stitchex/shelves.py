"""The lists of one organisation as the endpoints show them (sheet 4 and 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from orderdock.sandbox.stitchex import papers as kinds
from orderdock.sandbox.stitchex.catalogue import Catalogue
from orderdock.sandbox.stitchex.order_book import OrderBook
from orderdock.sandbox.stitchex.papers import Papers

Find = Callable[[str], list[int]]


class Shelf(NamedTuple):
    """One list. `single` is what one record is wrapped in, empty for nothing.

    `find` holds parameters that pick records by themselves; `since` those that leave out what is
    older: `since_id`, `since_created_at`.
    """

    path: str
    plural: str
    ids: Callable[[], Sequence[int]]
    record: Callable[[int], dict[str, Any]]
    single: str = ""
    by_id: bool = True
    small: bool = False
    since: tuple[str, ...] = ()
    find: Mapping[str, Find] = MappingProxyType({})


def shelves(book: OrderBook, catalogue: Catalogue, papers: Papers) -> dict[str, Shelf]:
    """Every paged list by its path."""

    def product_of(identifier: str) -> list[int]:
        ids = catalogue.product_ids
        return [key for key in ids if catalogue.identifier(catalogue.number(key)) == identifier]

    def picks(field: str) -> Find:
        def find(value: str) -> list[int]:
            ids = papers.ids(kinds.PICKS)
            return [key for key in ids if str(papers.pick_ticket(key)[field]) == value]

        return find

    def orders(kind: int) -> Callable[[], list[int]]:
        return lambda: papers.ids(kind)

    both = ("since_id", "since_created_at")
    one = ("since_id",)
    all_shelves = (
        Shelf(
            "/sales_orders",
            "sales_orders",
            lambda: book.ids,
            book.record,
            since=one,
            find={"by_order_number": book.find},
        ),
        Shelf(
            "/products",
            "products",
            lambda: catalogue.product_ids,
            catalogue.product,
            single="product",
            find={"filter[product_identifier]": product_of},
        ),
        Shelf("/skus", "skus", lambda: list(catalogue.by_sku), catalogue.sku, by_id=False),
        Shelf("/customers", "customers", lambda: kinds.CUSTOMER_IDS, papers.customer, "customer"),
        Shelf(
            "/invoices",
            "invoices",
            orders(kinds.INVOICES),
            papers.invoice,
            by_id=False,
            since=one,
            find={"invoice_id": papers.invoice_of},
        ),
        Shelf(
            "/payments",
            "payments",
            orders(kinds.PAYMENTS),
            papers.payment,
            "payment",
            since=both,
            find={"order_id": lambda text: papers.of_order(kinds.PAYMENTS, text)},
        ),
        Shelf(
            "/pick_tickets",
            "pick_tickets",
            orders(kinds.PICKS),
            papers.pick_ticket,
            "pick_ticket",
            since=both,
            find={
                "filter[warehouse_name]": picks("warehouse"),
                "by_order_number": lambda text: papers.of_order_number(kinds.PICKS, text),
                "by_order_id": lambda text: papers.of_order(kinds.PICKS, text),
                "by_shipment_number": picks("shipment_number"),
            },
        ),
        Shelf(
            "/receiving_tickets",
            "receiving_tickets",
            lambda: kinds.RECEIVING_IDS,
            papers.receiving_ticket,
            "receiving_ticket",
            since=both,
        ),
        Shelf("/returns", "returns", orders(kinds.RETURNS), papers.returned, "returns"),
        Shelf(
            "/credit_notes",
            "credit_notes",
            orders(kinds.CREDITS),
            papers.credit_note,
            "credit_notes",
            since=one,
        ),
        Shelf(
            "/production_orders",
            "production_orders",
            lambda: kinds.PRODUCTION_IDS,
            papers.production_order,
            by_id=False,
            small=True,
        ),
        Shelf("/agents", "agents", lambda: kinds.AGENT_IDS, papers.agent, "agent", small=True),
    )
    return {shelf.path: shelf for shelf in all_shelves}
