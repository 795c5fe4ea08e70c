"""Stackline's endpoints as calls, and their answers as values (sheet 2)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import quote

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Account, Desk
from orderdock.connector.following import Jobs
from orderdock.connector.jobs import CodeRequest, Job, Wants, Way
from orderdock.domain.errors import NotThere, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Expects, Repeat, Reply
from orderdock.providers.stackline.card import CARD
from orderdock.providers.stackline.retailers import Retailer, read_catalogue, read_connections
from orderdock.providers.stackline.session import read_session
from orderdock.providers.stackline.troubles import complaints

PROVIDER = CARD.name
_SIGN_IN, _START = "the sign-in at the retailer", "the start of a sync"
_STATE = "the state of the sync"
WORDS = {
    "retailers": "the list of retailers",
    "connections": "the list of connected retailers",
    "connection": "the connected retailer",
    "connect": _SIGN_IN,
    "fix": _SIGN_IN,
    "sync_connection": _START,
    "sync_all": _START,
    "sync_orders": _START,
    "orders": "the list of orders",
    "order": "the order",
    "latest_session": _STATE,
    "session": _STATE,
    "mfa": "the answer to the retailer's question",
    "totp": "the one-time token",
    "profile": "the profile",
}
"""Every endpoint with what a person would call its answer; methods and paths are assumptions."""
_MAY_SAY_NOTHING = {_SIGN_IN, _START, WORDS["mfa"]}
_SHOWN = ("phone", "phoneNumber", "phone_number", "email", "name")


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
        expects=Expects.ANYTHING if WORDS[endpoint] in _MAY_SAY_NOTHING else Expects.JSON,
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

    async def content(self, endpoint: str, **parts: Any) -> Any:
        """The answer as plain objects. Raises UnexpectedAnswer."""
        reply = await self.send(endpoint, **parts)
        return reading.content(reply.body, WORDS[endpoint], PROVIDER)

    async def records(self, endpoint: str, **query: str) -> list[Any]:
        """The records of a list, bare or wrapped under its name. Raises UnexpectedAnswer."""
        reply = await self.send(endpoint, query=query)
        return reading.records(reply.body, WORDS[endpoint], PROVIDER, endpoint)

    async def catalogue(self) -> list[Retailer]:
        """All retailers that Stackline knows."""
        return read_catalogue(await self.records("retailers"))

    async def connected(self) -> list[Retailer]:
        """The retailers of this account."""
        return read_connections(await self.records("connections"))

    async def account(self) -> Account:
        """Whose account it is: the number identifies, never the masked phone (sheet 2.15)."""
        record = await self._record("profile")
        for wrapper in ("user", "profile"):
            if isinstance(record.get(wrapper), dict):
                record = {**record, **record[wrapper]}
        identity, shown = reading.text(record, "userId", "sub", "id"), reading.text(record, *_SHOWN)
        if identity is None and shown is None:
            raise reading.unexpected(WORDS["profile"], PROVIDER, "it names nobody")
        return Account(identity, shown or "")

    async def totp(self) -> Totp:
        """A fresh one-time token; use it at once, and once only (sheet 4.3)."""
        record = await self._record("totp")
        token, stamp = reading.text(record, "token"), reading.text(record, "currentStamp")
        if token is None or stamp is None:
            raise reading.unexpected(WORDS["totp"], PROVIDER, "the token or its stamp is missing")
        return Totp(Secret(token), stamp)

    async def session(self, batch: str) -> Job:
        """Where a batch stands; the latest one when `batch` is empty."""
        try:
            found = await self.content("session" if batch else "latest_session", id=batch)
        except NotThere:  # never synced (sheet 2.11)
            return Job()
        session = read_session(found)
        return replace(session, id=session.id or batch)

    async def start(self, endpoint: str, **parts: Any) -> Job:
        """Start what ends in a session: connect, fix, a trigger. Its id may be missing."""
        reply = await self.send(endpoint, **parts)
        try:
            return read_session(reading.content(reply.body, WORDS[endpoint], PROVIDER))
        except UnexpectedAnswer:  # nothing, or "accepted" in plain words: the latest will tell
            return Job()

    async def answer(self, batch: str, request: CodeRequest, given: Way | Secret) -> None:
        """Send the chosen way or the typed code; any 2xx means accepted (sheet 5.4)."""
        wants, name, value = (
            (Wants.A_WAY, "selectedOption", given.value)
            if isinstance(given, Way)
            else (Wants.A_CODE, "otpValue", given)
        )
        body = {"eventType": wants.value, "reqId": request.id, name: value}
        await self.send("mfa", id=batch, json=body)

    def jobs(self) -> Jobs:
        """Sync sessions, to be followed (sheet 5.3)."""
        number = self._desk.assumptions.number
        patience = number("patience_minutes") * 60
        told = complaints(self._desk)
        return Jobs(self.session, self.answer, told, number("poll_seconds"), patience)

    async def _record(self, endpoint: str) -> dict[str, Any]:
        reply = await self.send(endpoint)
        return reading.a_record(reply.body, WORDS[endpoint], PROVIDER)
