"""What happens while work runs, as a few typed signals; progress at most ten times a second."""

from typing import assert_never

from PySide6.QtCore import QObject, QTimer, Signal

from orderdock.domain.events import (
    ConnectionChanged,
    Event,
    Noticed,
    OrdersChanged,
    SyncFinished,
    SyncProgressed,
)

_PAUSE_MS = 100
_ROWS_MS = 1_000
"""Rows that go on being committed are news once a second: each time the window looks again."""


class EventHub(QObject):
    """The only fan-out: services tell it, views connect to it."""

    progressed = Signal(SyncProgressed)
    orders_changed = Signal()
    """Rows were committed, by one connection or several; the first are told of soon."""
    connection_changed = Signal(str)
    finished = Signal(object)
    """A SyncOutcome."""
    noticed = Signal(str, str)
    """Sentence, connection id (may be empty)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[tuple[str, str], SyncProgressed] = {}
        self._stages: dict[tuple[str, str], str] = {}
        self._rows = False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._tell_progress)
        self._rows_timer = QTimer(self, singleShot=True)
        self._rows_timer.timeout.connect(self._tell_rows)

    def follow(self, event: Event) -> None:
        """Take an event; must be called on the thread of the window."""
        match event:
            case SyncProgressed():
                self._progress(event)
            case OrdersChanged():
                self._rows = self._rows or bool(event.added or event.changed)
                if self._rows and not self._rows_timer.isActive():
                    self._rows_timer.start(_PAUSE_MS)
            case ConnectionChanged():
                self.connection_changed.emit(event.connection)
            case SyncFinished():
                self.flush()
                self._forget(event.outcome.id)
                self.finished.emit(event.outcome)
            case Noticed():
                self.noticed.emit(event.message, event.connection or "")
            case _:
                assert_never(event)

    def _progress(self, event: SyncProgressed) -> None:
        key = (event.connection, event.link_id or event.link)
        if self._stages.get(key) != event.stage:
            # A new stage is news; counts within one are not.
            self._stages[key] = event.stage
            self._waiting.pop(key, None)
            self.progressed.emit(event)
            return
        self._waiting[key] = event
        self._later()

    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Say now what was held back."""
        self._tell_progress()
        self._tell_rows()

    def _tell_progress(self) -> None:
        self._timer.stop()
        waiting, self._waiting = self._waiting, {}
        for event in waiting.values():
            self.progressed.emit(event)

    def _tell_rows(self) -> None:
        if self._rows:
            self._rows = False
            self._rows_timer.start(_ROWS_MS)
            self.orders_changed.emit()

    def _forget(self, connection: str) -> None:
        self._stages = {key: s for key, s in self._stages.items() if key[0] != connection}
