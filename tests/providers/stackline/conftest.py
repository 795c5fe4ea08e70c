"""A desk at the sandbox's Stackline, with a scripted person in front of it."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from orderdock.connector.contract import Desk
from orderdock.domain.secret import Secret
from orderdock.providers.stackline.provider import PROVIDER
from orderdock.sandbox.running import RunningSandbox
from tests.support.desk import Desks, desks
from tests.support.sandbox import Visitor, fetch, sandbox, sandboxes
from tests.support.scripted_dialogue import ScriptedDialogue

__all__ = ["desks", "sandbox", "sandboxes"]

PORTAL_TOKEN = "sandbox-portal-0199"


class Table:
    """Sets desks up at any sandbox."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    def __call__(
        self,
        base_url: str,
        answers: Mapping[str, Any] | None = None,
        *,
        signed_in: bool = True,
        **more: Any,
    ) -> tuple[Desk, ScriptedDialogue]:
        if signed_in:
            more["secrets"] = {"access_token": Secret(PORTAL_TOKEN)}
            more["settings"] = {"sign_in": "token"}
        return self._desks(PROVIDER, base_url, answers, **more)


@pytest.fixture
def table(desks: Desks) -> Table:
    return Table(desks)


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
