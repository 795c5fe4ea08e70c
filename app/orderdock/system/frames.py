"""Frames of bytes between two processes of ours: the pipe, and the side of who was started.

A frame is its length in four bytes, then its bytes. When one side ends, killed or not, the other
hears the end of its input; nobody waits for the dead.
"""

import contextlib
import io
import os
import signal
import threading
from collections.abc import Iterator
from queue import Queue

_LENGTH = 4  # bytes


class Gone(Exception):
    """The other side is not there, or not any more."""


class Frames:
    """The two ends of a pipe that we hold. One thread may send while another receives."""

    def __init__(self, incoming: io.FileIO, outgoing: io.FileIO) -> None:
        self._incoming = io.BufferedReader(incoming)
        self._outgoing = outgoing
        self._sending = threading.Lock()

    def send(self, frame: bytes) -> None:
        """Send one frame; returns once the pipe has taken it. Raises Gone."""
        with self._sending:
            for part in (len(frame).to_bytes(_LENGTH, "big"), frame):
                self._write(memoryview(part))

    def receive(self) -> bytes | None:
        """The next frame; None when the other side is gone, be it in the midst of one."""
        try:
            head = self._incoming.read(_LENGTH)
            length = int.from_bytes(head, "big")
            frame = self._incoming.read(length) if len(head) == _LENGTH else b""
        except (OSError, ValueError):
            return None
        return frame if len(head) == _LENGTH and len(frame) == length else None

    def each(self) -> Iterator[bytes]:
        """Every frame until the other side is gone; the next one is fetched meanwhile."""
        fetched: Queue[bytes | None] = Queue(1)

        def fetch() -> None:
            while True:
                fetched.put(frame := self.receive())
                if frame is None:
                    return

        threading.Thread(target=fetch, name="orderdock-frames", daemon=True).start()
        while (frame := fetched.get()) is not None:
            yield frame

    def hang_up(self, patience: float) -> bool:
        """Nothing more will be sent. False when a frame on its way did not get through."""
        if not self._sending.acquire(timeout=patience):
            return False
        with contextlib.suppress(OSError):
            self._outgoing.close()
        self._sending.release()
        return True

    def close(self) -> None:
        """Let go of the incoming end, once the other side is gone."""
        self._incoming.close()

    def _write(self, rest: memoryview) -> None:
        try:
            while rest:
                rest = rest[self._outgoing.write(rest) :]
        except (OSError, ValueError):
            raise Gone from None


def starter(*, nice: int = 0) -> Frames:
    """The pipe to who started this process, for its main module; `nice` steps behind the others.

    Serve until `receive` gives None: there is no other sign that the starter is gone. What anybody
    prints goes to standard error, so that it cannot come between the frames.
    """
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    frames = Frames(io.FileIO(os.dup(0), "rb"), io.FileIO(os.dup(1), "wb"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return frames
