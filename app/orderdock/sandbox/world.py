"""One sandbox: clock, faults, request log, providers, and the file that remembers them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from orderdock.sandbox import served
from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.faults import FaultBook
from orderdock.sandbox.provider import Frame, ProviderSandbox
from orderdock.sandbox.request_log import RequestLog
from orderdock.sandbox.scenarios import scenario
from orderdock.sandbox.state_file import StateFile, UnreadableState


class Plan(msgspec.Struct, kw_only=True):
    """What to serve. `lines` None takes the scenario's; `speed` divides sync stages' times."""

    scenario: str = "default"
    lines: int | None = None
    speed: float = 1.0
    seed: int = 7
    state: Path | None = None


class World:
    """Raises `UnknownScenario` or `UnreadableState`."""

    def __init__(self, plan: Plan) -> None:
        chosen = scenario(plan.scenario)
        self._file = StateFile(plan.state) if plan.state else None
        saved = self._file.read() if self._file else None
        self.clock = SandboxClock()
        self.faults = FaultBook(chosen.faults)
        self.log = RequestLog()
        lines = chosen.lines if plan.lines is None else plan.lines
        try:
            if saved is not None:
                self.clock.offset = float(saved["clock_offset"])
            self.providers: dict[str, ProviderSandbox] = {
                name: served.kind(name)(
                    Frame(
                        clock=self.clock,
                        lines=lines,
                        speed=plan.speed,
                        seed=plan.seed,
                        manners=chosen.manners[name],
                        saved=saved["providers"].get(name) if saved else None,
                    )
                )
                for name in served.names()
            }
        except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
            if saved is None:
                raise
            raise UnreadableState("it was written by another version") from error
        self._written: bytes | None = None
        self.remember()

    def remember(self) -> None:
        """Write the memory to the state file, when there is one and something has changed."""
        if self._file is None:
            return
        memory: dict[str, Any] = {
            "clock_offset": self.clock.offset,
            "providers": {name: one.memory() for name, one in self.providers.items()},
        }
        data = msgspec.json.encode(memory)
        if data != self._written:
            self._file.write(data)
            self._written = data
