"""What the window knows and may ask for: the library at once, the services once they are up."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from orderdock.domain.connections import (
    Action,
    ConnectionId,
    ConnectionView,
    Evidence,
    ProviderId,
    Verdict,
    judge,
)
from orderdock.domain.errors import NoSuchConnection
from orderdock.services.library import Library, ProviderInfo
from orderdock_ui.bridge.events import EventHub
from orderdock_ui.connections import pending

if TYPE_CHECKING:
    import asyncio

    from orderdock.services.front import Services
    from orderdock_ui.bridge.loop import Tasks
    from orderdock_ui.bridge.questions import Questions

_LOOK_MS = 2000


class Desk(QObject):
    """The one place where views of the window find data and start work."""

    changed = Signal()
    """Connections, their states, what waits for the person; or orders came, whoever read them."""
    ready = Signal()
    troubled = Signal(object)
    """An error that belongs to no page."""
    toasted = Signal(str)

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.services: Services | None = None
        self.tasks: Tasks | None = None
        self.questions: Questions | None = None
        self.hub = EventHub(self)
        self.pending: ConnectionView | None = None
        self._providers = {info.id: info for info in library.providers()}
        self._settings = library.settings()
        self._version = library.version()
        self._states: list[tuple[ConnectionId, Verdict]] = []
        self._seen: list[ConnectionView] | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.look)
        self.hub.connection_changed.connect(lambda _id: self.changed.emit())
        self.hub.orders_changed.connect(self._rows_came)

    def open(self, services: "Services", tasks: "Tasks", questions: "Questions") -> None:
        """Work can begin."""
        self.services, self.tasks, self.questions = services, tasks, questions
        questions.added.connect(lambda _q: self.changed.emit())
        questions.removed.connect(lambda _q: self.changed.emit())
        self._look.start()
        self.ready.emit()

    def close(self) -> None:
        """No more looking."""
        self._look.stop()

    def when_ready(self, work: "Callable[[Services], None]") -> None:
        """Do `work` now, or as soon as the services are up."""
        if self.services is not None:
            work(self.services)
            return

        def begin() -> None:
            self.ready.disconnect(begin)
            if self.services is not None:
                work(self.services)

        self.ready.connect(begin)

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> "asyncio.Task[Any]":
        """Run `work` as an owned task; the services must be up."""
        if self.tasks is None:
            raise RuntimeError("work was started before the loop")
        return self.tasks.spawn(work, name)

    # --- what is so

    def provider(self, id_: str) -> ProviderInfo:
        """The static facts of a provider; a stranger (an older profile's) gets its id as name."""
        return self._providers.get(ProviderId(id_)) or ProviderInfo(
            ProviderId(id_), id_.capitalize(), "", (), (), (), "", False, "", (), id_[:1].upper()
        )

    def providers(self) -> list[ProviderInfo]:
        """All of them, as the gallery lists them."""
        return list(self._providers.values())

    def provider_names(self) -> dict[str, str]:
        """Names by id."""
        return {str(id_): info.name for id_, info in self._providers.items()}

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """What is asked about connections in here is looked up once, however many ask."""
        self._seen = self.library.connections(kept=True)
        try:
            yield
        finally:
            self._seen = None

    def with_kept(self) -> list[ConnectionView]:
        """Every connection as it is now, those disconnected included whose orders were kept."""
        return self.library.connections(kept=True) if self._seen is None else self._seen

    def connections(self) -> list[ConnectionView]:
        """Every connection as it is now, questions that wait included."""
        return [self._overlaid(view) for view in self.with_kept() if view.connected]

    def connection(self, id_: str) -> ConnectionView | None:
        """One of them; None when it is gone."""
        try:
            return self._overlaid(self.library.connection(id_))
        except NoSuchConnection:
            return None

    def _overlaid(self, view: ConnectionView) -> ConnectionView:
        waiting = self.questions.open(view.id) if self.questions is not None else []
        if waiting:
            evidence = Evidence(waiting=waiting[0].step.title)
            return replace(view, verdict=judge(evidence, self.now()))
        return view

    def begin_pending(self, provider: ProviderInfo, words: str, *, asks: bool = False) -> None:
        """A connection to `provider` is being made: it has a row already.

        `words` say what is done, or what is asked when it `asks` the person.
        """
        self.pending = (
            pending.asking(provider, words, self.now())
            if asks
            else pending.working(provider, words)
        )
        self.changed.emit()

    def end_pending(self) -> None:
        """It is made, or given up."""
        self.pending = None
        self.changed.emit()

    def syncable(self) -> list[ConnectionView]:
        """Those that a sync of all will touch; one that wants an answer asks for it again."""
        able = (Action.SYNC, Action.TRY_AGAIN, Action.ANSWER)
        waiting = {q.connection for q in self.questions.open()} if self.questions else set()
        views = [view for view in self.connections() if view.verdict.action in able]
        return [view for view in views if view.id not in waiting]

    def look(self) -> None:
        """See whether another program did something, or time made data old."""
        version = self.library.version()
        states = [(view.id, view.verdict) for view in self.library.connections()]
        if version != self._version or states != self._states:
            self._version, self._states = version, states
            self.changed.emit()

    def _rows_came(self) -> None:
        self._version = self.library.version()
        if self._look.isActive():
            self._look.start()  # that was a look
        self.changed.emit()

    def now(self) -> datetime:
        """The time, aware UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the Clock's module would import the event loop

    # --- small settings

    def setting(self, key: str, default: Any) -> Any:
        """A saved setting when it is of the default's type, else the default."""
        value = self._settings.get(key, default)
        return value if isinstance(value, type(default)) else default

    def save(self, key: str, value: Any) -> None:
        """Keep a small setting; a disk that refuses is said once, nothing else is lost."""
        self._settings[key] = value
        try:
            self.library.save_setting(key, value)
        except Exception as error:  # noqa: BLE001 - a setting is never worth losing the window
            self.troubled.emit(error)

    @property
    def timezone(self) -> str:
        """IANA name of the zone that dates are shown in."""
        return str(self.setting("timezone", "UTC"))
