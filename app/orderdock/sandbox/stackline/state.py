"""Everything this Stackline remembers. Plain values only, so that it can be written to a file.

Tokens and codes are kept as digests; retailer passwords are not kept at all (sheet 4.1, 7.5).
Moments are seconds since 1970.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from orderdock.sandbox.stackline.retailers import Temper


def digest(secret: str) -> str:
    """What is kept of a token in place of the token."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Connection(msgspec.Struct):
    """One retailer of one account. `syncs` counts those since the last sign-in at the retailer."""

    status: str = "pending"
    last_sync_at: float | None = None
    connected_at: float = 0.0
    syncs: int = 0
    refused_at: list[float] = []


class MfaRequest(msgspec.Struct):
    """A question that waits for the person. `kind` is `choose` or `enter`."""

    req_id: str
    kind: str
    created_at: float
    message: str
    options: list[str] = []


class RetailerSync(msgspec.Struct):
    """One retailer within a session. `purpose` is `connect`, `fix` or `sync`."""

    retailer_id: int
    purpose: str
    entered_at: float
    stage: str = "queued"
    password_right: bool = True
    mfa_passed: bool = False
    wrong_codes: int = 0
    requests: list[MfaRequest] = []
    error_code: str = ""
    error: str = ""

    @property
    def final(self) -> bool:
        return self.stage in ("completed", "error", "timed_out")


class Session(msgspec.Struct):
    """A batch: one sync of one or more retailers."""

    batch_id: str
    started_at: float
    retailers: list[RetailerSync]
    completed_at: float | None = None


class Account(msgspec.Struct):
    """One person. `connections` by retailer."""

    phone: str
    user_id: str
    name: str
    connections: dict[int, Connection] = {}
    sessions: list[Session] = []


class AccessToken(msgspec.Struct):
    """`family` is the sign-in that it comes from."""

    phone: str
    family: str
    client_id: str
    scopes: list[str]
    expires_at: float
    revoked: bool = False


class RefreshToken(msgspec.Struct):
    """Used once; the family is dead when it is used again."""

    phone: str
    family: str
    client_id: str
    scopes: list[str]
    used: bool = False


class AuthorizationCode(msgspec.Struct):
    """What the browser brought back, and what it must be redeemed with."""

    phone: str
    family: str
    client_id: str
    redirect_uri: str
    challenge: str
    scopes: list[str]
    expires_at: float
    used: bool = False


class Stamp(msgspec.Struct):
    """A TOTP stamp; its token is computed from it and `token_key`."""

    phone: str
    token_key: str
    issued_at: float
    used: bool = False


class InsertedOrder(msgspec.Struct):
    """An order that no history holds."""

    retailer_id: int
    order_id: str
    date: int
    lines: list[dict[str, Any]]


class OrderEdits(msgspec.Struct):
    """What a test has changed. Keys of `changed`: `retailer:order` or `retailer:order:sku`."""

    inserted: list[InsertedOrder] = []
    deleted: dict[int, list[int]] = {}
    changed: dict[str, dict[str, Any]] = {}


class StacklineState(msgspec.Struct):
    """`newest` is the moment right after the youngest order of the seeded histories."""

    newest: int
    secret: str
    accounts: dict[str, Account] = {}
    access_tokens: dict[str, AccessToken] = {}
    refresh_tokens: dict[str, RefreshToken] = {}
    codes: dict[str, AuthorizationCode] = {}
    stamps: dict[str, Stamp] = {}
    dead_families: list[str] = []
    portal_expired: dict[str, bool] = {}
    tempers: dict[int, Temper] = {}
    edits: OrderEdits = msgspec.field(default_factory=OrderEdits)
