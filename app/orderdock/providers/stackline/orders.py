"""A sync of Stackline: let it read its retailers anew, then read from it, each by itself."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from orderdock.connector.asking import Asking
from orderdock.connector.contract import (
    Completed,
    Desk,
    Link,
    LinksFound,
    Note,
    OrdersRequest,
    Reading,
)
from orderdock.connector.dated_history import History, scope_of
from orderdock.connector.jobs import Job
from orderdock.connector.offered_links import INVALID, OfferedLink
from orderdock.connector.refreshing import Refreshing, begun
from orderdock.connector.troubles import Trouble
from orderdock.domain.errors import ProviderError
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.history import source
from orderdock.providers.stackline.troubles import complaints

_NONE_CONNECTED = "No retailer is connected yet. Add one to have its orders read."
_NONE_READY = "No retailer is ready to be synced. Sign in again at those that ask for it."


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Sync all retailers and read each one's orders as soon as it is done."""
    async with Asking() as asking, aclosing(_read(desk, request, asking)) as readings:
        async for reading in readings:
            yield reading


async def _read(
    desk: Desk, request: OrdersRequest, asking: Asking
) -> AsyncGenerator[Reading, None]:
    api, began = StacklineApi(desk), int(desk.clock.now().timestamp())
    connected, names = await _connected(api)
    retailers = {retailer.id: retailer for retailer in connected if retailer.id}
    yield LinksFound(tuple(_link(desk, retailer) for retailer in retailers.values()))
    broken = [key for key, retailer in retailers.items() if retailer.status == INVALID]
    session = Job(idle=True)
    if retailers:
        session = await begun(api.session, partial(api.start, "sync_all"))
    if session.idle:
        yield Note(_NONE_READY if connected else _NONE_CONNECTED)
        broken = list(retailers)

    def history(retailer: str, fresh: bool) -> AsyncGenerator[Reading, None]:
        last_sync = retailers[retailer].last_read if retailer else None
        return History(
            desk,
            source(desk, retailer, names),
            retailer,
            bookmark=request.bookmarks.get(scope_of(retailer)),
            full=request.full,
            fresh_to=began if fresh else min(last_sync or 0, began),
        ).read()

    async def start_alone(retailer: str) -> Job:
        return await api.start("sync_connection", id=retailers[retailer].path)

    refreshing = Refreshing(
        desk,
        api.jobs(),
        asking,
        {key: retailer.title for key, retailer in retailers.items()},
        began=began,
        start_alone=start_alone,
        read=history,
    )
    readings = [refreshing.run(None if session.idle else session, broken)]
    if len(retailers) < len(connected) or not connected:  # orders of no retailer that we know
        readings.append(history("", True))
    for stream in readings:
        async with aclosing(stream):
            async for reading in stream:
                yield reading
    if not refreshing.failed:
        yield Completed(up_to=began)


def _link(desk: Desk, retailer: OfferedLink) -> Link:
    if retailer.status != INVALID:
        return Link(retailer.id, retailer.title)
    why = complaints(desk).error(Trouble.SIGNED_OUT, retailer.title)
    return Link(retailer.id, retailer.title, False, str(why))


async def _connected(api: StacklineApi) -> tuple[list[OfferedLink], dict[str, str]]:
    """The connected retailers, and names by number; what they lack is the catalogue's."""
    connected = await api.connected()
    catalogue: list[OfferedLink] = []
    if not connected or not all(retailer.id and retailer.name for retailer in connected):
        try:
            catalogue = await api.catalogue()
        except ProviderError:
            if not all(retailer.id for retailer in connected):
                raise  # names alone are worth no failed sync
    numbers = {known.name.casefold(): known.id for known in catalogue if known.name}
    names = {known.id: known.name for known in catalogue if known.id and known.name}
    whole = []
    for retailer in connected:
        number = retailer.id or numbers.get(retailer.name.casefold(), "")
        whole.append(replace(retailer, id=number, name=retailer.name or names.get(number, "")))
    names.update({retailer.id: retailer.name for retailer in whole if retailer.name})
    return whole, names
