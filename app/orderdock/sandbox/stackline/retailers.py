"""The catalogue: each retailer with its temper, its money and its way of numbering orders."""

from __future__ import annotations

from typing import Literal

import msgspec

from orderdock.sandbox.pictures import Colour

Temper = Literal[
    "no-mfa",
    "choose",
    "code",
    "code-each-time",
    "late",
    "down",
    "times-out",
    "expires",
    "other-password",
    "no-orders",
]

OTHER_PASSWORD = "battery staple"
"""The password of the retailer that refuses the usual one."""

SYNCS_UNTIL_EXPIRY = 2
"""So many syncs a retailer of temper `expires` allows before it wants a new sign-in."""


class Retailer(msgspec.Struct, frozen=True, kw_only=True):
    """`temper` says how its sign-in goes; `options` are the ways it sends a code."""

    id: int
    name: str
    temper: Temper
    note: str
    colour: Colour
    currency: str = "USD"
    other_currency: str = "CAD"
    numbering: Literal["dashed", "zeros", "plain"] = "plain"
    options: tuple[str, ...] = ()
    server_side: bool = True
    logo: Literal["png", "webp", "absent"] = "png"


RETAILERS: tuple[Retailer, ...] = (
    Retailer(
        id=1,
        name="Amazon",
        temper="choose",
        note="asks how to send a code, then for the code",
        colour=(232, 131, 26),
        numbering="dashed",
        options=("sms", "email"),
    ),
    Retailer(
        id=2,
        name="Walmart",
        temper="no-mfa",
        note="asks for no code",
        colour=(24, 98, 196),
        numbering="zeros",
    ),
    Retailer(id=3, name="Target", temper="code", note="sends a code at once", colour=(196, 32, 44)),
    Retailer(
        id=4,
        name="Costco",
        temper="other-password",
        note=f"refuses the usual password, takes '{OTHER_PASSWORD}'",
        colour=(150, 30, 60),
        numbering="zeros",
    ),
    Retailer(
        id=5,
        name="Kroger",
        temper="late",
        note="its code always comes too late",
        colour=(38, 68, 140),
    ),
    Retailer(id=6, name="Best Buy", temper="down", note="its site is down", colour=(20, 60, 120)),
    Retailer(
        id=7, name="Home Depot", temper="times-out", note="never answers", colour=(220, 92, 20)
    ),
    Retailer(
        id=8,
        name="Sephora",
        temper="expires",
        note=f"wants a new sign-in after {SYNCS_UNTIL_EXPIRY} syncs",
        colour=(30, 30, 34),
    ),
    Retailer(
        id=9,
        name="Instacart",
        temper="no-mfa",
        note="cannot be connected (syncing is off)",
        colour=(30, 130, 60),
        server_side=False,
    ),
    Retailer(
        id=10,
        name="Müller & Söhne",
        temper="no-mfa",
        note="sells in euros, has no logo",
        colour=(90, 90, 90),
        currency="EUR",
        other_currency="CHF",
        logo="absent",
    ),
    Retailer(
        id=11,
        name="Sakura Market さくら",
        temper="choose",
        note="sells in yen, three ways to send a code",
        colour=(214, 92, 140),
        currency="JPY",
        other_currency="JPY",
        numbering="dashed",
        options=("sms", "email", "voice"),
        logo="webp",
    ),
    Retailer(
        id=12,
        name="Northwind Books",
        temper="no-orders",
        note="connects, but there are no orders",
        colour=(46, 110, 110),
        currency="GBP",
        other_currency="EUR",
    ),
    Retailer(
        id=13,
        name="Harbour Supply",
        temper="no-mfa",
        note="sells in pounds, asks for no code",
        colour=(30, 110, 150),
        currency="GBP",
        other_currency="EUR",
    ),
    Retailer(
        id=14,
        name="Lantern & Loom",
        temper="code-each-time",
        note="sends a code at every sync",
        colour=(120, 84, 160),
        numbering="zeros",
    ),
)

BY_ID = {retailer.id: retailer for retailer in RETAILERS}
