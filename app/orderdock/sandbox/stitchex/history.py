"""An organisation's orders as a pure function of (seed, organisation, number): nothing is stored.

Orders are numbered from the oldest (0). Their rows (sizes with a quantity) come in blocks of eight
orders with forty rows, so that how many orders a number of rows makes is arithmetic.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

from orderdock.sandbox.awkward import AWKWARD
from orderdock.sandbox.chance import mix
from orderdock.sandbox.stitchex.catalogue import PRODUCTS, Catalogue
from orderdock.sandbox.stitchex.manners import Manners
from orderdock.sandbox.stitchex.people import Organisation

DAY = 86_400
OLDEST = int(datetime(2018, 11, 5, tzinfo=UTC).timestamp())
FIRST_ID, FIRST_NUMBER = 70_000, 501
COMPANIES = 140

_SIZES = (6, 3, 9, 1, 4, 12, 2, 3)
_BLOCK = sum(_SIZES)
_FORMS = (timedelta(), None, timedelta(hours=1), timedelta(hours=-5))
_SHOPS = ("Department Store", "Boutique", "Kaufhaus", "Concept Store", "Outfitters", "Mercerie")
_TOWNS = ("Leeds", "Köln", "Porto", "Tromsø", "Kyoto", "Lyon", "Austin", "Łódź", "Galway")


def stamp(moment: float, form: int = 0) -> str:
    """A moment with milliseconds in one of the offsets that samples show (sheet 8)."""
    offset = _FORMS[form % len(_FORMS)]
    zone = UTC if offset is None else timezone(offset)
    text = datetime.fromtimestamp(moment, zone).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z") if offset is None else text


def day(moment: float) -> str:
    """`YYYY-MM-DD` (sheet 8)."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")


def money(cents: int) -> str:
    """A decimal string with as few places as samples have: "54.0", "56.76"."""
    text = f"{cents / 100:.2f}"
    return text.removesuffix("0")


def company(organisation: int, number: int) -> str:
    """The name of a customer."""
    if number % 13 == 4:
        return f"{AWKWARD[number // 13 % len(AWKWARD)]} {number}"
    chance = mix(organisation + number)
    return f"{_TOWNS[chance % len(_TOWNS)]} {_SHOPS[(chance >> 8) % len(_SHOPS)]} {number}"


class Progress(NamedTuple):
    """How far an order is: words as on the wire, and since when they hold."""

    status: str
    fulfilment: str
    financial: str
    since: float


