"""The products of an organisation: what fills category, brand and SKU of an order (sheet 4.2)."""

from typing import Any, NamedTuple

from orderdock.connector.reading import objects, text

_OF_PRODUCT = {"product_id": "id", "product_identifier": "product_identifier", "name": "name"}
_STOCK = ("in_stock", "available_to_sell", "available_to_sell_from_stock")
_OF_SKU = ("sku_number", "ean", "color", "size", *_STOCK)


class Product(NamedTuple):
    """What an order's lines take from their product."""

    category: str | None = None
    sub_category: str | None = None
    brand: str | None = None


class Goods:
    """Products by their ids and by those of their SKUs, and SKU numbers (else EANs); ids as text.

    What is not there is unknown.
    """

    def __init__(self) -> None:
        self.products: dict[str, Product] = {}
        self.by_sku: dict[str, Product] = {}
        self.numbers: dict[str, str] = {}

    def add(self, records: list[dict[str, Any]]) -> None:
        """Take in a page of products."""
        for record in records:
            brand = text(record, "product_brand", "brand")
            product = Product(text(record, "category"), text(record, "sub_category"), brand)
            self.products[text(record, "id") or ""] = product
            for stock in stock_in([record]):
                sku = text(stock, "sku_id") or ""
                self.by_sku[sku] = product
                if number := text(stock, "sku_number", "ean"):
                    self.numbers[sku] = number


def stock_in(products: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A record of each SKU with its stock, which stands inside products (sheet 4.2)."""
    return [
        {
            **{ours: product.get(theirs) for ours, theirs in _OF_PRODUCT.items()},
            "sku_id": sku.get("id"),
            **{key: sku.get(key) for key in _OF_SKU},
        }
        for product in products
        for variation in objects(product.get("variations"))
        for sku in objects(variation.get("skus"))
    ]
