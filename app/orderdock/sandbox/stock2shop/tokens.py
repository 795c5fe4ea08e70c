"""Signing in and whose call it is (sheet 3, 4)."""

from __future__ import annotations

import secrets

import msgspec

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.people import USERS, User
from orderdock.sandbox.stock2shop.state import Stock2ShopState, digest


class Answered(Exception):
    """The request is answered already: a refusal that looks like a success (sheet 3.6)."""

    def __init__(self, body: object) -> None:
        super().__init__()
        self.body = msgspec.json.encode(body)


class Tokens:
    """One living token per user."""

    def __init__(self, state: Stock2ShopState, clock: SandboxClock, manners: Manners) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners
        self._asked: dict[tuple[str, str], list[float]] = {}

    def sign_in(self, username: object, password: object) -> tuple[User, str]:
        """A fresh token; every earlier one of that user is over."""
        user = USERS.get(username) if isinstance(username, str) else None
        if user is None or password != self._manners.password:
            raise self.refusal("The username or password is wrong.")
        token = f"S2S-{secrets.token_hex(20).upper()}"
        self._state.sessions[user.username] = digest(token)
        return user, token

    def user_of(self, token: str | None) -> User:
        """Whose token it is. Raises what `refusal` gives."""
        key = digest(token or "")
        for username, held in self._state.sessions.items():
            if token and held == key:
                return USERS[username]
        raise self.refusal("The token is not valid.")

    def check_role(self, user: User, allowed: frozenset[str | None]) -> None:
        """Raises `Refusal` 403 for a role that does not reach the endpoint."""
        if self._manners.roles_matter and user.role not in allowed:
            raise Refusal(403, "forbidden", f"The role {user.role} may not do this.")

    def count(self, who: str, endpoint: str, *, at_most: float, speed: float) -> None:
        """Raises `Refusal` 429 beyond `at_most` requests a second to an endpoint."""
        if not self._manners.per_second:
            return
        now = self._clock.now()
        recent = [
            at for at in self._asked.get((who, endpoint), []) if now - at < 1 / max(speed, 1e-9)
        ]
        self._asked[who, endpoint] = [*recent, now]
        if len(recent) + 1 > min(at_most, self._manners.per_second):
            raise Refusal(
                429, "too_many_requests", "Too Many Requests", headers=self.limit(at_most)
            )

    def limit(self, at_most: float) -> dict[str, str]:
        """The header that states the limit of an endpoint."""
        stated = min(self._manners.rate_header, at_most)
        return {"x-S2S-RateLimit": f"{stated:g}"} if stated else {}

    def refusal(self, message: str) -> Exception:
        """The answer for who is not signed in, as the manners say."""
        match self._manners.refusal:
            case "200-errors":
                return Answered({"errors": message})
            case "200-empty":
                return Answered({})
            case status:
                return Refusal(int(status), "unauthorized", message)

    def end_all(self) -> None:
        """Every token given out so far is over; passwords work."""
        self._state.sessions.clear()
