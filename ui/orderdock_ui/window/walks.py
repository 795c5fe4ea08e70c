"""Walks through a sign-in: connect, add a link, repair. One at a time, on a page of the window."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from orderdock.domain.connections import ConnectionOutcome, ConnectionView
from orderdock.domain.errors import OrderdockError, PersonCancelled
from orderdock.services.library import ProviderInfo
from orderdock_ui import text
from orderdock_ui.connections.pending import PENDING
from orderdock_ui.window.desk import Desk

if TYPE_CHECKING:
    import asyncio

    from orderdock.auth.steps import Dialogue, Step
    from orderdock.services.front import Services
    from orderdock_ui.bridge.dialogue import QtDialogue
    from orderdock_ui.forms.frame import StepFrame

SIGN_IN, LINK, FIRST_SYNC = 1, 2, 3
"""Places in the trail of a connect."""


class Walks(QObject):
    """Runs the walk in hand and shows its frame; a new walk takes the place of a forgotten one."""

    began = Signal(object)
    """The StepFrame to show."""
    succeeded = Signal(str, str)
    """Connection id, and what to say about it; {name} stands for its name."""
    left = Signal()
    """Cancelled, or closed after trouble."""
    noticed = Signal(str, str)
    """Connection id, a sentence worth keeping in sight."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.frame: StepFrame | None = None
        self.of = ""
        """Id of the connection it is about, or PENDING."""
        self._task: asyncio.Task[None] | None = None
        self._notices: list[str] = []

    def connect_provider(self, provider: ProviderInfo) -> None:
        """Make a new connection."""
        link = (f"{provider.link_word.capitalize()}s",) if provider.link_word else ()
        trail = ("Provider", "Sign in", *link, "First sync")
        title = f"Connect {provider.name}"

        async def work(services: "Services", dialogue: "Dialogue") -> ConnectionOutcome:
            return await services.connections.connect(provider.id, dialogue)

        self._begin(PENDING, provider, title, work, trail, "{name} is connected.")

    def add_link(self, view: ConnectionView) -> None:
        """Add a retailer or shop under a connection."""
        provider = self._desk.provider(view.provider)

        async def work(services: "Services", dialogue: "Dialogue") -> ConnectionOutcome:
            return await services.connections.link(view.id, dialogue)

        title = f"Add a {provider.link_word} to {view.name}"
        said = f"The {provider.link_word} is added to {{name}}."
        self._begin(view.id, provider, title, work, (), said)

    def repair(self, view: ConnectionView, link: str = "") -> None:
        """Sign in again in place."""
        provider = self._desk.provider(view.provider)
        which = link or self._broken_link(view)

        async def work(services: "Services", dialogue: "Dialogue") -> ConnectionOutcome:
            return await services.connections.repair(view.id, dialogue, which or None)

        title = f"Sign in again: {view.name}"
        self._begin(view.id, provider, title, work, (), "{name} is signed in again.")

    @staticmethod
    def _broken_link(view: ConnectionView) -> str:
        """The one link that needs signing in, when the connection itself is well."""
        own = [link for link in view.links if link.verdict.state == view.verdict.state]
        broken = [link for link in own if link.verdict.action == view.verdict.action]
        whole = len(broken) == len(view.links)
        return broken[0].id if broken and not whole else ""

    def _begin(
        self,
        of: str,
        provider: ProviderInfo,
        title: str,
        work: Callable[["Services", "Dialogue"], Awaitable[ConnectionOutcome]],
        trail: tuple[str, ...],
        said: str,
    ) -> None:
        from orderdock.cli.dialogues.browser import open_page
        from orderdock_ui.bridge.dialogue import QtDialogue
        from orderdock_ui.forms.frame import StepFrame

        self.stop()
        self.of = of
        self._notices = []
        frame = StepFrame(title, provider.name, open_page, trail=trail)
        frame.trail.go_to(SIGN_IN)
        self.frame = frame
        dialogue = QtDialogue(frame)
        dialogue.asked.connect(lambda step: self._asked(frame, provider, step))
        dialogue.settled.connect(lambda: self._settled(frame, provider, title))
        dialogue.told.connect(lambda stage, about: self._told(frame, provider, stage, about))
        dialogue.noticed.connect(self._notices.append)
        frame.cancelled.connect(lambda: self._cancel(frame, dialogue))
        frame.retried.connect(lambda: self._begin(of, provider, title, work, trail, said))
        if of == PENDING:
            self._desk.begin_pending(provider, title)
        frame.tell("checking", f"Getting ready to ask {provider.name}")
        self.began.emit(frame)

        def start(services: "Services") -> None:
            demo = services.demo_answers(provider.id)
            frame.demo = {key: str(value) for key, value in demo.items()}
            self._task = self._desk.spawn(
                self._walk(frame, lambda: work(services, dialogue), title, said),
                f"walk {of}",
            )

        self._desk.when_ready(start)

    async def _walk(
        self,
        frame: "StepFrame",
        work: Callable[[], Awaitable[ConnectionOutcome]],
        title: str,
        said: str,
    ) -> None:
        try:
            outcome = await work()
        except PersonCancelled:
            self._leave(frame)
        except OrderdockError as error:
            self._desk.end_pending()
            if frame is self.frame:
                says, next_step = text.trouble(error)
                frame.show_trouble(title, says, next_step)
        except BaseException:
            self._leave(frame)
            raise
        else:
            notices = list(self._notices)
            self._end(frame)
            self._desk.end_pending()
            for sentence in notices:
                self.noticed.emit(outcome.id, sentence)
            self.succeeded.emit(outcome.id, said)
        finally:
            self._desk.changed.emit()  # locks are free again

    def _asked(self, frame: "StepFrame", provider: ProviderInfo, step: "Step") -> None:
        if self._is_about_link(provider, step):
            frame.trail.go_to(LINK)
        if self.of == PENDING and frame is self.frame:
            self._desk.begin_pending(provider, step.title, asks=True)

    def _settled(self, frame: "StepFrame", provider: ProviderInfo, title: str) -> None:
        if self.of == PENDING and frame is self.frame:
            self._desk.begin_pending(provider, title)

    @staticmethod
    def _is_about_link(provider: ProviderInfo, step: "Step") -> bool:
        from orderdock.auth.steps import BrowserPage, Choice

        if isinstance(step, BrowserPage) or not provider.link_word:
            return False
        if isinstance(step, Choice) and step.field.key == provider.link_word:
            return True
        return bool(step.about) and step.about != provider.name

    def _told(self, frame: "StepFrame", provider: ProviderInfo, stage: str, about: str) -> None:
        if about and about != provider.name and stage != "checking":
            frame.trail.go_to(max(frame.trail.at, LINK))

    def _cancel(self, frame: "StepFrame", dialogue: "QtDialogue") -> None:
        if dialogue.cancel():
            return  # the walk itself ends with PersonCancelled
        if self._task is not None and not self._task.done():
            self._task.cancel()
        self._leave(frame)

    def _leave(self, frame: "StepFrame") -> None:
        current = frame is self.frame
        self._end(frame)
        if current:
            self._desk.end_pending()
            self.left.emit()

    def _end(self, frame: "StepFrame") -> None:
        frame.finish()
        if frame is self.frame:
            self.frame = None
            self.of = ""
            self._task = None

    def stop(self) -> None:
        """Give up the walk in hand, if there is one."""
        frame = self.frame
        if frame is not None:
            if self._task is not None and not self._task.done():
                self._task.cancel()
            self._end(frame)
            self._desk.end_pending()
