"""Everything this Stitch Labs remembers. Plain values only, so that it can be written to a file.

Codes and tokens are kept as digests. Moments are seconds since 1970.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec


def digest(secret: str) -> str:
    """What is kept of a secret in place of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Code(msgspec.Struct):
    """An authorization code."""

    account: int
    redirect_uri: str
    expires_at: float
    used: bool = False


class Token(msgspec.Struct):
    """An access token; `expires_at` None for ever."""

    account: int
    expires_at: float | None = None


class Item(msgspec.Struct):
    """A line of an order that a test put in; `variant` None for a line without one."""

    variant: int | None
    quantity: int
    cents: int
    description: str = ""


class Inserted(msgspec.Struct):
    """An order that a test put in; `channel` None for one typed in by hand."""

    created: float
    channel: int | None
    items: list[Item]


class Change(msgspec.Struct):
    """What a test changed in one order, and when.

    `quantities` is by line id. `fields` win over what the order would say by itself.
    """

    at: float
    stage: str | None = None
    closed: bool | None = None
    quantities: dict[int, int] = {}
    fields: dict[str, Any] = {}


class Edits(msgspec.Struct):
    """What tests have changed in one account's orders."""

    inserted: dict[int, Inserted] = {}
    gone: list[int] = []
    changed: dict[int, Change] = {}


class StitchLabsState(msgspec.Struct):
    """`newest` is the moment right after the youngest order of the seeded histories."""

    newest: int
    codes: dict[str, Code] = {}
    tokens: dict[str, Token] = {}
    refresh_tokens: dict[str, int] = {}
    revoked: list[str] = []
    edits: dict[int, Edits] = {}
