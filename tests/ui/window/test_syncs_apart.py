"""The real window over real services: its syncs run in a process of their own and ask here."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from orderdock import compose
from orderdock.domain.connections import ConnectionState, Outcome, SyncOutcome
from orderdock.domain.secret import Secret
from orderdock.sandbox.synq.remote import SynqControl
from orderdock.services.sync_apart import PROCESS
from orderdock_ui.bridge.loop import Tasks
from orderdock_ui.bridge.questions import Questions
from orderdock_ui.window import launch
from orderdock_ui.window.conductor import Conductor
from tests.support.household import Household
from tests.support.processes import children
from tests.support.sandbox import StartSandbox, sandboxes  # noqa: F401 - a fixture
from tests.ui import lively_profile

ONE = "synq-1"
LINES = 120
PATIENCE_S = 60


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - widgets tell of no event to wait for
            await asyncio.sleep(0.01)


@dataclass
class Lived:
    conductor: Conductor
    tasks: Tasks
    control: SynqControl
    ask: Callable[[], None]
    """Let the token die in the next sync."""

    def part(self, identifier: str) -> Any:
        found = self.conductor.window.findChild(QWidget, identifier)
        assert found is not None, identifier
        return found

    def press(self, identifier: str) -> None:
        button = self.part(identifier)
        assert isinstance(button, QAbstractButton)
        button.click()

    def waiting(self) -> list[Any]:
        questions = self.conductor.desk.questions
        return questions.open(ONE) if questions is not None else []

    async def asked(self) -> None:
        """A sync runs, and has a question."""
        self.ask()
        self.conductor.sync_one(ONE)
        await until(lambda: bool(self.waiting()))

    async def outcome(self) -> SyncOutcome:
        card = self.conductor.syncing.board.cards[ONE]
        await until(lambda: card.outcome is not None)
        assert card.outcome is not None
        return card.outcome


@pytest.fixture
async def lived(
    tmp_path: Path,
    dressed: QApplication,
    sandboxes: StartSandbox,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Lived]:
    monkeypatch.setenv("ORDERDOCK_PACE", "0.002")
    monkeypatch.setenv("ORDERDOCK_PASSPHRASE", "of the tests")
    folder = tmp_path / "profile"
    sandbox = sandboxes("small-pages,no-products", lines=LINES)
    control = SynqControl(sandbox.control)
    await Household(folder).connect("synq", sandbox.bases["synq"], {"token": control.token()})
    first = launch.show_first(dressed, folder, sandbox=False)
    conductor = launch.furnish(first, lively_profile.open_at(folder))
    tasks, desk = Tasks(conductor.desk.troubled.emit), conductor.desk
    async with compose.open_services(desk.library, apart=True) as services:
        desk.open(services, tasks, Questions(desk))
        yield Lived(
            conductor,
            tasks,
            control,
            lambda: sandbox.control.fault("unauthorized", "/api/v1/oms/orders", skip=3),
        )
        conductor.window.close()
        conductor.close()
        await tasks.close()
    assert children(PROCESS) == []
    desk.library.close()
    shiboken6.delete(conductor.window)


async def test_a_token_asked_for_in_mid_sync_is_pasted_here_and_the_sync_goes_on(
    lived: Lived,
) -> None:
    await lived.asked()
    assert children(PROCESS) != []
    lived.press("banner-action")
    dialog = lived.part("question-dialog")
    dialog.frame.answered.emit({"token": Secret(lived.control.token())})
    got = await lived.outcome()
    assert (got.outcome, got.added, got.complete) == (Outcome.OK, LINES, True)
    page = lived.conductor.orders.page()
    await until(lambda: page.model.is_settled() and page.model.rowCount() > 0)
    await until(lambda: children(PROCESS) == [])


async def test_cancel_takes_the_question_away_and_the_next_sync_goes_on(lived: Lived) -> None:
    await lived.asked()
    lived.press("action-cancel-sync")
    assert (await lived.outcome()).outcome is Outcome.CANCELLED
    assert lived.waiting() == []
    lived.conductor.sync_one(ONE)
    assert (await lived.outcome()).outcome is Outcome.OK


async def test_a_process_that_is_killed_is_said_in_the_window(lived: Lived) -> None:
    await lived.asked()
    [pid] = children(PROCESS)
    os.kill(pid, signal.SIGKILL)
    got = await lived.outcome()
    assert got.error == "The sync of Synq broke off. What was read is kept. Try again."
    assert lived.waiting() == []
    [view] = lived.conductor.desk.connections()
    assert view.verdict.state is ConnectionState.FAILING
    await until(lambda: "broke off" in lived.conductor.content.pages.banner.words())


async def test_closing_the_window_in_mid_sync_leaves_no_process(lived: Lived) -> None:
    await lived.asked()
    assert children(PROCESS) != []
