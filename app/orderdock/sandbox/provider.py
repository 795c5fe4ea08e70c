"""What one provider's sandbox is given, and what it must offer to be mounted."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from starlette.routing import BaseRoute

from orderdock.sandbox.clock import SandboxClock


class Frame(NamedTuple):
    """`manners` are the scenario's changes; `saved` is what `memory()` gave an earlier process."""

    clock: SandboxClock
    lines: int
    speed: float
    seed: int
    manners: dict[str, object]
    saved: dict[str, Any] | None


class ProviderSandbox(Protocol):
    """One provider's API, mounted at `/<name>`, and its levers, mounted at `/_control/<name>`.

    One whose paths may hold secrets also has `logged_path(path)`: the path fit for the request log.
    """

    def routes(self) -> list[BaseRoute]: ...

    def control_routes(self) -> list[BaseRoute]: ...

    def error_body(self, code: str, message: str, details: dict[str, Any] | None) -> bytes:
        """The provider's own JSON for an error."""

    def memory(self) -> Any:
        """Everything that a restart must not lose, ready for msgspec."""
