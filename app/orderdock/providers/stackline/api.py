"""Stackline's endpoints as calls, and their answers as values (sheet 2)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import quote

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Account, Desk
from orderdock.domain.errors import NotThere, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Expects, Repeat, Reply
from orderdock.providers.stackline.retailers import Retailer, read_catalogue, read_connections
from orderdock.providers.stackline.session import Session, read_session

PROVIDER = "Stackline"

WORDS = {
    "retailers": "the list of retailers",
    "connections": "the list of connected retailers",
    "connection": "the connected retailer",
    "connect": "the sign-in at the retailer",
    "fix": "the sign-in at the retailer",
    "sync_connection": "the start of a sync",
    "sync_all": "the start of a sync",
    "sync_orders": "the start of a sync",
    "orders": "the list of orders",
    "order": "the order",
    "latest_session": "the state of the sync",
    "session": "the state of the sync",
    "mfa": "the answer to the retailer's question",
    "totp": "the one-time token",
    "profile": "the profile",
}
"""Every endpoint with what a person would call its answer; methods and paths are assumptions."""
_MAY_SAY_NOTHING = frozenset(
    {"sync_connection", "sync_all", "sync_orders", "mfa", "connect", "fix"}
)


def call(
    assumptions: Assumptions,
    endpoint: str,
    *,
    query: Mapping[str, str] | None = None,
    json: Any = None,
    id: str = "",  # noqa: A002 - the name in the path
) -> Call:
    """The call of an endpoint. Reads may be repeated, everything else never (sheet 7.2)."""
    method, _, path = assumptions[endpoint].partition(" ")
    return Call(
        method.upper(),
        path.strip().replace("{id}", quote(id, safe="")),
        WORDS[endpoint],
        query=query or {},
        json=json,
        repeat=Repeat.SAFELY if method.upper() == "GET" else Repeat.NEVER,
        expects=Expects.ANYTHING if endpoint in _MAY_SAY_NOTHING else Expects.JSON,
        authorized=endpoint != "retailers",
    )


class Totp(NamedTuple):
    """The one-time token, and the stamp to send back unchanged (sheet 2.14)."""

    token: Secret
    stamp: str


class StacklineApi:
    """Stackline as one desk reaches it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def send(self, endpoint: str, **parts: Any) -> Reply:
        """Send the call of an endpoint; see `call` for the parts."""
        return await self._desk.http.send(call(self._desk.assumptions, endpoint, **parts))

    async def records(self, endpoint: str, wrapper: str, **query: str) -> list[Any]:
        """The records of a list endpoint, bare or wrapped. Raises UnexpectedAnswer."""
        reply = await self.send(endpoint, query=query)
        return reading.records(reply.body, WORDS[endpoint], PROVIDER, wrapper)

    async def catalogue(self) -> list[Retailer]:
        """All retailers that Stackline knows."""
        return read_catalogue(await self.records("retailers", "retailers"))

    async def connected(self) -> list[Retailer]:
        """The retailers of this account."""
        return read_connections(await self.records("connections", "connections"))

    async def account(self) -> Account:
        """Whose account it is: the number identifies, never the masked phone (sheet 2.15)."""
        reply = await self.send("profile")
        record = reading.a_record(reply.body, WORDS["profile"], PROVIDER)
        for wrapper in ("user", "profile"):
            if isinstance(record.get(wrapper), dict):
                record = {**record, **record[wrapper]}
        shown = ("phone", "phoneNumber", "phone_number", "email", "name")
        identity = reading.text(record, "userId", "sub", "id")
        if identity is None and reading.text(record, *shown) is None:
            raise reading.unexpected(WORDS["profile"], PROVIDER, "it names nobody")
        return Account(identity, reading.text(record, *shown) or "")

    async def totp(self) -> Totp:
        """A fresh one-time token; use it at once, and once only (sheet 4.3)."""
        reply = await self.send("totp")
        record = reading.a_record(reply.body, WORDS["totp"], PROVIDER)
        token, stamp = reading.text(record, "token"), reading.text(record, "currentStamp")
        if token is None or stamp is None:
            raise reading.unexpected(WORDS["totp"], PROVIDER, "the token or its stamp is missing")
        return Totp(Secret(token), stamp)

    async def session(self, batch: str) -> Session:
        """Where a batch stands; the latest one when `batch` is empty."""
        try:
            reply = await self.send("session" if batch else "latest_session", id=batch)
        except NotThere:  # never synced (sheet 2.11)
            return Session()
        what = WORDS["session"]
        found = read_session(reading.content(reply.body, what, PROVIDER))
        return replace(found, id=found.id or batch)

    async def start(self, endpoint: str, **parts: Any) -> Session:
        """Start what ends in a session: connect, fix, a trigger. Its id may be missing."""
        reply = await self.send(endpoint, **parts)
        if not reply.body.strip():
            return Session()
        try:
            return read_session(reading.content(reply.body, WORDS[endpoint], PROVIDER))
        except UnexpectedAnswer:  # "accepted" in plain words; the latest session will tell
            return Session()
