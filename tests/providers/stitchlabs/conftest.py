"""Desks at the sandbox's Stitch Labs."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from orderdock.connector.contract import Desk
from orderdock.domain.secret import Secret
from orderdock.providers.stitchlabs.provider import PROVIDER
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stitchlabs.remote import StitchLabsControl
from tests.sandbox.stitchlabs_customer import CLIENT, TOKEN, walk
from tests.support.desk import Desks, desks
from tests.support.sandbox import StartSandbox, fetch, sandbox, sandboxes
from tests.support.scripted_dialogue import ScriptedDialogue

__all__ = ["desks", "sandbox", "sandboxes"]

IN_BROWSER = {"sign_in": "browser", **CLIENT}
WITH_TOKEN = {"sign_in": "token", "access_token": TOKEN}


class DeskAt:
    """Desks at one sandbox."""

    def __init__(self, desks: Desks, sandbox: RunningSandbox) -> None:
        self._desks = desks
        self.sandbox = sandbox
        self.base = sandbox.bases["stitchlabs"]
        self.control = StitchLabsControl(sandbox.control)

    def fresh(
        self, answers: Mapping[str, Any] | None = None, **more: Any
    ) -> tuple[Desk, ScriptedDialogue]:
        """Nobody has signed in yet."""
        return self._desks(PROVIDER, self.base, answers, **more)

    def signed_in(self, **more: Any) -> Desk:
        """A desk of somebody who pasted a token."""
        kept: dict[str, Any] = {"secrets": {"access_token": Secret(TOKEN)}}
        kept["settings"] = {"sign_in": "token"}
        return self.fresh(**{**kept, **more})[0]

    def asked(self, path: str = "") -> list[dict[str, Any]]:
        """The requests so far whose path ends so."""
        return [r for r in self.sandbox.control.requests() if r["path"].endswith(path)]


@pytest.fixture
def desk_at(desks: Desks, sandbox: RunningSandbox) -> DeskAt:
    """At a sandbox with fifty lines."""
    return DeskAt(desks, sandbox)


@pytest.fixture
def desk_with(desks: Desks, sandboxes: StartSandbox) -> Any:
    """Makes a `DeskAt` at a sandbox of its own: scenario, lines."""

    def make(scenario: str = "small", **more: Any) -> DeskAt:
        return DeskAt(desks, sandboxes(scenario, **more))

    return make


async def visit(url: str, *, email: str = "demo@example.com", allow: bool = True) -> None:
    """A person who signs in and lets the browser follow the redirect."""

    def browse() -> None:
        fetch("GET", walk(url, email, allow=allow))

    await asyncio.to_thread(browse)
