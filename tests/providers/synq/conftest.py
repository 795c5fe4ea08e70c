"""Desks at the sandbox's Synq."""

from collections.abc import Mapping
from typing import Any

import pytest

from orderdock.connector.contract import Desk
from orderdock.providers.synq.provider import PROVIDER
from orderdock.providers.synq.sign_in import sign_in
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.synq.remote import SynqControl
from tests.support.desk import PACE, Desks, desks
from tests.support.sandbox import sandbox, sandboxes
from tests.support.scripted_dialogue import ScriptedDialogue

__all__ = ["desks", "sandbox", "sandboxes"]


class DeskAt:
    """Desks at one sandbox."""

    def __init__(self, desks: Desks, sandbox: RunningSandbox) -> None:
        self._desks = desks
        self.sandbox = sandbox
        self.control = SynqControl(sandbox.control)

    def fresh(
        self, answers: Mapping[str, Any] | None = None, **more: Any
    ) -> tuple[Desk, ScriptedDialogue]:
        """Nobody has signed in yet."""
        return self._desks(PROVIDER, self.sandbox.bases["synq"], answers, **more)

    async def signed_in(
        self, answers: Mapping[str, Any] | None = None, *, pace: float = PACE, **more: Any
    ) -> tuple[Desk, ScriptedDialogue]:
        """A desk of somebody who has, and answers further questions."""
        desk, _ = self.fresh({"token": self.control.token()}, pace=pace, **more)
        await sign_in(desk)
        desk.dialogue = person = ScriptedDialogue(answers, more.get("browse"))
        self.sandbox.control.forget_requests()
        return desk, person

    def asked(self, path: str = "") -> list[dict[str, Any]]:
        """The requests so far whose path ends so."""
        return [r for r in self.sandbox.control.requests() if r["path"].endswith(path)]


@pytest.fixture
def desk_at(desks: Desks, sandbox: RunningSandbox) -> DeskAt:
    return DeskAt(desks, sandbox)
