"""Following a provider's job to its end, link by link, while a person may be asked for codes."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from orderdock.connector.asking import Asking
from orderdock.connector.codes import Questions, answer
from orderdock.connector.contract import Desk, Link, Progress
from orderdock.connector.jobs import TIMED_OUT, CodeRequest, Job, Part, Way
from orderdock.connector.troubles import Complaints, Trouble
from orderdock.domain.errors import NeedsPerson, OrderdockError
from orderdock.domain.secret import Secret

_SAYING = {
    "queued": "{name} waits for its turn",
    "connecting": "Signing in at {name}",
    "scanning": "Looking for orders at {name}",
    "processing": "Sorting what {name} sent",
    "waiting": "{name} asks for a code",
}
_LISTED_BY = 3
"""Looks by which a job that lists others lists all that are part of it."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """A provider's jobs at one desk, as following them needs it."""

    look: Callable[[str], Awaitable[Job]]
    """How the job of an id stands; the latest one when it is empty."""
    send: Callable[[str, CodeRequest, Way | Secret], Awaitable[None]]
    """Sends what was chosen or typed, to the job of an id."""
    complaints: Complaints
    rest: float
    """Seconds between two looks."""
    patience: float
    """Seconds without any change after which a job is left to itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is done with one link; `error` None means it went well."""

    link: str
    error: OrderdockError | None = None
    trouble: Trouble | None = None
    uncovered: bool = False
    """The job said nothing about it at all."""


class Following:
    """Looks at one job again and again; `names` are the links that matter (id -> name)."""

    def __init__(
        self, desk: Desk, jobs: Jobs, asking: Asking, job: Job, names: Mapping[str, str]
    ) -> None:
        self._desk = desk
        self._jobs = jobs
        self._asking = asking
        self._id = job.id
        self._names = names
        self._left = {link: Questions(name, Part(link)) for link, name in names.items()}
        self._unseen: Counter[str] = Counter()
        """How often a look showed others, but not this one: it is not part of the job."""
        self._shown: dict[str, tuple[str, int]] = {}
        self._unchanged = 0
        self._looked_at = float("-inf")
        self._before: Job | None = None

    @property
    def over(self) -> bool:
        """Whether every link that matters came to an end."""
        return not self._left

    async def rest(self) -> None:
        """Wait until it is worth looking again: some seconds, or until an answer was sent."""
        await self._asking.meanwhile(self._desk.pause(self._jobs.rest))

    async def look_if_due(self) -> list[Progress | Ended]:
        """Look, when nobody did for as long as a rest takes."""
        due = self._desk.clock.monotonic() - self._looked_at >= self._jobs.rest
        return await self.look() if due and not self.over else []

    async def look(self) -> list[Progress | Ended]:
        """Look once: what moved, what ended; questions that arose are being asked meanwhile.

        Raises PersonCancelled when the person cancels a question.
        """
        news: list[Progress | Ended] = [*self._collect()]
        if self.over:
            return news
        job = await self._jobs.look(self._id)
        self._looked_at = self._desk.clock.monotonic()
        self._id = self._id or job.id
        self._unchanged = self._unchanged + 1 if job == self._before else 0
        self._before = job
        for link in list(self._left):
            news += self._look_at(link, job)
        return news

    def _look_at(self, link: str, job: Job) -> list[Progress | Ended]:
        part = job.of(link, self._names[link])
        if part is None:
            return self._look_in_vain(link, job)
        questions = self._left[link]
        questions.see(part)
        if part.final or not job.running:
            said = part.error_says or part.error_code
            return [self._end(link, self._trouble(part, questions), said)]
        if self._unchanged * max(self._jobs.rest, 0.1) >= self._jobs.patience:
            return [self._end(link, Trouble.SLOW)]
        request = questions.next_question()
        if request is not None and not self._asking.is_open(link):
            self._asking.start(link, answer(self._desk, questions, request, self._send))
        elif not part.waits:
            self._asking.withdraw(link)
        return self._progress(link, part)

    def _look_in_vain(self, link: str, job: Job) -> list[Progress | Ended]:
        """The job says nothing of a link: it is not part of it, or all is done."""
        self._unseen[link] += 1
        if job.running and not (job.parts and self._unseen[link] >= _LISTED_BY):
            return []
        if not job.parts:
            return [self._end(link, None)]
        said = f"nothing was said about {self._names[link]}"
        return [self._end(link, Trouble.OTHER, said, uncovered=True)]

    def _trouble(self, part: Part, questions: Questions) -> Trouble | None:
        if part.failed:
            return self._jobs.complaints.kind(
                part.error_code,
                part.error_says,
                timed_out=part.stage == TIMED_OUT,
                code_asked=bool(questions.answered or part.requests),
            )
        return Trouble.LATE_CODE if part.waits else None

    def _progress(self, link: str, part: Part) -> list[Progress | Ended]:
        if self._shown.get(link) == (part.stage, part.orders):
            return []
        self._shown[link] = (part.stage, part.orders)
        says = _SAYING[part.stage].format(name=self._names[link])
        return [Progress(part.stage, done=part.orders, message=says, link=link)]

    def _end(
        self, link: str, trouble: Trouble | None, said: str = "", *, uncovered: bool = False
    ) -> Ended:
        del self._left[link]
        self._asking.withdraw(link)
        if trouble is None:
            return Ended(link)
        error = self._jobs.complaints.error(trouble, self._names[link], said)
        return Ended(link, error, trouble, uncovered)

    def _collect(self) -> list[Ended]:
        """Answers that were sent, and questions that nobody could answer."""
        ended = []
        for link, error in self._asking.collect().items():
            if isinstance(error, NeedsPerson):
                self._left.pop(link, None)
                ended.append(Ended(link, error))
            elif error is not None:
                raise error
        return ended

    async def _send(self, request: CodeRequest, given: Way | Secret) -> None:
        await self._jobs.send(self._id, request, given)


async def followed(desk: Desk, jobs: Jobs, job: Job, link: Link) -> Ended:
    """Follow a job to the end of one link, telling how it goes. Raises PersonCancelled."""
    async with Asking() as asking:
        following = Following(desk, jobs, asking, job, {link.id: link.name})
        while True:
            for news in await following.look():
                if isinstance(news, Ended):
                    return news
                desk.dialogue.tell(news.stage, f"{news.message}.", about=link.name, done=news.done)
            await following.rest()
