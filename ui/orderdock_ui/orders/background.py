"""Work that must not hold up the window: run beside it, the newest question of a kind wins."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

Stop = Callable[[], bool]


class _Ticket:
    """One question under way; `stale` once a newer one of its kind was asked."""

    __slots__ = ("done", "failed", "kind", "stale", "work")

    def __init__(
        self,
        kind: str,
        work: Callable[[Stop], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
    ) -> None:
        self.kind = kind
        self.work = work
        self.done = done
        self.failed = failed
        self.stale = False


class _Job(QRunnable):
    def __init__(self, owner: "Background", ticket: _Ticket) -> None:
        super().__init__()
        self._owner = owner
        self._ticket = ticket

    def run(self) -> None:
        ticket = self._ticket
        if ticket.stale:
            return
        try:
            answer = ticket.work(lambda: ticket.stale)
        except Exception as error:  # noqa: BLE001 - handed to who asked
            answer = error
        if not ticket.stale:
            self._owner.answered.emit(ticket, answer)


class Background(QObject):
    """Runs functions in one worker thread and hands their answers to the Qt thread.

    A later `ask` of the same kind makes an earlier one stale: its `stop()` turns true, its answer
    is dropped. Kinds are words such as "ids", "count".
    """

    answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None, threads: int = 1) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._pool.setExpiryTimeout(-1)  # the thread keeps its reading connection
        self._newest: dict[str, _Ticket] = {}
        self.answered.connect(self._deliver)

    def ask(
        self,
        kind: str,
        work: Callable[[Stop], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work(stop)` beside the window, then `done(answer)` on the Qt thread."""
        self.forget(kind)
        ticket = _Ticket(kind, work, done, failed)
        self._newest[kind] = ticket
        self._pool.start(_Job(self, ticket))

    def forget(self, kind: str) -> None:
        """The answer to the newest question of this kind is not wanted any more."""
        old = self._newest.pop(kind, None)
        if old is not None:
            old.stale = True

    def busy(self, kind: str) -> bool:
        """Whether a question of this kind is unanswered."""
        return kind in self._newest

    def close(self) -> None:
        """Drop all questions and wait for the one under way to notice."""
        for kind in list(self._newest):
            self.forget(kind)
        self._pool.clear()
        self._pool.waitForDone()

    def _deliver(self, ticket: _Ticket, answer: object) -> None:
        if ticket.stale or self._newest.get(ticket.kind) is not ticket:
            return
        del self._newest[ticket.kind]
        if isinstance(answer, Exception):
            if ticket.failed is None:
                raise answer
            ticket.failed(answer)
        else:
            ticket.done(answer)
