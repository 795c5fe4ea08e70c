"""Everything this Stock2Shop remembers. Plain values only, so that it can be written to a file.

Tokens are kept as digests. Moments are seconds since 1970.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec


def digest(secret: str) -> str:
    """What is kept of a token in place of the token."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Edits(msgspec.Struct):
    """What a test has changed in one merchant's orders and products.

    `changed` is field -> value by order id. `moved` is (since when, indexed moment) by order id:
    where the index has it, once it has caught up.
    """

    inserted: dict[int, dict[str, Any]] = {}
    deleted: list[int] = []
    changed: dict[int, dict[str, Any]] = {}
    moved: dict[int, tuple[float, int]] = {}
    products: dict[int, dict[str, Any]] = {}


class Stock2ShopState(msgspec.Struct):
    """`newest` is the moment right after the youngest order of the seeded histories.

    `sessions` is the one living token of each user: a later sign-in ends it (sheet 3.4).
    """

    newest: int
    sessions: dict[str, str] = {}
    edits: dict[int, Edits] = {}
