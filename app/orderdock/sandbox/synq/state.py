"""Everything this Synq remembers. Plain values only, so that it can be written to a file.

Tokens are kept as digests. Moments are seconds since 1970.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec


def digest(secret: str) -> str:
    """What is kept of a token in place of the token."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Line(msgspec.Struct):
    """One line of an order; `amount` is the price of one, in minor units."""

    variant: int
    quantity: int
    amount: int
    titled: bool = True
    coded: bool = True
    """Shows its SKU."""


class Order(msgspec.Struct):
    """One order. A `channel` beyond the tenant's own is one that was deleted."""

    number: int
    status: str
    channel: int
    shipping: int
    created: float
    updated: float
    lines: list[Line]
    says_currency: bool = True
    fields: dict[str, Any] = {}
    """What its record says in place of what it would say by itself."""


class Connection(msgspec.Struct):
    """A shop that was authorised; `registered` counts the callbacks, `hidden` the looks to come."""

    id: str
    provider: str
    category: str
    made: float
    registered: int = 0
    active: bool = False
    hidden: int = 0


class Edits(msgspec.Struct):
    """What a test has changed in one tenant's orders, by order number."""

    inserted: dict[int, Order] = {}
    deleted: list[int] = []
    changed: dict[int, dict[str, Any]] = {}
    quantities: dict[int, dict[int, int]] = {}
    """Pieces by the place of a line."""


class SynqState(msgspec.Struct):
    """`newest` is the moment right after the youngest order of the seeded histories."""

    newest: int
    seen_tokens: list[str] = []
    ended_tokens: list[str] = []
    connections: dict[int, list[Connection]] = {}
    edits: dict[int, Edits] = {}
