"""A desk at the sandbox's Stackline, with a scripted person in front of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Desk
from orderdock.domain.secret import Secret
from orderdock.http.client import ApiClient
from orderdock.providers.stackline.provider import PROVIDER
from orderdock.sandbox.running import RunningSandbox
from orderdock.system.clock import SystemClock
from tests.support.sandbox import Visitor, fetch, sandbox, sandboxes
from tests.support.scripted_dialogue import ScriptedDialogue

__all__ = ["sandbox", "sandboxes"]

T = TypeVar("T")
PORTAL_TOKEN = "sandbox-portal-0199"
PACE = 0.002
"""A poll every ten milliseconds."""


@dataclass
class MemoryDrawer:
    kept: dict[str, Secret] = field(default_factory=dict)

    async def get(self, name: str) -> Secret | None:
        return self.kept.get(name)

    async def put(self, values: Mapping[str, Secret | None]) -> None:
        for name, value in values.items():
            if value is None:
                self.kept.pop(name, None)
            else:
                self.kept[name] = value


async def at_once(function: Callable[..., T], /, *args: Any) -> T:
    return function(*args)


@dataclass
class Table:
    """Sets desks up and clears them away."""

    clients: list[ApiClient] = field(default_factory=list)

    def __call__(
        self,
        base_url: str,
        answers: Mapping[str, Any] | None = None,
        *,
        signed_in: bool = True,
        assumptions: Mapping[str, str] | None = None,
        browse: Callable[[str], Awaitable[None]] | None = None,
        clock: Any = None,
    ) -> tuple[Desk, ScriptedDialogue]:
        clock = clock or SystemClock()
        client = ApiClient(
            base_url,
            provider="Stackline",
            pace=PROVIDER.pace,
            clock=clock,
            user_agent="orderdock-tests",
            explain=PROVIDER.explain,
            pace_factor=PACE,
        )
        self.clients.append(client)
        dialogue = ScriptedDialogue(answers, browse)
        drawer = MemoryDrawer({"access_token": Secret(PORTAL_TOKEN)} if signed_in else {})
        desk = Desk(
            base_url=client.base_url,
            http=client,
            dialogue=dialogue,
            clock=clock,
            assumptions=Assumptions(PROVIDER.assumptions, assumptions),
            secrets=drawer,
            settings={"sign_in": "token"} if signed_in else {},
            work=at_once,
            pause=client.pause,
        )
        client.authorizer = PROVIDER.authorize(desk)
        return desk, dialogue


@pytest.fixture
async def table() -> AsyncIterator[Table]:
    """Sets desks; what they opened is closed at the end."""
    fresh = Table()
    yield fresh
    for client in fresh.clients:
        await client.aclose()


class DeskAt:
    """A desk at one sandbox."""

    def __init__(self, table: Table, sandbox: RunningSandbox) -> None:
        self._table = table
        self.sandbox = sandbox

    def __call__(
        self, answers: Mapping[str, Any] | None = None, **more: Any
    ) -> tuple[Desk, ScriptedDialogue]:
        return self._table(self.sandbox.bases["stackline"], answers, **more)


@pytest.fixture
def desk_at(table: Table, sandbox: RunningSandbox) -> DeskAt:
    return DeskAt(table, sandbox)


async def visit(url: str, *, allow: bool = True) -> None:
    """A person who signs in and lets the browser follow the redirect."""
    to = await asyncio.to_thread(Visitor().sign_in, url, allow=allow)
    await asyncio.to_thread(fetch, "GET", to)
