"""Programs that a test starts, and is sure to end."""

import os
import select
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import IO


@contextmanager
def running(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    stderr: int | IO[bytes] | None = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """`command` in a process group of its own, ended with its children when the block ends."""
    process = subprocess.Popen(
        command,
        env=dict(env),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def children(module: str, of: int | None = None) -> list[int]:
    """The processes that `of` (by default this one) has started with this module."""
    parent = os.getpid() if of is None else of
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal() and module.encode() in (entry / "cmdline").read_bytes():
                _, _, state = (entry / "stat").read_text().rpartition(")")
                if int(state.split()[1]) == parent:
                    found.append(int(entry.name))
    return found


def end(process: subprocess.Popen[bytes], patience: float = 5) -> None:
    """Ask the process group to end, and insist after `patience` seconds."""
    for word in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, word)
        except ProcessLookupError:
            break
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        break
    process.wait(patience)


def first_line(process: subprocess.Popen[bytes], having: str = "", seconds: float = 40) -> str:
    """The first line a program prints with `having` in it; most say so that they are ready."""
    until = monotonic() + seconds
    while having not in (line := _next_line(process, until - monotonic())):
        pass
    return line


def _next_line(process: subprocess.Popen[bytes], seconds: float) -> str:
    assert process.stdout is not None
    line = b""
    until = monotonic() + seconds
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, until - monotonic()))
        piece = os.read(process.stdout.fileno(), 1) if ready else b""
        if not piece:
            state = f"ended with {process.poll()}" if ready else "did not say so in time"
            raise AssertionError(f"{process.args!r} {state}")
        line += piece
    return line.decode().strip()
