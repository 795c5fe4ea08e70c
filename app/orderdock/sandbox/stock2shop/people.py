"""Who exists at this Stock2Shop: users, their merchants, and the merchants' channels."""

from __future__ import annotations

from typing import NamedTuple


class Channel(NamedTuple):
    """Where orders come from."""

    id: int
    description: str
    type: str
    active: bool = True


class Client(NamedTuple):
    """A merchant account."""

    id: int
    name: str
    channels: tuple[Channel, ...]
    sources: tuple[tuple[int, str, str, int | None], ...]
    """Id, description, type, and the source it is linked to."""


CLIENTS: tuple[Client, ...] = (
    Client(
        77,
        "Acme Trading",
        (
            Channel(310, "Acme Web Shop", "shopify"),
            Channel(311, "Acme Trade Store", "trade"),
            Channel(312, "Acme on Takealot, Johannesburg & Kaapstad", "takealot"),
            Channel(313, "", "woocommerce"),
            Channel(314, "Old Magento", "magento", active=False),
        ),
        ((901, "Main ERP", "apifact_sapone", None), (902, "Price list", "flatfile", 901)),
    ),
    Client(
        78,
        "Baobab Outdoor",
        (Channel(320, "Baobab Shop", "shopify"), Channel(321, "Baobab B2B", "trade")),
        ((911, "Sage Evolution", "apifact_evolution", None),),
    ),
)
CLIENT_BY_ID = {client.id: client for client in CLIENTS}


class User(NamedTuple):
    """One sign-in. `role` None is an administrator; `channel` ties a limited user to one."""

    id: int
    username: str
    first_name: str
    surname: str
    client: Client
    role: str | None
    channel: int | None = None


USERS: dict[str, User] = {
    user.username: user
    for user in (
        User(501, "orders.acme", "Thandi", "Nkosi", CLIENTS[0], "read_only"),
        User(502, "admin.acme", "Johan", "van der Merwe", CLIENTS[0], None),
        User(503, "trade.acme", "Zoë", "Adams", CLIENTS[0], "trade", 311),
        User(504, "stock.acme", "Sipho", "Dlamini", CLIENTS[0], "product_editor"),
        User(601, "orders.baobab", "Aisha", "Patel", CLIENTS[1], "read_only"),
    )
}

MAY_READ_ORDERS = frozenset({None, "read_only", "trade"})
"""Which roles may do what is not documented (sheet 4): this is our guess."""
MAY_READ_PRODUCTS = frozenset({None, "read_only", "trade", "product_editor", "product_meta_editor"})
