"""Work that must not hold up the window: run beside it, the newest question of a kind wins."""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import monotonic, sleep
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

Stop = Callable[[], bool]

_QUIET_S = 0.3
"""So long after the window was last moved it is still being used."""
_WORK_S, _REST_S = 0.002, 0.01
"""Meanwhile a worker rests so long after each such piece of work.

Who wants the interpreter while another thread works gets it a millisecond later each time, and a
frame wants it some twenty times.
"""


class _Way:
    """Whether the window is in use; workers ask, in any thread."""

    __slots__ = ("_used_until",)

    def __init__(self) -> None:
        self._used_until = 0.0

    def clear(self) -> None:
        self._used_until = monotonic() + _QUIET_S

    def give(self, since: float) -> float:
        """Rest if the window is in use and work goes on `since` then; since when it does now."""
        now = monotonic()
        if now >= self._used_until or now - since < _WORK_S:
            return since
        sleep(_REST_S)
        return monotonic()


_WAY = _Way()
"""One for all: the interpreter is one, and so is the window."""


def give_way() -> None:
    """The window is being moved right now: all work beside it goes slower for a moment."""
    _WAY.clear()


class _Ticket:
    """One question under way; `stale` once a newer one of its kind was asked.

    It does not know who asked: a worker that held the last reference to a widget would destroy it
    in the wrong thread.
    """

    __slots__ = ("_since", "kind", "stale", "work")

    def __init__(self, kind: str, work: Callable[[Stop], Any]) -> None:
        self.kind = kind
        self.work = work
        self.stale = False
        self._since = 0.0

    def is_stale(self) -> bool:
        """What `work` asks from time to time; answered late while the window is being moved."""
        if not self.stale:
            self._since = _WAY.give(self._since)
        return self.stale


class _Asked(NamedTuple):
    ticket: _Ticket
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None


class Background(QObject):
    """Runs functions in worker threads and hands their answers to the Qt thread.

    A later `ask` of the same kind makes an earlier one stale: its `stop()` turns true, its answer
    is dropped. Kinds are words such as "ids", "count". Plain threads that stay, because each keeps
    a reading connection with a warm cache; a thread pool would give it up after every question.
    """

    _answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None, threads: int = 1) -> None:
        super().__init__(parent)
        self._threads = threads
        self._workers: list[threading.Thread] = []
        self._queue: SimpleQueue[_Ticket | None] = SimpleQueue()
        self._newest: dict[str, _Asked] = {}
        self._answered.connect(self._deliver)

    def ask(
        self,
        kind: str,
        work: Callable[[Stop], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work(stop)` beside the window, then `done(answer)` on the Qt thread."""
        self.forget(kind)
        ticket = _Ticket(kind, work)
        self._newest[kind] = _Asked(ticket, done, failed)
        if len(self._workers) < self._threads:
            worker = threading.Thread(target=self._serve, name="orderdock-window", daemon=True)
            self._workers.append(worker)
            worker.start()
        self._queue.put(ticket)

    def forget(self, kind: str) -> None:
        """The answer to the newest question of this kind is not wanted any more."""
        old = self._newest.pop(kind, None)
        if old is not None:
            old.ticket.stale = True

    def busy(self, kind: str) -> bool:
        """Whether a question of this kind is unanswered."""
        return kind in self._newest

    def close(self) -> None:
        """Drop all questions and wait until those under way have noticed."""
        for kind in list(self._newest):
            self.forget(kind)
        for _worker in self._workers:
            self._queue.put(None)
        for worker in self._workers:
            worker.join()
        self._workers.clear()

    def _serve(self) -> None:
        while isValid(self) and self._serve_next():
            pass

    def _serve_next(self) -> bool:
        """Nothing of a question outlives it here: millions of ids may hang on one."""
        ticket = self._queue.get()
        if ticket is None:
            return False
        if ticket.stale:
            return True
        answer: Any
        try:
            answer = ticket.work(ticket.is_stale)
        except Exception as error:  # noqa: BLE001 - handed to who asked
            answer = error
        if isValid(self) and not ticket.stale:
            self._answered.emit(ticket, answer)
        return True

    def _deliver(self, ticket: _Ticket, answer: object) -> None:
        asked = self._newest.get(ticket.kind)
        if asked is None or asked.ticket is not ticket:
            return
        del self._newest[ticket.kind]
        if not isinstance(answer, Exception):
            asked.done(answer)
        elif asked.failed is not None:
            asked.failed(answer)
        else:
            raise answer
