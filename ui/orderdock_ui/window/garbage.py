"""Circles of objects are looked for on the Qt thread, in quiet moments."""

import gc
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QWidget

_EVERY_MS = 1_000
_QUIET_S = 0.3
"""So long nothing was typed, moved or painted."""
_AT_LATEST = 30
"""Looks put off one after the other; then what is new is looked at all the same."""
_OLDER, _OLDEST = 10, 60
"""So many looks at what is new are followed by one at what is older, and at all there is."""


class Garbage(QObject):
    """Looks once a second while `window` (shown already) lives, never in the midst of scrolling.

    Python itself looks whenever many objects were made, in whatever thread made them: a widget that
    is part of a circle would then be destroyed beside the Qt thread, which ends the program.
    """

    def __init__(self, window: QWidget, now: Callable[[], float] = monotonic) -> None:
        super().__init__(window)
        self._watched = (window, window.windowHandle())
        """Painting is asked of the one, all that is typed or moved comes by the other."""
        self._now = now
        self._stirred = now()
        self._looks = self._put_off = 0
        gc.disable()
        self.keep_all()
        for watched in self._watched:
            watched.installEventFilter(self)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look_if_quiet)
        self._timer.start()

    def keep_all(self) -> None:
        """What is there now stays as long as the window: no need to look at it again."""
        gc.freeze()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputEvent) or event.type() == QEvent.Type.UpdateRequest:
            self._stirred = self._now()
        return super().eventFilter(watched, event)

    def look_if_quiet(self) -> None:
        """What is new each time, the rest now and then; a window that is being used comes first."""
        if self._now() - self._stirred > _QUIET_S:
            self._looks += 1
            oldest, older = self._looks % _OLDEST == 0, self._looks % _OLDER == 0
            self._look(2 if oldest else 1 if older else 0)
        elif self._put_off >= _AT_LATEST:
            self._look(0)
        else:
            self._put_off += 1

    def _look(self, generation: int) -> None:
        self._put_off = 0
        gc.collect(generation)

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        for watched in self._watched:
            watched.removeEventFilter(self)
        gc.unfreeze()
        gc.enable()
