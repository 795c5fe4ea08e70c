"""Endpoints whose methods and paths are assumptions: `connections = "GET /sync/connections"`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Desk
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.http.calls import Call, Expects, Repeat, Reply


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A provider's endpoints by the keys of its assumptions; `{id}` in a path is filled in."""

    provider: str
    """Its name in sentences."""
    words: Mapping[str, str]
    """Endpoint -> what a person would call its answer."""
    may_say_nothing: Collection[str] = ()
    """Those whose answer may be empty."""
    public: Collection[str] = ()
    """Those that need no access."""

    def call(
        self,
        assumptions: Assumptions,
        endpoint: str,
        *,
        query: Mapping[str, str] | None = None,
        json: Any = None,
        id: str = "",  # noqa: A002 - the name in the path
    ) -> Call:
        """The call of an endpoint. Reads may be repeated, everything else never."""
        method, _, path = assumptions[endpoint].partition(" ")
        return Call(
            method.upper(),
            path.strip().replace("{id}", quote(id, safe="")),
            self.words[endpoint],
            query=query or {},
            json=json,
            repeat=Repeat.SAFELY if method.upper() == "GET" else Repeat.NEVER,
            expects=Expects.ANYTHING if endpoint in self.may_say_nothing else Expects.JSON,
            authorized=endpoint not in self.public,
        )

    async def send(self, desk: Desk, endpoint: str, **parts: Any) -> Reply:
        """Send the call of an endpoint; see `call` for the parts."""
        return await desk.http.send(self.call(desk.assumptions, endpoint, **parts))

    async def content(self, desk: Desk, endpoint: str, **parts: Any) -> Any:
        """The answer as plain objects. Raises UnexpectedAnswer."""
        return self.read(endpoint, await self.send(desk, endpoint, **parts))

    def read(self, endpoint: str, reply: Reply) -> Any:
        """An answer as plain objects. Raises UnexpectedAnswer."""
        return reading.content(reply.body, self.words[endpoint], self.provider)

    async def record(self, desk: Desk, endpoint: str, **parts: Any) -> dict[str, Any]:
        """The answer as one object. Raises UnexpectedAnswer."""
        reply = await self.send(desk, endpoint, **parts)
        return reading.a_record(reply.body, self.words[endpoint], self.provider)

    async def records(self, desk: Desk, endpoint: str, **query: str) -> list[Any]:
        """The records of a list, bare or wrapped under its name. Raises UnexpectedAnswer."""
        reply = await self.send(desk, endpoint, query=query)
        return reading.records(reply.body, self.words[endpoint], self.provider, endpoint)

    def unexpected(self, endpoint: str, why: str) -> UnexpectedAnswer:
        """The error for an answer that does not say what it must."""
        return reading.unexpected(self.words[endpoint], self.provider, why)
