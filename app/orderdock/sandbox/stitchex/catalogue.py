"""What an organisation makes: products in colours and sizes, the same for every run of a seed."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from orderdock.sandbox.awkward import AWKWARD
from orderdock.sandbox.chance import mix
from orderdock.sandbox.stitchex.manners import Manners
from orderdock.sandbox.stitchex.people import Organisation

PRODUCTS = 130

_NAMES = (
    ("Lena Cardigan", "Knitwear", "Cardigans"),
    ("Fisherman Jumper", "Knitwear", "Jumpers"),
    ("Merino Roll Neck", "Knitwear", "Jumpers"),
    ("Ribbed Scarf", "Accessories", "Scarves"),
    ("Cable Beanie", "Accessories", "Hats"),
    ("Waxed Jacket", "Outerwear", "Jackets"),
    ("Quilted Gilet", "Outerwear", "Gilets"),
    ("Wool Overcoat", "Outerwear", "Coats"),
    ("Pleated Skirt", "Bottoms", "Skirts"),
    ("Selvedge Jeans", "Bottoms", "Jeans"),
    ("Linen Shirt", "Tops", "Shirts"),
    ("Breton Tee", "Tops", "T-shirts"),
    ("Slip Dress", "Dresses", "Midi"),
)
_SIZING = (("S", "M", "L"), ("XS", "S", "M", "L", "XL"), ("36", "38", "40", "42"), ("One Size",))
_COLOURS = (
    "RED",
    "Navy",
    "Ecru",
    "Bottle Green",
    "Schwarz",
    "Gris foncé",
    "茜色",
    "Off-White/Black",
)


class Sku(NamedTuple):
    """One size of one colour of one product; `cents` is its wholesale price."""

    id: int
    product: int
    colour: str
    size: str
    cents: int


class Catalogue:
    """Products are numbered from 0; ids rise with the number."""

    def __init__(self, seed: int, organisation: Organisation, manners: Manners) -> None:
        self._organisation = organisation
        self._manners = manners
        self._seed = mix(seed * 7919 + organisation.id)
        self.product_ids = [self.product_id(number) for number in range(PRODUCTS)]

    def product_id(self, number: int) -> int:
        return (self._organisation.id - 4100) * 10_000 + 640 + number * 3

    def number(self, product_id: int) -> int:
        """The number of a product that exists."""
        return (product_id - self.product_id(0)) // 3

    def name(self, number: int) -> str:
        if number % 9 == 5:
            return AWKWARD[number // 9 % len(AWKWARD)]
        name = _NAMES[number % len(_NAMES)][0]
        series = number // len(_NAMES)
        return name if not series else f"{name} No. {series + 1}"

    def identifier(self, number: int) -> str:
        letters = "".join(word[0] for word in _NAMES[number % len(_NAMES)][0].split())
        return f"{letters}-{number:03d}"

    def sizes(self, number: int) -> tuple[str, ...]:
        return _SIZING[mix(self._seed + number) % len(_SIZING)]

    def colours(self, number: int) -> tuple[str, ...]:
        first = mix(self._seed ^ number)
        return tuple(_COLOURS[(first + 3 * k) % len(_COLOURS)] for k in range(1 + first % 3))

    def variation_id(self, number: int, colour: int) -> int:
        return self.product_id(number) * 10 + colour

    def skus(self, number: int, colour: int) -> list[Sku]:
        """The sizes of one colour."""
        product, name = self.product_id(number), self.colours(number)[colour]
        cents = 900 + mix(self._seed + 31 * number) % 240 * 55
        base = self.variation_id(number, colour) * 10
        return [Sku(base + k, product, name, s, cents) for k, s in enumerate(self.sizes(number))]

    @cached_property
    def by_sku(self) -> dict[int, Sku]:
        """Every SKU by its id, ids ascending."""
        return {
            sku.id: sku
            for number in range(PRODUCTS)
            for colour in range(len(self.colours(number)))
            for sku in self.skus(number, colour)
        }

    def sku_number(self, sku: Sku) -> str:
        return f"{self.identifier(self.number(sku.product))}-{sku.colour[:3].upper()}-{sku.size}"

    def product(self, product_id: int) -> dict[str, Any]:
        """Sheet 4.2; the live extras as the manners say."""
        number = self.number(product_id)
        sizes = self.sizes(number)
        record: dict[str, Any] = {
            "id": product_id,
            "product_identifier": self.identifier(number),
            "name": self.name(number),
            "description": "" if number % 3 else "Made in small batches.\nWash cold.",
            "sizing_system": ", ".join(sizes),
            "image_url": None,
            "not_for_sale": number % 17 == 3,
            "season_id": [10 + number % 4],
            "variations": [
                self._variation(number, colour) for colour in range(len(self.colours(number)))
            ],
        }
        if self._manners.rich_products:
            _, category, sub_category = _NAMES[number % len(_NAMES)]
            record["category"] = category if number % 11 else None
            record["sub_category"] = sub_category if number % 7 else None
        return record

    def _variation(self, number: int, colour: int) -> dict[str, Any]:
        skus = self.skus(number, colour)
        cents = skus[0].cents
        return {
            "id": self.variation_id(number, colour),
            "color": self.colours(number)[colour],
            "textile_content": "60% Wool, 40% Nylon",
            "prices": [
                {
                    "name": "Wholesale",
                    "currency": currency,
                    "wsp_money": f"{cents / 100:.2f}",
                    "msrp_money": f"{cents * 5 // 2 / 100:.2f}",
                }
                for currency in self._organisation.currencies
            ],
            "skus": [self._sku_in_product(sku) for sku in skus],
        }

    def _sku_in_product(self, sku: Sku) -> dict[str, Any]:
        stock = self._stock(sku)
        record: dict[str, Any] = {
            "id": sku.id,
            "color": sku.colour,
            "size": sku.size,
            "ean": self._ean(sku),
            **stock,
            "available_to_sell_from_stock": stock["available_to_sell"],
        }
        if self._manners.rich_products and sku.id % 13:
            record["sku_number"] = self.sku_number(sku)
        return record

    def sku(self, sku_id: int) -> dict[str, Any]:
        """Sheet 4.4."""
        sku = self.by_sku[sku_id]
        return {
            "id": sku.id,
            "sku_number": self.sku_number(sku),
            "ean": self._ean(sku),
            "product_id": sku.product,
            "product_name": self.name(self.number(sku.product)),
            "color": sku.colour,
            "size": sku.size,
            **self._stock(sku),
        }

    def _stock(self, sku: Sku) -> dict[str, int]:
        stock = mix(self._seed ^ sku.id) % 40
        return {"in_stock": stock, "available_to_sell": stock - stock // 3}

    def _ean(self, sku: Sku) -> str | None:
        return None if sku.id % 5 == 0 else f"{5_000_000_000_000 + sku.id}"
