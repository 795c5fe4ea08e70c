"""Signing in and whose turn it is: tokens, and the current organisation (sheet 3)."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stitchex.manners import Manners
from orderdock.sandbox.stitchex.people import PEOPLE
from orderdock.sandbox.stitchex.state import StitchexState, Token, digest

YEAR, WEEK = 31_536_000, 604_800


class Caller(NamedTuple):
    """Who asks: the e-mail, and the digest of the token."""

    email: str
    token: str


class SignInRefused(Exception):
    """The token endpoint's own way to say no."""


class Tokens:
    """All tokens of the sandbox, over its state."""

    def __init__(self, state: StitchexState, clock: SandboxClock, manners: Manners) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners

    def by_password(self, email: object, password: object, life: object) -> dict[str, Any]:
        """Raises `SignInRefused`. `life` is the optional `expires_in` of the newer form."""
        known = isinstance(email, str) and email.strip().lower() in PEOPLE
        if not known or password != self._manners.password:
            raise SignInRefused("The e-mail or password is wrong.")
        return self._issue(str(email).strip().lower(), life)

    def by_refresh_token(self, refresh: object, life: object) -> dict[str, Any]:
        """A refresh token works once. Raises `SignInRefused`."""
        email = self._state.refresh_tokens.pop(digest(str(refresh)), None)
        if email is None or not self._manners.renewable:
            raise SignInRefused("The refresh token is not valid.")
        return self._issue(email, life)

    def _issue(self, email: str, asked: object) -> dict[str, Any]:
        newer = self._manners.renewable
        life = self._manners.token_life or (WEEK if newer else YEAR)
        if newer and isinstance(asked, int) and not isinstance(asked, bool) and 0 < asked < YEAR:
            life = asked
        now = self._clock.now()
        access = secrets.token_hex(32)
        self._state.tokens[digest(access)] = Token(email, now + life)
        answer: dict[str, Any] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int(life),
            "created_at": int(now),
        }
        if newer:
            answer["refresh_token"] = secrets.token_hex(32)
            self._state.refresh_tokens[digest(answer["refresh_token"])] = email
        return answer

    def check(self, authorization: str | None) -> Caller:
        """The caller behind an Authorization header; raises `Refusal` 401."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise Refusal(401, "unauthorized", "Send an access token.")
        key = digest(token.strip())
        held = self._state.tokens.get(key)
        if held is None or held.expires_at <= self._clock.now():
            raise Refusal(401, "invalid_token", "The access token is not valid or has expired.")
        return Caller(held.email, key)

    def choose(self, caller: Caller, organisation: object) -> None:
        """Make an organisation the current one. Raises `Refusal`."""
        if not isinstance(organisation, int) or isinstance(organisation, bool):
            raise Refusal(422, "invalid", "organizationId must be an integer.")
        if organisation not in PEOPLE[caller.email]:
            raise Refusal(403, "forbidden", "You have no access to this organisation.")
        if self._manners.choice_of == "token":
            self._state.tokens[caller.token].organisation = organisation
        else:
            self._state.chosen[caller.email] = organisation

    def current(self, caller: Caller) -> int:
        """The current organisation. Raises `Refusal` when none was chosen."""
        if self._manners.choice_of == "token":
            chosen = self._state.tokens[caller.token].organisation
        else:
            chosen = self._state.chosen.get(caller.email)
        if chosen is not None:
            return chosen
        organisations = PEOPLE[caller.email]
        if not organisations or self._manners.without_choice == "refused":
            raise Refusal(403, "forbidden", "Choose an organisation first.")
        return organisations[0]

    def expire_all(self) -> None:
        """Every access token given out so far is over; refreshing still works."""
        self._state.tokens.clear()

    def forget_all(self) -> None:
        """Nothing given out so far works any more, refresh tokens included."""
        self._state.tokens.clear()
        self._state.refresh_tokens.clear()
