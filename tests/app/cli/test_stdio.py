import asyncio
import io
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from orderdock.auth.steps import BrowserPage, Choice, Field, FieldKind, Form, Option
from orderdock.cli.dialogues.stdio import Conversation
from orderdock.cli.output import Output
from orderdock.domain.errors import PersonCancelled
from orderdock.domain.secret import Secret

SIGN_IN = Form(
    "Sign in",
    (
        Field("email", "E-mail", default="me@example.com"),
        Field("token", "Token", default="leaked"),
        Field("password", "Password", FieldKind.PASSWORD, default="leaked"),
    ),
)


class Heard(io.StringIO):
    """Standard output that says when something was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.something = asyncio.Event()

    def write(self, text: str) -> int:
        self.something.set()
        return super().write(text)


class OtherSide:
    """Whoever drives the program: writes lines, reads objects."""

    def __init__(self, pipe: int, heard: Heard, conversation: Conversation) -> None:
        self._pipe = pipe
        self._heard = heard
        self.conversation = conversation

    def says(self, *lines: Any) -> None:
        for line in lines:
            text = line if isinstance(line, str) else json.dumps(line)
            os.write(self._pipe, f"{text}\n".encode())

    def hangs_up(self) -> None:
        os.close(self._pipe)
        self._pipe = -1

    def heard(self, kind: str | None = None) -> list[dict[str, Any]]:
        objects = [json.loads(line) for line in self._heard.getvalue().splitlines()]
        return [o for o in objects if kind in (None, o["type"])]

    async def waits_for(self, kind: str, count: int = 1) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while len(self.heard(kind)) < count:
                self._heard.something.clear()
                await self._heard.something.wait()
        return self.heard(kind)[-1]


@asynccontextmanager
async def other_side() -> AsyncIterator[OtherSide]:
    reading, writing = os.pipe()
    heard = Heard()
    side = OtherSide(
        writing,
        heard,
        Conversation(Output(machine=True, stdout=heard, stderr=io.StringIO()), reading),
    )
    try:
        yield side
    finally:
        if side._pipe >= 0:
            side.hangs_up()
        await asyncio.sleep(0.01)  # the reading thread sees the end before its descriptor goes
        os.close(reading)


async def test_a_question_has_the_agreed_shape_and_carries_no_secret() -> None:
    async with other_side() as side, asyncio.TaskGroup() as group:
        asked = group.create_task(side.conversation.ask(SIGN_IN, "stackline-1"))
        question = await side.waits_for("question")
        side.says({"type": "answer", "id": "q1", "values": {"token": "t", "password": " p "}})
        answers = await asked
    assert question["id"] == "q1"
    assert (question["kind"], question["title"]) == ("form", "Sign in")
    assert question["connection"] == "stackline-1"
    first = question["fields"][0]
    keys = {"key", "label", "kind", "required", "default", "options", "error"}
    assert keys <= first.keys()
    assert first["default"] == "me@example.com"
    assert [f["default"] for f in question["fields"][1:]] == [None, None]
    assert answers.text("email") == "me@example.com"
    assert answers["password"] == Secret(" p ")


async def test_values_that_do_not_fit_come_back_with_a_sentence() -> None:
    async with other_side() as side, asyncio.TaskGroup() as group:
        asked = group.create_task(side.conversation.ask(SIGN_IN, None))
        await side.waits_for("question")
        side.says({"type": "answer", "id": "q1", "values": {"token": "t"}})
        question = await side.waits_for("question", 2)
        side.says({"type": "answer", "id": "q2", "values": {"token": "t", "password": "p"}})
        await asked
    assert question["id"] == "q2"
    assert [f["error"] for f in question["fields"]] == [None, None, "Password is needed."]


async def test_a_choice_lists_its_options() -> None:
    options = (Option("4101", "Acme Knitwear"), Option("4102", "Old", enabled=False, why_not="No."))
    choice = Choice(
        "Pick", Field("organisation", "Organisation", FieldKind.CHOICE, options=options)
    )
    async with other_side() as side, asyncio.TaskGroup() as group:
        asked = group.create_task(side.conversation.ask(choice, None))
        question = await side.waits_for("question")
        side.says({"type": "answer", "id": "q1", "values": {"organisation": "4101"}})
        assert (await asked).text("organisation") == "4101"
    assert question["kind"] == "choice"
    assert question["fields"][0]["options"][0] == {"value": "4101", "label": "Acme Knitwear"}


async def test_a_browser_question_has_its_url_and_may_be_taken_away() -> None:
    page = BrowserPage("Sign in", "https://example.com/authorize")
    async with other_side() as side:
        asked = asyncio.ensure_future(side.conversation.ask(page, None))
        question = await side.waits_for("question")
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        side.says({"type": "answer", "id": "q1", "values": {"redirect_url": "late"}})
        await side.waits_for("notice", 2)
    assert question["url"] == "https://example.com/authorize"
    assert question["fields"][0]["key"] == "redirect_url"
    assert not question["fields"][0]["required"]


async def test_lines_that_make_no_sense_leave_the_question_open() -> None:
    async with other_side() as side, asyncio.TaskGroup() as group:
        asked = group.create_task(side.conversation.ask(SIGN_IN, None))
        await side.waits_for("question")
        side.says("", "{nonsense", "[1]", {"type": "what", "id": "q1"})
        side.says({"type": "answer", "id": "q1", "values": "x"})
        await side.waits_for("error", 4)
        side.says({"type": "answer", "id": "q7", "values": {}}, {"type": "cancel", "id": "q7"})
        await side.waits_for("notice", 2)
        assert not asked.done()
        side.says({"type": "answer", "id": "q1", "values": {"token": "t", "password": "p"}})
        await asked
    assert {e["code"] for e in side.heard("error")} == {"malformed_line"}


@pytest.mark.parametrize("line", [{"type": "cancel", "id": "q1"}, {"type": "cancel"}])
async def test_a_cancel_is_the_persons(line: dict[str, str]) -> None:
    async with other_side() as side:
        asked = asyncio.ensure_future(side.conversation.ask(SIGN_IN, None))
        await side.waits_for("question")
        side.says(line)
        with pytest.raises(PersonCancelled):
            await asked


async def test_the_end_of_the_input_cancels_open_and_later_questions() -> None:
    async with other_side() as side:
        asked = asyncio.ensure_future(side.conversation.ask(SIGN_IN, None))
        await side.waits_for("question")
        side.hangs_up()
        with pytest.raises(PersonCancelled):
            await asked
        with pytest.raises(PersonCancelled):
            await side.conversation.ask(SIGN_IN, None)


async def test_several_questions_may_be_open_at_once() -> None:
    code = Form("Code", (Field("mfa_code", "Code", FieldKind.CODE),))
    async with other_side() as side, asyncio.TaskGroup() as group:
        first = group.create_task(side.conversation.ask(code, "stackline-1"))
        await side.waits_for("question")
        second = group.create_task(side.conversation.ask(code, "stackline-2"))
        await side.waits_for("question", 2)
        side.says({"type": "answer", "id": "q2", "values": {"mfa_code": "22 22"}})
        assert (await second).secret("mfa_code") == Secret("2222")
        assert not first.done()
        side.says({"type": "answer", "id": "q1", "values": {"mfa_code": 1111}})
        assert (await first).secret("mfa_code") == Secret("1111")
