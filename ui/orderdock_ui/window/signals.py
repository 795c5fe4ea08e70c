"""Ctrl+C in the terminal and the system's request to end close the window in order."""

import os
import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class EndSignals(QObject):
    """Python sees a signal only between two of its own steps; the pipe wakes Qt for one."""

    def __init__(self, end: Callable[[], object]) -> None:
        super().__init__()
        self._end = end
        self._out, self._in = os.pipe()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._wakeup_before = signal.set_wakeup_fd(self._in)
        self._notifier = QSocketNotifier(self._out, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked)

    def _asked(self, _number: int, _frame: object) -> None:
        self._end()

    def _drain(self) -> None:
        try:
            os.read(self._out, 64)
        except BlockingIOError:
            return

    def close(self) -> None:
        """Back to how it was."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._in)
        os.close(self._out)
