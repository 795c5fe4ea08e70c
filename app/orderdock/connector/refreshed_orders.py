"""The orders of a provider that reads its links anew by itself: let it, then read each history."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass

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
from orderdock.connector.dated_list import Source
from orderdock.connector.following import Jobs
from orderdock.connector.jobs import Job
from orderdock.connector.offered_links import INVALID, OfferedLink, Offers, completed_by
from orderdock.connector.refreshing import Refreshing, begun
from orderdock.connector.troubles import Trouble


@dataclass(frozen=True, slots=True)
class RefreshedOrders:
    """How one provider does it at a desk."""

    desk: Desk
    jobs: Jobs
    offers: Offers
    """All that may be linked: what `linked` does not say of itself."""
    linked: Offers
    """What is linked."""
    start_all: Callable[[], Awaitable[Job]]
    """Starts the job for all links."""
    start_alone: Callable[[str], Awaitable[Job]]
    """Starts one for a single link, by what stands for it in paths."""
    source: Callable[[str, Mapping[str, str]], Source]
    """The list of a link's orders, of all when its id is empty; and names of links by id."""
    word: str
    """What a link is called: "retailer"."""

    async def read(self, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        """Refresh all links, and read each one's orders as soon as the provider is done with it."""
        async with Asking() as asking, aclosing(self._read(request, asking)) as readings:
            async for reading in readings:
                yield reading

    async def _read(self, request: OrdersRequest, asking: Asking) -> AsyncGenerator[Reading, None]:
        began = int(self.desk.clock.now().timestamp())
        linked, names = await completed_by(self.offers, await self.linked())
        links = {link.id: link for link in linked if link.id}
        yield LinksFound(tuple(map(self._link, links.values())))
        broken = [key for key, link in links.items() if link.status == INVALID]
        job = await begun(self.jobs.look, self.start_all) if links else Job(idle=True)
        if job.idle:
            yield Note(self._why_idle(any_linked=bool(linked)))
            broken = list(links)

        def history(link: str, fresh: bool) -> AsyncGenerator[Reading, None]:
            last_read = links[link].last_read if link else None
            return History(
                self.desk,
                self.source(link, names),
                link,
                bookmark=request.bookmarks.get(scope_of(link)),
                full=request.full,
                fresh_to=began if fresh else min(last_read or 0, began),
            ).read()

        refreshing = Refreshing(
            self.desk,
            self.jobs,
            asking,
            {key: link.title for key, link in links.items()},
            began=began,
            start_alone=lambda link: self.start_alone(links[link].path),
            read=history,
        )
        readings = [refreshing.run(None if job.idle else job, broken)]
        if len(links) < len(linked) or not linked:  # orders of no link that we know
            readings.append(history("", True))
        for stream in readings:
            async with aclosing(stream):
                async for reading in stream:
                    yield reading
        if not refreshing.failed:
            yield Completed(up_to=began)

    def _why_idle(self, *, any_linked: bool) -> str:
        if any_linked:
            return f"No {self.word} is ready to be synced. Sign in again at those that ask for it."
        return f"No {self.word} is connected yet. Add one to have its orders read."

    def _link(self, link: OfferedLink) -> Link:
        if link.status != INVALID:
            return Link(link.id, link.title)
        why = self.jobs.complaints.error(Trouble.SIGNED_OUT, link.title)
        return Link(link.id, link.title, False, str(why))
