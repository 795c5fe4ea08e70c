"""Ctrl+C and termination: an orderly cancel, and the program is gone within two seconds."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")
PATIENCE = 1.6
"""Seconds that an orderly cancel may take; what is committed stays in any case."""
INTERRUPTED = 130
SENTENCE = "Interrupted. What was read until now is kept."


class Interruption:
    """Turns SIGINT and SIGTERM into one orderly cancel, and keeps the time.

    Outside of `run` the first signal raises KeyboardInterrupt; inside it cancels the work, and the
    KeyboardInterrupt comes when that has ended. The second signal, or a cancel that takes
    longer than PATIENCE, ends the process at once.
    """

    def __init__(self) -> None:
        self._cancel: Callable[[], None] | None = None
        self._last_resort: threading.Timer | None = None
        self._undo: list[Callable[[], None]] = []
        self._kept: dict[signal.Signals, Any] = {}

    @property
    def happened(self) -> bool:
        """Whether somebody asked the program to stop."""
        return self._last_resort is not None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._kept = {number: signal.signal(number, self._stop) for number in _signals()}
        return self

    def __exit__(self, *_: object) -> None:
        if self._last_resort is not None:
            self._last_resort.cancel()
        for number, handler in self._kept.items():
            signal.signal(number, handler)

    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run `work` on an event loop of its own."""
        import asyncio

        async def owned() -> T:
            self._cancel = _canceller(asyncio.get_running_loop(), asyncio.current_task())
            try:
                return await work()
            finally:
                self._cancel = None

        try:
            return asyncio.run(owned())
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None

    @contextlib.contextmanager
    def restoring(self, undo: Callable[[], None]) -> Iterator[None]:
        """Run `undo` at the end of the block, also when the program has to leave at once."""
        self._undo.append(undo)
        try:
            yield
        finally:
            self._undo.remove(undo)
            undo()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.happened:
            self._leave()
        self._last_resort = threading.Timer(PATIENCE, self._leave)
        self._last_resort.daemon = True
        self._last_resort.start()
        if self._cancel is None:
            raise KeyboardInterrupt
        self._cancel()

    def _leave(self) -> None:
        """End the process now: the terminal's echo comes back, the sentence is said."""
        for undo in reversed(self._undo):
            with contextlib.suppress(Exception):
                undo()
        with contextlib.suppress(OSError):
            os.write(2, f"{SENTENCE}\n".encode())
        os._exit(INTERRUPTED)


def _canceller(
    loop: "asyncio.AbstractEventLoop", task: "asyncio.Task[Any] | None"
) -> Callable[[], None]:
    def cancel() -> None:
        if task is not None:
            loop.call_soon_threadsafe(task.cancel)

    return cancel


async def in_thread(work: Callable[[Callable[[], bool]], T]) -> T:
    """Run `work(stop)` in a thread; being cancelled makes `stop()` true and waits for its end."""
    import asyncio

    stopping = threading.Event()
    running = asyncio.get_running_loop().run_in_executor(None, work, stopping.is_set)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stopping.set()
        with contextlib.suppress(Exception):
            await running
        raise


def _signals() -> list[signal.Signals]:
    """What asks us to stop; a hang-up only where nobody (nohup) said to ignore it."""
    names = ["SIGINT", "SIGTERM"]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        names.append("SIGHUP")
    return [signal.Signals[name] for name in names]
