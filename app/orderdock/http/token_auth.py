"""Access by a token that dies: put on each call, renewed once whatever the concurrency."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from orderdock.domain.errors import OrderdockError, SignInNeeded
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call
from orderdock.system.clock import Clock

AHEAD = timedelta(minutes=5)
"""Renew so long before the end, but no token in the first three quarters of its life."""
_FINISH_SECONDS = 10.0
"""A renewal under way is given so long when its caller is cancelled."""
_SHORT_LIVES = 3
"""So many tokens in a row may end with the call after their first one."""
_ACCESS, _REFRESH = "access_token", "refresh_token"
_EXPIRES, _LIFE = "expires_at", "token_life"


class Drawer(Protocol):
    """Where the tokens are kept: `connector.contract.SecretDrawer` as seen from here."""

    async def get(self, name: str) -> Secret | None: ...

    async def put(self, values: Mapping[str, Secret | None]) -> None: ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in gave: the token to show, what renews it, and when it ends (aware UTC)."""

    access: Secret
    refresh: Secret | None = None
    expires_at: datetime | None = None
    life: timedelta | None = None
    """How long it is good for, all in all."""


Carry = Callable[[Call, Secret], Call]
"""Puts a token on a call."""
Renew = Callable[[Tokens], Awaitable[Tokens]]
"""Gets fresh tokens for old ones; raises SignInNeeded when the provider no longer gives any."""
Alone = Callable[[], AbstractAsyncContextManager[None]]
"""Makes a block that no other program is in at the same time."""


def in_header(name: str = "Authorization", prefix: str = "Bearer ") -> Carry:
    """Carry the token in a header: `Authorization: Bearer ...`, or `access_token: ...`."""

    def carry(call: Call, token: Secret) -> Call:
        return replace(call, headers={**call.headers, name: Secret(prefix + token.reveal())})

    return carry


def in_query(name: str = "token") -> Carry:
    """Carry the token in the query: `?token=...`. The client keeps it out of errors and logs."""

    def carry(call: Call, token: Secret) -> Call:
        return replace(call, query={**call.query, name: token})

    return carry


async def kept_tokens(drawer: Drawer) -> Tokens | None:
    """The tokens as last kept; None when there are none."""
    access = await drawer.get(_ACCESS)
    if not access:
        return None
    return Tokens(
        access,
        await drawer.get(_REFRESH) or None,
        _moment(await drawer.get(_EXPIRES)),
        _duration(await drawer.get(_LIFE)),
    )


async def keep_tokens(drawer: Drawer, tokens: Tokens) -> None:
    """Keep `tokens` in one durable step."""
    ends = tokens.expires_at.isoformat() if tokens.expires_at is not None else None
    await drawer.put(
        {
            _ACCESS: tokens.access,
            _REFRESH: tokens.refresh,
            _EXPIRES: Secret(ends) if ends is not None else None,
            _LIFE: Secret(str(tokens.life.total_seconds())) if tokens.life is not None else None,
        }
    )


