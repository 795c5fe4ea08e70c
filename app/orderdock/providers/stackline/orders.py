"""A sync of Stackline: let it read its retailers anew, then read from it, each by itself."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from orderdock.connector.asking import Asking
from orderdock.connector.contract import (
    Completed,
    Desk,
    Link,
    LinkFailed,
    LinksFound,
    Note,
    OrdersRequest,
    Progress,
    Reading,
)
from orderdock.domain.errors import OrderdockError, ProviderError, Rejected
from orderdock.providers.stackline import troubles
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.following import Ended, Following
from orderdock.providers.stackline.history import History, scope_of
from orderdock.providers.stackline.retailers import INVALID, Retailer
from orderdock.providers.stackline.session import Session
from orderdock.providers.stackline.troubles import Trouble

_NONE_CONNECTED = "No retailer is connected yet. Add one to have its orders read."
_NONE_READY = "No retailer is ready to be synced. Sign in again at those that ask for it."


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Sync all retailers and read each one's orders as soon as it is done.

    A retailer's trouble is a LinkFailed; what Stackline already has of it is read all the same.
    """
    async with Asking() as asking, aclosing(_Sync(desk, request, asking).run()) as readings:
        async for reading in readings:
            yield reading


class _Sync:
    def __init__(self, desk: Desk, request: OrdersRequest, asking: Asking) -> None:
        self._desk = desk
        self._request = request
        self._asking = asking
        self._api = StacklineApi(desk)
        self._began = int(desk.clock.now().timestamp())
        self._retailers: dict[str, Retailer] = {}
        self._followings: list[Following] = []
        self._ended: list[Ended] = []
        self._tried_alone: set[str] = set()
        self._failed = False

    async def run(self) -> AsyncGenerator[Reading, None]:
        connected = await _with_numbers(self._api)
        self._retailers = {r.id: r for r in connected if r.id}
        yield LinksFound(tuple(_link(retailer) for retailer in self._retailers.values()))
        broken = [r.id for r in self._retailers.values() if r.status == INVALID]
        names = {r.id: r.name for r in self._retailers.values() if r.id not in broken}
        session = await self._start() if names or broken else None
        if session is not None and not session.nothing_to_sync:
            self._followings = [Following(self._desk, self._asking, session, names)]
        elif connected:
            yield Note(_NONE_READY)
            broken = list(self._retailers)
        else:
            yield Note(_NONE_CONNECTED)
        for retailer in broken:
            name = self._retailers[retailer].name
            self._ended.append(Ended(retailer, troubles.signed_out(name), Trouble.SIGNED_OUT))
        async with aclosing(self._follow()) as readings:
            async for reading in readings:
                yield reading
        if len(self._retailers) < len(connected) or not connected:
            async for reading in self._read("", self._began):
                yield reading
        if not self._failed:
            yield Completed(up_to=self._began)

    async def _start(self) -> Session:
        """Go on with a session that already runs, else let Stackline sync everything."""
        latest = await self._api.session("")
        if latest.running:
            return latest
        try:
            return await self._api.start("sync_all")
        except ProviderError as trouble:
            busy = isinstance(trouble, Rejected) and trouble.status == 409
            if not busy and not trouble.retryable:
                raise
            latest = await self._api.session("")  # it may have begun all the same
            if latest.running:
                return latest
            raise

    async def _follow(self) -> AsyncGenerator[Reading, None]:
        """Look at the sessions and read what is ready, in turn, until all came to an end."""
        while True:
            for following in self._followings:
                for news in await following.look():
                    if isinstance(news, Progress):
                        yield news
                    else:
                        self._ended.append(news)
            if self._ended:
                ended = self._ended.pop(0)
                if not await self._tries_alone(ended):
                    async with aclosing(self._finish(ended)) as readings:
                        async for reading in readings:
                            yield reading
                continue
            going_on = [following for following in self._followings if not following.over]
            if not going_on:
                return
            await going_on[0].rest()

    async def _tries_alone(self, ended: Ended) -> bool:
        """A session that did not cover a retailer: start one for it alone, once."""
        if not ended.uncovered or ended.retailer in self._tried_alone:
            return False
        self._tried_alone.add(ended.retailer)
        retailer = self._retailers[ended.retailer]
        try:
            session = await self._api.start("sync_connection", id=retailer.connection_id)
        except ProviderError:
            return False
        names = {retailer.id: retailer.name}
        self._followings.append(Following(self._desk, self._asking, session, names))
        return True

    async def _finish(self, ended: Ended) -> AsyncGenerator[Reading, None]:
        """Read what Stackline has of a retailer, then say how complete that is."""
        retailer = self._retailers[ended.retailer]
        if ended.error is None:
            fresh_to = self._began
        else:
            self._failed = True
            fresh_to = min(retailer.last_sync or 0, self._began)
            yield LinkFailed(retailer.id, _for_sync(ended, retailer.name))
        async with aclosing(self._read(retailer.id, fresh_to)) as readings:
            async for reading in readings:
                yield reading
        if ended.error is None:
            yield Completed(retailer.id, up_to=self._began)
            yield Progress("done", link=retailer.id, message=f"{retailer.name} is up to date")

    async def _read(self, retailer: str, fresh_to: int) -> AsyncGenerator[Reading, None]:
        history = History(
            self._desk,
            retailer,
            bookmark=self._request.bookmarks.get(scope_of(retailer)),
            full=self._request.full,
            fresh_to=fresh_to,
        )
        async with aclosing(history.read()) as readings:
            async for reading in readings:
                yield reading
                if isinstance(reading, Progress):
                    for news in await self._look_if_due():
                        yield news

    async def _look_if_due(self) -> list[Progress]:
        """Between two pages: how the other retailers are doing."""
        progress = []
        for following in self._followings:
            for news in await following.look_if_due():
                if isinstance(news, Progress):
                    progress.append(news)
                else:
                    self._ended.append(news)
        return progress


def _for_sync(ended: Ended, name: str) -> OrderdockError:
    """In a sync a refused password means that the saved sign-in no longer works."""
    if ended.trouble is Trouble.PASSWORD or ended.error is None:
        return troubles.signed_out(name)
    return ended.error


def _link(retailer: Retailer) -> Link:
    if retailer.status == INVALID:
        return Link(retailer.id, retailer.name, False, str(troubles.signed_out(retailer.name)))
    return Link(retailer.id, retailer.name)


async def _with_numbers(api: StacklineApi) -> list[Retailer]:
    """The connected retailers; where their numbers are missing, the catalogue's by name."""
    connected = await api.connected()
    if all(retailer.id for retailer in connected):
        return connected
    numbers = {known.name.casefold(): known.id for known in await api.catalogue()}
    return [replace(r, id=r.id or numbers.get(r.name.casefold(), "")) for r in connected]
