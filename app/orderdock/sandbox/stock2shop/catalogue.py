"""What a merchant sells: products with variants, the same for every run of a seed (sheet 6.5)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from orderdock.sandbox.awkward import AWKWARD
from orderdock.sandbox.chance import mix
from orderdock.sandbox.stock2shop.people import Client

PRODUCTS = 140

_GOODS = (
    ("Steel Kettle", "Hearth", "Kitchen", "Kettles", "Home", 34950),
    ("Enamel Mug", "Hearth", "Kitchen", "Mugs", "Home", 8999),
    ("Braai Tongs, 45 cm", "Vuurmaak", "Outdoor", "Braai", "Garden", 17900),
    ("Potjie No. 3", "Vuurmaak", "Outdoor", "Braai", "Garden", 129900),
    ("Hiking Sock", "Karoo", "Apparel", "Socks", "Clothing", 12050),
    ("Rain Jacket", "Karoo", "Apparel", "Jackets", "Clothing", 89999),
    ("Rooibos Tea 80s", "", "Groceries", "Tea", "Food", 4275),
    ("Head Torch 300 lm", "Lumen & Sons", "Outdoor", "Lights", "Sport", 45900),
    ("Exam Pad A4", "Bôrd", "Stationery", "Paper", "Office", 3999),
    ("Gel Pen 0.7", "Bôrd", "Stationery", "Pens", "Office", 1433),
)
_OPTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("",)),
    ("Colour", ("Red", "Blue", "Charcoal")),
    ("Size", ("S", "M", "L", "XL")),
    ("Pack", ("1", "12")),
)
_FIRST = int(datetime(2020, 9, 2, 8, 31, 8, tzinfo=UTC).timestamp())


class Variant(NamedTuple):
    """One thing that can be ordered; `cents` is its price without tax."""

    id: int
    product: int
    sku: str
    options: tuple[str, ...]
    cents: int


def stamp(moment: float, *, micro: bool = False) -> str:
    """`YYYY-MM-DD HH:MM:SS` in UTC, without a zone; some newer values have microseconds."""
    text = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"{text}.000000" if micro else text


def zoned(moment: float) -> str:
    """The form of users, sources and channels (sheet 10)."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


class Catalogue:
    """Products are numbered from 0; ids rise with the number."""

    def __init__(self, seed: int, client: Client) -> None:
        self._client = client
        self._seed = mix(seed * 6007 + client.id)
        self.variants = [v for number in range(PRODUCTS) for v in self._variants(number)]
        self.by_id = {variant.id: variant for variant in self.variants}

    def product_id(self, number: int) -> int:
        return self._client.id * 1000 + 12 + number * 3

    def number(self, product_id: int) -> int:
        """The number of a product that exists."""
        return (product_id - self.product_id(0)) // 3

    def is_active(self, number: int) -> bool:
        """Products that are not active are never found (sheet 6.5)."""
        return number % 19 != 7

    def modified(self, number: int) -> int:
        """Seconds since 1970; several products share one, as after an import."""
        return _FIRST + number // 6 * 86_400 + (number // 60) * 977

    def title(self, number: int) -> str:
        if number % 9 == 5:
            return AWKWARD[number // 9 % len(AWKWARD)]
        name = _GOODS[number % len(_GOODS)][0]
        series = number // len(_GOODS)
        return name if not series else f"{name} series {series + 1}"

    def code(self, number: int) -> str:
        """What the ERP calls the product; a few codes hold blanks or strokes."""
        letters = "".join(word[0] for word in _GOODS[number % len(_GOODS)][0].split()).upper()
        between = (" ", "/", "-", "-", "-")[number % 5]
        return f"{letters}{between}{number:03d}"

    def _variants(self, number: int) -> list[Variant]:
        _, values = _OPTIONS[mix(self._seed + number) % len(_OPTIONS)]
        base = _GOODS[number % len(_GOODS)][5] + mix(self._seed ^ number) % 700
        found = []
        for place, value in enumerate(values):
            sku = self.code(number) + (f"-{value[:3].upper()}" if value else "")
            key = (self._client.id * 1000 + number) * 10 + place
            found.append(Variant(key, number, sku, (value,) if value else (), base + 500 * place))
        return found

    def record(self, number: int) -> dict[str, Any]:
        """Sheet 6.5."""
        _, vendor, collection, kind, department, _ = _GOODS[number % len(_GOODS)]
        option, _ = _OPTIONS[mix(self._seed + number) % len(_OPTIONS)]
        product, modified = self.product_id(number), self.modified(number)
        made, client = stamp(_FIRST - 86_400), self._client.id
        code = f"{mix(product):016x}"
        return {
            "id": product,
            "created": made,
            "active": self.is_active(number),
            "source_product_code": self.code(number),
            "modified": stamp(modified, micro=number % 8 == 3),
            "client_id": client,
            "source_id": self._client.sources[0][0],
            "body_html": f"<p>{self.title(number)}</p>",
            "collection": collection if number % 13 else "",
            "title": self.title(number),
            "product_type": kind if number % 7 else None,
            "vendor": vendor,
            "hash": code * 2,
            "channels": [
                {"channel_id": str(channel.id), "channel_product_code": f"{product}{channel.id}"}
                for channel in self._client.channels[:2]
            ],
            "tags": "",
            "options": [{"name": option, "position": 1}] if option else [],
            "meta": self._meta(number, department, made),
            "images": [],
            "variants": [self._variant(v) for v in self._variants(number)],
        }

    def _meta(self, number: int, department: str, made: str) -> list[dict[str, Any]]:
        meta: list[dict[str, Any]] = []
        for key, value in ((("department", "dept", "")[number % 3], department), ("bin", "A7")):
            if key:
                meta.append(
                    {
                        "id": number * 10 + len(meta),
                        "created": made,
                        "key": key,
                        "value": value,
                        "modified": made,
                        "template_name": None,
                        "client_id": self._client.id,
                    }
                )
        return meta

    def _variant(self, variant: Variant) -> dict[str, Any]:
        stock = mix(self._seed ^ variant.id) % 90
        record: dict[str, Any] = {
            "id": variant.id,
            "source_variant_code": variant.sku,
            "price": money(variant.cents),
            "barcode": "" if variant.id % 3 else f"{6_009_000_000_000 + variant.id}",
            "sku": variant.sku,
            "qty": stock,
            "grams": 100 + stock * 10,
            "inventory_management": True,
            "active": True,
            "product_id": self.product_id(variant.product),
            "image_id": None,
            "client_id": self._client.id,
            "price_tiers": [{"tier": "Wholesale", "price": f"{variant.cents * 8 // 1000}.00"}],
            "qty_availability": [{"description": "Cape Town", "qty": stock // 2}],
        }
        return record | {f"option{n}": text for n, text in enumerate(variant.options, 1)}


def money(cents: int) -> float | int:
    """A JSON number, not cents (sheet 10)."""
    return cents // 100 if cents % 100 == 0 else cents / 100
