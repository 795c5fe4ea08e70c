"""Walks and syncs over services that do as they are told: success, cancel, trouble, questions."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from orderdock.auth.steps import Dialogue, Field, FieldKind, Form
from orderdock.domain.connections import (
    ConnectionId,
    ConnectionOutcome,
    Outcome,
    ProviderId,
    SyncOutcome,
)
from orderdock.domain.errors import OrderdockError, Unreachable
from orderdock.domain.events import Event, SyncFinished, SyncProgressed
from orderdock.domain.secret import Secret
from orderdock_ui.bridge.loop import Tasks
from orderdock_ui.bridge.questions import Questions
from orderdock_ui.connections.pending import PENDING
from orderdock_ui.window import launch
from orderdock_ui.window.conductor import Conductor
from tests.ui import lively_profile

Follow = Callable[[Event], None]
SIGN_IN = Form("Sign in", (Field("password", "Password", FieldKind.PASSWORD),), about="Stackline")
CODE = Form("Enter the code", (Field("mfa_code", "Code", FieldKind.CODE),), about="Target")
ONE = ConnectionId("stackline-1")


@dataclass
class Told:
    """Services that do what a test tells them; also notes what they were asked."""

    connecting: Callable[[Dialogue], Any] | None = None
    syncing: Callable[[Dialogue, Follow], Any] | None = None
    calls: list[tuple[str, ...]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    async def connect(self, provider: str, dialogue: Dialogue) -> ConnectionOutcome:
        self.calls.append(("connect", provider))
        try:
            if self.connecting is not None:
                await self.connecting(dialogue)
        finally:
            self.ended.append("connect")
        return ConnectionOutcome(ONE, "Household shops", ProviderId("stackline"), Outcome.OK)

    async def repair(
        self, connection: str, dialogue: Dialogue, link: str | None = None
    ) -> ConnectionOutcome:
        self.calls.append(("repair", connection, link or ""))
        return await self.connect(connection, dialogue)

    async def rename(self, connection: str, name: str) -> None:
        self.calls.append(("rename", connection, name))
        raise OrderdockError("That name is taken.", "Choose another.")

    async def run(
        self,
        connections: Sequence[str],
        *,
        dialogue: Callable[[str], Dialogue],
        follow: Follow,
        wait_long: bool = False,
    ) -> list[SyncOutcome]:
        self.calls.append(("sync", *connections))
        try:
            if self.syncing is not None:
                await self.syncing(dialogue(connections[0]), follow)
        finally:
            self.ended.append("sync")
        outcome = SyncOutcome(ConnectionId(connections[0]), "x", Outcome.OK, added=3)
        follow(SyncFinished(outcome))
        return [outcome]

    def cancel(self, connection: str | None = None) -> None:
        self.calls.append(("cancel", connection or ""))

    def services(self, library: Any) -> Any:
        return SimpleNamespace(
            library=library, connections=self, sync=self, demo_answers=lambda _provider: {}
        )


@dataclass
class Stage:
    conductor: Conductor
    told: Told
    troubles: list[BaseException]

    def part(self, identifier: str) -> QWidget:
        found = self.conductor.window.findChild(QWidget, identifier)
        assert found is not None, identifier
        return found

    def press(self, identifier: str) -> None:
        button = self.part(identifier)
        assert isinstance(button, QAbstractButton)
        button.click()

    def current(self) -> str:
        return self.conductor.content.pages.current()

    async def settle(self) -> None:
        for _ in range(8):
            await asyncio.sleep(0)


@pytest.fixture
async def stage(tmp_path: Path, dressed: QApplication) -> AsyncIterator[Stage]:
    lively_profile.fill(tmp_path / "profile", lines=20)
    first = launch.show_first(dressed, tmp_path / "profile", sandbox=False)
    conductor = launch.furnish(first, lively_profile.open_at(tmp_path / "profile"))
    troubles: list[BaseException] = []

    def report(error: BaseException) -> None:
        troubles.append(error)
        conductor.desk.troubled.emit(error)

    tasks, told = Tasks(report), Told()
    desk = conductor.desk
    desk.open(told.services(desk.library), tasks, Questions(desk))
    yield Stage(conductor, told, troubles)
    conductor.window.close()
    conductor.close()
    await tasks.close()
    desk.library.close()
    shiboken6.delete(conductor.window)


def form_page(stage: Stage) -> Any:
    frame = stage.conductor.walks.frame
    assert frame is not None
    return frame.page


async def test_a_connect_that_succeeds_ends_at_the_orders_with_a_first_sync(stage: Stage) -> None:
    async def connecting(dialogue: Dialogue) -> None:
        answers = await dialogue.ask(SIGN_IN)
        assert answers.secret("password") == Secret("s3cret")

    stage.told.connecting = connecting
    stage.conductor.connect_provider("stackline")
    await stage.settle()
    assert stage.current() == "steps"
    assert stage.conductor.desk.pending is not None
    stage.part("field-password").setText("s3cret")  # type: ignore[attr-defined]
    form_page(stage).go_on.click()
    await stage.settle()
    assert stage.current() == "orders"
    assert stage.conductor.desk.pending is None
    assert stage.told.calls == [("connect", "stackline"), ("sync", "stackline-1")]
    assert stage.conductor.walks.frame is None


async def test_a_connection_being_made_waits_for_the_person_only_while_it_asks(
    stage: Stage,
) -> None:
    said: list[str] = []
    at_work = asyncio.Event()

    async def connecting(dialogue: Dialogue) -> None:
        said.append(pending_words(stage))
        dialogue.tell("checking", "Checking the access")
        said.append(pending_words(stage))
        await dialogue.ask(SIGN_IN)
        said.append(pending_words(stage))
        await at_work.wait()

    stage.told.connecting = connecting
    stage.conductor.connect_provider("stackline")
    await stage.settle()
    assert pending_words(stage) == "Waiting for you"
    form_page(stage).go_on.click()
    stage.part("field-password").setText("s3cret")  # type: ignore[attr-defined]
    form_page(stage).go_on.click()
    await stage.settle()
    assert said == ["Connecting"] * 3
    rail = [v for v in stage.conductor.content.model.connections() if v.id == PENDING]
    assert [view.verdict.why for view in rail] == ["Connect Stackline"]
    at_work.set()
    await stage.settle()
    assert stage.conductor.desk.pending is None


def pending_words(stage: Stage) -> str:
    """The state in the sidebar's row of the connection that is being made."""
    model = stage.conductor.content.model
    return model.lines(model.row_of(PENDING))[1]