class History:
    """Orders with `rows` rows in all, up to just before `newest` (seconds)."""

    def __init__(
        self,
        seed: int,
        organisation: Organisation,
        rows: int,
        newest: int,
        catalogue: Catalogue,
        manners: Manners,
    ) -> None:
        self.organisation = organisation
        self.rows = rows
        self._seed = mix(seed * 1_000_003 + organisation.id)
        self._span = newest - OLDEST
        self._catalogue = catalogue
        self._manners = manners
        blocks, left = divmod(rows, _BLOCK)
        self.orders = blocks * len(_SIZES) + sum(
            1 for k in range(len(_SIZES)) if left > sum(_SIZES[:k])
        )
        # short histories are denser at the end, so that something is always on its way
        self._bend = 4.0 if self.orders < 100 else 1.6

    def order_id(self, number: int) -> int:
        return FIRST_ID + 7 * number + mix(self._seed + number) % 5

    def number(self, order_id: int) -> int:
        """The number of an order that exists."""
        return (order_id - FIRST_ID) // 7

    def created(self, number: int) -> float:
        """Seconds since 1970; never smaller for a higher number."""
        share = 1 - (1 - (number + 0.5) / self.orders) ** self._bend
        return OLDEST + int(self._span * share)

    def _first_row(self, number: int) -> int:
        block, place = divmod(number, len(_SIZES))
        return min(block * _BLOCK + sum(_SIZES[:place]), self.rows)

    def record(self, number: int, now: float) -> dict[str, Any]:
        """Sheet 4.1, as of the midnight before `now`."""
        chance = mix(self._seed ^ (number << 8))
        currency = self.organisation.currencies[chance % len(self.organisation.currencies)]
        rows = self._first_row(number + 1) - self._first_row(number)
        order_id = self.order_id(number)
        items = self._items(order_id, rows, chance, 100 if currency == "JPY" else 1)
        return self.order(number, order_id, items, currency, self.created(number), now)

    def _items(self, order_id: int, rows: int, chance: int, unit: int) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        while rows > 0:
            chance = mix(chance)
            number = chance % PRODUCTS
            colour = (chance >> 16) % len(self._catalogue.colours(number))
            sizes = self._catalogue.sizes(number)
            filled = min(rows, 1 + (chance >> 24) % len(sizes))
            first = (chance >> 32) % len(sizes)
            wanted = {(first + k) % len(sizes) for k in range(filled)}
            pieces = [1 + (chance >> (8 + k)) % 12 if k in wanted else 0 for k in range(len(sizes))]
            discount = (0, 0, 0, 10, 20)[(chance >> 40) % 5]
            items.append(self.item(order_id, len(items), number, colour, pieces, discount, unit))
            rows -= filled
        return items

    def item(
        self,
        order_id: int,
        place: int,
        product: int,
        colour: int,
        pieces: list[int],
        discount: int = 0,
        unit: int = 1,
    ) -> dict[str, Any]:
        """One product colour with its sizes. `unit` 100 makes prices without fractions."""
        catalogue = self._catalogue
        item_id = order_id * 100 + place
        skus = catalogue.skus(product, colour)
        original = skus[0].cents * unit
        price = original * (100 - discount) // 100 // unit * unit
        record: dict[str, Any] = {
            "id": item_id,
            "product_id": catalogue.product_id(product),
            "product_name": catalogue.name(product),
            "variation_id": catalogue.variation_id(product, colour),
            "color": catalogue.colours(product)[colour],
            "unit_tax": money(price // 10),
            "tax_level": "10.0",
            "unit_price": money(price),
            "original_price": money(original),
            "percentage_discount": f"{discount}.0",
            "line_quantities": [
                {"id": item_id * 20 + k, "size": sku.size, "quantity": number, "sku_id": sku.id}
                for k, (sku, number) in enumerate(zip(skus, pieces, strict=True))
            ],
        }
        if self._manners.copy == "2026":
            record |= {
                "product_identifier": catalogue.identifier(product),
                "weight": None,
                "weight_unit": "kg",
                "bundle_line_item": False,
            }
        if self._manners.sku_numbers_inline:
            for row, sku in zip(record["line_quantities"], skus, strict=True):
                row["sku_number"] = catalogue.sku_number(sku)
        return record

    def order(
        self,
        number: int,
        order_id: int,
        items: list[dict[str, Any]],
        currency: str,
        created: float,
        now: float,
    ) -> dict[str, Any]:
        """Everything around the items."""
        chance = mix(self._seed - number)
        progress = self._progress(created, now, chance)
        shipping = 1250 if chance % 9 == 2 and currency != "JPY" else 0
        buyer = (chance >> 12) % COMPANIES
        order_number = FIRST_NUMBER + number
        submitted = None if progress.status == "draft" else stamp(created + 450, number + 1)
        channel = self.organisation.currencies.index(currency)
        record: dict[str, Any] = {
            "id": order_id,
            "created_at": stamp(created, number),
            "updated_at": stamp(progress.since, number),
            "shipping_cost": money(shipping),
            "shipping_tax": "0.0",
            "settlement_discount": "0.0",
            "deposit_percentage": "0.0",
            "start_ship_date": None if number % 4 else day(created + 20 * DAY),
            "cancel_ship_date": None if number % 6 else day(created + 60 * DAY),
            "submitted_at": submitted,
            "confirmed_at": None if submitted is None else stamp(created + DAY, number + 2),
            "notes": None if number % 8 else f"Deliver to the back door.\nRing twice, no. {number}",
            "currency": currency,
            "proforma_number": None,
            "proforma_date": None,
            "order_number": order_number,
            "purchase_order_ref": f"PO-{chance % 9000}" if number % 3 else None,
            "invoice_numbers": "" if "not" in progress.fulfilment else f"{3300 + number}",
            "shipment_numbers": "",
            "next_due_date": day(created + 45 * DAY),
            "company_name": None if number % 31 == 8 else company(self.organisation.id, buyer),
            "season_id": 10 + number % 4,
            "organisation_id": self.organisation.id,
            "channel_id": 31 + channel,
            "company_id": 88 + buyer,
            "fulfillment_status": progress.fulfilment,
            "financial_status": progress.financial,
            "payment_term_name": "Net 30",
            "line_items": items,
        }
        if self._manners.copy == "2026":
            record |= {
                "order_number": str(order_number),
                "channel_name": f"Wholesale {currency}",
                "status": progress.status,
                "internal_notes": None,
                "shipping_instructions": None,
                "custom_fields": [],
                "invoice_method": "on_shipment",
                "warehouse_name": "Main",
                "return_label": False,
            }
        return with_totals(record)

    def _progress(self, created: float, now: float, chance: int) -> Progress:
        """Words change at midnight UTC, so two readings on one day are equal."""
        newer = self._manners.copy == "2026"
        no = "not" if newer else "nothing"
        age = int(now) // DAY - int(created) // DAY
        ships = 2 + chance % 25
        parts = ships - 1 - (chance >> 8) % 4 if (chance >> 16) % 4 == 0 else ships
        moment = int(created) // DAY * DAY
        if newer and (chance >> 24) % 47 == 5:
            return Progress("cancelled", f"{no}_shipped", f"{no}_paid", created + DAY)
        if newer and age < 2 and (chance >> 20) % 4 == 0:
            return Progress("draft", f"{no}_shipped", f"{no}_paid", created)
        if age >= ships:
            paid = age >= ships + 14
            since = moment + (ships + 14 if paid else ships) * DAY
            return Progress("confirmed", "shipped", "paid" if paid else f"{no}_paid", since)
        if age >= parts:
            return Progress(
                "confirmed", "partially_shipped", f"{no}_paid", moment + max(parts, 0) * DAY
            )
        return Progress("confirmed", f"{no}_shipped", f"{no}_paid", created + 450)


def with_totals(order: dict[str, Any]) -> dict[str, Any]:
    """The order with its sums made anew from its items (sheet 4.1)."""
    net = tax = pieces = 0
    for item in order["line_items"]:
        price, duty = (round(float(item[key]) * 100) for key in ("unit_price", "unit_tax"))
        for row in item["line_quantities"]:
            net += price * row["quantity"]
            tax += duty * row["quantity"]
            pieces += row["quantity"]
    subtotal = net + round(float(order["shipping_cost"]) * 100)
    order |= {
        "items_total": money(net),
        "items_tax": money(tax),
        "subtotal": money(subtotal),
        "total_tax": money(tax),
        "grand_total": money(subtotal + tax),
        "total_quantity": pieces,
    }
    return order
