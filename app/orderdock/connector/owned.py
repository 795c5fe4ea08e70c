"""Asking where the current organisation lives on the server: until the answer is ours."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, TypeVar

from orderdock.connector.contract import Desk, Link
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.http.calls import Call

T = TypeVar("T")
Read = Callable[[bytes], tuple[T, set[str]]]
"""Reads an answer; gives its content, and whose records it holds as far as they say."""
TRIES = 3
"""So often records of another organisation are answered by choosing ours again."""


class OwnedAnswers(ABC):
    """A provider as one desk reaches it, for one organisation that has to be the current one."""

    provider: ClassVar[str]
    """Its name in sentences."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.strayed = 0
        """How often another organisation was found to be the current one."""

    @property
    @abstractmethod
    def organisation(self) -> Link:
        """Ours."""

    @abstractmethod
    async def choose(self) -> None:
        """Make ours the current one."""

    async def ask(self, call: Call, read: Read[T]) -> tuple[bytes, T]:
        """Ask until all records are ours: the person may switch elsewhere at any time."""
        for _ in range(TRIES):
            reply = await self._desk.http.send(call)
            content, owners = await self._desk.work(read, reply.body)
            if owners <= {self.organisation.id}:
                return reply.body, content
            self.strayed += 1
            await self.choose()
        raise self.elsewhere()

    async def ask_surely(self, call: Call, read: Read[T]) -> tuple[bytes, T]:
        """The same of a list; an empty one, which does not say whose it is, is asked for anew."""
        body, found = await self.ask(call, read)
        if not found:
            await self.choose()
            body, found = await self.ask(call, read)
            self.strayed += bool(found)
        return body, found

    def elsewhere(self) -> UnexpectedAnswer:
        """The error when somebody goes on switching to another organisation."""
        return UnexpectedAnswer(
            f"{self.provider} sent records of another organisation than {self.organisation.name}. "
            "None of them was kept.",
            "Do not switch organisations there meanwhile, then try again.",
        )
