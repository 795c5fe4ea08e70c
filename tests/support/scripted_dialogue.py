"""A person who answers by a script: the Dialogue of tests."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from orderdock.auth.steps import (
    Answer,
    Answers,
    BrowserPage,
    Choice,
    Field,
    FieldKind,
    Form,
    Step,
)
from orderdock.domain.errors import MissingAnswer
from orderdock.domain.secret import Secret

Scripted = str | bool | tuple[str, ...] | Exception
"""A value for a field, or what happens instead: `PersonCancelled()`, `WentBack()`."""
TOO_OFTEN = 30


@dataclass(frozen=True)
class Told:
    """Something a flow said between questions."""

    stage: str
    message: str
    about: str
    done: int
    total: int | None


class ScriptedDialogue:
    """Answers steps from `answers` by field key and remembers all that was asked and told.

    A single value answers every time; a list answers once per value and is then used up. A field
    without an answer gets its default, or nothing when it is optional; a required one raises
    MissingAnswer.
    Text arrives as Secret where the kind asks for it, as from a real front end.
    """

    def __init__(
        self,
        answers: Mapping[str, Scripted | list[Scripted]] | None = None,
        browse: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        """Make one.

        Args:
            answers: field key to value or list of values.
            browse: what the person does with the address of a browser page; the step then stays
                open until the flow takes it away, as it does when the redirect arrives.
        """
        self._answers = {
            key: list(value) if isinstance(value, list) else value
            for key, value in (answers or {}).items()
        }
        self._browse = browse
        self.asked: list[Step] = []
        self.told: list[Told] = []

    async def ask(self, step: Step) -> Answers:
        self.asked.append(step)
        assert len(self.asked) < TOO_OFTEN, f"asked {TOO_OFTEN} times, last: {step}"
        await asyncio.sleep(0)  # a person is never instant: let the others run
        match step:
            case Form():
                return self._fill_in(step.fields)
            case Choice():
                return self._fill_in((step.field,))
            case BrowserPage():
                return await self._visit(step)

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        self.told.append(Told(stage, message, about, done, total))

    # what a test looks at

    @property
    def titles(self) -> list[str]:
        """Titles of the steps, in the order they were asked."""
        return [step.title for step in self.asked]

    @property
    def keys(self) -> list[str]:
        """Keys of all fields asked for, in order."""
        return [field.key for step in self.asked for field in fields_of(step)]

    @property
    def errors(self) -> list[str]:
        """Sentences that steps came back with, in order."""
        said = [field.error for step in self.asked for field in fields_of(step)]
        said += [step.error for step in self.asked if isinstance(step, BrowserPage)]
        return [sentence for sentence in said if sentence]

    @property
    def stages(self) -> list[str]:
        """Stages told, in order, without repetition."""
        return list(dict.fromkeys(told.stage for told in self.told))

    # how it answers

    def _fill_in(self, fields: tuple[Field, ...]) -> Answers:
        values: dict[str, Answer] = {}
        for field in fields:
            value = self._next(field.key)
            if value is None:
                value = field.default
            if value is None and field.required:
                raise MissingAnswer(f"The script has no answer for {field.key}.", key=field.key)
            if value is not None:
                values[field.key] = _as_typed(field.kind, value)
        return Answers(values)

    async def _visit(self, page: BrowserPage) -> Answers:
        pasted = self._next("redirect_url")
        if pasted is not None:
            return Answers({"redirect_url": pasted})
        if self._browse is None:
            raise MissingAnswer(f"The script does not visit {page.title!r}.", key="redirect_url")
        await self._browse(page.url)
        await asyncio.Event().wait()
        raise AssertionError("unreachable: the flow cancels a page it no longer needs")

    def _next(self, key: str) -> str | bool | tuple[str, ...] | None:
        value = self._answers.get(key)
        if isinstance(value, list):
            value = value.pop(0) if value else None
        if isinstance(value, Exception):
            raise value
        return value


def fields_of(step: Step) -> tuple[Field, ...]:
    """The fields a step shows; a browser page has none."""
    match step:
        case Form():
            return step.fields
        case Choice():
            return (step.field,)
        case BrowserPage():
            return ()


def _as_typed(kind: FieldKind, value: str | bool | tuple[str, ...]) -> Answer:
    if kind in {FieldKind.PASSWORD, FieldKind.CODE} and isinstance(value, str):
        return Secret(value)
    return value
