"""Dialogues end cleanly whatever the person does; tasks are owned and ended."""

import asyncio

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from orderdock.auth.steps import Answers, BrowserPage, Field, FieldKind, Form, WentBack
from orderdock.domain.errors import OrderdockError, PersonCancelled
from orderdock.domain.secret import Secret
from orderdock_ui.bridge.dialogue import QtDialogue
from orderdock_ui.bridge.loop import Tasks
from orderdock_ui.bridge.questions import Question, Questions
from orderdock_ui.forms.frame import StepFrame
from orderdock_ui.sync.question_dialog import QuestionDialog

pytestmark = pytest.mark.usefixtures("dressed")

CODE = Form("Enter the code", (Field("mfa_code", "Code", FieldKind.CODE),), about="Target",
    can_go_back=True)  # fmt: skip


def a_frame() -> StepFrame:
    return StepFrame("Connect Target", "Target", lambda _url: True)


async def turn() -> None:
    """Let the other tasks of the loop have their turn."""
    for _ in range(3):
        await asyncio.sleep(0)


async def asking(dialogue: QtDialogue, step: Form = CODE) -> "asyncio.Task[Answers]":
    task = asyncio.ensure_future(dialogue.ask(step))
    await turn()
    return task


async def test_an_answer_reaches_the_flow(dressed: QApplication) -> None:
    frame = a_frame()
    dialogue = QtDialogue(frame)
    task = await asking(dialogue)
    frame.answered.emit({"mfa_code": Secret("424242")})
    assert (await task).secret("mfa_code") == Secret("424242")


async def test_cancel_and_back_reach_the_flow_as_what_they_are(dressed: QApplication) -> None:
    frame = a_frame()
    dialogue = QtDialogue(frame)
    task = await asking(dialogue)
    assert dialogue.cancel()
    with pytest.raises(PersonCancelled):
        await task
    assert not dialogue.cancel()
    with pytest.raises(PersonCancelled):  # a redirect in the same moment asks in vain
        await dialogue.ask(CODE)
    dialogue = QtDialogue(frame)
    task = await asking(dialogue)
    frame.went_back.emit()
    with pytest.raises(WentBack):
        await task


async def test_a_redirect_that_arrives_takes_the_question_away(dressed: QApplication) -> None:
    frame = a_frame()
    dialogue = QtDialogue(frame)
    task = asyncio.ensure_future(dialogue.ask(BrowserPage("Sign in", "https://x.example")))
    await turn()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    dialogue.tell("verified", "Signed in")
    frame.answered.emit({"redirect_url": "too late"})
    assert not dialogue.cancel()


async def test_a_notice_is_kept_for_the_end(dressed: QApplication) -> None:
    dialogue = QtDialogue(a_frame())
    said: list[str] = []
    dialogue.noticed.connect(said.append)
    dialogue.tell("notice", "Connected without a shop.")
    assert said == ["Connected without a shop."]


async def test_a_question_of_a_sync_waits_until_it_is_opened(dressed: QApplication) -> None:
    questions = Questions()
    task = asyncio.ensure_future(questions.dialogue("stackline-1").ask(CODE))
    await turn()
    assert [q.step for q in questions.open("stackline-1")] == [CODE]
    assert questions.open("another") == []
    questions.open()[0].answer({"mfa_code": Secret("1")})
    assert (await task).secret("mfa_code") == Secret("1")
    assert questions.open() == []


async def opened(questions: Questions) -> tuple["asyncio.Task[Answers]", QuestionDialog]:
    task = asyncio.ensure_future(questions.dialogue("stackline-1").ask(CODE))
    await turn()
    dialog = QuestionDialog(questions, questions.open()[0], "Household", lambda _url: True)
    dialog.show()
    return task, dialog


async def test_closing_the_window_of_a_question_keeps_it_waiting(dressed: QApplication) -> None:
    questions = Questions()
    task, dialog = await opened(questions)
    dialog.close()
    await turn()
    assert not task.done()
    assert len(questions.open()) == 1
    questions.open()[0].cancel()
    with pytest.raises(PersonCancelled):
        await task


@pytest.mark.parametrize("way", ["cancel", "escape"])
async def test_cancel_in_the_window_of_a_question_answers_not_now(
    dressed: QApplication, way: str
) -> None:
    questions = Questions()
    task, dialog = await opened(questions)
    if way == "cancel":
        dialog.frame.cancelled.emit()
    else:
        dialog.reject()
    with pytest.raises(PersonCancelled):
        await task
    assert questions.open() == []


async def test_a_wrong_code_comes_back_in_the_same_window(dressed: QApplication) -> None:
    questions = Questions()
    task, dialog = await opened(questions)
    dialog.frame.answered.emit({"mfa_code": Secret("1")})
    await task
    again = CODE.with_error("mfa_code", "Target did not accept this code.")
    second = asyncio.ensure_future(questions.dialogue("stackline-1").ask(again))
    await turn()
    assert dialog.isVisible()
    assert dialog.frame.findChild(QWidget, "field-mfa_code").property("error") == "true"  # type: ignore[union-attr]
    dialog.frame.answered.emit({"mfa_code": Secret("2")})
    await second
    gone: list[bool] = []
    dialog.gone.connect(lambda: gone.append(True))
    dialog.goes_on("stackline-1", "Target", "reading")
    assert gone


async def test_a_sync_that_ends_closes_the_window_of_its_question(dressed: QApplication) -> None:
    questions = Questions()
    task, dialog = await opened(questions)
    gone: list[bool] = []
    dialog.gone.connect(lambda: gone.append(True))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert gone
    assert questions.open() == []


def test_an_answered_question_takes_no_second_answer() -> None:
    loop = asyncio.new_event_loop()
    future: asyncio.Future[Answers] = loop.create_future()
    question = Question("c", CODE, None, future)
    question.answer({"mfa_code": "1"})
    question.cancel()
    assert future.result()["mfa_code"] == "1"
    loop.close()


async def test_tasks_report_what_fails_and_are_ended_at_quit(dressed: QApplication) -> None:
    reported: list[BaseException] = []
    tasks = Tasks(reported.append)
    ended: list[str] = []

    async def long() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("long")

    async def failing() -> None:
        raise OrderdockError("It did not work.")

    tasks.spawn(long(), "long")
    tasks.spawn(failing(), "failing")
    await turn()
    assert [str(error) for error in reported] == ["It did not work."]
    assert tasks.names() == ["long"]
    await tasks.close()
    assert ended == ["long"]
    assert tasks.names() == []
