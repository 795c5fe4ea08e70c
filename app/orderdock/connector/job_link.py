"""Links that the provider signs in to for a person: sent once, then a job is followed."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace

from orderdock.auth.steps import Answers, Field, Option
from orderdock.connector.contract import Desk, Link
from orderdock.connector.following import Ended, Jobs, followed
from orderdock.connector.jobs import Job
from orderdock.connector.linking import Linking, LinkTrouble, leave_alone
from orderdock.connector.offered_links import INVALID, VALID, Offers, options_of
from orderdock.connector.troubles import Trouble
from orderdock.domain.errors import NotThere, Refused, Rejected


@dataclass(slots=True)
class JobLink:
    """How one provider does it at a desk."""

    desk: Desk
    jobs: Jobs
    offers: Offers
    """All that may be linked."""
    linked: Offers
    """What is."""
    send: Callable[[Link, Answers, bool], Awaitable[Job]]
    """Sends what was typed; whether it mends what is there already."""
    of_links: Collection[str]
    """The provider's codes that speak of a link, whatever the status of the answer."""
    too_old: str
    """Its code for something sent along that was fetched too long ago: one more try helps."""
    _statuses: dict[str, str] = field(default_factory=dict)
    """Of those to choose from; one that is repaired without choosing is none of them."""

    def linking(self, word: str, message: str, reassurance: str, *more: Field) -> Linking:
        """What asks the person; the words as in `Linking`."""
        enter, complaints = self.enter, self.jobs.complaints
        return Linking(self.desk, complaints, word, message, self.options, enter, reassurance, more)

    async def options(self) -> tuple[Option, ...]:
        """All there are, with what is known of those that are linked."""
        known = {link.id: link.status for link in await self.linked() if link.id}
        offered = [
            replace(link, status=known.get(link.id, link.status)) for link in await self.offers()
        ]
        self._statuses = {link.id: link.status for link in offered}
        return options_of(offered, self.jobs.complaints.provider)

    async def enter(self, link: Link, answers: Answers) -> None:
        """Send what was typed once, and follow what comes of it."""
        complaints = self.jobs.complaints
        try:
            job = await self._start(link, answers)
        except Rejected as refusal:
            if refusal.provider_code not in self.of_links:
                raise
            kind = complaints.kind(refusal.provider_code, refusal.says)
            if kind is Trouble.TOO_MANY:
                leave_alone(self.desk, link.id, complaints.minutes)
            ended = self._failed(link, kind)
        else:
            ended = await followed(self.desk, self.jobs, job, link)
            if ended.uncovered or (ended.error is None and not job.id):
                ended = await self._by_status(link, ended)
        if ended.error is None:
            return
        if ended.trouble is None or isinstance(ended.error, Refused):
            raise ended.error
        raise LinkTrouble(ended.error)

    async def _start(self, link: Link, answers: Answers) -> Job:
        mends = self._statuses.get(link.id, INVALID) == INVALID
        try:
            return await self.send(link, answers, mends)
        except Rejected as refusal:
            if refusal.provider_code != self.too_old:
                raise
        except NotThere:
            if not mends:
                raise
            mends = False  # nothing to repair is there: link it
        return await self.send(link, answers, mends)

    async def _by_status(self, link: Link, ended: Ended) -> Ended:
        """Where the job did not tell, the link's own status does."""
        linked = await self.linked()
        status = next((known.status for known in linked if known.id == link.id), "")
        if status == VALID:
            return Ended(link.id)
        return self._failed(link, Trouble.PASSWORD) if status == INVALID else ended

    def _failed(self, link: Link, kind: Trouble) -> Ended:
        return Ended(link.id, self.jobs.complaints.error(kind, link.name), kind)
