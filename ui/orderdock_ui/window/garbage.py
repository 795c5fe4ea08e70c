"""Objects that refer to each other in a circle are looked for on the Qt thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
_OLDER, _OLDEST = 10, 60
"""So many looks at what is new are followed by one at what is older, and at all there is."""


class Garbage(QObject):
    """Looks once a second while the window lives.

    Python itself looks whenever many objects were made, in whatever thread made them: a widget that
    is part of a circle would then be destroyed beside the Qt thread, which ends the program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._looks = 0
        gc.collect()
        gc.freeze()  # what is there now stays: no need to look at it again
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """What is new each time, the rest now and then."""
        self._looks += 1
        oldest, older = self._looks % _OLDEST == 0, self._looks % _OLDER == 0
        gc.collect(2 if oldest else 1 if older else 0)

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
