"""Seeded orders as pages of flat JSON records, with the awkward text of real shops; decoded by msgspec."""

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from orderdock.domain.orders import Line, Order

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
_WORDS = ["organic", "wireless", "stainless", "steel", "premium", "pack", "of", "ultra", "soft", "heavy", "duty", "kids", "large", "small", "blue", "black", "white", "cotton", "charger", "cable", "bottle", "holder", "set", "kitchen", "storage", "bluetooth", "noise", "cancelling", "headphones", "coffee", "beans", "dark", "roast", "gluten", "free", "protein", "bar", "chocolate", "almond", "vitamin", "shampoo", "repair", "cream", "led", "light", "bulb", "dimmable", "warm", "outdoor", "camping", "tent", "portable", "solar", "panel", "filter", "with", "adjustable", "stand", "monitor", "arm", "ergonomic", "mouse", "keyboard", "mechanical", "switch", "garden", "hose", "paper", "towels", "rolls", "trash", "bags", "gallon", "crème", "brûlée", "jalapeño", "café", "naïve", "größe", "日本茶", "玄米", "чай"]
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


class Record(msgspec.Struct, gc=False, rename="camel"):
    """One line as a provider sends it."""

    retailer_id: int
    retailer: str
    order_id: str
    ordered_at: int
    item_name: str
    brand: str | None
    dept: str
    category: str
    sub_category: str
    sku: str
    quantity: str
    price: str
    currency: str
    shipment_status: str
    order_total: str


def records(lines: int, seed: int = 7) -> Iterator[list[dict[str, Any]]]:
    """Orders, each as the list of its flat records, until there are `lines` of them."""
    r = random.Random(seed)
    made = 0
    while made < lines:
        retailer = r.randrange(8)
        number = f"{r.randrange(100, 120)}-{r.randrange(10**7):07d}-{made:07d}"
        at = 1_514_764_800 + made * 250 + r.randrange(86_400)
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
                    "retailer": _RETAILERS[retailer],
                    "orderId": number,
                    "orderedAt": at,
                    "itemName": _name(r),
                    "brand": r.choice(_BRANDS) if r.random() > 0.05 else None,
                    "dept": kind[0],
                    "category": kind[1],
                    "subCategory": kind[2],
                    "sku": f"B{r.randrange(10**9):09X}",
                    "quantity": str(quantity),
                    "price": f"{price:.2f}",
                    "currency": currency,
                    "shipmentStatus": status,
                }
            )
        for record in order:
            record["orderTotal"] = f"{total:.2f}"
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


_split = msgspec.json.Decoder(list[msgspec.Raw])
_read = msgspec.json.Decoder(Record)
_whole = msgspec.json.Decoder(list[Record])


def decode_rows(body: bytes) -> list[tuple[Any, ...]]:
    """A page as plain tuples: what a program without orders, history and raw records would insert."""
    return [msgspec.structs.astuple(record) for record in _whole.decode(body)]


def decode(body: bytes) -> list[Order]:
    """A page as orders with their lines and the provider's own bytes."""
    orders: dict[str, Order] = {}
    lines: dict[str, list[Line]] = {}
    for raw in _split.decode(body):
        record = _read.decode(raw)
        line = Line(
            f"{record.sku}|{record.item_name}|0",
            record.item_name,
            record.brand,
            record.dept,
            record.category,
            record.sub_category,
            record.sku,
            record.quantity,
            record.price,
            record.currency,
            record.shipment_status,
            record.order_total,
            bytes(raw),
        )
        key = f"{record.retailer_id}|{record.order_id}"
        if key in lines:
            lines[key].append(line)
        else:
            lines[key] = [line]
            orders[key] = Order(
                key,
                record.order_id,
                record.retailer,
                record.ordered_at,
                (),
                link=str(record.retailer_id),
            )
    return [order._replace(lines=tuple(lines[key])) for key, order in orders.items()]


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
