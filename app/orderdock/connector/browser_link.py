"""Linking something under a connection on a page in the browser, where the provider takes it in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from orderdock.auth.brought_back import WayBack
from orderdock.auth.steps import Answers, BrowserPage, Field, FieldKind, Form, asked_until_taken
from orderdock.connector.contract import Desk, Link
from orderdock.connector.reading import unexpected
from orderdock.domain.errors import (
    ProviderDown,
    Refused,
    Rejected,
    UnexpectedAnswer,
    Unreachable,
)
from orderdock.http.addresses import is_loopback

_CONFIRM = "confirm"
_PERHAPS_DONE = (ProviderDown, Rejected, Unreachable, UnexpectedAnswer)
"""After these, what was asked for may have been done all the same."""


@dataclass(frozen=True, slots=True)
class BrowserLink:
    """How one provider links: what comes back, is pasted or turns up in the list is registered.

    What comes back proves nothing: it counts only while this is open, and the person confirms it.
    """

    desk: Desk
    provider: str
    """Its name in sentences."""
    word: str
    """What is linked: "shop"."""
    listed: Callable[[], Awaitable[Mapping[str, Link]]]
    """What is linked now, by id."""
    ask: Callable[[Mapping[str, str]], tuple[Field, ...]]
    """What registering needs beside the id, from what came back with it."""
    register: Callable[[str, Answers], Awaitable[None]]
    """Has the provider take in what has that id."""
    address: str
    """Where the provider may send the browser, on this computer."""
    state: str
    """What comes back from there unchanged, if it does."""
    brings: Sequence[str]
    """Names that the id may go by."""
    usable: Callable[[str], object]
    """Whether it can be an id."""
    poll: float
    """Seconds between two looks at the list."""
    patience: timedelta

    async def link(self, address: Callable[[], Awaitable[str]]) -> Link:
        """Link what the person allows on the page that `address` gives; see it in the list."""
        known = await self.listed()  # before the page: from then on it may turn up at any time
        url = await address()
        if not url.startswith("https://") and not is_loopback(url):
            page = f"the page to link a {self.word}"
            raise unexpected(page, self.provider, "its address is not encrypted")
        way = WayBack(
            self.desk.dialogue,
            self.provider,
            self.address,
            self.state,
            self.brings,
            self.usable,
            self.patience,
        )
        key, values = await way.brought(self._page(url), lambda: self._new(known))
        there = (await self.listed()).get(key)
        answers = await self._confirmed(key, there, self.ask(values) if there is None else ())
        if there is None:
            there = await self._registered(key, answers)
        self.desk.dialogue.tell("verified", f"{there.name} is linked.", about=self.provider)
        return there

    def _page(self, url: str) -> BrowserPage:
        return BrowserPage(
            f"Link a {self.word} in your browser",
            url,
            f"Choose the {self.word} there and allow access. Should this not go on by itself then, "
            "paste the address that the browser ends at, or the id shown there.",
            about=self.provider,
            expires_at=self.desk.clock.now() + self.patience,
            connection=self.desk.connection,
        )

    async def _new(self, known: Mapping[str, Link]) -> str:
        """One that turns up in the list by itself; waits for it without end."""
        while True:
            await self.desk.pause(self.poll)
            if new := (await self.listed()).keys() - known.keys():
                return min(new)

    async def _confirmed(self, key: str, there: Link | None, more: tuple[Field, ...]) -> Answers:
        form = Form(
            f"Link this {self.word}?",
            (*more, Field(_CONFIRM, f"Yes, link this {self.word}", FieldKind.BOOL)),
            f"{there.name if there is not None else key} came back. Go on only if it was you who "
            "allowed access just now.",
            submit="Link",
            about=self.provider,
            connection=self.desk.connection,
        )

        async def take(answers: Answers) -> Answers:
            if not answers.yes(_CONFIRM):
                raise Refused(_CONFIRM, "Nothing is linked yet.", "Say yes to link it, or cancel.")
            return answers

        return await asked_until_taken(self.desk.dialogue, form, take)

    async def _registered(self, key: str, answers: Answers) -> Link:
        """Register it once: not where the provider did meanwhile, nor again where that failed."""
        there = (await self.listed()).get(key)
        if there is not None:
            return there
        try:
            await self.register(key, answers)
        except _PERHAPS_DONE:
            there = (await self.listed()).get(key)
            if there is None:
                raise
            return there
        return await self._appeared(key)

    async def _appeared(self, key: str) -> Link:
        for _ in range(int(self.patience.total_seconds() / self.poll) + 1):
            there = (await self.listed()).get(key)
            if there is not None:
                return there
            said = f"{self.provider} is taking the {self.word} in."
            self.desk.dialogue.tell("processing", said, about=self.provider)
            await self.desk.pause(self.poll)
        raise UnexpectedAnswer(
            f"{self.provider} took the {self.word}, but does not list it.",
            f"Look at it in {self.provider}, then link it again.",
        )
