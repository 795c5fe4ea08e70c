"""The dialogue of `--answers`: a JSON object of field key -> value, or a list used in turn."""

import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from orderdock.auth.steps import Answers, BrowserPage, Field, FieldKind, Step
from orderdock.cli.dialogues.checking import (
    RefusedAnswers,
    fields_of,
    is_secret,
    read_answers,
)
from orderdock.cli.dialogues.telling import Tell
from orderdock.domain.errors import MissingAnswer, WrongUsage

Browse = Callable[[BrowserPage], Awaitable[None]]
"""Opens the page in the system's browser; raises MissingAnswer where there is none."""


class AnswerSheet:
    """The answers of one command, shared by all of its dialogues.

    A single value answers a question once; the same question asked again gets an answer only where
    a list has another one. Several questions (two retailers asking for a code) may share a value.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._single = {k: v for k, v in values.items() if not isinstance(v, list)}
        self._lists = {k: list(v) for k, v in values.items() if isinstance(v, list)}
        self._asked: set[tuple[str, ...]] = set()

    def has(self, key: str) -> bool:
        """Whether there is still something for `key`."""
        return bool(self._lists.get(key)) or key in self._single

    def fill_in(self, step: Step, connection: str) -> dict[str, Any]:
        """Values for the fields of `step`. Raises MissingAnswer for a key without one."""
        fields = fields_of(step)
        question = (connection, step.about, *(field.key for field in fields))
        again = question in self._asked
        self._asked.add(question)
        if again and not any(self._next_is_new(field) for field in fields):
            raise self._used_up(step, fields)
        values = {field.key: self._take(field) for field in fields}
        for field in fields:
            if field.required and values[field.key] is None and field.default is None:
                refused = any(f.error for f in fields)
                raise self._used_up(step, fields) if refused else _missing(step, field)
        return {key: value for key, value in values.items() if value is not None}

    def _next_is_new(self, field: Field) -> bool:
        return bool(self._lists.get(field.key))

    def _used_up(self, step: Step, fields: tuple[Field, ...]) -> MissingAnswer:
        """The sentence of the provider, and which key would need another value."""
        refused = next((f for f in fields if f.error), None)
        field = refused or next((f for f in fields if is_secret(f)), fields[0])
        sentence = (refused.error if refused else "") or step.message or f"{step.title}: once more."
        given = field.key in self._single or field.key in self._lists
        return MissingAnswer(
            f"{sentence} There is no {'further ' if given else ''}answer for {field.key}.",
            f"Give {field.key} as a list of answers to be used in turn, or answer in a terminal."
            if given
            else f"Add {field.key} to the answers.",
            key=field.key,
        )

    def _take(self, field: Field) -> Any:
        waiting = self._lists.get(field.key)
        if waiting is None:
            return self._single.get(field.key)
        if not waiting:
            return None
        if field.kind is FieldKind.CHOICES and not isinstance(waiting[0], list):
            whole, waiting[:] = list(waiting), []
            return whole
        return waiting.pop(0)


class AnswersFromSheet:
    """Answers the questions of one connection from the sheet."""

    def __init__(
        self, sheet: AnswerSheet, tell: Tell, browse: Browse, connection: str = ""
    ) -> None:
        self._sheet = sheet
        self._browse = browse
        self._connection = connection
        self.tell = tell

    async def ask(self, step: Step) -> Answers:
        if isinstance(step, BrowserPage) and not self._sheet.has("redirect_url"):
            if step.error:  # opening it again and again would not end by itself
                raise MissingAnswer(
                    step.error, "Run the command again for a new page.", key="redirect_url"
                )
            await self._browse(step)
        values = self._sheet.fill_in(step, self._connection)
        try:
            return read_answers(step, values)
        except RefusedAnswers as refused:
            key, sentence = next(iter(refused.sentences.items()))
            raise MissingAnswer(
                f"The answer for {key} does not fit: {sentence}",
                f"Change {key} in the answers.",
                key=key,
            ) from None


def read_sheet(place: str) -> AnswerSheet:
    """Read the answers from a file, or from standard input for `-`. Raises WrongUsage."""
    called = "standard input" if place == "-" else place
    try:
        raw = _standard_input() if place == "-" else Path(place).expanduser().read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise WrongUsage(
            f"The answers cannot be read from {called}: {why}.", "Check the path."
        ) from None
    try:
        values = json.loads(raw.decode("utf-8-sig"))
    except ValueError:  # never quote the text: it holds passwords
        values = None
    if not isinstance(values, dict):
        raise WrongUsage(
            f"The answers in {called} are no JSON object.",
            'Write them like {"sign_in": "token", "access_token": "..."}.',
        )
    for key, value in values.items():
        if not all(_usable(item) for item in (value if isinstance(value, list) else [value])):
            raise WrongUsage(
                f"The answer for {key} is neither text nor a list of texts.", "Put it in quotes."
            )
    return AnswerSheet(values)


def _standard_input() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""


def _usable(item: object) -> bool:
    if isinstance(item, list):
        return all(isinstance(part, str | int) for part in item)
    return item is None or isinstance(item, str | int)


def _missing(step: Step, field: Field) -> MissingAnswer:
    return MissingAnswer(
        f"{step.title}: there is no answer for {field.key} ({field.label}).",
        f"Add {field.key} to the answers.",
        key=field.key,
    )
