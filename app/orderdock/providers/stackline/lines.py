"""Stackline's records of purchases, one a line: as JSON, and as its own CSV (sheet 6)."""

from orderdock.connector.line_records import LineRecords
from orderdock.connector.line_table import LineTable
from orderdock.providers.stackline.card import CARD

WHAT = "the list of orders"
JSON = LineRecords(
    WHAT,
    CARD.name,
    "orders",
    order_number="orderId",
    ordered_at="orderDate",
    retailer="retailerName",
    link="retailerId",
    item_name="itemName",
    brand="brandName",
    department="department dept",
    category="category",
    subcategory="subCategory subcategory",
    sku="retailerSku",
    quantity="quantity",
    unit_price="price",
    currency="currency",
    shipment_status="shipmentStatus",
    order_total="orderTotal",
)
CSV = LineTable(
    WHAT,
    CARD.name,
    order_number="Retailer Order ID",
    ordered_at="Order Date",
    retailer="Retailer",
    item_name="Item Name",
    brand="Brand",
    department="Dept",
    category="Category",
    subcategory="SubCategory",
    sku="SKU",
    quantity="Quantity",
    unit_price="Price",
    currency="Currency",
    shipment_status="Shipment Status",
    order_total="Order Total",
)
"""The alternative, with names of retailers only."""
