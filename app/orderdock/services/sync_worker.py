"""The sync process as the window holds it: messages out, messages in on the event loop, its end."""

import asyncio
import contextlib
import threading
from collections.abc import Callable

from orderdock.services import sync_frames
from orderdock.services.sync_frames import Begin, FromProcess, Ready, ToProcess
from orderdock.system.companion import Companion
from orderdock.system.frames import Gone

_START_SECONDS = 60.0
"""A process that does not answer for so long never will."""
_END_SECONDS = 10.0
"""How long it may take to put its work in order; then it is ended."""


class Worker:
    """One process, from its start to its end. All of it on the event loop's thread."""

    def __init__(
        self,
        module: str,
        begin: Begin,
        *,
        heard: Callable[[FromProcess], None],
        ended: Callable[[], None],
    ) -> None:
        """Start `module` and tell it to begin.

        `heard` gets what it says; `ended` is called once it is gone, however that came. Raises
        Gone.
        """
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        self._ended = ended
        self.is_ready = False
        """It has said something: what ends it now is not its start."""
        self.is_over = False
        """It is gone, or told to go: nothing can be asked of it."""
        self._companion = Companion(module)
        self._late = self._loop.call_later(_START_SECONDS, self.kill)
        self._threads = [threading.Thread(target=self._listen, name="sync", daemon=True)]
        self._threads[0].start()
        self.send(begin)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._companion.pid

    def send(self, message: ToProcess) -> None:
        """Tell it something; when it is gone `ended` says so."""
        with contextlib.suppress(Gone):
            self._companion.send(sync_frames.as_bytes(message))

    def dismiss(self) -> None:
        """There is nothing more for it to do: it ends by itself, and later by force."""
        self._end(_END_SECONDS)

    def kill(self) -> None:
        """End it now; what it has committed stays."""
        self._end(0)

    def is_gone(self) -> bool:
        """Whether nothing is left of it."""
        return not any(thread.is_alive() for thread in self._threads)

    async def gone(self) -> None:
        """Wait until nothing is left of it; after `dismiss` or `kill`."""
        for thread in list(self._threads):
            await asyncio.to_thread(thread.join)

    def _end(self, patience: float) -> None:
        self.is_over = True
        self._late.cancel()
        ending = threading.Thread(
            target=self._companion.close, args=(patience,), name="sync-end", daemon=True
        )
        self._threads.append(ending)
        ending.start()

    def _listen(self) -> None:
        """In a thread of its own, until the process is gone or talks nonsense."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            with contextlib.suppress(ValueError):
                while (frame := self._companion.receive()) is not None:
                    message = sync_frames.from_process(frame)
                    self._loop.call_soon_threadsafe(self._take, message)
            self._loop.call_soon_threadsafe(self._left)

    def _take(self, message: FromProcess) -> None:
        if isinstance(message, Ready):
            self.is_ready = True
            self._late.cancel()
        else:
            self._heard(message)

    def _left(self) -> None:
        if not self.is_over:
            self.kill()
        self._ended()