async def test_a_cancelled_walk_ends_cleanly_and_goes_back(stage: Stage) -> None:
    async def connecting(dialogue: Dialogue) -> None:
        await dialogue.ask(SIGN_IN)

    stage.told.connecting = connecting
    stage.conductor.connect_provider("stackline")
    await stage.settle()
    form_page(stage).cancel.click()
    await stage.settle()
    assert stage.told.ended == ["connect"]
    assert stage.current() == "orders"
    assert stage.conductor.desk.pending is None
    assert stage.troubles == []


async def test_cancel_between_two_questions_ends_the_work_itself(stage: Stage) -> None:
    async def connecting(dialogue: Dialogue) -> None:
        dialogue.tell("sending", "Sending")
        await asyncio.Event().wait()

    stage.told.connecting = connecting
    stage.conductor.connect_provider("stackline")
    await stage.settle()
    form_page(stage).cancel.click()
    await stage.settle()
    assert stage.told.ended == ["connect"]
    assert stage.current() == "orders"
    assert stage.troubles == []


async def test_looking_at_orders_meanwhile_does_not_end_the_walk(stage: Stage) -> None:
    async def connecting(dialogue: Dialogue) -> None:
        await dialogue.ask(SIGN_IN)

    stage.told.connecting = connecting
    stage.conductor.connect_provider("stackline")
    await stage.settle()
    stage.conductor.turn("orders")
    await stage.settle()
    assert stage.told.ended == []
    stage.conductor.open_connection("new-connection")
    assert stage.current() == "steps"


