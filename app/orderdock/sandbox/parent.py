"""Ending with the process that started us, even when it was killed and could say nothing."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Callable

_LOOK_EVERY = 0.25  # seconds


def watch_parent(pid: int, stop: Callable[[], None]) -> None:
    """Call `stop` once `pid` is gone, or once standard input ends if it is a pipe."""
    if _is_pipe(sys.stdin.fileno() if sys.stdin else -1):
        threading.Thread(target=_until_end_of_input, args=(stop,), daemon=True).start()
    threading.Thread(target=_until_gone, args=(pid, stop), daemon=True).start()


def _is_pipe(descriptor: int) -> bool:
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _until_end_of_input(stop: Callable[[], None]) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop()


def _until_gone(pid: int, stop: Callable[[], None]) -> None:
    ours = os.getppid() == pid
    while _alive(pid) and (not ours or os.getppid() == pid):
        time.sleep(_LOOK_EVERY)
    stop()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
