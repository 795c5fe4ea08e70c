"""Reads standard input line by line without ever holding the program up at its end."""

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable

LONGEST = 1_000_000
"""Bytes of one line; what is longer is no answer."""


class InputLines:
    """A daemon thread that hands each line of a file descriptor to the event loop.

    It reads the descriptor itself: a thread that waits inside Python's buffered input would make
    the interpreter's exit fail.
    """

    def __init__(
        self, heard: Callable[[bytes], None], ended: Callable[[], None], descriptor: int = 0
    ) -> None:
        """`heard` and `ended` are called on the running loop."""
        self._heard = heard
        self._ended = ended
        self._descriptor = descriptor
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, name="standard input", daemon=True).start()

    def _read(self) -> None:
        rest = b""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            while chunk := self._next_chunk():
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._loop.call_soon_threadsafe(self._heard, line)
                if len(rest) > LONGEST:
                    rest = rest[:LONGEST]
            if rest:
                self._loop.call_soon_threadsafe(self._heard, rest)
            self._loop.call_soon_threadsafe(self._ended)

    def _next_chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, 65536)
        except OSError:
            return b""
