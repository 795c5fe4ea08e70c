"""A retailer's orders as a pure function of (seed, retailer, number): nothing is stored.

Orders are numbered from the oldest (0). Lines come in blocks of eight orders with twenty lines,
so that line -> order and order -> first line are arithmetic, and dates rise with the number, so
that a date is found by bisection. A million lines cost no more to page through than fifty.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime
from typing import Any

from orderdock.sandbox.awkward import AWKWARD
from orderdock.sandbox.chance import mix
from orderdock.sandbox.clock import iso
from orderdock.sandbox.stackline.goods import GOODS, VERSIONS
from orderdock.sandbox.stackline.order_numbers import number_of, order_id
from orderdock.sandbox.stackline.retailers import Retailer

OLDEST = int(datetime(2019, 1, 4, tzinfo=UTC).timestamp())
DAY = 86_400

_SIZES = (2, 1, 3, 1, 4, 2, 6, 1)
_BLOCK_ORDERS, _BLOCK_LINES = len(_SIZES), sum(_SIZES)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _turned() -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """For each turn of the sizes: where each order starts, and which order each line is in."""
    tables = []
    for turn in range(_BLOCK_ORDERS):
        sizes = _SIZES[turn:] + _SIZES[:turn]
        starts = tuple(sum(sizes[:k]) for k in range(_BLOCK_ORDERS))
        owners = tuple(k for k, size in enumerate(sizes) for _ in range(size))
        tables.append((starts, owners))
    return tuple(tables)


_TABLES = _turned()


class History:
    """`lines` order lines of one retailer, from January 2019 to just before `newest` (seconds)."""

    def __init__(self, seed: int, retailer: Retailer, lines: int, newest: int) -> None:
        self.retailer = retailer
        self.lines = 0 if retailer.temper == "no-orders" else lines
        self._seed = mix(seed * 1_000_003 + retailer.id)
        self._span = newest - OLDEST
        self.orders = self.order_of_line(self.lines - 1) + 1 if self.lines else 0
        # short histories are denser at the end, so that something is always on its way
        self._bend = 4.0 if self.orders < 100 else 1.6 if self.orders < 5000 else 1.0
        self._odd_every = 3 if self.orders < 100 else 11
        self._whole_units = retailer.currency == "JPY"

    def _tables(self, block: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return _TABLES[mix(self._seed ^ block) & 7]

    def order_of_line(self, line: int) -> int:
        block, place = divmod(line, _BLOCK_LINES)
        return block * _BLOCK_ORDERS + self._tables(block)[1][place]

    def first_line(self, order: int) -> int:
        """The number of the order's first line; for one after the last, the number of lines."""
        if order >= self.orders:
            return self.lines
        block, place = divmod(order, _BLOCK_ORDERS)
        return block * _BLOCK_LINES + self._tables(block)[0][place]

    def date(self, order: int) -> int:
        """Seconds since 1970; never smaller for a higher number."""
        here, after = self._share(order), self._share(order + 1)
        wobble = (mix(self._seed + order) & 0xFFFF) / 65536
        return OLDEST + int(self._span * (here + wobble * (after - here)))

    def _share(self, order: int) -> float:
        return float(1 - (1 - order / self.orders) ** self._bend)

    def first_from(self, moment: float) -> int:
        """The oldest order not before `moment`."""
        return bisect_left(range(self.orders), moment, key=self.date)

    def order_id(self, order: int) -> str:
        return order_id(self.retailer.numbering, order, mix(self._seed - order))

    def find(self, identifier: str) -> int | None:
        """The order of that number, None when there is none."""
        order = number_of(self.retailer.numbering, identifier)
        if order is None or not 0 <= order < self.orders or self.order_id(order) != identifier:
            return None
        return order

    def records(self, order: int, as_of: float) -> list[dict[str, Any]]:
        """The order's lines as sheet 6.1 has them, shipment states as of the midnight before."""
        size = self.first_line(order + 1) - self.first_line(order)
        date = self.date(order)
        chance = mix(self._seed + (order << 20))
        other = order % 40 == 17
        head = {
            "orderId": self.order_id(order),
            "retailerId": self.retailer.id,
            "retailerName": self.retailer.name,
            "orderDate": iso(date),
        }
        currency = self.retailer.other_currency if other else self.retailer.currency
        lines = [
            self._line(head, date, as_of, mix(chance + place), currency) for place in range(size)
        ]
        self._oddities(lines, order, size)
        total = self._total(lines)
        for line in lines:
            line["orderTotal"] = total
        return lines

    def _line(
        self, head: dict[str, Any], date: int, as_of: float, chance: int, currency: str
    ) -> dict[str, Any]:
        index = chance % len(GOODS)
        version = (chance >> 8) % len(VERSIONS)
        good = GOODS[index]
        suffix, percent = VERSIONS[version]
        cents = max(1, good.cents * percent // 100 + (chance >> 16) % 7 - 3)
        status, words = shipment(date, as_of, chance >> 24)
        quantity = 1 + (0, 0, 0, 0, 1, 1, 2, 5)[(chance >> 32) & 7]
        return {
            **head,
            "retailerSku": f"B{mix(index * 64 + version + self.retailer.id) % 10**9:09d}",
            "itemName": good.name + suffix,
            "quantity": quantity,
            "price": cents if self._whole_units else cents / 100,
            "shipmentStatus": status,
            "shipmentText": words,
            "brandName": good.brand,
            "brandId": 4000 + sum(good.brand.encode()) % 997,
            "department": good.department,
            "category": good.category,
            "subCategory": good.sub_category,
            "currency": currency,
        }

    def _oddities(self, lines: list[dict[str, Any]], order: int, size: int) -> None:
        """Things that happen in real histories: the same article twice, refunds, blanks."""
        if size == 4:  # the same SKU twice: truly equal lines, or another quantity
            lines[3] = dict(lines[2])
            if order // _BLOCK_ORDERS % 2:
                lines[3]["quantity"] += 1
        if size == 6:
            back = dict(lines[0], quantity=1, price=-lines[0]["price"])
            lines[5] = back | {"itemName": f"Refund: {back['itemName']}"}
        if size == 1 and order % 5 == 3:
            lines[0]["quantity"] = -1
        if order % self._odd_every == 1:
            lines[0]["itemName"] = AWKWARD[order // self._odd_every % len(AWKWARD)]
        if order % 9 == 4:
            lines[0].update(brandName=None, brandId=None)
        if order % 23 == 7:
            lines[-1].update(shipmentText=None, department=None, category=None, subCategory=None)
        if order % 29 == 11:
            lines[-1]["price"] = None

    def _total(self, lines: list[dict[str, Any]]) -> float | int | None:
        """The exact sum of the order, None when a price is missing."""
        cents = 0
        for line in lines:
            if line["price"] is None:
                return None
            cents += line["quantity"] * round(line["price"] * 100)
        return cents // 100 if self._whole_units else cents / 100


def shipment(date: int, as_of: float, chance: int) -> tuple[str, str]:
    """Status and words; they change at midnight UTC, so two readings on one day are equal."""
    age = int(as_of) // DAY - date // DAY
    shipped = 1 + chance % 3
    delivered = shipped + 1 + (chance >> 4) % 6
    if age >= delivered:
        if (chance >> 8) % 61 == 0:
            return "canceled", "Canceled by the seller"
        return "delivered", f"Delivered {_day(date + delivered * DAY)}"
    if age >= shipped:
        return "in_transit", f"Arriving {_day(date + delivered * DAY)}"
    return "pending", "Preparing for shipment"


def _day(moment: int) -> str:
    day = datetime.fromtimestamp(moment, UTC)
    return f"{_MONTHS[day.month - 1]} {day.day}"
