"""Sortings made ahead while nothing else goes on; the words for the time until one is there."""

import os
import sys
import threading

from PySide6.QtCore import QObject, QTimer, Signal

from orderdock.domain.connections import ConnectionState
from orderdock.query.columns import BY_KEY
from orderdock.services.library import Library
from orderdock_ui.orders import headings
from orderdock_ui.orders.background import Background, Stop
from orderdock_ui.orders.table_model import OrdersModel

_REST_MS = 3_000
"""No row came for so long: nothing is being synced, or only slowly."""
_BETWEEN_MS = 200


class Preparing(QObject):
    """Prepares one order of the rows after another in a thread of its own.

    That takes minutes for millions of lines, and nothing for some thousands.
    """

    told = Signal(str)
    """What the order in force waits for; empty when for nothing."""

    def __init__(self, library: Library, model: OrdersModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._model = model
        self._background = Background(self, threads=2)
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._go_on)
        model.asked.connect(self._look)
        model.settled.connect(self._settled)

    def close(self) -> None:
        """Let go of the threads."""
        self._rest.stop()
        self._background.close()

    def _look(self) -> None:
        """Is the order in force there already? If not, it comes before all others."""
        library, sorts, unit = self._library, self._model.sorts, self._model.unit

        def take(prepared: bool) -> None:
            self.told.emit("" if prepared else self._words())
            if not prepared:
                self._background.forget("prepare")
                self._prepare()

        self._background.ask("look", lambda _stop: library.is_prepared(sorts, unit), take, _nothing)

    def _words(self) -> str:
        names = [
            headings.heading(BY_KEY[sort.column], self._model.unit) for sort in self._model.sorts
        ]
        return f"Sorting by {', '.join(names)} is being prepared"

    def _settled(self) -> None:
        if not self._background.busy("prepare"):
            self._rest.start(_REST_MS)

    def _go_on(self) -> None:
        """No row came for a while; but a sync may only be waiting for its provider."""
        views = self._library.connections()
        if any(view.verdict.state is ConnectionState.SYNCING for view in views):
            self._rest.start(_REST_MS)
        else:
            self._prepare()

    def _prepare(self) -> None:
        library, sorts, unit = self._library, self._model.sorts, self._model.unit

        def take(more: bool) -> None:
            if (sorts, unit) == (self._model.sorts, self._model.unit):
                self.told.emit("")
                self._model.hurry()
            if more:
                self._rest.start(_BETWEEN_MS)

        def work(stop: Stop) -> bool:
            _give_way()
            return library.prepare(sorts, unit, stop)

        self._background.ask("prepare", work, take, _nothing)


def _give_way() -> None:
    """Let every other thread go first, where a thread can say so."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


def _nothing(_error: Exception) -> None:
    """Without it everything works, slower; what cannot be read at all the table itself tells."""
