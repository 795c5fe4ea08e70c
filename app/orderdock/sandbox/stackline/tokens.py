"""Access and refresh tokens: issued, checked, rotated, revoked (sheet 3)."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stackline import demo
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.state import AccessToken, RefreshToken, StacklineState, digest

SCOPES = ("accounts:read", "accounts:connect", "accounts:sync", "orders:read")
READ_SCOPES = ("accounts:read", "orders:read")

_PORTAL: dict[str, tuple[str, tuple[str, ...]]] = {
    demo.PORTAL_TOKEN: (demo.PHONE, SCOPES),
    demo.READ_ONLY_PORTAL_TOKEN: (demo.PHONE, READ_SCOPES),
    demo.OTHER_PORTAL_TOKEN: (demo.OTHER_PHONE, SCOPES),
}


class Caller(NamedTuple):
    """Who asks, and what the token allows."""

    phone: str
    scopes: tuple[str, ...]


class OAuthRefusal(Exception):
    """The token endpoint's own way to say no (RFC 6749, 5.2)."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


def plain_phone(number: str) -> str:
    """`+1-555-0199` and `+1 (555) 0199` are one number: `+15550199`."""
    return ("+" if number.strip().startswith("+") else "") + "".join(
        letter for letter in number if letter.isdecimal() and letter.isascii()
    )


class Tokens:
    """All tokens of the sandbox, over its state."""

    def __init__(self, state: StacklineState, clock: SandboxClock, manners: Manners) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners

    def issue(self, phone: str, family: str, client_id: str, scopes: list[str]) -> dict[str, Any]:
        """A token response as in sheet 3.2."""
        access, refresh = (
            f"sbx_at_{secrets.token_urlsafe(24)}",
            f"sbx_rt_{secrets.token_urlsafe(24)}",
        )
        expires_at = self._clock.now() + self._manners.token_life
        self._state.access_tokens[digest(access)] = AccessToken(
            phone, family, client_id, scopes, expires_at
        )
        self._state.refresh_tokens[digest(refresh)] = RefreshToken(phone, family, client_id, scopes)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int(self._manners.token_life),
            "refresh_token": refresh,
            "scope": " ".join(scopes),
        }

    def redeem(
        self, code: str, client_id: str, redirect_uri: str, challenge: str
    ) -> dict[str, Any]:
        """Tokens for an authorization code. A code shown twice kills what it has brought."""
        grant = self._state.codes.get(digest(code))
        if grant is None:
            raise OAuthRefusal("invalid_grant", "The code is not known.")
        if grant.used:
            self.kill(grant.family)
            raise OAuthRefusal("invalid_grant", "The code was used before.")
        if grant.expires_at < self._clock.now():
            raise OAuthRefusal("invalid_grant", "The code has expired.")
        if grant.client_id != client_id:
            raise OAuthRefusal("invalid_grant", "The code belongs to another client.")
        if grant.redirect_uri != redirect_uri:
            raise OAuthRefusal("invalid_grant", "The redirect_uri is not the one of the sign-in.")
        if not secrets.compare_digest(grant.challenge, challenge):
            raise OAuthRefusal("invalid_grant", "The code_verifier does not fit the challenge.")
        grant.used = True
        return self.issue(grant.phone, grant.family, client_id, grant.scopes)

    def refresh(self, token: str, client_id: str) -> dict[str, Any]:
        """A new pair for a refresh token. An old one shown again kills the whole family."""
        held = self._state.refresh_tokens.get(digest(token))
        if held is None or held.client_id != client_id:
            raise OAuthRefusal("invalid_grant", "The refresh token is not known.")
        if held.used:
            self.kill(held.family)
        if held.family in self._state.dead_families:
            raise OAuthRefusal("invalid_grant", "The refresh token is no longer valid.")
        held.used = True
        for access in self._state.access_tokens.values():
            if access.family == held.family:
                access.revoked = True
        return self.issue(held.phone, held.family, client_id, held.scopes)

    def revoke(self, token: str, client_id: str) -> None:
        """Forget a token and its family (RFC 7009: an unknown one is no error)."""
        key = digest(token)
        held = self._state.refresh_tokens.get(key) or self._state.access_tokens.get(key)
        if held and held.client_id == client_id:
            self.kill(held.family)

    def kill(self, family: str) -> None:
        if family not in self._state.dead_families:
            self._state.dead_families.append(family)

    def expire_all(self) -> None:
        """Expire every access token given out so far, portal ones too; refreshing still works."""
        now = self._clock.now()
        for access in self._state.access_tokens.values():
            access.expires_at = min(access.expires_at, now - 1)
        for token in (*map(digest, _PORTAL), *self._state.portal_expired):
            self._state.portal_expired[token] = True

    def check(self, authorization: str | None, permission: str) -> Caller:
        """The caller behind an Authorization header; raises `Refusal` 401 or 403."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise _unauthorized("auth_required", "Send an access token.")
        caller = self._caller(token.strip())
        if permission not in caller.scopes:
            raise Refusal(
                403,
                "forbidden",
                f"This token lacks the permission {permission}.",
                details={"permission": permission},
            )
        return caller

    def _caller(self, token: str) -> Caller:
        for portal, (phone, scopes) in _PORTAL.items():
            if token == portal or token.startswith(f"{portal}-"):
                return self._portal_caller(token, phone, scopes)
        held = self._state.access_tokens.get(digest(token))
        if held is None or held.revoked or held.family in self._state.dead_families:
            raise _unauthorized("invalid_token", "The access token is not valid.")
        if held.expires_at <= self._clock.now():
            raise _unauthorized("token_expired", "The access token has expired.")
        return Caller(plain_phone(held.phone), tuple(held.scopes))

    def _portal_caller(self, token: str, phone: str, scopes: tuple[str, ...]) -> Caller:
        if self._state.portal_expired.setdefault(digest(token), False):
            raise _unauthorized("token_expired", "The access token has expired.")
        return Caller(plain_phone(phone), scopes)


def _unauthorized(code: str, message: str) -> Refusal:
    return Refusal(401, code, message, headers={"WWW-Authenticate": f'Bearer error="{code}"'})
