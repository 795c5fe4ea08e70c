"""Synq's orders become orders and lines; which name a field goes by is looked for (sheet 6, 11)."""

from typing import Any

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.changes import Row
from orderdock.connector.loose import Loose, Names
from orderdock.connector.reading import text, understood
from orderdock.connector.record_pages import line_of
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.synq.api import ORDERS, PROVIDER
from orderdock.providers.synq.assumptions import FIELDS
from orderdock.providers.synq.goods import Goods

_WORDS = {
    word: said
    for said, words in (
        ("Pending", "pending_payment payment_authorized"),
        ("Processing", "confirmed processing"),
        ("Partially shipped", "partially_fulfilled"),
        ("Shipped", "fulfilled"),
        ("Delivered", "delivered completed"),
        ("Returned", "return_requested partially_returned returned"),
        ("Refunded", "refunded partially_refunded"),
        ("Cancelled", "cancelled"),
        ("Failed", "failed"),
    )
    for word in words.split()
}


class Lines:
    """Reads orders by the names that are assumed. `nameless` is where unknown channels belong."""

    def __init__(self, assumptions: Assumptions, goods: Goods, nameless: str) -> None:
        self._names = names = Names(assumptions, FIELDS)
        self._number, self._ordered_at = names.text("order_number"), names.moment("ordered_at")
        self._total, self._currency = names.amount("order_total"), names.text("currency")
        self._line_id, self._name = names.text("line_id"), names.text("line_name")
        self._sku, self._quantity = names.text("sku"), names.amount("quantity")
        self._price, self._line_total = names.amount("unit_price"), names.amount("line_total")
        self._goods = goods
        self._nameless = nameless

    def rows(self, body: bytes) -> list[Row[Loose]]:
        """The orders of a page. Raises UnexpectedAnswer."""
        raws = reading.raw_records(body, ORDERS.what, PROVIDER, ORDERS.wrapper)
        return [Row(one.key, hash(one.raw), one) for one in self._names.page(raws, "order_id")]

    def loose(self, raw: bytes) -> Loose:
        """One order as it came."""
        return self._names.loose(raw, "order_id")

    def single(self, body: bytes) -> Loose:
        """An order from an answer of its own, bare or wrapped. Raises UnexpectedAnswer."""
        return self.loose(reading.raw_record(body, "an order", PROVIDER, "order"))

    def sold(self, order: Loose) -> list[dict[str, Any]]:
        """Its lines as they came."""
        return self._names.objects(order.record, "lines")

    def is_bare(self, order: Loose) -> bool:
        """Whether it came without its lines."""
        return order.has_id and not self.sold(order)

    def orders(self, page: list[Loose]) -> list[Order | SetAside]:
        """The orders of a page; what cannot be read with the reason."""
        read = [(one, understood(one, self._order, "an order", PROVIDER)) for one in page]
        return [SetAside(made, one.raw) if isinstance(made, str) else made for one, made in read]

    def _order(self, one: Loose) -> Order:
        """One order. Raises UnreadableRecord."""
        if not one.has_id:
            raise UnreadableRecord("The order has no id.")
        record, status = one.record, text(one.record, "status")
        sold = self._names.all_objects(record, "lines")
        shipment = _WORDS.get(status.lower(), status) if status else None
        channel = self._goods.channels.get(text(record, "channel_id") or "", {})
        return Order(
            one.key,
            self._number(record) or one.key,
            text(channel, "name") or self._nameless,
            self._ordered_at(record),
            tuple(self._lines(sold, shipment)),
            "",
            self._currency(record) or text(channel, "currency"),
            self._total(record),
            status,
            raw=one.raw,
        )

    def _lines(self, sold: list[dict[str, Any]], shipment: str | None) -> list[Line]:
        lines: list[Line] = []
        seen: dict[str, int] = {}
        for line in sold:
            product, name, sku = self._goods.product(line), self._name(line), self._sku(line)
            quantity, price = self._quantity(line), self._price(line)
            if price is None:
                price = reading.each(self._line_total(line), quantity)
            key = self._line_id(line)
            if key is None or sku is None:
                variant = text(line, "variant_id")
                # Without an id it is told apart by what it says itself: products may change.
                key = key or f"{variant or ''}:{sku or ''}:{name or ''}"
                sku = sku or self._goods.sku(variant)
            seen[key] = place = seen.get(key, 0) + 1
            key = key if place == 1 else f"{key}#{place}"
            title = name or product.title
            lines.append(line_of(key, title, product[1:], sku, quantity, price, shipment))
        return lines
