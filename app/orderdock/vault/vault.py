"""A profile's saved sign-ins: sealed in the database, opened only when one is needed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from orderdock.domain.errors import SignInNeeded
from orderdock.domain.secret import Secret
from orderdock.vault.opening import Opened, Opening, Questions
from orderdock.vault.sealing import SealingKey, Unopenable

InThread = Callable[..., Awaitable[Any]]


class SealedStore(Protocol):
    """Where sealed records lie (`store.secrets`); both calls block and are made in a thread."""

    def read(self, connection: str, name: str) -> bytes | None: ...

    def write(self, connection: str, records: Mapping[str, bytes | None]) -> None: ...


class Vault:
    """Seals and opens. The key is fetched at the first need; what needs none never asks for it."""

    def __init__(
        self,
        store: SealedStore,
        opening: Opening,
        in_thread: InThread = asyncio.to_thread,
        *,
        lent: SealingKey | None = None,
    ) -> None:
        """`lent` is the key when another process of ours had it at hand: nothing is asked then."""
        self._store = store
        self._opening = opening
        self._in_thread = in_thread
        self._opened = Opened(lent, "lent") if lent is not None else None
        self._one_at_a_time = asyncio.Lock()
        self._this_session: dict[tuple[str, str], Secret] = {}

    @property
    def kind(self) -> str:
        """keyring, passphrase, session, lent, or nothing yet.

        Raises VaultLocked for a damaged file.
        """
        return self._opened.kind if self._opened is not None else self._opening.kind()

    async def unlock(self, questions: Questions | None = None) -> None:
        """Have the key at hand; asks only when it must, and once however many wait.

        Raises VaultLocked, and what `questions` raises.
        """
        if self._opened is None:
            async with self._one_at_a_time:
                if self._opened is None:
                    self._opened = await self._opening.key(questions)

    def lend(self) -> SealingKey | None:
        """The key for another process of ours.

        None while it is not at hand, and in a session-only vault: its secrets are in this process's
        memory, so another one could do nothing with the key.
        """
        opened = self._opened
        return opened.key if opened is not None and opened.kind != "session" else None

    async def get(self, connection: str, name: str) -> Secret | None:
        """A secret; None when there is none, which needs no key.

        Raises VaultLocked, or SignInNeeded when it was sealed with a key that is gone.
        """
        if (here := self._this_session.get((connection, name))) is not None:
            return here
        sealed: bytes | None = await self._in_thread(self._store.read, connection, name)
        if sealed is None:
            return None
        await self.unlock()
        try:
            return self._at_hand().key.open(sealed, connection, name)
        except Unopenable:
            raise SignInNeeded(
                "The saved sign-in can no longer be opened: its key is gone.",
                "Sign in again to go on.",
            ) from None

    async def put(self, connection: str, values: Mapping[str, Secret | None]) -> None:
        """Keep all `values` in one durable step (None removes). Raises VaultLocked."""
        if any(value is not None for value in values.values()):
            await self.unlock()
        await self._in_thread(self._store.write, connection, self.seal(connection, values))

    def seal(self, connection: str, values: Mapping[str, Secret | None]) -> dict[str, bytes | None]:
        """The records to store for `values`, which the caller does; after `unlock`.

        In a session-only vault the secrets stay in memory, and what is stored is their absence.
        """
        removed: dict[str, bytes | None] = {n: None for n, v in values.items() if v is None}
        kept = {name: value for name, value in values.items() if value is not None}
        for name in removed:
            self._this_session.pop((connection, name), None)
        if not kept:
            return removed
        opened = self._at_hand()
        if opened.kind == "session":
            self._this_session |= {(connection, name): value for name, value in kept.items()}
            return removed | dict.fromkeys(kept)
        return removed | {
            name: opened.key.seal(value, connection, name) for name, value in kept.items()
        }

    def _at_hand(self) -> Opened:
        if self._opened is None:
            raise RuntimeError("the vault was not unlocked")
        return self._opened
