"""Access: signed ID tokens that end after an hour, and the headers beside them (sheet 3)."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, NamedTuple

from starlette.requests import Request

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.synq.manners import Manners
from orderdock.sandbox.synq.people import BY_ID, TENANTS, Tenant
from orderdock.sandbox.synq.state import SynqState, digest

OPAQUE = "synq-sandbox-opaque"
"""A token that is no JWT, with any ending after a further dash."""
_KEY = b"the sandbox signs with this, and nothing else does"
_HEADER = {"alg": "RS256", "typ": "JWT", "kid": "sandbox"}


class Caller(NamedTuple):
    """Who asks."""

    tenant: Tenant
    role: str
    key: str
    """A digest of the token."""


def mint(now: float, tenant: Tenant, life: float = 3600, **more: Any) -> str:
    """An ID token; `more` changes claims, None leaves one out."""
    claims = {
        "iss": "https://auth.synq.example",
        "sub": f"user-{tenant.number}",
        "jti": secrets.token_hex(8),
        "iat": int(now),
        "exp": int(now + life),
        "tenantid": tenant.id,
        "org_id": tenant.organisation,
        "role": "Admin",
        **more,
    }
    known = {key: value for key, value in claims.items() if value is not None}
    signed = f"{_packed(_HEADER)}.{_packed(known)}"
    return f"{signed}.{_signature(signed)}"


class Tokens:
    """Who may come in, over the sandbox's state."""

    def __init__(self, state: SynqState, clock: SandboxClock, manners: Manners) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners

    def check(self, request: Request) -> Caller:
        """The caller behind a request's headers; raises `Refusal` 401 or 403."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise _unauthorised("Missing or invalid Authorization header")
        claims = self._claims(token.strip())
        missing = [name for name in ("tenantid", "org_id", "role") if not claims.get(name)]
        if missing:
            raise Refusal(403, "forbidden", f"Forbidden: the claim {missing[0]} is missing")
        tenant = BY_ID.get(str(claims["tenantid"]))
        for header, own in (("x-tenant-id", claims["tenantid"]), ("x-org-id", claims["org_id"])):
            said = request.headers.get(header)
            if said is None:
                status = int(self._manners.missing_headers)
                raise Refusal(status, "missing_header", f"Missing header {header.title()}")
            if said != own or tenant is None:
                raise Refusal(403, "forbidden", "Forbidden: this token is for another tenant")
        return Caller(tenant or TENANTS[0], str(claims["role"]), digest(token.strip()))

    def _claims(self, token: str) -> dict[str, Any]:
        key = digest(token)
        if key in self._state.ended_tokens:
            raise _unauthorised("Token expired or revoked")
        if token == OPAQUE or token.startswith(f"{OPAQUE}-"):
            claims: dict[str, Any] = {
                "tenantid": TENANTS[0].id,
                "org_id": TENANTS[0].organisation,
                "role": "member",
            }
        else:
            claims = _read(token)
            end = min(claims["exp"], claims["iat"] + self._manners.token_life)
            if end <= self._clock.now():
                raise _unauthorised("Token expired or revoked")
        if key not in self._state.seen_tokens:
            self._state.seen_tokens.append(key)
        return claims

    def end_all(self) -> None:
        """Every token that was used so far is over."""
        self._state.ended_tokens += self._state.seen_tokens
        self._state.seen_tokens.clear()


def _read(token: str) -> dict[str, Any]:
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(signed).encode()):
        raise _unauthorised("Malformed token")
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(signed.partition(".")[2] + "=="))
    return claims


def _unauthorised(why: str) -> Refusal:
    return Refusal(401, "unauthorized", f"Unauthorized: {why}")


def _packed(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


def _signature(signed: str) -> str:
    made = hmac.new(_KEY, signed.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made).decode().rstrip("=")
