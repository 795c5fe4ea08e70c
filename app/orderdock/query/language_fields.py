"""The words of the search language that take a value: what each is called, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """What stands after a field's colon."""

    NAMES = "names"
    AMOUNTS = "amounts"
    DAYS = "days"
    MARKS = "marks"
    """One of a few fixed words."""


@dataclass(frozen=True, slots=True)
class Field:
    """One word, and where its value goes."""

    word: str
    takes: Takes
    attribute: str
    """Of OrderFilter; of MARKS, each value has its own."""
    says: str
    """A few words for who chooses a field."""
    example: str
    also: tuple[str, ...] = ()
    """Other words that are taken for it."""


NONE = "none"
"""Instead of a value: what is unknown."""

FIELDS: tuple[Field, ...] = (
    Field("retailer", Takes.NAMES, "retailers", "a shop, or a part of its name", "Amazon"),
    Field("date", Takes.DAYS, "date", "a day, month, year or span", "last-month"),
    Field("total", Takes.AMOUNTS, "total", "the order’s total", ">50"),
    Field("status", Takes.NAMES, "statuses", "of the order or its shipment", "cancelled"),
    Field("item", Takes.NAMES, "items", "words of an item’s name", "lamp"),
    Field("brand", Takes.NAMES, "brands", "a brand", "Acme"),
    Field("category", Takes.NAMES, "categories", "a category", "Kitchen"),
    Field("order", Takes.NAMES, "order_numbers", "an order’s number", "902-0001", ("number",)),
    Field("sku", Takes.NAMES, "skus", "an item’s SKU", "B00X1"),
    Field("currency", Takes.NAMES, "currencies", "a currency’s code", "EUR"),
    Field("connection", Takes.NAMES, "connections", "one of your connections", "stackline-1"),
    Field("provider", Takes.NAMES, "providers", "where orders were read", "stackline"),
    Field("shipment", Takes.NAMES, "shipments", "the shipment’s status alone", "shipped"),
    Field("price", Takes.AMOUNTS, "price", "of one piece", "10..20"),
    Field("quantity", Takes.AMOUNTS, "quantity", "how many pieces", ">=2", ("qty",)),
    Field("department", Takes.NAMES, "departments", "a department", "Home", ("dept",)),
    Field("subcategory", Takes.NAMES, "subcategories", "a subcategory", "Lamps"),
    Field("tag", Takes.NAMES, "tags", "one of your tags", "gift"),
    Field("is", Takes.MARKS, "", "hidden, or missing at the provider", "hidden"),
    Field("with", Takes.MARKS, "", "hidden orders among the others", "hidden"),
)
BY_WORD: Mapping[str, Field] = {
    word: field for field in FIELDS for word in (field.word, *field.also)
}

MARKS: Mapping[str, Mapping[str, str]] = {
    "is": {
        "hidden": "only the orders that you hid",
        "missing": "only lines that the provider no longer shows",
    },
    "with": {"hidden": "hidden orders too"},
}
"""What may follow a field of marks, and what it means."""
