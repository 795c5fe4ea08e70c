"""Connections that share something at their provider take turns: whoever comes second waits."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from hashlib import blake2b

from orderdock.connector.contract import Provider
from orderdock.domain.errors import DataFolderTrouble
from orderdock.store.connections import StoredConnection
from orderdock.system.clock import Clock
from orderdock.system.locks import HeldLock, Locks, Taken

_LOOK_SECONDS = 0.2


@asynccontextmanager
async def turn_of(
    stored: StoredConnection,
    provider: Provider,
    *,
    locks: Locks,
    clock: Clock,
    waiting: Callable[[float, str], None] | None,
) -> AsyncGenerator[None, None]:
    """Hold what the connection shares with others; at once when it shares nothing.

    Other programs on this profile are waited for too. `waiting` is told when that begins.
    """
    shared = what_is_shared(provider, stored.base_url, stored.settings)
    if not shared:
        yield
        return
    with await _taken(shared, stored.name, locks, clock, waiting):
        yield


def what_is_shared(provider: Provider, base_url: str, settings: Mapping[str, str]) -> str:
    """A name for what a connection shares with others; empty when that is nothing."""
    shared = provider.shares(settings) if provider.shares is not None else ""
    if not shared:
        return ""
    digest = blake2b(f"{base_url}\n{shared}".encode(), digest_size=12).hexdigest()
    return f"shared-{provider.id}-{digest}"


async def _taken(
    name: str,
    about: str,
    locks: Locks,
    clock: Clock,
    waiting: Callable[[float, str], None] | None,
) -> HeldLock:
    told = waiting is None
    while True:
        try:
            if not locks.held(name):
                return locks.take(name, about)
        except Taken:  # somebody was faster
            pass
        except OSError:
            raise DataFolderTrouble(
                "The data folder cannot be written.", "Check its permissions, then try again."
            ) from None
        if waiting is not None and not told:
            holder = locks.holder(name)
            waiting(0, _reason(about, holder.about if holder is not None else ""))
            told = True
        await clock.sleep(_LOOK_SECONDS)


def _reason(about: str, other: str) -> str:
    if other == about:
        return f"Waiting until other work at {about} is done, such as a sync."
    return f"Waiting for {other or 'another connection'}: both use one sign-in."
