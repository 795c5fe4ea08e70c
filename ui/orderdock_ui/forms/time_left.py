"""A countdown by second, announced to screen readers at 60 and 10."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from orderdock.system.clock import SystemClock
from orderdock_ui import text
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named

_SPOKEN_AT = (60, 10)


class Countdown(Label):
    """The time left as "3:48 left"; `ticked` carries the seconds."""

    ticked = Signal(float)
    over = Signal()

    def __init__(
        self, until: datetime, *, ink: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__("", weight=600, ink=ink, figures=True, parent=parent)
        self._until = until
        self._clock = SystemClock()
        self._last = self.seconds() + 1
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    def seconds(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, (self._until - self._clock.now()).total_seconds())

    def _tick(self) -> None:
        seconds = self.seconds()
        self.setText(text.left(seconds))
        for mark in _SPOKEN_AT:
            if seconds <= mark < self._last:
                announce(self, f"{mark} seconds left")
        self._last = seconds
        self.ticked.emit(seconds)
        if seconds <= 0:
            self._timer.stop()
            self.over.emit()


class TimeLeft(QWidget):
    """The countdown of a code: clock, time, what comes after it, and a bar that shrinks."""

    def __init__(self, until: datetime, after: str, over: str) -> None:
        super().__init__()
        box = column(self, gap=8)
        line = row(gap=6)
        line.addWidget(IconLabel("timer", "text2", 14))
        self.count = Countdown(until)
        line.addWidget(self.count)
        self._words = Label(after, ink="text2", wrap=True)
        self._over = over
        line.addWidget(self._words, 1)
        box.addLayout(line)
        self._bar = named(QProgressBar(), "time-left", "Time left")
        self._bar.setTextVisible(False)
        self._whole = max(1.0, self.count.seconds())
        self._bar.setMaximum(1000)
        box.addWidget(self._bar)
        self.count.ticked.connect(self._tick)
        self.count.over.connect(self._end)
        self._tick(self.count.seconds())

    def _tick(self, seconds: float) -> None:
        self._bar.setValue(round(1000 * seconds / self._whole))

    def _end(self) -> None:
        self._words.setText(self._over)
        self._words.set_ink("warn")
        announce(self, self._over)
