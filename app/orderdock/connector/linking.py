"""Adding what has a sign-in of its own under a connection: choose it, sign in, or repair it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from orderdock.auth.steps import (
    Answers,
    Choice,
    Field,
    FieldKind,
    Form,
    Option,
    WentBack,
    asked_until_taken,
    picked,
)
from orderdock.connector.contract import Desk, Link
from orderdock.connector.troubles import Complaints, Trouble
from orderdock.domain.errors import MissingAnswer, OrderdockError, Refused

USERNAME, PASSWORD = "username", "password"
_BLOCKED = "blocked_until."
"""Setting: until when (seconds since 1970 UTC) a link must be left alone."""


class LinkTrouble(Exception):
    """What is wrong with this very link; another one may do."""

    def __init__(self, error: OrderdockError) -> None:
        super().__init__()
        self.error = error


@dataclass(frozen=True, slots=True)
class Linking:
    """How one link is added at a desk. Whatever is refused is asked again, with a sentence."""

    desk: Desk
    complaints: Complaints
    word: str
    """What such a link is called: "retailer"."""
    message: str
    """What to say where it is chosen."""
    catalogue: Callable[[], Awaitable[tuple[Option, ...]]]
    """All that there is to choose from; an option's value is the link's id."""
    enter: Callable[[Link, Answers], Awaitable[None]]
    """Signs in to a link with what was typed. Raises Refused at a field, or LinkTrouble."""
    reassurance: str = ""
    """What is true of the password on its way, for the form."""
    more: tuple[Field, ...] = ()
    """What else to ask besides user name and password."""

    async def link(self, broken: Link | None) -> Link:
        """Connect what the person chooses, or repair `broken`; returns when that is done.

        A trouble leads back to where it can be mended: a refused password to the same form, all
        else to the choice. Repairing has no choice, so there it is raised.
        """
        if broken is not None:
            try:
                return await self._sign_in(broken, can_go_back=False)
            except LinkTrouble as trouble:
                raise trouble.error from None
        complaint: OrderdockError | None = None
        while True:
            try:
                link = await self._choose(complaint)
            except MissingAnswer as missing:  # nobody chooses another: what happened is the end
                raise complaint or missing from None
            complaint = None
            try:
                with suppress(WentBack):
                    return await self._sign_in(link, can_go_back=True)
            except LinkTrouble as trouble:
                complaint = trouble.error

    async def _choose(self, complaint: OrderdockError | None) -> Link:
        """Ask which; `complaint` says what became of the last one."""
        options = tuple(map(self._unless_blocked, await self.catalogue()))
        name = self.word.capitalize()
        choice = Choice(
            f"Which {self.word}?",
            Field(self.word, name, FieldKind.CHOICE, options=options, error=_said(complaint)),
            message=self.message,
            about=self.complaints.provider,
            connection=self.desk.connection,
        )
        otherwise = f"Choose one of the {self.word}s in the list."
        value = await picked(self.desk.dialogue, choice, otherwise)
        return next(Link(value, option.label) for option in options if option.value == value)

    def _unless_blocked(self, option: Option) -> Option:
        minutes = minutes_left(self.desk, option.value)
        if not option.enabled or not minutes:
            return option
        why_not = f"{option.label} saw too many attempts. Try again in {minutes} minutes."
        return replace(option, enabled=False, why_not=why_not)

    async def _sign_in(self, link: Link, *, can_go_back: bool) -> Link:
        """Ask for the sign-in at a link until it is accepted. Raises LinkTrouble or WentBack."""
        if minutes := minutes_left(self.desk, link.id):
            waits = replace(self.complaints, minutes=minutes)
            raise LinkTrouble(waits.error(Trouble.TOO_MANY, link.name))
        form = Form(
            f"Sign in to {link.name}",
            (
                Field(USERNAME, "E-mail or user name"),
                Field(PASSWORD, "Password", FieldKind.PASSWORD),
                *self.more,
            ),
            message=f"The sign-in you use at {link.name} itself.",
            submit=f"Connect {link.name}",
            reassurance=self.reassurance,
            about=link.name,
            can_go_back=can_go_back,
            connection=self.desk.connection,
        )

        async def take(answers: Answers) -> None:
            if not answers.text(USERNAME):
                raise Refused(USERNAME, "Type the e-mail or user name you use there.")
            if not answers.secret(PASSWORD):
                raise Refused(PASSWORD, "Type the password you use there.")
            await self.enter(link, answers)

        await asked_until_taken(self.desk.dialogue, form, take)
        self.desk.dialogue.tell("verified", f"{link.name} is connected.", about=link.name)
        return Link(link.id, link.name)


def leave_alone(desk: Desk, link: str, minutes: int) -> None:
    """After too many attempts: offer a link no more for so long."""
    desk.settings[_BLOCKED + link] = str(int(desk.clock.now().timestamp() + minutes * 60))


def minutes_left(desk: Desk, link: str) -> int:
    """Minutes for which a link must still be left alone."""
    with suppress(ValueError):
        until = int(desk.settings.get(_BLOCKED + link, "0"))
        left = until - int(desk.clock.now().timestamp())
        if left > 0:
            return -(-left // 60)
    desk.settings.pop(_BLOCKED + link, None)
    return 0


def _said(complaint: OrderdockError | None) -> str | None:
    return str(complaint) if complaint is not None else None
