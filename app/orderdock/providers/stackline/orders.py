"""A sync of Stackline: let it read its retailers anew, then read from it, each by itself."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

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
from orderdock.connector.jobs import Job
from orderdock.connector.refreshing import Refreshing
from orderdock.connector.troubles import Trouble
from orderdock.domain.errors import ProviderError, Rejected
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.history import History, scope_of
from orderdock.providers.stackline.retailers import INVALID, Retailer
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
    connected = await _with_numbers(api)
    retailers = {retailer.id: retailer for retailer in connected if retailer.id}
    yield LinksFound(tuple(_link(desk, retailer) for retailer in retailers.values()))
    broken = [key for key, retailer in retailers.items() if retailer.status == INVALID]
    session = await _begun(api) if retailers else Job(idle=True)
    if session.idle:
        yield Note(_NONE_READY if connected else _NONE_CONNECTED)
        broken = list(retailers)

    def history(retailer: str, fresh: bool) -> AsyncGenerator[Reading, None]:
        last_sync = retailers[retailer].last_sync if retailer else None
        return History(
            desk,
            retailer,
            bookmark=request.bookmarks.get(scope_of(retailer)),
            full=request.full,
            fresh_to=began if fresh else min(last_sync or 0, began),
        ).read()

    async def start_alone(retailer: str) -> Job:
        return await api.start("sync_connection", id=retailers[retailer].connection_id)

    refreshing = Refreshing(
        desk,
        api.jobs(),
        asking,
        {key: retailer.name for key, retailer in retailers.items()},
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


async def _begun(api: StacklineApi) -> Job:
    """Go on with a session that already runs, else let Stackline sync everything."""
    latest = await api.session("")
    if latest.running:
        return latest
    try:
        return await api.start("sync_all")
    except ProviderError as trouble:
        busy = isinstance(trouble, Rejected) and trouble.status == 409
        if not busy and not trouble.retryable:
            raise
        latest = await api.session("")  # it may have begun all the same
        if latest.running:
            return latest
        raise


def _link(desk: Desk, retailer: Retailer) -> Link:
    if retailer.status != INVALID:
        return Link(retailer.id, retailer.name)
    why = complaints(desk).error(Trouble.SIGNED_OUT, retailer.name)
    return Link(retailer.id, retailer.name, False, str(why))


async def _with_numbers(api: StacklineApi) -> list[Retailer]:
    """The connected retailers; where their numbers are missing, the catalogue's by name."""
    connected = await api.connected()
    if all(retailer.id for retailer in connected):
        return connected
    numbers = {known.name.casefold(): known.id for known in await api.catalogue()}
    return [replace(r, id=r.id or numbers.get(r.name.casefold(), "")) for r in connected]
