"""The sandbox of a sandbox profile: a process of its own that whoever needs it first starts."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from orderdock.domain.errors import OrderdockError, Unreachable, WrongUsage
from orderdock.services.profile import Profile
from orderdock.store import connections
from orderdock.store.database import Database
from orderdock.system.atomic import write_atomically
from orderdock.system.companion import environment
from orderdock.system.locks import HeldLock, Locks, Taken

DEFAULT_SCENARIO = "default"
_LOCK = "sandbox"
_START_SECONDS = 30.0
_STOP_SECONDS = 3.0
_LOOK_SECONDS = 0.05
_WRONG_USAGE = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a running sandbox is to be found."""

    port: int
    scenario: str
    bases: Mapping[str, str]
    """Base URL by provider."""


class SandboxProcess:
    """Starts the profile's sandbox, or joins the one that another program of ours has started.

    The starter holds a lock with the place noted in it; lock and sandbox end with the starter. A
    later sandbox may get another port: the connections' addresses then follow.
    """

    def __init__(
        self, profile: Profile, locks: Locks, database: Database, *, speed: float = 1.0
    ) -> None:
        self._scenario = profile.sandbox or DEFAULT_SCENARIO
        self._locks = locks
        self._database = database
        self._speed = speed
        self._last_place = profile.data_dir / "sandbox.json"
        self._state = profile.data_dir / "sandbox-state.json"
        self._starting = threading.Lock()
        self._held: HeldLock | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._place: Place | None = None

    async def ensure(self) -> Place:
        """Where the sandbox is; starts one when none is running.

        Raises WrongUsage for an unknown scenario, or another one than runs already; Unreachable
        when it does not start.
        """
        return await asyncio.to_thread(self._ensure)

    async def stop(self) -> None:
        """Stop the sandbox if we started it."""
        await asyncio.to_thread(self._stop)

    def _ensure(self) -> Place:
        with self._starting:
            if self._process is not None and self._process.poll() is None and self._place:
                return self._place
            self._stop()
            deadline = time.monotonic() + _START_SECONDS
            while True:
                try:
                    self._held = self._locks.take(_LOCK)
                except Taken as taken:
                    place = _noted(taken.holder.about) if taken.holder is not None else None
                    if place is not None:
                        return self._joined(place)
                    if time.monotonic() > deadline:
                        raise _did_not_start() from None
                    time.sleep(_LOOK_SECONDS)
                    continue
                return self._started(self._held)

    def _joined(self, place: Place) -> Place:
        if self._scenario not in {DEFAULT_SCENARIO, place.scenario}:
            raise WrongUsage(
                f"The sandbox of this profile already plays the scenario {place.scenario!r}.",
                "Close the other Orderdock first, or use another --data-dir.",
            )
        return place

    def _started(self, held: HeldLock) -> Place:
        before = self._last()
        try:
            self._process, ready = self._launch(before.port if before is not None else 0)
            place = Place(ready["port"], self._scenario, ready["bases"])
            self._follow(before, place)
            self._keep(place)
            held.note(_note(place))
        except BaseException:
            self._stop()
            raise
        self._place = place
        return place

    def _launch(self, port: int) -> tuple["subprocess.Popen[bytes]", dict[str, Any]]:
        try:
            return self._launch_at(port)
        except Unreachable:
            if port == 0:
                raise
            return self._launch_at(0)  # somebody else has that port by now

    def _launch_at(self, port: int) -> tuple["subprocess.Popen[bytes]", dict[str, Any]]:
        command = [
            *_program(),
            "--json",
            f"--port={port}",
            f"--scenario={self._scenario}",
            f"--state={self._state}",
            f"--speed={self._speed}",
            f"--parent-pid={os.getpid()}",
        ]
        with tempfile.TemporaryFile() as complaints:  # a pipe nobody reads would fill up
            process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                command,
                stdin=subprocess.PIPE,  # its end tells the sandbox that we are gone
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=environment(),
            )
            try:
                return process, _first_line(process, complaints)
            except BaseException:
                _end(process)
                raise

    def _follow(self, before: Place | None, place: Place) -> None:
        """Let connections that were made at an earlier sandbox's address find this one."""
        if before is None:
            return
        moved = {
            old: place.bases[provider]
            for provider, old in before.bases.items()
            if provider in place.bases and place.bases[provider] != old
        }
        if moved:
            self._database.write_now(connections.move, moved)

    def _last(self) -> Place | None:
        try:
            return _noted(self._last_place.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return None

    def _keep(self, place: Place) -> None:
        write_atomically(self._last_place, _note(place).encode())

    def _stop(self) -> None:
        process, self._process = self._process, None
        self._place = None
        if process is not None:
            _end(process)
        held, self._held = self._held, None
        if held is not None:
            held.release()


def _program() -> list[str]:
    return [sys.executable, "-m", "orderdock.sandbox"]


def _first_line(process: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> dict[str, Any]:
    """The line that says it is ready. Raises WrongUsage, Unreachable."""
    late = threading.Timer(_START_SECONDS, process.kill)
    late.daemon = True
    late.start()
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        line = process.stdout.readline()
    finally:
        late.cancel()
    try:
        ready = json.loads(line)
        return {"port": int(ready["port"]), "bases": dict(ready["bases"])}
    except (ValueError, KeyError, TypeError):
        raise _why(process, complaints) from None


def _why(process: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> OrderdockError:
    process.wait()
    complaints.seek(0)
    said = complaints.read(2000)
    sentence = " ".join(said.decode(errors="replace").split())
    if process.returncode == _WRONG_USAGE and sentence:
        return WrongUsage(sentence)
    return _did_not_start()


def _did_not_start() -> Unreachable:
    return Unreachable("The sandbox did not start.", "Try again.")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it and let go of its pipes."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _note(place: Place) -> str:
    return json.dumps({"port": place.port, "scenario": place.scenario, "bases": dict(place.bases)})


def _noted(text: str) -> Place | None:
    try:
        found = json.loads(text)
        return Place(int(found["port"]), str(found["scenario"]), dict(found["bases"]))
    except (ValueError, KeyError, TypeError):
        return None
