"""A second process of ours, for work that must not share an interpreter: the side of its starter.

Nothing of it is left behind, however either of the two ends.
"""

import contextlib
import io
import os
import subprocess
import sys
import threading

from orderdock.system.frames import Frames, Gone

_KEPT_BACK = ("ORDERDOCK_PASSPHRASE",)


_PIPE_BYTES = 1 << 20


def environment() -> dict[str, str]:
    """What a process of ours gets of our environment: all but what opens what is sealed."""
    return {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}


class Companion:
    """The process, seen by its starter."""

    def __init__(self, module: str, *arguments: str) -> None:
        """Start `module`, whose first act is `starter()`; arguments are no place for secrets.

        What it complains of to its standard error goes nowhere: it has the log. Raises Gone.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                _command(module, *arguments),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=environment(),
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
        _widen(outgoing)
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
        # Not `wait(patience)`: it looks whether the process is gone every 50 ms.
        impatient = threading.Timer(patience, self._process.kill)
        impatient.daemon = True  # who leaves in the midst of this is not held up
        impatient.start()
        self._process.wait()
        impatient.cancel()
        self._frames.close()


def _widen(pipe: io.FileIO) -> None:
    """Large frames then go through in a few turns instead of fifty; only Linux has it."""
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


_APART = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(
    subprocess, "CREATE_NO_WINDOW", 0
)


def _command(module: str, *arguments: str) -> list[str]:
    """The one place that knows how a process of ours is started; never from the current folder."""
    return [sys.executable, "-P", "-m", module, *arguments]
