"""The products of an organisation: what fills category, brand and SKU of an order (sheet 4.2)."""

from typing import Any

from orderdock.connector.goods import Goods, Product
from orderdock.connector.reading import objects, text

_OF_PRODUCT = {"product_id": "id", "product_identifier": "product_identifier", "name": "name"}
_STOCK = ("in_stock", "available_to_sell", "available_to_sell_from_stock")
_OF_SKU = ("sku_number", "ean", "color", "size", *_STOCK)


def take_in(goods: Goods, products: list[dict[str, Any]]) -> None:
    """Take in a page of products: categories, brands, and SKU numbers (else EANs)."""
    for record in products:
        brand = text(record, "product_brand", "brand")
        product = Product(text(record, "category"), text(record, "sub_category"), brand)
        goods.products[text(record, "id") or ""] = product
        for stock in stock_in([record]):
            goods.add(text(stock, "sku_id") or "", product, text(stock, "sku_number", "ean"))


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
