"""What an order refers to: its channel, its products, their brands and categories (sheet 6.4)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from orderdock.connector import reading
from orderdock.connector.category_tree import CategoryTree
from orderdock.connector.contract import Desk
from orderdock.connector.reading import text
from orderdock.connector.singles import Singles
from orderdock.providers.synq import api
from orderdock.providers.synq.api import PROVIDER

Record = dict[str, Any]
_PRODUCT, _VARIANTS = "a product", "the variants of a product"


class Product(NamedTuple):
    """What a line takes from its product."""

    title: str | None = None
    brand: str | None = None
    department: str | None = None
    category: str | None = None
    subcategory: str | None = None


_UNKNOWN = Product()


class Goods:
    """Everything that was learnt in one run; what is not known is blank."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._products: dict[str, Product] = {}
        self._skus: dict[str, str | None] = {}
        self._searched: set[str] = set()
        self._variants = Singles(desk, desk.assumptions["variants_path"], _VARIANTS)
        self.singles = Singles(desk, desk.assumptions["product_path"], _PRODUCT)
        self.channels: dict[str, Record] = {}

    async def open(self) -> None:
        """Learn what has a list."""
        self.channels = await self._by_id(api.CHANNELS)
        self._tree = CategoryTree(await api.CATEGORIES.offered(self._desk) or ())
        self._brands = await self._by_id(api.brands(self._desk))
        self._light = await self._by_id(api.PRODUCTS)

    async def learn(self, lines: Iterable[Record]) -> None:
        """Learn the products of these lines, and the variants where a line shows no SKU."""
        names = self._desk.assumptions.words("sku")
        sold = [(key, line) for line in lines if (key := text(line, "product_id"))]
        new = list(dict.fromkeys(key for key, _ in sold if key not in self._products))
        for number, key in enumerate(new, 1):
            what = f"Reading product {number:,} of {len(new):,}"
            self._desk.dialogue.tell("scanning", what, done=number, total=len(new))
            self._products[key] = self._understood(await self.singles.ask(key), key)
        for key in dict.fromkeys(key for key, line in sold if not text(line, *names)):
            if key not in self._searched and (body := await self._variants.ask(key)) is not None:
                found = reading.objects(reading.records(body, _VARIANTS, PROVIDER, "variants"))
                self._skus |= {text(one, "id") or "": text(one, "sku") for one in found}
            self._searched.add(key)

    def product(self, line: Record) -> Product:
        """The product of a line, if it was learnt."""
        return self._products.get(text(line, "product_id") or "", _UNKNOWN)

    def sku(self, variant: str | None) -> str | None:
        """The SKU of a variant that was learnt."""
        return self._skus.get(variant or "")

    def _understood(self, body: bytes | None, key: str) -> Product:
        if body is not None:
            record = reading.a_record(body, _PRODUCT, PROVIDER, "product")
        else:
            record = self._light.get(key, {})
        brand = self._brands.get(text(record, "brand_id") or "", {})
        place = self._tree.place(text(record, "category_id"), text(record, "category"))
        return Product(text(record, "title"), text(brand, "name") or text(record, "brand"), *place)

    async def _by_id(self, of: api.List) -> dict[str, Record]:
        return {text(one, "id") or "": one for one in await of.offered(self._desk) or ()}
