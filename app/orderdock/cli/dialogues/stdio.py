"""The dialogue of `--stdio`: questions and answers as JSON lines."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from orderdock.auth.steps import Answers, BrowserPage, Choice, Field, Form, Option, Step, WentBack
from orderdock.cli.dialogues.checking import (
    RefusedAnswers,
    fields_of,
    is_secret,
    read_answers,
    with_errors,
)
from orderdock.cli.dialogues.lines import InputLines
from orderdock.cli.dialogues.telling import Tell
from orderdock.cli.output import Output
from orderdock.cli.words import iso
from orderdock.domain.errors import PersonCancelled

CLOSED = "The input ended before the question was answered. Nothing half made is kept."


class _Pending:
    """One open question."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.answer: asyncio.Future[Answers] = asyncio.get_running_loop().create_future()


class Conversation:
    """All questions of one command; several may be open at once."""

    def __init__(self, output: Output, descriptor: int = 0) -> None:
        """Start listening to `descriptor`. Needs the running event loop."""
        self._output = output
        self._open: dict[str, _Pending] = {}
        self._number = 0
        self._ended = False
        self._command = asyncio.current_task()
        self._lines = InputLines(self._heard, self._end, descriptor)

    async def ask(self, step: Step, connection: str | None) -> Answers:
        """Put a question and wait for its answer; a value that does not fit is asked for again."""
        while True:
            try:
                return await self._ask_once(step, connection)
            except RefusedAnswers as refused:
                step = with_errors(step, refused.sentences)

    async def _ask_once(self, step: Step, connection: str | None) -> Answers:
        self._number += 1
        question = f"q{self._number}"
        pending = self._open[question] = _Pending(step)
        self._output.record(_as_object(question, step, step.connection or connection))
        if self._ended:
            del self._open[question]
            raise PersonCancelled(CLOSED)
        try:
            return await pending.answer
        except asyncio.CancelledError:
            self._notice(f"Question {question} needs no answer any more.", question)
            raise
        finally:
            self._open.pop(question, None)
            if pending.answer.done() and not pending.answer.cancelled():
                pending.answer.exception()  # seen, also when we were cancelled meanwhile

    def _heard(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            self._malformed("That line is no JSON object.")
            return
        question = said.get("id")
        pending = self._open.get(question) if isinstance(question, str) else None
        match said.get("type"):
            case "cancel" if question is None:
                self._cancel_all()
            case "answer" | "cancel" | "back" if pending is None:
                self._notice(f"No question {str(question)[:20]} is open; nothing was done.")
            case "answer" if pending is not None:
                self._answer(pending, said.get("values", {}))
            case "cancel" if pending is not None:
                _settle(pending, PersonCancelled())
            case "back" if pending is not None and pending.step.can_go_back:
                _settle(pending, WentBack())
            case kind:
                self._malformed(f"Lines of the type {str(kind)[:20]} are not understood here.")

    def _answer(self, pending: _Pending, values: object) -> None:
        if not isinstance(values, dict):
            self._malformed("The values of an answer are an object of key and value.")
            return
        if pending.answer.done():
            return
        try:
            pending.answer.set_result(read_answers(pending.step, values))
        except RefusedAnswers as refused:
            pending.answer.set_exception(refused)

    def _cancel_all(self) -> None:
        if not self._open and self._command is not None:
            self._command.cancel()
        for pending in self._open.values():
            _settle(pending, PersonCancelled())

    def _end(self) -> None:
        self._ended = True
        for pending in self._open.values():
            _settle(pending, PersonCancelled(CLOSED))

    def _notice(self, message: str, question: str | None = None) -> None:
        about = {"question": question} if question else {}
        self._output.record({"type": "notice", "message": message, "connection": None, **about})

    def _malformed(self, message: str) -> None:
        """Tell the other side on standard output only: the command itself goes on."""
        self._output.record(
            {
                "type": "error",
                "code": "malformed_line",
                "message": f"{message} Open questions still wait.",
                "connection": None,
            }
        )


class StdioDialogue:
    """The conversation as the Dialogue of one connection."""

    def __init__(self, conversation: Conversation, tell: Tell, connection: str | None) -> None:
        self._conversation = conversation
        self._connection = connection
        self.tell = tell

    async def ask(self, step: Step) -> Answers:
        return await self._conversation.ask(step, self._connection)


def _settle(pending: _Pending, outcome: Exception) -> None:
    if not pending.answer.done():
        pending.answer.set_exception(outcome)


def _as_object(question: str, step: Step, connection: str | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": "question", "id": question, "kind": _kind(step)}
    shown |= {"title": step.title, "message": step.message, "connection": connection}
    if isinstance(step, BrowserPage):
        shown["url"] = step.url
    shown["fields"] = [_field(field) for field in fields_of(step)]
    shown |= {"about": step.about, "expires_at": iso(step.expires_at)}
    shown["can_go_back"] = step.can_go_back
    if isinstance(step, Form) and step.reassurance:
        shown["reassurance"] = step.reassurance
    return shown


def _kind(step: Step) -> str:
    match step:
        case Form():
            return "form"
        case Choice():
            return "choice"
        case BrowserPage():
            return "browser"


def _field(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.value,
        "required": field.required,
        "default": None if is_secret(field) else field.default,
        "options": [_option(option) for option in field.options],
        "error": field.error,
        "help": field.help,
        "placeholder": field.placeholder,
        "advanced": field.advanced,
    }


def _option(option: Option) -> Mapping[str, Any]:
    shown: dict[str, Any] = {"value": option.value, "label": option.label}
    extra = {"detail": option.detail, "picture_url": option.picture_url, "why_not": option.why_not}
    shown |= {key: value for key, value in extra.items() if value}
    if not option.enabled:
        shown["enabled"] = False
    return shown
