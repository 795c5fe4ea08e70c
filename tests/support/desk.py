"""Desks as a provider gets them, with a scripted person in front; for the tests of any provider.

Use it from a conftest: `from tests.support.desk import desks  # noqa: F401`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Desk, Provider
from orderdock.domain.secret import Secret
from orderdock.http.client import ApiClient
from orderdock.system.clock import Clock, SystemClock
from tests.support.scripted_dialogue import ScriptedDialogue

T = TypeVar("T")
PACE = 0.002
"""Waits of a second take two milliseconds."""


@dataclass
class MemoryDrawer:
    """Secrets that are forgotten with the test."""

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
class Desks:
    """Sets desks up and clears them away."""

    clients: list[ApiClient] = field(default_factory=list)

    def __call__(
        self,
        provider: Provider,
        base_url: str,
        answers: Mapping[str, Any] | None = None,
        *,
        secrets: Mapping[str, Secret] | None = None,
        settings: Mapping[str, str] | None = None,
        assumptions: Mapping[str, str] | None = None,
        browse: Callable[[str], Awaitable[None]] | None = None,
        clock: Clock | None = None,
        pace: float = PACE,
    ) -> tuple[Desk, ScriptedDialogue]:
        """A desk of its own, and the person at it."""
        clock = clock or SystemClock()
        client = ApiClient(
            base_url,
            provider=provider.name,
            pace=provider.pace,
            clock=clock,
            user_agent="orderdock-tests",
            explain=provider.explain,
            pace_factor=pace,
        )
        self.clients.append(client)
        person = ScriptedDialogue(answers, browse)
        desk = Desk(
            base_url=client.base_url,
            http=client,
            dialogue=person,
            clock=clock,
            assumptions=Assumptions(provider.assumptions, assumptions),
            secrets=MemoryDrawer(dict(secrets or {})),
            settings=dict(settings or {}),
            work=at_once,
            pause=client.pause,
        )
        client.authorizer = provider.authorize(desk)
        return desk, person


@pytest.fixture
async def desks() -> AsyncIterator[Desks]:
    """Sets desks; what they opened is closed at the end."""
    fresh = Desks()
    yield fresh
    for client in fresh.clients:
        await client.aclose()
