"""A sandbox inside the running process, for tests and for the demo."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from orderdock.sandbox.demo import demo_sign_ins
from orderdock.sandbox.remote import Control
from orderdock.sandbox.server import SandboxServer, bases, listen
from orderdock.sandbox.stackline.remote import StacklineControl
from orderdock.sandbox.world import Plan, World

_PATIENCE = 10


class RunningSandbox(NamedTuple):
    """`bases` are the base URLs by provider, `demo` the sign-ins, `control` the levers."""

    port: int
    bases: dict[str, str]
    demo: dict[str, Any]
    control: Control

    @property
    def stackline(self) -> StacklineControl:
        """Stackline's own levers."""
        return StacklineControl(self.control)


@contextmanager
def running_sandbox(
    scenario: str = "default",
    lines: int | None = None,
    speed: float = 1.0,
    *,
    state: Path | None = None,
    port: int = 0,
    seed: int = 7,
) -> Iterator[RunningSandbox]:
    """Serve a sandbox from a thread of its own until the block ends.

    Raises `UnknownScenario`, `UnreadableState` or `PortTaken`.
    """
    world = World(Plan(scenario=scenario, lines=lines, speed=speed, state=state, seed=seed))
    plug = listen(port)
    ready = threading.Event()
    server = SandboxServer(world, ready.set)
    thread = threading.Thread(target=server.run, args=([plug],), name="sandbox", daemon=True)
    thread.start()
    try:
        if not ready.wait(_PATIENCE):
            raise RuntimeError("The sandbox did not start.")
        number = plug.getsockname()[1]
        control = Control(number)
        yield RunningSandbox(number, bases(world, number), demo_sign_ins(), control)
    finally:
        server.stop()
        thread.join(_PATIENCE)
        plug.close()
