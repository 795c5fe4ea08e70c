"""A sync at a provider that reads its links anew by itself first: followed, each link then read."""

from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from contextlib import aclosing

from orderdock.connector.asking import Asking
from orderdock.connector.contract import Completed, Desk, LinkFailed, Progress, Reading
from orderdock.connector.following import Ended, Following, Jobs
from orderdock.connector.jobs import Job
from orderdock.connector.troubles import Trouble
from orderdock.domain.errors import ProviderError, Rejected

Read = Callable[[str, bool], AsyncGenerator[Reading, None]]
"""Reads what the provider has of a link; False: it could not be brought up to date before."""


async def begun(look: Callable[[str], Awaitable[Job]], start: Callable[[], Awaitable[Job]]) -> Job:
    """Go on with a job that runs already, else start one; `look` as in `Jobs`."""
    latest = await look("")
    if latest.running:
        return latest
    try:
        return await start()
    except ProviderError as trouble:
        busy = isinstance(trouble, Rejected) and trouble.status == 409
        if not busy and not trouble.retryable:
            raise
        latest = await look("")  # it may have begun all the same
        if latest.running:
            return latest
        raise


class Refreshing:
    """Reads each link as soon as the job is done with it.

    A link's trouble is a LinkFailed; what the provider has of it is read all the same.
    """

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        asking: Asking,
        names: Mapping[str, str],
        *,
        began: int,
        start_alone: Callable[[str], Awaitable[Job]],
        read: Read,
    ) -> None:
        self._desk = desk
        self._jobs = jobs
        self._asking = asking
        self._names = names
        self._start_alone = start_alone
        """Starts a job for one link, where the job for all does not cover it."""
        self._read = read
        self._began = began
        """When the whole began (seconds since 1970 UTC): so far a link is read in the end."""
        self._followings: list[Following] = []
        self._ended: deque[Ended] = deque()
        self._tried_alone: set[str] = set()
        self.failed = False
        """Whether any link did."""

    async def run(
        self, job: Job | None, signed_out: Collection[str]
    ) -> AsyncGenerator[Reading, None]:
        """Look at the jobs and read what is ready, in turn, until all links came to an end.

        `job` is under way for all that are not signed out.
        """
        if job is not None:
            self._follow(job, *(link for link in self._names if link not in signed_out))
        for link in signed_out:
            error = self._jobs.complaints.error(Trouble.SIGNED_OUT, self._names[link])
            self._ended.append(Ended(link, error, Trouble.SIGNED_OUT))
        while True:
            for following in self._followings:
                for progress in self._sorted(await following.look()):
                    yield progress
            if self._ended:
                ended = self._ended.popleft()
                if not await self._tries_alone(ended):
                    async with aclosing(self._finish(ended)) as readings:
                        async for reading in readings:
                            yield reading
                continue
            going_on = [following for following in self._followings if not following.over]
            if not going_on:
                return
            await going_on[0].rest()

    def _follow(self, job: Job, *links: str) -> None:
        names = {link: self._names[link] for link in links}
        self._followings.append(Following(self._desk, self._jobs, self._asking, job, names))

    def _sorted(self, news: list[Progress | Ended]) -> list[Progress]:
        """The progress among the news; what ended is kept for its turn."""
        self._ended.extend(entry for entry in news if isinstance(entry, Ended))
        return [entry for entry in news if isinstance(entry, Progress)]

    async def _tries_alone(self, ended: Ended) -> bool:
        """A job that did not cover a link: start one for it alone, once."""
        if not ended.uncovered or ended.link in self._tried_alone:
            return False
        self._tried_alone.add(ended.link)
        try:
            self._follow(await self._start_alone(ended.link), ended.link)
        except ProviderError:
            return False
        return True

    async def _finish(self, ended: Ended) -> AsyncGenerator[Reading, None]:
        """Read what the provider has of a link, then say how complete that is."""
        link, name, error = ended.link, self._names[ended.link], ended.error
        if error is not None:
            self.failed = True
            if ended.trouble is Trouble.PASSWORD:  # here it means the one that was saved
                error = self._jobs.complaints.error(Trouble.SIGNED_OUT, name)
            yield LinkFailed(link, error)
        async with aclosing(self._read(link, error is None)) as readings:
            async for reading in readings:
                yield reading
                if isinstance(reading, Progress):  # between two pages: how are the others doing?
                    for following in self._followings:
                        for progress in self._sorted(await following.look_if_due()):
                            yield progress
        if error is None:
            yield Completed(link, up_to=self._began)
            yield Progress("done", link=link, message=f"{name} is up to date")
