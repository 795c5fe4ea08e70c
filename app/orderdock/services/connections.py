"""Connecting, linking, repairing, renaming, disconnecting."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

import apsw

from orderdock import registry
from orderdock.auth.steps import Dialogue
from orderdock.connector.contract import Account, Desk, Link, Provider
from orderdock.domain.connections import (
    Action,
    ConnectionId,
    ConnectionOutcome,
    Outcome,
    judge,
)
from orderdock.domain.errors import (
    NotAllowed,
    OrderdockError,
    OtherAccount,
    SignInNeeded,
    WrongUsage,
)
from orderdock.services.access import Access
from orderdock.services.alone import alone_with
from orderdock.services.first_form import FirstForm, OtherHost, host_field, name_field
from orderdock.services.first_link import I_KNOW, LinkSkipped, Skippable, guard
from orderdock.services.nobody import Nobody
from orderdock.services.staging import StagedDrawer
from orderdock.store import connections, links, secrets
from orderdock.store.connections import StoredConnection
from orderdock.store.secrets import SealedRecords
from orderdock.sync.unbroken import unbroken

T = TypeVar("T")

_SIGN_OUT_SECONDS = 10.0
_WELL: dict[str, Any] = {
    "error_code": None,
    "error_says": "",
    "needs_person": False,
    "paused_until": None,
}


@dataclass(frozen=True, slots=True)
class _SignedIn:
    """All that a new connection is, before it is saved."""

    base_url: str
    settings: Mapping[str, str]
    secrets: StagedDrawer
    account: Account
    link: Link | None


class ConnectionsService:
    """Changes to connections; a change that does not come to its end leaves nothing behind."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._library = access.library
        self._database = access.database

    async def connect(
        self,
        provider: str,
        dialogue: Dialogue,
        *,
        name: str | None = None,
        base_url: str | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> ConnectionOutcome:
        """Sign in at `provider`, link where it starts with a link, save all at once.

        Without a `base_url` the provider's first form has it as an advanced field, as it has `name`
        without a name. PersonCancelled and every other OrderdockError propagate; nothing is saved
        then.
        """
        chosen = registry.provider(provider)
        if name is not None:
            self._check_name(name)
        host = await self._access.host(chosen, base_url)
        await self._access.safe.unlock(dialogue)
        ask_host = base_url is None and self._access.sandbox is None
        first = FirstForm(
            dialogue,
            host=host_field(host, tuple(h.url for h in chosen.hosts)) if ask_host else None,
            name=name_field() if name is None else None,
            check_name=self._check_name,
        )
        made = await self._sign_in(chosen, host, first, settings)
        return await self._save_new(chosen, name or first.name or chosen.name, made)

    async def link(self, connection: str, dialogue: Dialogue) -> ConnectionOutcome:
        """Add a retailer or shop under a connection (id or name)."""
        return await self._link(connection, dialogue, None)

    async def repair(
        self, connection: str, dialogue: Dialogue, link: str | None = None
    ) -> ConnectionOutcome:
        """Sign in again in place, or repair one link (id or name). Raises OtherAccount.

        Without a `link`, while the account is well and links of it are not, those are repaired.
        """
        if link is not None:
            return await self._link(connection, dialogue, link)
        access = self._access
        stored = await access.find(connection)
        now = self._library.clock.now()
        if broken := await self._database.read(_broken_links, stored, now):
            *others, last = broken
            for one in others:
                await self._link(stored.id, dialogue, one)
            return await self._link(stored.id, dialogue, last)
        provider = access.provider_of(stored)
        with alone_with(self._library.locks, stored.id, stored.name):
            if access.sandbox is not None:
                await access.sandbox.ensure()
                stored = await access.find(stored.id)
            await access.safe.unlock(dialogue)
            staged = StagedDrawer()
            async with access.desks.open(
                provider, stored.base_url, dialogue, staged, stored.settings, connection=stored.id
            ) as desk:
                account = await provider.sign_in(desk)
            _check_identity(stored, account)
            await _all_or_nothing(
                self._database.write(self._save_repair, stored, desk, staged, account)
            )
        return _well(stored)

    async def rename(self, connection: str, name: str) -> None:
        """Give it another name; names are unique within a profile (WrongUsage)."""
        stored = await self._access.find(connection)
        await self._database.write(connections.rename, stored.id, name)

    async def disconnect(self, connection: str, *, keep_orders: bool) -> ConnectionOutcome:
        """Forget the access, and the orders too unless `keep_orders`.

        Kept orders stay in every list and export; the connection itself is listed no more. It can
        still be named here, to erase them later.
        """
        stored = await self._access.find(connection, kept=True)
        with alone_with(self._library.locks, stored.id, stored.name):
            if stored.connected:
                await self._sign_out(stored)
            await _all_or_nothing(
                self._database.write(
                    connections.disconnect,
                    stored.id,
                    keep_orders=keep_orders,
                    now=int(self._library.clock.now().timestamp()),
                )
            )
        return _well(stored)

    async def _sign_in(
        self, provider: Provider, host: str, first: FirstForm, settings: Mapping[str, str]
    ) -> "_SignedIn":
        while True:
            staged = StagedDrawer()
            try:
                async with self._access.desks.open(provider, host, first, staged, settings) as desk:
                    account = await provider.sign_in(desk)
                    link = await self._first_link(provider, desk)
                    return _SignedIn(desk.base_url, desk.settings, staged, account, link)
            except OtherHost as other:
                host = other.base_url
                first.replay()

    async def _first_link(self, provider: Provider, desk: Desk) -> Link | None:
        if not provider.connect_link_first or provider.link is None:
            return None
        try:
            guard(provider, desk.base_url, confirmed=self._confirmed(provider))
        except NotAllowed as not_yet:
            desk.dialogue.tell("notice", f"The account is connected without a link. {not_yet}")
            return None
        desk.dialogue = Skippable(desk.dialogue, provider)
        try:
            return await provider.link(desk, None)
        except LinkSkipped:
            return None

    async def _link(
        self, connection: str, dialogue: Dialogue, which: str | None
    ) -> ConnectionOutcome:
        stored = await self._access.find(connection)
        provider = self._access.provider_of(stored)
        if provider.link is None:
            raise WrongUsage(f"{provider.name} has nothing to link.", "Sync it as it is.")
        old = None
        if which is not None:
            found = await self._database.read(links.find, stored.id, which)
            old = Link(found.remote_id, found.name)
        with alone_with(self._library.locks, stored.id, stored.name):
            guard(provider, stored.base_url, confirmed=self._confirmed(provider))
            try:
                async with self._access.desk(stored.id, dialogue) as desk:
                    link = await provider.link(desk, old)
            except SignInNeeded as gone:
                await self._database.write(self._note_trouble, stored.id, gone)
                raise
            await _all_or_nothing(self._database.write(self._save_link, stored.id, desk, link))
        return _well(stored)

    async def _save_new(
        self, provider: Provider, name: str, made: "_SignedIn"
    ) -> ConnectionOutcome:
        def save(db: apsw.Connection) -> ConnectionId:
            connection = connections.add(
                db,
                provider=provider.id,
                name=name,
                base_url=made.base_url,
                now=int(self._library.clock.now().timestamp()),
                account=made.account.shown,
                identity=made.account.identity,
                settings=made.settings,
            )
            secrets.put(db, connection, self._access.safe.seal(connection, made.secrets.changes))
            if made.link is not None:
                links.found(db, connection, [(made.link.id, made.link.name)])
            return connection

        connection, stop = await unbroken(self._database.write(save))
        if stop is not None:  # the cancel came with the last step: take it back
            await unbroken(
                self._database.write(connections.disconnect, connection, keep_orders=False, now=0)
            )
            raise stop
        return _well(await self._access.find(connection))

    def _save_repair(
        self,
        db: apsw.Connection,
        stored: StoredConnection,
        desk: Desk,
        staged: StagedDrawer,
        account: Account,
    ) -> None:
        old = dict.fromkeys(SealedRecords(self._database).names(stored.id))
        new = self._access.safe.seal(stored.id, staged.changes)
        secrets.put(db, stored.id, {**old, **new})
        connections.save_settings(db, stored.id, desk.settings)
        connections.save_account(
            db,
            stored.id,
            account=account.shown or stored.account,
            identity=account.identity or stored.identity,
        )
        connections.record(db, stored.id, **_WELL)

    def _save_link(
        self, db: apsw.Connection, connection: ConnectionId, desk: Desk, link: Link
    ) -> None:
        connections.save_settings(db, connection, desk.settings)
        links.found(db, connection, [(link.id, link.name)])
        connections.record(db, connection, link=link.id, **_WELL)

    def _note_trouble(
        self, db: apsw.Connection, connection: ConnectionId, trouble: SignInNeeded
    ) -> None:
        connections.record(
            db,
            connection,
            error_code=trouble.error_code,
            error_says=str(trouble),
            needs_person=True,
            last_attempt=self._library.clock.now(),
        )

    async def _sign_out(self, stored: StoredConnection) -> None:
        """Tell the provider, as far as that is possible; the access is forgotten here anyway."""
        provider = self._access.provider_of(stored)
        if provider.sign_out is None:
            return
        try:
            async with (
                asyncio.timeout(_SIGN_OUT_SECONDS),
                self._access.desk(stored.id, Nobody()) as desk,
            ):
                await provider.sign_out(desk)
        except (OrderdockError, TimeoutError):
            return

    def _confirmed(self, provider: Provider) -> bool:
        told = self._access.desks.overrides.of(provider.id).get(I_KNOW, "").lower() in {
            "true",
            "yes",
            "1",
        }
        return told or self._library.settings().get(f"{I_KNOW}.{provider.id}") is True

    def _check_name(self, name: str) -> None:
        if not name.strip():
            raise WrongUsage("A connection needs a name.", "Type one.")
        wanted = name.strip().casefold()
        for other in self._library.connections():
            if wanted in {other.name.casefold(), other.id}:
                raise WrongUsage(
                    f"Another connection is called “{name.strip()}”.", "Choose another name."
                )


def _broken_links(db: apsw.Connection, stored: StoredConnection, now: datetime) -> list[str]:
    """Ids of links that need a sign-in of their own; none while the account itself needs one."""
    if stored.evidence.needs_person:
        return []
    return [
        link.remote_id
        for link in links.of_connection(db, stored.id)
        if judge(link.evidence, now).action is Action.SIGN_IN
    ]


def _check_identity(stored: StoredConnection, account: Account) -> None:
    """Raise OtherAccount when both sides are known and differ."""
    if None in {stored.identity, account.identity} or stored.identity == account.identity:
        return
    signed_in = f" ({account.shown})" if account.shown else ""
    known = f" as {stored.account}" if stored.account else " to the account connected here"
    raise OtherAccount(
        f"This is another account{signed_in} than the one connected here as {stored.name}.",
        f"Add it as a new connection, or sign in{known}.",
    )


async def _all_or_nothing(work: Coroutine[Any, Any, T]) -> T:
    """The last step of a change: once begun it is finished, and then the cancel goes on."""
    result, stop = await unbroken(work)
    if stop is not None:
        raise stop
    return result


def _well(stored: StoredConnection) -> ConnectionOutcome:
    return ConnectionOutcome(stored.id, stored.name, stored.provider, Outcome.OK)
