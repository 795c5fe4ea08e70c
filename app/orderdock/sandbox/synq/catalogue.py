"""What a tenant sells: products with variants, categories in a tree, brands (sheet 6.4)."""

from __future__ import annotations

from typing import Any, NamedTuple

from orderdock.sandbox.awkward import AWKWARD
from orderdock.sandbox.chance import mix
from orderdock.sandbox.clock import iso
from orderdock.sandbox.synq import people
from orderdock.sandbox.synq.people import Tenant, uid, written

PRODUCTS = 130
"""More than a list shows."""
LISTED = 100
_MADE = 1_700_000_000

CATEGORIES: tuple[tuple[str, ...], ...] = (
    ("Home", "Kitchen", "Drinkware"),
    ("Home", "Kitchen", "Drinkware", "Mugs"),
    ("Home", "Kitchen", "Cookware"),
    ("Home", "Living"),
    ("Garden", "Tools"),
    ("Toys",),
    ("Büro", "Papier & Stifte", "Hefte, liniert"),
)
BRANDS = ("Nordlys", "Blue Heron", "Maison Brume", "抹茶堂", "O'Malley & Sons")
ATTRIBUTES = (("Colour", "TEXT"), ("Weight", "NUMBER"), ("Material", "TEXT"))
_NAMES = ("Mug", "Kettle", "Cushion", "Trowel", "Kite", "Notebook", "Lantern", "Tray", "Apron")
_LOOKS = ("Blue", "Red", "Oak", "Linen", "Stone", "Brass")
_SIZES = ("S", "M", "L")


class Product(NamedTuple):
    """One product. `category` is a path in the tree, `word` the free text beside it."""

    number: int
    title: str
    category: tuple[str, ...]
    word: str
    stale_category: bool
    brand: str
    brand_listed: bool
    """The brand is one of the list; otherwise it is only a word, beside a stale id perhaps."""


class Catalogue:
    """Products by number, the same for every run of a seed."""

    def __init__(self, seed: int, tenant: Tenant) -> None:
        self.tenant = tenant
        self._seed = mix(seed * 7919 + tenant.number)
        nodes = {path[: depth + 1] for path in CATEGORIES for depth in range(len(path))}
        self._nodes = sorted(nodes)

    def product(self, number: int) -> Product:
        chance = mix(self._seed + number)
        path = CATEGORIES[chance % len(CATEGORIES)]
        kind = (chance >> 8) % 9
        title = f"{_LOOKS[(chance >> 16) % 6]} {_NAMES[number % 9]} {number}"
        return Product(
            number,
            AWKWARD[number // 7 % len(AWKWARD)] if number % 7 == 3 else title,
            path if kind < 6 else (),
            "" if kind == 8 else path[-1],
            kind == 6,
            "" if number % 6 == 5 else BRANDS[(chance >> 24) % len(BRANDS)],
            number % 6 < 4,
        )

    def variants(self, number: int) -> list[int]:
        """Numbers of a product's variants."""
        return [number * 4 + k for k in range(1 + number % 3)]

    def sku(self, variant: int) -> str:
        return f"{_NAMES[variant // 4 % 9][:3].upper()}-{variant // 4:03d}-{_SIZES[variant % 4]}"

    def amount(self, variant: int) -> int:
        """The price of one, in minor units."""
        return 350 + mix(self._seed ^ variant) % 290 * 45

    def updated(self, number: int) -> float:
        return float(_MADE + mix(self._seed - number) % 30_000_000)

    # on the wire

    def light(self, number: int) -> dict[str, Any]:
        """A row of the list."""
        product = self.product(number)
        return {
            "id": uid(people.PRODUCT, self.tenant.number, number),
            "title": product.title,
            "category": product.word or None,
            "status": "ARCHIVED" if number % 23 == 9 else "ACTIVE",
            "updated_at": iso(self.updated(number)),
        }

    def full(self, number: int) -> dict[str, Any]:
        """The single product."""
        product, tenant = self.product(number), self.tenant.number
        category = self.category_id(product.category) if product.category else None
        if product.stale_category:
            category = uid(people.CATEGORY, tenant, 900 + number)
        brand = uid(people.BRAND, tenant, BRANDS.index(product.brand)) if product.brand else None
        if product.brand and not product.brand_listed:
            brand = uid(people.BRAND, tenant, 900 + number)
        return {
            **self.light(number),
            "tenant_id": self.tenant.id,
            "org_id": self.tenant.organisation,
            "description": "Washes up well.\nMade to last.",
            "category_id": category,
            "brand_id": brand,
            "brand": product.brand if product.brand and not product.brand_listed else None,
            "seo_title": f"{product.title} | Shop",
            "is_bundle": False,
            "metadata": {"source": "import"},
        }

    def variant(self, variant: int) -> dict[str, Any]:
        """One of a product's variants; its price is text."""
        tenant = self.tenant.number
        return {
            "id": uid(people.VARIANT, tenant, variant),
            "org_id": self.tenant.organisation,
            "tenant_id": self.tenant.id,
            "product_id": uid(people.PRODUCT, tenant, variant // 4),
            "sku": self.sku(variant),
            "barcode": str(5_000_000_000_000 + variant),
            "price": written(self.amount(variant), "USD"),
            "currency": "USD",
            "option_values": {"Size": _SIZES[variant % 4]},
            "cost_price": None,
            "data_quality_score": variant % 100,
        }

    def category_id(self, path: tuple[str, ...]) -> str:
        return uid(people.CATEGORY, self.tenant.number, self._nodes.index(path))

    def categories(self) -> list[dict[str, Any]]:
        """All of the tree, by name."""
        rows = [
            {
                **self._owned(self.category_id(path), path[-1]),
                "parent_id": self.category_id(path[:-1]) if path[1:] else None,
                "description": None,
            }
            for path in self._nodes
        ]
        return sorted(rows, key=lambda row: str(row["name"]))

    def brands(self) -> list[dict[str, Any]]:
        made = [
            (uid(people.BRAND, self.tenant.number, place), name)
            for place, name in enumerate(BRANDS)
        ]
        return [{**self._owned(key, name), "logo_url": None} for key, name in made]

    def attributes(self) -> list[dict[str, Any]]:
        tenant = self.tenant.number
        return [
            {**self._owned(uid(people.ATTRIBUTE, tenant, place), name), "type": kind}
            for place, (name, kind) in enumerate(ATTRIBUTES)
        ]

    def channels(self) -> list[dict[str, Any]]:
        tenant = self.tenant
        return [
            {
                "id": uid(people.CHANNEL, tenant.number, place),
                "name": channel.name,
                "currency": channel.currency,
                "active": True,
                "created_at": iso(_MADE),
                "updated_at": iso(_MADE),
            }
            for place, channel in enumerate(tenant.channels)
        ]

    def _owned(self, key: str, name: str) -> dict[str, Any]:
        return {
            "id": key,
            "org_id": self.tenant.organisation,
            "tenant_id": self.tenant.id,
            "name": name,
            "slug": name.lower().replace(" ", "-"),
            "created_at": iso(_MADE),
            "updated_at": iso(_MADE),
        }
