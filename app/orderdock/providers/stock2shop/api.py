"""Stock2Shop's endpoints as calls, and their answers as values (sheet 3, 5, 6, 9)."""

from dataclasses import dataclass
from typing import Any

from orderdock.connector import elastic, reading
from orderdock.connector.contract import Desk
from orderdock.domain.errors import NotThere, OrderdockError, Rejected, SignInNeeded
from orderdock.http.calls import Call, Repeat, Reply
from orderdock.http.outcome import error_body

PROVIDER = "Stock2Shop"
USERNAME, CURRENCY, CLIENT, CLIENT_NAME = "username", "currency", "client_id", "client_name"
ROLE, CHANNEL = "role", "channel_id"
"""Settings of a connection."""
_SPELLINGS = ("elastic_search", "elasticsearch")


def call(method: str, path: str, what: str, **more: Any) -> Call:
    """A call of `/v1/`. All that we make are reads, whatever the verb (sheet 9)."""
    query = {"format": "json", **more.pop("query", {})}
    head = {"Content-Type": "application/json"}
    return Call(method, f"/v1/{path}", what, query, head, repeat=Repeat.SAFELY, **more)


def explain(reply: Reply) -> OrderdockError | None:
    """A session that is over, by status (sheet 3.6)."""
    return _session_over(reply.status) if reply.status in {401, 403} else None


def _session_over(status: int) -> SignInNeeded:
    role = "The role of this user may not allow it, or another" if status == 403 else "Another"
    return SignInNeeded(
        f"{PROVIDER} refused the request. {role} login with this user may have invalidated the "
        "session.",
        "Sign in again, best with a user that nothing and nobody else uses.",
    )


@dataclass
class Envelope:
    """Looks whether an answer holds `system_<name>`: without it nobody is signed in (sheet 3.6)."""

    name: str
    _tried: bool = False

    def __call__(self, reply: Reply) -> OrderdockError | None:
        found = None if f'"system_{self.name}"'.encode() in reply.body else error_body(reply)
        if not isinstance(found, dict):
            return None  # well, or no JSON at all: the general rules say what it is
        if self._tried and not found.get("errors"):
            return reading.unexpected(f"the {self.name}", PROVIDER, "there are none in it")
        self._tried = True
        return _session_over(reply.status)


class Stock2ShopApi:
    """Stock2Shop as one desk reaches it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.window = int(desk.assumptions.number("window"))
        self.page_size = max(1, min(int(desk.assumptions.number("page_size")), 100))

    async def records(self, name: str) -> list[dict[str, Any]]:
        """All channels or sources (sheet 6.3, 6.4)."""
        what = f"the list of {name}"
        reply = await self._desk.http.send(call("GET", name, what), examine=Envelope(name))
        return reading.objects(reading.records(reply.body, what, PROVIDER, f"system_{name}"))

    async def search(self, name: str, body: dict[str, Any]) -> elastic.Found:
        """One search; an answer that says it is not whole is asked for once more (sheet 9)."""
        found = await self._found(name, body)
        return found if found.whole else await self._found(name, body)

    async def _found(self, name: str, body: dict[str, Any]) -> elastic.Found:
        """By the spelling that worked last, else by the other one (sheet 5)."""
        settings, remembered = self._desk.settings, f"{name}_search"
        channel = settings.get(CHANNEL) if name == "products" else None  # sheet 4
        query, what = {CHANNEL: channel} if channel else {}, f"the list of {name}"
        known, other = sorted(_SPELLINGS, key=settings.get(remembered, _SPELLINGS[0]).__ne__)

        async def ask(spelling: str) -> elastic.Found:
            request = call("POST", f"{name}/{spelling}", what, query=query, json=body)
            answer = (await self._desk.http.send(request, examine=Envelope(name))).body
            how = (f"system_{name}", what, PROVIDER, self.window)
            return await self._desk.work(elastic.read_found, answer, *how)

        try:
            return await ask(known)
        except (NotThere, Rejected) as refused:
            if isinstance(refused, Rejected) and refused.status != 405:
                raise
        found = await ask(other)
        settings[remembered] = other
        return found
