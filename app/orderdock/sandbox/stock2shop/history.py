"""A merchant's orders as a pure function of (seed, merchant, number): nothing is stored.

Orders are numbered from the oldest (0). Their lines come in blocks of eight orders with eighteen
lines, so that how many orders a number of lines makes is arithmetic. Each order has a life: moments
at which it changes, known from the start.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from orderdock.sandbox.awkward import AWKWARD
from orderdock.sandbox.chance import mix
from orderdock.sandbox.stock2shop.catalogue import Catalogue, Variant, money, stamp
from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.people import Client

DAY = 86_400
OLDEST = int(datetime(2019, 2, 1, tzinfo=UTC).timestamp())

_SIZES = (2, 1, 4, 1, 3, 1, 5, 1)
_BLOCK = sum(_SIZES)
_FIRST_NAMES = ("Ana", "Sibusiso", "Lerato", "Pieter", "Faatimah", "Zoë", "Naledi", "Hennie")
_LAST_NAMES = ("Mole", "Khumalo", "Botha", "Naidoo", "O'Brien", "September", "Mokoena", "Günther")
_TOWNS = ("Cape Town", "Durban", "Gqeberha", "Bloemfontein", "Polokwane", "Pietermaritzburg")


class Stage(NamedTuple):
    """From `since` (seconds) on an order looks so."""

    since: int
    word: str


class History:
    """Orders with `lines` lines in all, up to just before `newest` (seconds)."""

    def __init__(
        self,
        seed: int,
        client: Client,
        lines: int,
        newest: int,
        catalogue: Catalogue,
        manners: Manners,
    ) -> None:
        self._client = client
        self._seed = mix(seed * 1_000_003 + client.id)
        self._span = newest - OLDEST
        self._newest = newest
        self._catalogue = catalogue
        self._manners = manners
        self.lines = lines
        blocks, left = divmod(lines, _BLOCK)
        more = sum(1 for k in range(len(_SIZES)) if left > sum(_SIZES[:k]))
        self.orders = blocks * len(_SIZES) + more
        # short histories are denser at the end, so that something is always on its way
        self._bend = 4.0 if self.orders < 100 else 1.6
        self._group = 70 if self.orders >= 400 else 6

    def order_id(self, number: int) -> int:
        return self._client.id * 100_000_000 + 720_000 + 5 * number + mix(self._seed + number) % 4

    def number(self, order_id: int) -> int:
        """The number of an order that exists."""
        return (order_id - self._client.id * 100_000_000 - 720_000) // 5

    def created(self, number: int) -> int:
        """Seconds since 1970; never smaller for a higher number."""
        share = 1 - (1 - (number + 0.5) / self.orders) ** self._bend
        return OLDEST + int(self._span * share)

    def life(self, number: int) -> list[Stage]:
        """Its stages, oldest first.

        Each fifth group of orders was touched by one mass update: all of them in one second.
        """
        chance, at = mix(self._seed - number), self.created(number)
        stages = [Stage(at, "ordered")]
        if chance % 43 == 7:
            stages.append(Stage(at + 3600 + (chance >> 8) % DAY, "cancelled"))
        else:
            raised = at + 900 + (chance >> 8) % (2 * DAY)
            packed = raised + 3600 + (chance >> 20) % (4 * DAY)
            done = packed + DAY // 2 + (chance >> 32) % (6 * DAY)
            stages += [Stage(raised, "raised"), Stage(packed, "open"), Stage(done, "complete")]
        group = number // self._group
        if group % 5 == 2 and (group + 1) * self._group <= self.orders:
            moment = self.created((group + 1) * self._group - 1) + 40 * DAY
            if moment < self._newest and all(stage.since < moment for stage in stages):
                stages.append(Stage(moment, stages[-1].word))
        return stages

    def size(self, number: int) -> int:
        """How many lines the order has."""
        first, after = (self._first_line(n) for n in (number, number + 1))
        return after - first

    def _first_line(self, number: int) -> int:
        block, place = divmod(number, len(_SIZES))
        return min(block * _BLOCK + sum(_SIZES[:place]), self.lines)

    def record(self, number: int, now: float) -> dict[str, Any]:
        """Sheet 6.6, as of `now`."""
        order_id, chance = self.order_id(number), mix(self._seed ^ (number << 8))
        newer = self._manners.newer_fields == "some" and number % 3 != 1
        lines = self._lines(order_id, self.size(number), chance, newer=newer)
        stage = max(s for s in self.life(number) if s.since <= max(now, self.created(number)))
        return self.order(number, order_id, lines, stage, newer=newer)

    def _lines(self, order_id: int, size: int, chance: int, *, newer: bool) -> list[dict[str, Any]]:
        variants = self._catalogue.variants
        lines: list[dict[str, Any]] = []
        for place in range(size):
            chance = mix(chance)
            again = place == 3  # the same article twice in an order of four or more
            variant = self._catalogue.by_id[lines[2]["variant_id"]] if again else None
            variant = variant or variants[chance % len(variants)]
            qty = 1 + (0, 0, 0, 1, 2, 11)[(chance >> 24) % 6]
            lines.append(self.line(order_id, place, variant, qty, newer=newer))
        return lines

    def line(
        self, order_id: int, place: int, variant: Variant, qty: int, *, newer: bool
    ) -> dict[str, Any]:
        """One line; `price` is without tax (sheet 10)."""
        net = variant.cents * qty
        tax = net * 15 // 100
        record: dict[str, Any] = {
            "id": order_id * 100 + place,
            "grams": 900,
            "price": money(variant.cents),
            "sku": variant.sku,
            "total_discount": 0,
            "qty": qty,
            "variant_id": variant.id,
            "source_id": self._client.sources[0][0],
            "tax_lines": [{"rate": "15"}],
            "sub_total": money(net),
            "tax": money(tax),
            "total": money(net + tax),
            "total_display": _shown(net + tax),
            "price_display": _shown(variant.cents),
        }
        if newer:
            title = self._catalogue.title(variant.product)
            if place == 2:
                title = AWKWARD[order_id % len(AWKWARD)]
            product = self._catalogue.product_id(variant.product)
            record |= {"title": title, "barcode": None, "product_id": product}
        return record

    def order(
        self,
        number: int,
        order_id: int,
        lines: list[dict[str, Any]],
        stage: Stage,
        *,
        newer: bool,
        created: int | None = None,
    ) -> dict[str, Any]:
        """Everything around the lines."""
        chance = mix(self._seed - number)
        created = self.created(number) if created is None else created
        channel = self._client.channels[(chance >> 4) % len(self._client.channels)]
        raised = stage.word not in ("ordered", "cancelled")
        buyer = {
            "first_name": _FIRST_NAMES[chance % len(_FIRST_NAMES)],
            "last_name": _LAST_NAMES[(chance >> 16) % len(_LAST_NAMES)],
        }
        shipping = 6000 if chance % 3 == 0 else 0
        record: dict[str, Any] = {
            "id": order_id,
            "created": stamp(created),
            "channel_order_code": None if number % 37 == 11 else f"WEB-{1042 + number}",
            "modified": stamp(stage.since),
            "channel_id": channel.id,
            "client_id": self._client.id,
            "customer_id": 41_200 + chance % 900,
            "notes": "Leave at gate;\nring twice" if number % 6 == 0 else None,
            "status": "cancelled"
            if stage.word == "cancelled"
            else ("processing" if raised else "ordered"),
            "total_discount": 0,
            "line_item_sub_total": 0,
            "line_item_tax": 0,
            "shipping_sub_total": 0,
            "shipping_tax": money(shipping * 15 // 100),
            "customer": {
                "channel_customer_code": f"c-{chance % 900}",
                "email": f"buyer{chance % 900}@example.org",
                **buyer,
            },
            "sources": [
                {
                    "source_id": str(self._client.sources[0][0]),
                    "source_order_code": f"SO-{88 + number}" if raised else None,
                }
            ],
            "line_items": lines,
            "meta": [{"key": "customer_reference", "value": f"PO {number}"}],
            "shipping_address": _address(chance, buyer),
            "billing_address": _address(chance >> 8, buyer),
            "shipping_total": money(shipping),
        }
        if newer:
            record["ordered_date"] = stamp(created - 300, micro=number % 4 == 0)
            record["state"] = "saved"
            if stage.word in ("open", "complete") and number % 7:
                record["fulfillments"] = self._fulfilments(number, order_id, lines, stage)
        return with_totals(record)

    def _fulfilments(
        self, number: int, order_id: int, lines: list[dict[str, Any]], stage: Stage
    ) -> list[dict[str, Any]]:
        """Some in one parcel, some in two that are not equally far, some short of a piece."""
        parts = [lines[:1], lines[1:]] if len(lines) > 1 and number % 5 == 2 else [lines]
        found = []
        for place, part in enumerate(parts):
            word = stage.word if place == 0 else "open"
            items = [
                {
                    "sku": line["sku"],
                    "qty": line["qty"],
                    "fulfilled_qty": line["qty"] - (number % 11 == 4 and line["qty"] > 1),
                    "grams": line["grams"],
                }
                for line in part
            ]
            found.append(
                {
                    "id": order_id * 10 + place,
                    "created": stamp(stage.since),
                    "modified": stamp(stage.since),
                    "status": "success" if word == "complete" else None,
                    "state": word if number % 2 else word.capitalize(),
                    "tracking_number": f"TCG{order_id}{place}",
                    "tracking_company": "The Courier Guy",
                    "order_id": order_id,
                    "line_items": [] if number % 13 == 6 else items,
                }
            )
        if number % 17 == 8:
            found[0]["state"] = None
            found[0]["status"] = "on its way"
        return found


def with_totals(order: dict[str, Any]) -> dict[str, Any]:
    """The order with its sums made anew: `total` includes tax and shipping (sheet 10)."""
    net, tax = (
        sum(_cents(line[key]) for line in order["line_items"]) for key in ("sub_total", "tax")
    )
    shipping, duty = _cents(order["shipping_total"]), _cents(order["shipping_tax"])
    total = net + shipping + tax + duty
    order |= {
        "sub_total": money(net),
        "tax": money(tax + duty),
        "total": money(total),
        "sub_total_display": _shown(net),
        "shipping_total_display": _shown(shipping),
        "tax_display": _shown(tax + duty),
        "total_display": _shown(total),
        "total_discount_display": "0.00",
    }
    return order


def _cents(amount: float | int | str) -> int:
    return round(float(amount) * 100)


def _shown(cents: int) -> str:
    """The display form: two decimals, thousands parted by blanks (sheet 10)."""
    return f"{cents / 100:,.2f}".replace(",", " ")


def _address(chance: int, name: dict[str, str]) -> dict[str, Any]:
    return {
        "address1": f"{1 + chance % 180} Main Road",
        "address2": None,
        "city": _TOWNS[chance % len(_TOWNS)],
        "company": None,
        "country": "South Africa",
        "country_code": "ZA",
        "phone": "000",
        "province": None,
        "province_code": None,
        "zip": f"{8000 + chance % 999}",
        **name,
    }
