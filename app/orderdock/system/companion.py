"""A second process of ours, for work that must not share an interpreter: frames of bytes both ways.

A frame is its length in four bytes, then its bytes. When one side ends, killed or not, the other
hears the end of its input; nobody waits for the dead, and nothing is left behind.
"""

import contextlib
import io
import os
import signal
import subprocess
import sys
import threading

_LENGTH = 4  # bytes

KEPT_BACK = ("ORDERDOCK_PASSPHRASE",)
"""Variables that no process of ours gets from us: they open what is sealed."""


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


class Companion:
    """The process, seen by its starter."""

    def __init__(self, module: str, *arguments: str) -> None:
        """Start `module`, whose first act is `starter()`; arguments are no place for secrets.

        It gets our environment, but for KEPT_BACK. What it complains of to its
        standard error goes nowhere: it has the log. Raises Gone.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                _command(module, *arguments),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={name: value for name, value in os.environ.items() if name not in KEPT_BACK},
                # The terminal's Ctrl+C is for us to answer. But no session of its own: Linux
                # deals its processors out to sessions, and niceness counts within one only.
                process_group=0,
                creationflags=_APART,
            )
        except OSError:
            raise Gone from None
        incoming, outgoing = self._process.stdout, self._process.stdin
        assert isinstance(incoming, io.FileIO)  # noqa: S101 - both were asked for, unbuffered
        assert isinstance(outgoing, io.FileIO)  # noqa: S101
        self._frames = Frames(incoming, outgoing)
        self.send = self._frames.send
        self.receive = self._frames.receive

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def close(self, patience: float = 10.0) -> None:
        """Let it finish what it has in hand, at most so many seconds; it is gone afterwards."""
        if not self._frames.hang_up(patience):
            self._process.kill()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._frames.close()


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


_APART = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(
    subprocess, "CREATE_NO_WINDOW", 0
)


def _command(module: str, *arguments: str) -> list[str]:
    """The one place that knows how a process of ours is started; never from the current folder."""
    return [sys.executable, "-P", "-m", module, *arguments]
