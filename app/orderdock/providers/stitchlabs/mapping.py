"""Stitch Labs' orders in detail, with all they link, become orders and lines (sheet 8, 14)."""

import msgspec

from orderdock.connector import reading
from orderdock.connector.detailing import Found
from orderdock.connector.linked import Linked, Record, read_linked
from orderdock.connector.reading import amount, flag, text
from orderdock.connector.record_pages import Amounts, line_of
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stitchlabs.api import ORDERS, PROVIDER

LINKS = (
    "channel.channelType",
    "packages.packageCarrierType",
    "salesOrderLineItems.variant.product.productFiles",
    "salesOrderLineItems.variant.variantCustomIds.customIdType",
    "salesOrderCustomLineItems.invoiceCustomLineItems",
    "completedSalesOrderLineItems.variant",
    "completedSalesOrderLineItems.completedVariant",
    "completedSalesOrderCustomLineItems.completedInvoiceCustomLineItems.invoice",
)
"""What our columns need of an order, by documented paths (sheet 6)."""
_COLLECTIONS = (
    ("CompletedSalesOrderLineItems", "SalesOrderLineItems"),
    ("CompletedSalesOrderCustomLineItems", "SalesOrderCustomLineItems"),
)
_NO_GOODS = (None,) * 4
_quantities, _prices = Amounts("quantity"), Amounts("price")
_encode = msgspec.json.Encoder(decimal_format="number").encode


def read_orders_in(body: bytes) -> list[Found]:
    """The orders of a detailed answer, unreadable ones set aside. Raises UnexpectedAnswer."""
    answer = read_linked(body, ORDERS, "the order", PROVIDER)
    found = []
    for record in answer.records:
        raw, key = _encode(record), text(record, "id")
        try:
            read: Order | SetAside = _order(answer, record, key, raw)
        except UnreadableRecord as trouble:
            read = SetAside(trouble.says, raw)
        found.append(Found(key or "", read))
    return found


def _order(answer: Linked, record: Record, key: str | None, raw: bytes) -> Order:
    if key is None:
        raise UnreadableRecord("The order has no id.")
    channel, status = answer.one(record, "Channels"), shipment_status(answer, record)
    return Order(
        key,
        text(record, "external_connector_order_id", "po_num", "local_id", "id"),
        text(channel, "name") or text(answer.one(channel, "ChannelTypes"), "value") or PROVIDER,
        reading.when(record.get("order_date"), "order date"),
        tuple(_lines(answer, record, status)),
        text(channel, "id") or "",
        text(record, "currency_iso"),
        amount(record.get("total"), "order total"),
        "Closed" if flag(record, "complete") else "Open",
        raw=raw,
    )


def shipment_status(answer: Linked, record: Record) -> str:
    """How far the order is, by its codes and packages; the first rule wins (sheet 8.1)."""
    packed = text(record, "status_package")
    if flag(record, "void") or flag(record, "deleted"):
        return "Cancelled"
    if flag(record, "draft"):
        return "Draft"
    if text(record, "status_deliver") == "3" or (packed == "3" and _arrived(answer, record)):
        return "Delivered"
    if packed == "3":
        return "Shipped"
    if packed in {"1", "2"} and answer.keys(record, "Packages"):
        return "Partially Shipped"
    return "Not Shipped"


def _arrived(answer: Linked, record: Record) -> bool:
    packages = answer.all(record, "Packages")
    return bool(packages) and all(flag(package, "delivered") for package in packages)


def _lines(answer: Linked, record: Record, status: str) -> list[Line]:
    """The lines, of a closed order their frozen copies; never both (sheet 8.2).

    A copy has another id than the line it was made of. So lines are told apart by what they are of
    and their place among their likes: closing an order doubles nothing.
    """
    lines: list[Line] = []
    places: dict[str, int] = {}
    for collections in _COLLECTIONS:
        found = answer.first(record, collections)
        if found is None:
            raise UnreadableRecord("Not all lines came with the order.")
        for line in found:
            if flag(line, "deleted"):
                continue
            title, sku = _goods(answer, line)
            what = sku or title
            places[what] = place = places.get(what, 0) + 1
            key, raw = f"{what}:{place}", _encode(line)
            count, price = _quantities.of(line.get("quantity")), _prices.of(line.get("price"))
            lines.append(line_of(key, title, _NO_GOODS, sku, count, price, status, raw))
    return lines


def _goods(answer: Linked, line: Record) -> tuple[str, str | None]:
    """What a line is called, and its SKU: of the variant, else of its frozen copy (sheet 14)."""
    variant = answer.one(line, "Variants")
    title, sku = variant.get("auto_description"), variant.get("sku")
    if title and sku and type(title) is type(sku) is str:  # nearly always
        return title, sku
    frozen = answer.one(line, "CompletedVariants")
    own = text(variant, "auto_description") or text(answer.one(variant, "Products"), "name")
    title = own or text(frozen, "auto_description") or text(line, "description")
    sku = text(variant, "sku") or _custom_sku(answer, variant) or text(frozen, "sku")
    return title or "Custom item", sku


def _custom_sku(answer: Linked, variant: Record) -> str | None:
    for custom in answer.all(variant, "VariantCustomIds"):
        if text(answer.one(custom, "CustomIdTypes"), "name") == "SKU":
            return text(custom, "value")
    return None
