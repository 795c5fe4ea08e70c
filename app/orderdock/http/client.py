"""One connection's way to its provider: paced, repeated where that is safe, and every trouble in plain words."""

from collections.abc import Callable
from typing import Self

from orderdock.domain.errors import OrderdockError
from orderdock.http.calls import Authorizer, Call, Reply
from orderdock.http.pacing import Pace
from orderdock.system.clock import Clock

Explain = Callable[[Reply], OrderdockError | None]
Waiting = Callable[[float, str], None]


class ApiClient:
    """Sends calls to one base URL on behalf of one connection. Use inside one event loop; `aclose` at the end."""

    authorizer: Authorizer | None
    """Signs calls that are `authorized`; set after the sign-in knows how."""
    waiting: Waiting | None
    """Told (seconds, sentence) when a longer wait begins that the provider asked for or trouble made needful."""

    def __init__(
        self,
        base_url: str,
        *,
        provider: str,
        pace: Pace,
        clock: Clock,
        user_agent: str,
        authorizer: Authorizer | None = None,
        explain: Explain | None = None,
        waiting: Waiting | None = None,
        pace_factor: float = 1.0,
        total_seconds: float = 60.0,
        connect_seconds: float = 10.0,
        largest_body: int = 64_000_000,
    ) -> None:
        raise NotImplementedError

    @property
    def base_url(self) -> str:
        """Without a trailing slash."""
        raise NotImplementedError

    async def send(
        self, call: Call, *, examine: Callable[[Reply], OrderdockError | None] | None = None
    ) -> Reply:
        """Send `call` and return a 2xx answer of the promised kind; anything else is a domain error.

        `examine` looks at a 2xx answer and may call it an error: SignInNeeded renews access and repeats once,
        a retryable one is repeated where the call allows.
        """
        raise NotImplementedError

    def elsewhere(self, base_url: str) -> "ApiClient":
        """A client for another host (a token URL, say) that never carries this connection's access; closed with
        this one."""
        raise NotImplementedError

    async def pause(self, seconds: float) -> None:
        """Sleep as the program's own wait: the pace factor shortens it for loopback hosts."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Close the connections."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