async def test_trouble_is_said_on_the_page_and_can_be_tried_again(stage: Stage) -> None:
    tries: list[int] = []

    async def connecting(dialogue: Dialogue) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Unreachable("Stackline did not answer.", "Check the network.")
        await dialogue.ask(SIGN_IN)

    stage.told.connecting = connecting
    stage.conductor.connect_provider("stackline")
    await stage.settle()
    page = form_page(stage)
    assert "Stackline did not answer. Check the network." in page.accessibleDescription()
    page.go_on.click()
    await stage.settle()
    assert len(tries) == 2
    assert form_page(stage).title == "Sign in"


async def test_a_repair_goes_to_the_one_shop_that_is_broken(stage: Stage) -> None:
    stage.conductor.repair("stackline-1")
    await stage.settle()
    assert stage.told.calls[0] == ("repair", "stackline-1", "3")


async def test_sync_all_leaves_out_what_cannot_be_synced(stage: Stage) -> None:
    stage.press("action-sync-all")
    await stage.settle()
    synced = {call[1] for call in stage.told.calls if call[0] == "sync"}
    assert synced == {"stackline-1", "stitchex-1", "stitchex-2", "stitchlabs-1", "stock2shop-2"}


async def test_a_sync_that_runs_is_not_started_twice(stage: Stage) -> None:
    async def syncing(_dialogue: Dialogue, _follow: Follow) -> None:
        await asyncio.Event().wait()

    stage.told.syncing = syncing
    for _ in range(2):
        stage.conductor.sync_one("stitchex-1")
        await stage.settle()
    assert stage.told.calls == [("sync", "stitchex-1")]
    stage.press("action-cancel-sync")
    assert stage.told.calls[-1] == ("cancel", "")


async def test_a_question_of_a_sync_waits_in_banner_list_and_page(stage: Stage) -> None:
    async def syncing(dialogue: Dialogue, follow: Follow) -> None:
        follow(SyncProgressed(ONE, "waiting", link="Target", link_id="3"))
        await dialogue.ask(CODE)

    stage.told.syncing = syncing
    stage.conductor.sync_one("stackline-1")
    await stage.settle()
    assert "Enter the code" in stage.conductor.content.pages.banner.words()
    assert QApplication.activeModalWidget() is None
    assert stage.conductor.window.findChild(QWidget, "question-dialog") is None
    stage.press("banner-action")
    dialog = stage.part("question-dialog")
    dialog.frame.answered.emit({"mfa_code": Secret("1")})  # type: ignore[attr-defined]
    await stage.settle()
    assert stage.conductor.syncing.board.cards[ONE].outcome is not None
    assert stage.conductor.syncing._dialogs == []


async def test_a_refused_name_is_said_in_the_banner(stage: Stage) -> None:
    stage.conductor.care.rename("stackline-1", "Taken")
    await stage.settle()
    assert stage.conductor.content.pages.banner.words() == "That name is taken. Choose another."


async def test_work_asked_for_before_the_services_are_up_is_done_then(
    tmp_path: Path, dressed: QApplication
) -> None:
    lively_profile.fill(tmp_path / "profile", lines=20)
    first = launch.show_first(dressed, tmp_path / "profile", sandbox=False)
    conductor = launch.furnish(first, lively_profile.open_at(tmp_path / "profile"))
    conductor.sync_one("stitchex-1")
    tasks, told = Tasks(lambda _error: None), Told()
    desk = conductor.desk
    desk.open(told.services(desk.library), tasks, Questions(desk))
    for _ in range(4):
        await asyncio.sleep(0)
    assert told.calls == [("sync", "stitchex-1")]
    conductor.window.close()
    conductor.close()
    await tasks.close()
    desk.library.close()
    shiboken6.delete(conductor.window)
