"""Jobs by a provider's endpoints: looked at, started, and their requests answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from orderdock.connector.contract import Desk
from orderdock.connector.endpoints import Endpoints
from orderdock.connector.following import Jobs
from orderdock.connector.jobs import CodeRequest, Job, Way
from orderdock.connector.told_jobs import ToldJobs
from orderdock.connector.troubles import Complaints, Trouble
from orderdock.domain.errors import NotThere, UnexpectedAnswer
from orderdock.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class JobEndpoints:
    """What following jobs needs, at one desk."""

    desk: Desk
    endpoints: Endpoints
    told: ToldJobs
    job: str
    """Endpoint of a job by its id."""
    latest: str
    """Endpoint of the latest one."""
    answer: str
    """Endpoint that takes what a person answered."""
    body: Callable[[CodeRequest, Way | Secret], Mapping[str, Any]]
    """What to send there."""
    no_id: str
    """What stands in its path for a job that tells no id: it is the latest."""

    def jobs(self, codes: Mapping[str, Trouble]) -> Jobs:
        """To be followed, as patiently as the assumptions have it.

        `codes` are those by which the provider says what is wrong with a link.
        """
        number = self.desk.assumptions.number
        minutes = int(number("too_many_attempts_minutes"))
        complaints = Complaints(self.endpoints.provider, codes, minutes)
        patience = number("patience_minutes") * 60
        return Jobs(self.look, self.send, complaints, number("poll_seconds"), patience)

    async def look(self, id_: str) -> Job:
        """Where the job of an id stands; the latest one when it is empty."""
        endpoint = self.job if id_ else self.latest
        try:
            job = self.told.read(await self.endpoints.content(self.desk, endpoint, id=id_))
        except NotThere:  # there never was any
            return Job()
        return replace(job, id=job.id or id_)

    async def start(self, endpoint: str, **parts: Any) -> Job:
        """Start what ends in a job; see `Endpoints.call` for the parts. Its id may be missing."""
        reply = await self.endpoints.send(self.desk, endpoint, **parts)
        try:
            return self.told.read(self.endpoints.read(endpoint, reply))
        except UnexpectedAnswer:  # nothing, or "accepted" in plain words: the latest will tell
            return Job()

    async def send(self, id_: str, request: CodeRequest, given: Way | Secret) -> None:
        """Send the chosen way or the typed code; any answer without an error means accepted."""
        body = self.body(request, given)
        await self.endpoints.send(self.desk, self.answer, id=id_ or self.no_id, json=body)