class TokenAuth:
    """An Authorizer over the tokens of one drawer.

    Without `renew` a refused token needs a person. Fresh tokens are on disk before they are used,
    so that a crash never loses a rotated one. A renewal that the provider refuses is not tried
    again, here or after a restart. Neither is one that did not last: where each sign-in ends the
    one before, two programs would go on taking the access from one another for ever.
    """

    def __init__(
        self,
        drawer: Drawer,
        *,
        provider: str,
        clock: Clock,
        renew: Renew | None = None,
        carry: Carry | None = None,
        ahead: timedelta | None = AHEAD,
        by_person: bool = False,
        alone: Alone = nullcontext,
    ) -> None:
        """Make one over `drawer`.

        Args:
            drawer: where the tokens are kept.
            provider: its name in sentences.
            clock: tells when a token is about to end.
            renew: how to get fresh tokens; without it a refused one needs a new sign-in.
            carry: puts the token on a call, by default in the header Authorization.
            ahead: renew so long before the end; None renews only what was refused.
            by_person: `renew` asks a person, so that a cancel takes the question away at once.
            alone: holds off other programs that would renew the same tokens meanwhile.
        """
        self._drawer = drawer
        self._provider = provider
        self._clock = clock
        self._get_fresh = renew
        self._carry = carry or in_header()
        self._ahead = ahead
        self._by_person = by_person
        self._alone = alone
        self._tokens: Tokens | None = None
        self._refused = False
        self._served = 0
        self._short_lives = 0
        self._one_at_a_time = asyncio.Lock()

    async def sign(self, call: Call) -> Call:
        """`call` with the token; renewed first when it is about to end. Raises SignInNeeded."""
        tokens = await self._current()
        if self._ends_soon(tokens):
            tokens = await self._renewed_ahead(tokens)
        self._served += 1
        return self._carry(call, tokens.access)

    async def renew(self, refused: Call) -> bool:
        """After a 401 for `refused`: whether there is a fresh token now.

        Raises what goes wrong on the way to a fresh one, SignInNeeded when there will be none.
        """
        tokens = await self._current()
        if self._carry(refused, tokens.access) != refused:
            return True  # somebody else got a fresh one meanwhile
        if self._get_fresh is None or self._refused:
            return False
        return (await self._replace(tokens, was_refused=True)).access != tokens.access

    def _is_fought_over(self) -> bool:
        """Whether several tokens in a row were taken away right after their first call."""
        self._short_lives = self._short_lives + 1 if self._served <= 2 else 0
        self._served = 0
        return self._short_lives > _SHORT_LIVES

    async def _current(self) -> Tokens:
        if self._tokens is None:
            self._tokens = await kept_tokens(self._drawer)
        if self._tokens is None:
            raise SignInNeeded(
                f"There is no saved sign-in for {self._provider}.", "Sign in to go on."
            )
        return self._tokens

    def _ends_soon(self, tokens: Tokens) -> bool:
        if self._get_fresh is None or self._refused or self._ahead is None:
            return False
        ends = tokens.expires_at
        ahead = min(self._ahead, tokens.life / 4) if tokens.life is not None else self._ahead
        return ends is not None and ends - self._clock.now() <= ahead

    async def _renewed_ahead(self, tokens: Tokens) -> Tokens:
        try:
            return await self._replace(tokens)
        except OrderdockError:
            if tokens.expires_at is not None and tokens.expires_at <= self._clock.now():
                raise
            return tokens  # good for some minutes yet; a 401 will say otherwise

    async def _replace(self, old: Tokens, *, was_refused: bool = False) -> Tokens:
        """Fresh tokens in place of `old`: one renewal for all who ask at once."""
        async with self._one_at_a_time:
            if self._tokens is not None and self._tokens.access != old.access:
                return self._tokens
            if self._get_fresh is None:
                return old
            async with self._alone():
                kept = await kept_tokens(self._drawer)
                if kept is not None and kept.access != old.access:
                    self._tokens, self._served = kept, 0  # another program was first
                    return kept
                if was_refused and self._is_fought_over():
                    return old
                fetch = self._fetch(old, self._get_fresh)
                return await (fetch if self._by_person else _to_the_end(fetch))

    async def _fetch(self, old: Tokens, renew: Renew) -> Tokens:
        try:
            fresh = await renew(old)
        except SignInNeeded:
            self._refused = True
            await self._drawer.put({_REFRESH: None})
            raise
        if fresh.refresh is None:
            fresh = replace(fresh, refresh=old.refresh)
        await keep_tokens(self._drawer, fresh)
        self._tokens = fresh
        return fresh


async def _to_the_end(work: Awaitable[Tokens]) -> Tokens:
    """Await `work`; when cancelled, let it finish first: a rotated token must not get lost."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=_FINISH_SECONDS)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


def _moment(text: Secret | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.reveal()) if text else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _duration(text: Secret | None) -> timedelta | None:
    try:
        return timedelta(seconds=float(text.reveal())) if text else None
    except (ValueError, OverflowError):
        return None
