"""What may stand in the banner, and which of it is worst."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orderdock.domain.connections import ConnectionState, ConnectionView
from orderdock_ui import text
from orderdock_ui.connections.pending import PENDING

if TYPE_CHECKING:
    from orderdock_ui.window.desk import Desk

_BANNER_STATES = (
    ConnectionState.WAITING_FOR_YOU,
    ConnectionState.SIGN_IN_NEEDED,
    ConnectionState.FAILING,
    ConnectionState.STALE,
)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing worth a banner. `key` changes when the facts do, so a closed one comes back."""

    key: str
    urgency: int
    ink: str
    icon: str
    title: str
    sentence: str
    action: str
    act: Callable[[], object]


class Messages:
    """Troubles of connections, and what happened elsewhere; those closed stay away."""

    def __init__(self) -> None:
        self._closed: set[str] = set()
        self._own: dict[str, Message] = {}

    def add(self, message: Message) -> None:
        """Something that belongs to no connection's state."""
        self._own[message.key] = message
        self._closed.discard(message.key)

    def drop(self, key: str) -> None:
        """It is over."""
        self._own.pop(key, None)

    def close(self, message: Message) -> None:
        """The person has seen it."""
        self._closed.add(message.key)
        self._own.pop(message.key, None)

    def worst_first(self, of_connections: Sequence[Message]) -> list[Message]:
        """What may be shown, the worst first."""
        everything = [*self._own.values(), *of_connections]
        shown = [m for m in everything if m.key not in self._closed]
        return sorted(shown, key=lambda m: -m.urgency)


def of_connection(
    desk: "Desk", view: ConnectionView, act: Callable[[ConnectionView], object]
) -> Message | None:
    """The message of a connection's state; None where the state needs no banner."""
    state = view.verdict.state
    if state not in _BANNER_STATES or view.id == PENDING:
        return None
    look = text.STATES[state]
    title, sentence = _words(desk, view)
    return Message(
        f"{view.id} {state} {view.verdict.why}",
        look.urgency,
        look.ink,
        look.icon,
        title,
        sentence,
        text.ACTIONS[view.verdict.action],
        lambda: act(view),
    )


def _words(desk: "Desk", view: ConnectionView) -> tuple[str, str]:
    why = view.verdict.why
    if view.verdict.state is ConnectionState.WAITING_FOR_YOU:
        return f"{view.name} waits for you", why
    if view.data_up_to is None:
        return f"{view.name} has not been read yet", why
    day = text.day(view.data_up_to, desk.timezone)
    safe = f"Your {text.counted(view.orders, 'order')} are safe." if view.orders > 1 else ""
    return f"{view.name} has data up to {day}", f"{why} {safe}".strip()
