"""What a sign-in, a link or an MFA challenge may ask a person, as data.

A flow is straight-line code that awaits `dialogue.ask(step)`; who shows the step (a page of the
window, a prompt, a JSON line, a script in a test) is a matter of which Dialogue it was given.
Interactive or not is not a flag.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret

T = TypeVar("T")


class FieldKind(StrEnum):
    """Kinds of the outside contract (part 3)."""

    TEXT = "text"
    PASSWORD = "password"  # noqa: S105 - a kind of field, not a secret
    CODE = "code"
    CHOICE = "choice"
    CHOICES = "choices"
    URL = "url"
    UUID = "uuid"
    BOOL = "bool"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: `value` goes back unchanged, `label` is shown."""

    value: str
    label: str
    detail: str = ""
    picture_url: str = ""
    """A logo to show beside it (PNG, JPEG or WebP only); empty for a drawn initial."""
    enabled: bool = True
    why_not: str = ""
    """Why it cannot be chosen, when it cannot."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. Keys are those of the outside contract (part 3)."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    default: str | None = None
    options: tuple[Option, ...] = ()
    error: str | None = None
    help: str = ""
    placeholder: str = ""
    advanced: bool = False
    """Shown behind "Advanced"; front ends that cannot hide it show it last."""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields to fill in. `reassurance` is the encryption line, only where it is true."""

    title: str
    fields: tuple[Field, ...]
    message: str = ""
    submit: str = "Continue"
    reassurance: str = ""
    about: str = ""
    """What it concerns, for the tile and the waiting list: a provider's or retailer's name."""
    expires_at: datetime | None = None
    """When an answer comes too late (aware UTC), if known."""
    can_go_back: bool = False
    connection: str | None = None

    def with_error(self, key: str, sentence: str) -> "Form":
        """The same form with `sentence` at field `key` and what was typed kept by the front end."""
        fields = tuple(replace(f, error=sentence if f.key == key else None) for f in self.fields)
        return replace(self, fields=fields)


@dataclass(frozen=True, slots=True)
class Choice:
    """One field to choose from (`kind` choice or choices).

    A sign-in way, a retailer, an MFA method.
    """

    title: str
    field: Field
    message: str = ""
    submit: str = "Continue"
    about: str = ""
    expires_at: datetime | None = None
    can_go_back: bool = False
    connection: str | None = None

    def with_error(self, key: str, sentence: str) -> "Choice":
        """The same choice with `sentence` at it."""
        return replace(
            self, field=replace(self.field, error=sentence if key == self.field.key else None)
        )


@dataclass(frozen=True, slots=True)
class BrowserPage:
    """A page to open in the system browser.

    The flow itself listens for the redirect: when it arrives the pending `ask` is cancelled by the
    flow. An answer with `redirect_url` (an address, or a bare code) is the paste-back way.
    """

    title: str
    url: str
    message: str = ""
    about: str = ""
    expires_at: datetime | None = None
    can_go_back: bool = False
    connection: str | None = None
    error: str | None = None
    """Set when a pasted address was refused."""


Step = Form | Choice | BrowserPage
Answer = str | Secret | bool | tuple[str, ...]


class Answers(Mapping[str, Answer]):
    """What a person answered, by field key. Password and code kinds arrive as Secret."""

    def __init__(self, values: Mapping[str, Answer]) -> None:
        self._values = dict(values)

    def __getitem__(self, key: str) -> Answer:
        return self._values[key]

    def __iter__(self):  # type: ignore[no-untyped-def]  # Iterator[str], spelled by Mapping
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, key: str, default: str = "") -> str:
        """The plain text of an answer, surrounding blanks removed.

        `default` when absent or empty.
        """
        value = self._values.get(key)
        if isinstance(value, Secret):
            value = value.reveal()
        return value.strip() or default if isinstance(value, str) else default

    def secret(self, key: str) -> Secret:
        """An answer as Secret, untouched (a password may begin with a blank); empty when absent."""
        value = self._values.get(key)
        if isinstance(value, Secret):
            return value
        return Secret(value if isinstance(value, str) else "")

    def yes(self, key: str) -> bool:
        """Whether a bool field was ticked ("true", "yes", "1" count)."""
        value = self._values.get(key)
        return value if isinstance(value, bool) else self.text(key).lower() in {"true", "yes", "1"}


class WentBack(Exception):  # not an error: the person pressed Back on a step with can_go_back
    """The person wants the previous step again."""


class Dialogue(Protocol):
    """Where a flow asks and tells."""

    async def ask(self, step: Step) -> Answers:
        """Show `step` and wait for its answer.

        Raises PersonCancelled, WentBack (only when the step allows), or NeedsPerson's MissingAnswer
        when nobody is there. Being cancelled removes the step.
        """
        ...

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        """Say what is going on between questions: a stable stage word and a sentence.

        Stages of connecting that front ends tick off: `checking` (access is being proven),
        `encrypting`, `sending`, `queued`, `connecting`, `scanning`, `processing`, `verified`.
        """
        ...


async def asked_until_taken(
    dialogue: Dialogue, step: Form | Choice, take: Callable[[Answers], Awaitable[T]]
) -> T:
    """Ask `step` until `take` makes something of the answers; what `take` gives.

    What it raises as Refused is shown at its field, and the step asked again.
    """
    while True:
        answers = await dialogue.ask(step)
        try:
            return await take(answers)
        except Refused as refused:
            step = step.with_error(refused.field, str(refused))


NOT_OFFERED = "This cannot be chosen. Choose one of the others."


async def chosen(dialogue: Dialogue, choice: Choice, otherwise: str = NOT_OFFERED) -> str:
    """The value of the option that was chosen; of a single one without asking."""
    values = [option.value for option in choice.field.options if option.enabled]
    return values[0] if len(values) == 1 else await picked(dialogue, choice, otherwise)


async def picked(dialogue: Dialogue, choice: Choice, otherwise: str = NOT_OFFERED) -> str:
    """Like `chosen`, asked in any case. An answer may be an option's value or its label.

    What cannot be chosen says why; `otherwise` is said of what is not offered at all.
    """
    field = choice.field

    async def take(answers: Answers) -> str:
        said = answers.text(field.key)
        named = [o for o in field.options if o.value == said]
        named += [o for o in field.options if o.label.casefold() == said.casefold()]
        if named and named[0].enabled:
            return named[0].value
        raise Refused(field.key, (named[0].why_not if named else "") or otherwise)

    return await asked_until_taken(dialogue, choice, take)
