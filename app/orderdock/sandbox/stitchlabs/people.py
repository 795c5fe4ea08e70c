"""Who exists at this Stitch Labs: accounts with their sales channels, and their administrators."""

from __future__ import annotations

from typing import NamedTuple


class Channel(NamedTuple):
    """A shop that an account sells through; one without a name goes by its type."""

    id: int
    name: str | None
    type_id: int
    type: str
    currency: str
    username: str


class Account(NamedTuple):
    """One seller. `currency` is that of orders typed in by hand."""

    id: int
    name: str
    currency: str
    channels: tuple[Channel, ...]
    warehouse: int
    first_order: int


ACCOUNTS: tuple[Account, ...] = (
    Account(
        1,
        "Acme Homeware",
        "EUR",
        (
            Channel(40, "Shopify", 1002, "Shopify", "USD", "acme-test.example"),
            Channel(41, "Amazon UK", 1005, "Amazon", "GBP", "acme-uk.example"),
            Channel(42, None, 1011, "Square", "USD", "market-stall.example"),
            Channel(43, 'Étage 3, "Pop-up"', 1002, "Shopify", "CAD", "etage3.example"),
        ),
        7,
        900_100,
    ),
    Account(
        2,
        "Harbour Outfitters",
        "GBP",
        (
            Channel(60, "eBay", 1007, "eBay", "GBP", "harbour.example"),
            Channel(61, "Etsy", 1009, "Etsy", "JPY", "harbour-jp.example"),
        ),
        17,
        4_700_000,
    ),
)

BY_ID = {account.id: account for account in ACCOUNTS}

PEOPLE: dict[str, int] = {"demo@example.com": 1, "other@example.com": 2}
"""E-mail of an administrator -> account."""
