"""Seeded orders as page bodies in Stackline's shape, with the awkward text of real shops."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from orderdock.connector.line_rows import Row, orders_of
from orderdock.domain.orders import Order
from orderdock.providers.stackline.lines import JSON

_RETAILERS = [
    "Amazon",
    "Walmart",
    "Target",
    "Costco",
    "eBay",
    "Best Buy",
    "Instacart",
    "Home Depot",
]
_WORDS = """
organic wireless stainless steel premium pack of ultra soft heavy duty kids large small blue
black white cotton charger cable bottle holder set kitchen storage bluetooth noise cancelling
headphones coffee beans dark roast gluten free protein bar chocolate almond vitamin shampoo
repair cream led light bulb dimmable warm outdoor camping tent portable solar panel filter
with adjustable stand monitor arm ergonomic mouse keyboard mechanical switch garden hose
paper towels rolls trash bags gallon crème brûlée jalapeño café naïve größe 日本茶 玄米 чай
""".split()  # noqa: SIM905 - a list of a hundred words is no easier to read
_KINDS = [
    ("Grocery", "Pantry", "Pasta & Rice"),
    ("Grocery", "Dairy", "Cheese"),
    ("Electronics", "Audio", "Headphones"),
    ("Electronics", "Computers", "Cables, Adapters"),
    ("Home", "Kitchen", "Cookware"),
    ("Home", "Garden", "Décor"),
    ("Apparel", "Men", "Shoes"),
    ("Apparel", "Kids", "Bébé"),
]
_STATUSES = ["Delivered", "Shipped", "Processing", "Cancelled", "Returned", "Out for delivery"]
_BRANDS = [
    a + b for a in ("Nor", "Kit", "Acme ", "O'", "Häa", "Green") for b in ("dic", "gen", "Labs")
]
_CURRENCIES = ["USD", "USD", "USD", "EUR", "GBP", "CAD", "JPY"]


def records(lines: int, seed: int = 7) -> Iterator[list[dict[str, Any]]]:
    """Orders, each as the list of its flat records, until there are `lines` of them."""
    r = random.Random(seed)
    made = 0
    while made < lines:
        retailer = r.randrange(8)
        number = f"{r.randrange(100, 120)}-{r.randrange(10**7):07d}-{made:07d}"
        at = 1_514_764_800 + made * 250 + r.randrange(86_400)
        moment = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
        status, currency = _STATUSES[int(r.random() * r.random() * 6)], r.choice(_CURRENCIES)
        count = min(1 + int(r.random() * r.random() * 10), lines - made)
        total, order = Decimal(0), []
        for _ in range(count):
            kind, quantity = r.choice(_KINDS), 1 + int(r.random() * r.random() * 4)
            price = Decimal(int(r.random() * r.random() * 20000)) / 100
            total += price * quantity
            order.append(
                {
                    "retailerId": retailer,
                    "retailerName": _RETAILERS[retailer],
                    "orderId": number,
                    "orderDate": moment,
                    "itemName": _name(r),
                    "brandName": r.choice(_BRANDS) if r.random() > 0.05 else None,
                    "department": kind[0],
                    "category": kind[1],
                    "subCategory": kind[2],
                    "retailerSku": f"B{r.randrange(10**9):09X}",
                    "quantity": quantity,
                    "price": msgspec.Raw(f"{price:.2f}".encode()),
                    "currency": currency,
                    "shipmentStatus": status,
                }
            )
        for record in order:
            record["orderTotal"] = msgspec.Raw(f"{total:.2f}".encode())
        made += count
        yield order


def pages(lines: int, size: int = 1000, seed: int = 7) -> Iterator[bytes]:
    """The same as page bodies of about `size` records."""
    page: list[dict[str, Any]] = []
    for order in records(lines, seed):
        page += order
        if len(page) >= size:
            yield msgspec.json.encode(page)
            page = []
    if page:
        yield msgspec.json.encode(page)


def decode(body: bytes) -> list[Order]:
    """A page as orders with their lines and the provider's own bytes, as a sync decodes it."""
    return orders_of([row for row in JSON.read(body) if isinstance(row, Row)], Counter())


def _name(r: random.Random) -> str:
    words = r.choices(_WORDS, k=6 + r.randrange(12))
    name, z = " ".join(words), r.random()
    if z < 0.10:
        return f'{name}, {r.randrange(40)}" x {r.randrange(20)}"'
    if z < 0.25:
        return f"{name}, {words[0]}, {r.randrange(24)} ct"
    if z < 0.28:
        return f"{name} 🎧✨"
    if z < 0.30:
        return f"{name}\n(see note)"
    return f"=HYPERLINK({words[0]})" if z < 0.305 else name
