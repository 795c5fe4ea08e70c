"""What is known of goods that orders name by id alone."""

from collections.abc import Iterable
from typing import NamedTuple


class Product(NamedTuple):
    """What an order's lines take from their product."""

    category: str | None = None
    sub_category: str | None = None
    brand: str | None = None


_UNKNOWN = Product()


class Goods:
    """Products by their ids and by those of their SKUs, and SKU numbers; ids as text.

    What is not there is unknown.
    """

    def __init__(self) -> None:
        self.products: dict[str, Product] = {}
        self.numbers: dict[str, str] = {}
        self._by_sku: dict[str, Product] = {}

    def add(self, sku: str, product: Product, number: str | None) -> None:
        """Take in a SKU."""
        self._by_sku[sku] = product
        if number:
            self.numbers[sku] = number

    def of_skus(self, skus: Iterable[str]) -> Product:
        """The product of the first SKU that is known."""
        known = (self._by_sku.get(sku) for sku in skus)
        return next(filter(None, known), _UNKNOWN)
