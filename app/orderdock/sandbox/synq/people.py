"""Who exists at this Synq: tenants with their teams and sales channels."""

from __future__ import annotations

from typing import NamedTuple

MINOR = {"JPY": 1}
"""Minor units in one of a currency, where it is not a hundred."""


def uid(kind: int, tenant: int, number: int) -> str:
    """A UUID that says what it names, as in the vendor's samples."""
    return f"{kind:08x}-{tenant:04x}-4000-8000-{number:012x}"


def number_in(kind: int, tenant: int, text: str) -> int | None:
    """The number that `uid` was made from; None when the text is no such id."""
    try:
        number = int(text[-12:], 16)
    except ValueError:
        return None
    return number if uid(kind, tenant, number) == text else None


ORDER, LINE, CHANNEL, PRODUCT, VARIANT, CATEGORY, BRAND, ATTRIBUTE, CONNECTION, ENTRY = (
    0xC0FFEE00,
    0xA1A1A1A1,
    0xD00D0000,
    0x018F0000,
    0xB2B2B2B2,
    0xCA7E6000,
    0xB4A4D000,
    0xA7740000,
    0x5B0F2A10,
    0xA0D17000,
)


class Channel(NamedTuple):
    """Where orders come in."""

    name: str
    currency: str


class Tenant(NamedTuple):
    """One customer of the vendor with one organisation; `number` is part of all its ids."""

    number: int
    name: str
    id: str
    organisation: str
    channels: tuple[Channel, ...]
    shop: str
    """The platform that is linked from the start; empty for none."""


TENANTS: tuple[Tenant, ...] = (
    Tenant(
        1,
        "Fjord & Field Goods",
        "11111111-2222-4333-8444-555555555555",
        "aaaaaaaa-2222-4333-8444-555555555555",
        (
            Channel("EU Shop", "EUR"),
            Channel('US Shop, "outlet"', "USD"),
            Channel("東京ストア", "JPY"),
            Channel("=Marketplace UK", "GBP"),
        ),
        "shopify",
    ),
    Tenant(
        2,
        "Harbour Lights",
        "99999999-2222-4333-8444-555555555555",
        "bbbbbbbb-2222-4333-8444-555555555555",
        (Channel("Harbour Lights", "USD"),),
        "",
    ),
)

BY_ID = {tenant.id: tenant for tenant in TENANTS}
PLATFORMS = {
    "shopify": "commerce",
    "woocommerce": "commerce",
    "amazon": "commerce",
    "bigcommerce": "commerce",
    "quickbooks": "accounting",
}
"""What can be linked, with its category."""


def written(amount: int, currency: str) -> str:
    """Minor units as a decimal number: "129.80", "1500"."""
    minor = MINOR.get(currency, 100)
    return str(amount) if minor == 1 else f"{amount / minor:.2f}"
