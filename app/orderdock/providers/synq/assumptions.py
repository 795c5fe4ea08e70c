"""Every choice we made where Synq's documents are silent: the one table, with reasons."""

from orderdock.connector.assumptions import Assumption

_PRODUCT = "/api/v1/pim/products/{id}"
_CALLBACK = "http://127.0.0.1:8741/synq/callback"
_NAMES = "the fields of an order are not documented; the first name found wins (sheet 6.1)"
_REDIRECT = "what comes back after linking is named differently by each text (sheet 5.2)"

FIELDS = {
    "order_id": "id, order_id",
    "order_number": "order_number, external_id, number",
    "ordered_at": "ordered_at, placed_at, created_at, posted_at",
    "order_total": "total_amount, total, grand_total",
    "currency": "currency, currency_code",
    "lines": "items, line_items, lineitems, order_items",
    "line_id": "id, line_id",
    "line_name": "title, name, product_title, item_name",
    "sku": "sku, item_sku, variant_sku",
    "quantity": "quantity, qty, unit_quantity",
    "unit_price": "unit_price, price, unit_amount",
    "line_total": "total_amount, total, line_total",
}
"""What we look for in an order, and by which names."""
ASSUMPTIONS = (
    Assumption("product_path", _PRODUCT, "not fully documented (sheet 6.4)"),
    Assumption("variants_path", f"{_PRODUCT}/variants", "asked for a line without SKU (sheet 6.4)"),
    Assumption("brands_path", "/api/v1/pim/brands", "as categories have it (sheet 6.4)"),
    Assumption("page_size", "100", "the documented maximum: fewest requests (sheet 6.1)", least=1),
    *(Assumption(field, names, _NAMES) for field, names in FIELDS.items()),
    Assumption("redirect_id", "connection_id, id", _REDIRECT),
    Assumption("redirect_provider", "provider, integration_type, type", _REDIRECT),
    Assumption("redirect_address", _CALLBACK, "if Synq was told so; not needed (sheet 5.3)"),
    Assumption("poll_seconds", "5", "how often the list of shops is looked at (sheet 5.3)"),
    Assumption("poll_minutes", "5", "how long a new shop is waited for (sheet 5.3)"),
)
