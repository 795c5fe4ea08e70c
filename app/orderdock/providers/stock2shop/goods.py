"""What products add to the lines of orders: brand, category, titles (sheet 6.5, 12)."""

from typing import NamedTuple

from orderdock.connector.contract import Desk
from orderdock.connector.elastic import Found, rising_search, words_search
from orderdock.connector.joining import Joining
from orderdock.connector.reading import objects, text
from orderdock.http.rising import Rising
from orderdock.providers.stock2shop.api import Stock2ShopApi


class Good(NamedTuple):
    """One variant, with what its product says."""

    title: str | None = None
    brand: str | None = None
    department: str | None = None
    category: str | None = None
    subcategory: str | None = None


class Goods:
    """All variants met in this run; `joining` learns of more by SKU."""

    def __init__(self, desk: Desk, api: Stock2ShopApi) -> None:
        number = desk.assumptions.number
        self._desk = desk
        self._api = api
        self._by_id: dict[str | None, Good] = {}
        self._by_sku: dict[str | None, Good] = {}
        self._most = number("all_products")
        batch, searches = int(number("sku_batch")), int(number("searches"))
        knows = self._by_sku.__contains__
        self.joining = Joining(knows, self._search, self._read_all, batch, searches)

    def of(self, variant: str | None, sku: str | None) -> Good | None:
        """What is known of a line; None when nothing is."""
        return self._by_id.get(variant) or self._by_sku.get(sku)

    async def _search(self, skus: list[str], offset: int) -> tuple[int, int | None]:
        body = words_search("variants.sku", skus, self._api.page_size, offset)
        found = await self._api.search("products", body)
        await self._desk.work(self._add, found)
        return found.received, found.total

    async def _read_all(self) -> bool:
        walk = Rising(self._api.page_size, window=self._api.window)
        while not walk.done:
            found = await self._api.search("products", rising_search("modified", walk))
            ids = dict.fromkeys(await self._desk.work(self._add, found))
            walk.take(ids, found.values, received=found.received, total=found.total)
            if (found.total or 0) > self._most:
                return False
        return True

    def _add(self, found: Found) -> list[str]:
        """Take in products; their ids."""
        words, products = self._desk.assumptions, found.records()
        keys = words.words("department_keys")
        for product in products:
            every = objects(product.get("meta"))
            meta = {(text(one, "key") or "").lower(): text(one, "value") for one in every}
            good = Good(
                None,
                text(product, "vendor"),
                next((meta[key] for key in keys if meta.get(key)), None),
                text(product, "collection"),
                text(product, "product_type"),
            )
            for variant in objects(product.get("variants")):
                options = (text(variant, f"option{number}") for number in (1, 2, 3))
                names = filter(None, (text(product, "title"), *options))
                title = words["separator"].join(names)
                one = good._replace(title=title or None)
                for known, key in ((self._by_id, "id"), (self._by_sku, "sku")):
                    if value := text(variant, key):
                        known.setdefault(value, one)
        return [str(product.get("id")) for product in products]
