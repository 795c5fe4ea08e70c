"""Following a sync session to its end, while a person may be asked for codes (sheet 5)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from orderdock.connector.asking import Asking
from orderdock.connector.contract import Desk, Progress
from orderdock.domain.errors import NeedsPerson, OrderdockError
from orderdock.providers.stackline import mfa, troubles
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.session import RetailerSync, Session
from orderdock.providers.stackline.troubles import Trouble

_SAYING = {
    "queued": "{name} waits for its turn",
    "connecting": "Signing in at {name}",
    "scanning": "Looking for orders at {name}",
    "processing": "Sorting what {name} sent",
    "waiting": "{name} asks for a code",
}
_LISTED_BY = 3
"""Looks by which a session that lists others lists all that are part of it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """One retailer's part of the session is over; `error` None means it went well."""

    retailer: str
    error: OrderdockError | None = None
    trouble: Trouble | None = None
    uncovered: bool = False
    """The session said nothing about it at all."""


class Following:
    """Looks at one session again and again; `names` are the retailers that matter (id -> name)."""

    def __init__(
        self, desk: Desk, asking: Asking, session: Session, names: Mapping[str, str]
    ) -> None:
        self._desk = desk
        self._asking = asking
        self._api = StacklineApi(desk)
        self._names = names
        self._batch = session.id
        self._left: dict[str, mfa.Questions | None] = dict.fromkeys(names)
        self._unseen: Counter[str] = Counter()
        """How often a look showed others, but not this one: it is not part of the session."""
        self._shown: dict[str, tuple[str, int]] = {}
        self._unchanged = 0
        self._looked_at = float("-inf")
        self._before: Session | None = None
        settings = desk.assumptions
        self._rest = settings.number("poll_seconds")
        self._patience = settings.number("patience_minutes") * 60 / max(self._rest, 0.1)
        self._wait_minutes = int(settings.number("too_many_attempts_minutes"))

    @property
    def over(self) -> bool:
        """Whether every retailer that matters came to an end."""
        return not self._left

    async def rest(self) -> None:
        """Wait until it is worth looking again: some seconds, or until an answer was sent."""
        await self._asking.meanwhile(self._desk.pause(self._rest))

    async def look_if_due(self) -> list[Progress | Ended]:
        """Look, when nobody did for as long as a rest takes or an answer was sent."""
        due = self._desk.clock.monotonic() - self._looked_at >= self._rest
        return await self.look() if due and not self.over else []

    async def look(self) -> list[Progress | Ended]:
        """Look once: what moved, what ended; questions that arose are being asked meanwhile.

        Raises PersonCancelled when the person cancels a question.
        """
        news: list[Progress | Ended] = [*self._collect()]
        if self.over:
            return news
        session = await self._api.session(self._batch)
        self._looked_at = self._desk.clock.monotonic()
        self._batch = self._batch or session.id
        self._unchanged = self._unchanged + 1 if session == self._before else 0
        self._before = session
        for retailer in list(self._left):
            news += self._look_at(retailer, session)
        return news

    def _look_at(self, retailer: str, session: Session) -> list[Progress | Ended]:
        name = self._names[retailer]
        sync = session.of(retailer, name)
        questions = self._left[retailer]
        if sync is None:
            self._unseen[retailer] += 1
            listed = bool(session.retailers) and self._unseen[retailer] >= _LISTED_BY
            if session.running and not listed:
                return []
            return [self._end(retailer, self._unsaid(session, name))]
        if questions is None:
            questions = self._left[retailer] = mfa.Questions(name, sync)
        questions.see(sync)
        if sync.final or not session.running:
            return [self._end(retailer, self._verdict(sync, questions))]
        if self._unchanged >= self._patience:
            return [self._end(retailer, (Trouble.SLOW, "", False))]
        event = questions.next_question()
        if event is not None and not self._asking.is_open(retailer):
            self._asking.start(retailer, mfa.answer(self._desk, self._batch, questions, event))
        elif not sync.waits:
            self._asking.withdraw(retailer)
        return self._progress(retailer, sync)

    def _progress(self, retailer: str, sync: RetailerSync) -> list[Progress | Ended]:
        stage = "waiting" if sync.waits else sync.stage
        if self._shown.get(retailer) == (stage, sync.orders):
            return []
        self._shown[retailer] = (stage, sync.orders)
        says = _SAYING[stage].format(name=self._names[retailer])
        return [Progress(stage, done=sync.orders, message=says, link=retailer)]

    def _unsaid(self, session: Session, name: str) -> tuple[Trouble | None, str, bool]:
        """A session that ended without a word about one: `normal` alone means all is done (5.1)."""
        if not session.retailers:
            return None, "", False
        return Trouble.OTHER, f"nothing was said about {name}", True

    def _verdict(
        self, sync: RetailerSync, questions: mfa.Questions
    ) -> tuple[Trouble | None, str, bool]:
        if sync.failed and sync.error_code == "no_orders_found":
            return None, "", False
        if sync.failed:
            kind = troubles.kind_of(
                sync.error_code,
                sync.error_says,
                timed_out=sync.status == "timed_out",
                code_asked=bool(questions.answered) or sync.event(()) is not None,
            )
            return kind, sync.error_says or sync.error_code, False
        if sync.waits:
            return Trouble.LATE_CODE, "", False
        return None, "", False

    def _end(self, retailer: str, verdict: tuple[Trouble | None, str, bool]) -> Ended:
        self._left.pop(retailer, None)
        self._asking.withdraw(retailer)
        kind, says, uncovered = verdict
        if kind is None:
            return Ended(retailer)
        error = troubles.in_words(
            kind, self._names[retailer], says, wait_minutes=self._wait_minutes
        )
        return Ended(retailer, error, kind, uncovered)

    def _collect(self) -> list[Ended]:
        """Answers that were sent, and questions that nobody could answer."""
        ended = []
        for retailer, error in self._asking.collect().items():
            if isinstance(error, NeedsPerson):
                self._left.pop(retailer, None)
                ended.append(Ended(retailer, error))
            elif error is not None:
                raise error
        return ended
