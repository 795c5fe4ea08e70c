"""Everything this Stitchex remembers. Plain values only, so that it can be written to a file.

Tokens are kept as digests. Moments are seconds since 1970.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec


def digest(secret: str) -> str:
    """What is kept of a token in place of the token."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Token(msgspec.Struct):
    """An access token. `organisation` is its own choice, for manners where tokens choose."""

    email: str
    expires_at: float
    organisation: int | None = None


class Edits(msgspec.Struct):
    """What a test has changed in one organisation's orders.

    `changed` is field -> value by order id; `quantities` is pieces by the id of a size's row.
    """

    inserted: dict[int, dict[str, Any]] = {}
    deleted: list[int] = []
    changed: dict[int, dict[str, Any]] = {}
    quantities: dict[int, int] = {}


class StitchexState(msgspec.Struct):
    """`newest` is the moment right after the youngest order of the seeded histories."""

    newest: int
    tokens: dict[str, Token] = {}
    refresh_tokens: dict[str, str] = {}
    chosen: dict[str, int] = {}
    edits: dict[int, Edits] = {}
